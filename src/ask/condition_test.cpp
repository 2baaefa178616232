#include "ask/condition.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// An engine with an empty table `charges` of the true types.
Engine typed_charges() {
  auto engine = Engine::open({.memory_limit = "200MB", .threads = 1}).value();
  std::string columns;
  for (const auto& column : charge_columns()) {
    columns += (columns.empty() ? "" : ", ") + sql_name(column.name) + " " + std::string(sql_type(column.type));
  }
  EXPECT_TRUE(engine.run("CREATE TABLE charges (" + columns + ")"));
  return engine;
}

std::string condition_error(std::string_view text) {
  const auto condition = parse_condition(text);
  if (condition) return "accepted as " + condition->sql;
  EXPECT_EQ(condition.error().kind, Error::Kind::kUsage) << text << ": " << condition.error().text();
  return condition.error().text();
}

constexpr const char* kAcceptedConditions[] = {
    "service = 'AmazonEC2'",
    "ServiceName = 'AmazonEC2' OR service_name IN ('AmazonS3', 'AWSLambda') OR \"ServiceName\" IS NULL",
    "NOT (region = 'us-east-1' AND account <> '123456789012')",
    "tags['team'] = 'data' AND cost_categories['Unit'] IS NOT NULL",
    "tags['aws:createdBy'] LIKE 'Root:%' OR tags['it''s odd \"{}[]'] = '🙂'",
    "\"tag:team\" = 'data' AND \"cost_category:Unit\" = 'x'",
    "list_contains(element_at(tags, 'team'), 'x') OR map_contains(tags, 'team') OR list_contains(map_keys(tags), "
    "'owner')",
    "tags['team'] IS DISTINCT FROM 'data' AND tags['a'] IS NOT DISTINCT FROM NULL",
    "BilledCost > 0.000000000001 AND effective_cost BETWEEN -1.5e-7 AND 12345678901234567890.123456789012",
    "billed_cost NOT BETWEEN 1 AND 2 AND abs(billed_cost - effective_cost) >= 0.01",
    "charge_date >= DATE '2026-10-01' AND charge_date < '2026-11-01'",
    "charge_period_start >= TIMESTAMP '2026-10-01 00:00:00'",
    "charge_date > current_date - 7 OR charge_period_start > now() - INTERVAL 7 DAYS",
    "date_trunc('month', charge_date) = '2026-10-01' AND dayofweek(charge_date) IN (0, 6)",
    "EXTRACT(hour FROM charge_period_start) < 6 AND year(charge_date) = 2026",
    "service ILIKE '%compute%' AND service LIKE '%a%b%c%d%e%' AND region NOT LIKE 'us\\_%' ESCAPE '\\'",
    "regexp_matches(resource, '^arn:aws:[a-z]+:') AND region ~ '(us|eu)-.*' AND zone SIMILAR TO 'us.*'",
    "CASE WHEN service = 'AmazonEC2' THEN billed_cost > 1 ELSE false END",
    "coalesce(tags['team'], tags['owner'], 'none') = 'none' OR nullif(region, '') IS NULL",
    "lower(trim(service)) = 'x' AND split_part(resource, ':', 3) = 'ec2' AND starts_with(x_usage_type, 'USE2-')",
    "CAST(invoice AS BIGINT) > 5 OR TRY_CAST(sku AS DECIMAL(10, 2)) > 1 OR invoice::varchar = '7'",
    "(service, region) IN (('AmazonEC2', 'us-east-1'), ('AmazonS3', 'eu-west-1'))",
    "service IN ['AmazonEC2', 'AmazonS3'] OR round(pricing_quantity, 2) // 2 = 1",
    "x_Estimated",
    "NOT estimated IS TRUE",
    "charges.service = 'x'",
    "service = 'a' -- a comment; DROP TABLE charges",
    "service /* here */ = 'a'",
    "service = E'a\\'b' OR service = $$it's$$ OR service = $tag$x$tag$",
    "replace(service, 'Amazon', '') = 'EC2' OR regexp_replace(service, '^Amazon', '') = 'EC2'",
    "service || '/' || region = 'AmazonEC2/us-east-1' OR concat(account, '-', region) = 'x'",
    "sku_price_details ->> '$.vcpu' = '4' OR json_extract_string(sku_price_details, '$.a') = 'b'",
    "charge_period_start AT TIME ZONE 'UTC' > now()",
};

class AcceptedCondition : public testing::TestWithParam<const char*> {};

TEST_P(AcceptedCondition, RunsOverChargesAndIsUnchangedByASecondPass) {
  const auto first = parse_condition(GetParam());
  ASSERT_TRUE(first) << first.error().text();
  auto engine = typed_charges();
  const auto rows = engine.query("SELECT count(*) FROM charges WHERE " + first->sql);
  EXPECT_TRUE(rows) << first->sql << "\n" << rows.error().text();
  const auto second = parse_condition(first->sql);
  ASSERT_TRUE(second) << first->sql << "\n" << second.error().text();
  EXPECT_EQ(second->sql, first->sql);
  EXPECT_EQ(second->columns, first->columns);
}

INSTANTIATE_TEST_SUITE_P(Condition, AcceptedCondition, testing::ValuesIn(kAcceptedConditions));

TEST(Condition, IsWrittenAnewWithTheColumnsItMeans) {
  const auto condition = parse_condition("Service = 'x' and tags['team'] is not null -- why");
  ASSERT_TRUE(condition);
  EXPECT_EQ(condition->sql, "((ServiceName = 'x') AND (Tags['team'] IS NOT NULL))");
  EXPECT_THAT(condition->columns, ElementsAre("ServiceName", "Tags"));
  EXPECT_THAT(parse_condition("true")->columns, IsEmpty());
}

TEST(Condition, StaysOneConditionInsideOfAnother) {
  auto engine = typed_charges();
  ASSERT_TRUE(engine.run("INSERT INTO charges (ServiceName, RegionId) VALUES ('a', 'x'), ('b', 'y')"));
  const auto either = parse_condition("service = 'a' OR region = 'y'");
  ASSERT_TRUE(either);
  const auto rows = engine.query("SELECT count(*) FROM charges WHERE ServiceName = 'b' AND " + either->sql);
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->rows[0][0], "1");
}

TEST(Condition, KeepsEachNumberToTheLastDigit) {
  EXPECT_THAT(parse_condition("list_unit_price = 5e-324")->sql, HasSubstr("'5e-324'"));
  EXPECT_THAT(parse_condition("list_unit_price = 1.7976931348623157e308")->sql, HasSubstr("1.7976931348623157e308"));
  EXPECT_THAT(parse_condition("billed_cost = 12345678901234567890123456.123456789012")->sql,
              HasSubstr("12345678901234567890123456.123456789012"));
}

TEST(Condition, SaysWhatIsWrongAndWhatIsAllowed) {
  EXPECT_EQ(condition_error("servise = 'x'"), "there is no column 'servise' (did you mean 'service'?)");
  EXPECT_THAT(condition_error("service = AmazonEC2Compute"), HasSubstr("text is written in '...'"));
  EXPECT_THAT(condition_error("tags.team = 'x'"), HasSubstr("tags['KEY']"));
  EXPECT_EQ(condition_error("read_text('x') = ''"),
            "read_text() is not allowed here (a condition is one expression over the columns of charges)");
  EXPECT_EQ(condition_error("a) OR (b"), "syntax error at or near \")\", character 2");
  EXPECT_EQ(condition_error("service"), "a condition must be true or false, this one is VARCHAR");
  EXPECT_THAT(condition_error("billed_cost > 'abc'"), HasSubstr("Could not convert string \"abc\""));
  EXPECT_THAT(condition_error("lowr(service) = 'x'"), HasSubstr("did you mean lower()?"));
}

}  // namespace
}  // namespace farthing
