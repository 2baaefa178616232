// check_query: what a SELECT of the user's may hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ask/condition.hpp"
#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kQueryTables = {"charges", "split_charges", "costs_daily"};

constexpr const char* kAcceptedQueries[] = {
    "SELECT ServiceName, sum(BilledCost) AS cost FROM charges GROUP BY 1 ORDER BY cost DESC LIMIT 10 OFFSET 2",
    "FROM Charges",
    "TABLE charges",
    "SELECT * EXCLUDE (Tags) REPLACE (BilledCost * 2 AS BilledCost) RENAME (SkuId AS sku) FROM charges c",
    "WITH a AS (SELECT * FROM charges), b(x) AS MATERIALIZED (SELECT count(*) FROM a) SELECT * FROM b JOIN a ON true",
    "WITH charges AS (SELECT 1 AS one) SELECT one FROM charges",
    "SELECT ServiceName FROM charges UNION SELECT RegionId FROM charges UNION ALL SELECT 'x' EXCEPT SELECT 'y'",
    "SELECT * FROM charges UNION ALL BY NAME SELECT * FROM charges",
    "SELECT a.ServiceName FROM charges a LEFT JOIN charges b USING (SkuId) SEMI JOIN charges d ON a.SkuId = d.SkuId",
    "SELECT RegionId, sum(BilledCost) FROM charges GROUP BY ALL HAVING sum(BilledCost) > 1 ORDER BY ALL",
    "SELECT RegionId, ServiceName, grouping(RegionId), count(*) FROM charges GROUP BY ROLLUP (RegionId, ServiceName)",
    "SELECT DISTINCT ON (RegionId) SkuId FROM charges ORDER BY RegionId DESC NULLS LAST LIMIT 10%",
    "SELECT row_number() OVER w, lag(BilledCost, 1, 0) OVER w FROM charges WINDOW w AS (PARTITION BY RegionId ORDER BY "
    "charge_date) QUALIFY row_number() OVER w = 1",
    "SELECT sum(BilledCost) OVER (ORDER BY charge_date RANGE BETWEEN INTERVAL 7 DAYS PRECEDING AND CURRENT ROW) FROM "
    "charges",
    "SELECT max(SkuId ORDER BY BilledCost), count(DISTINCT RegionId) FILTER (WHERE BilledCost > 1), list(RegionId), "
    "string_agg(DISTINCT RegionId, ',' ORDER BY RegionId) FROM charges",
    "SELECT (SELECT max(BilledCost) FROM charges d WHERE d.SkuId = c.SkuId) FROM charges c WHERE EXISTS (SELECT 1 FROM "
    "charges) AND RegionId IN (SELECT ServiceName FROM charges) AND SkuId = ANY (SELECT SkuId FROM charges)",
    "SELECT tag, count(*) FROM (SELECT unnest(map_keys(Tags)) AS tag FROM charges) t GROUP BY tag",
    "SELECT #1 FROM charges ORDER BY #1",
    "SELECT u.k, count(*) FROM charges, unnest(map_keys(Tags)) u(k) GROUP BY ALL",
    "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) t(n, letter)",
    "VALUES (1), (2)",
    "SELECT {'a': 1, 'b': SkuId}, [1, 2], MAP {'a': SkuId}, (1, 2), ARRAY[1] FROM charges",
    "SELECT quantile_cont(BilledCost, [0.5, 0.9]), median(BilledCost), approx_count_distinct(SkuId) FROM charges",
    "SELECT strftime(charge_date, '%Y-%m'), date_trunc('week', charge_date), CAST(BilledCost AS DOUBLE) FROM charges",
    "SELECT a.RegionId || '/' || a.ServiceName AS one, SkuId || '/' || RegionId AS two FROM charges a",
    "SELECT \"my table\".\"SkuId\" AS \"an \"\"odd\"\" name\" FROM charges AS \"my table\"",
    "SELECT 1e-7, 1.50, 123456789012345678901234567890, true, NULL, -5, - -5, E'a\\nb', 'it''s'",
    "SELECT * FROM charges, LATERAL (SELECT BilledCost * 2 AS twice) t WHERE twice > 1",
    "(SELECT 1)",
    "SELECT 1;",
};

class AcceptedQuery : public testing::TestWithParam<const char*> {};

TEST_P(AcceptedQuery, RunsOverTypedTablesAndIsUnchangedByASecondPass) {
  const auto first = check_query(GetParam(), kQueryTables);
  ASSERT_TRUE(first) << first.error().text();
  auto engine = Engine::open({.memory_limit = "200MB", .threads = 1}).value();
  std::string columns;
  for (const auto& column : charge_columns()) {
    columns += (columns.empty() ? "" : ", ") + sql_name(column.name) + " " + std::string(sql_type(column.type));
  }
  ASSERT_TRUE(engine.run("CREATE TABLE charges (" + columns + ")"));
  const auto rows = engine.query(*first);
  EXPECT_TRUE(rows) << *first << "\n" << rows.error().text();
  const auto second = check_query(*first, kQueryTables);
  ASSERT_TRUE(second) << *first << "\n" << second.error().text();
  EXPECT_EQ(*second, *first);
}

INSTANTIATE_TEST_SUITE_P(QueryCheck, AcceptedQuery, testing::ValuesIn(kAcceptedQueries));

std::string query_error(std::string_view sql) {
  const auto checked = check_query(sql, kQueryTables);
  if (checked) return "accepted as " + *checked;
  EXPECT_EQ(checked.error().kind, Error::Kind::kUsage) << sql;
  return checked.error().text();
}

TEST(QueryCheck, SaysWhatIsNotAllowedAndWhatIs) {
  EXPECT_EQ(query_error("SELECT * FROM read_parquet('x')"),
            "read_parquet() is not allowed here (only SELECT over charges, split_charges, costs_daily)");
  EXPECT_EQ(query_error("DROP TABLE charges"), "this is not a SELECT (one SELECT is allowed, nothing else)");
  EXPECT_EQ(query_error("SELECT 1; SELECT 2"), "more than one statement (one SELECT is allowed, nothing after a ';')");
  EXPECT_EQ(query_error("SELECT foo bar baz"), "syntax error at or near \"baz\", character 16");
  EXPECT_THAT(query_error("SELECT c FROM charges c"), HasSubstr("write c.COLUMN"));
  EXPECT_THAT(query_error("SELECT summ(BilledCost) FROM charges"), HasSubstr("did you mean sum()?"));
}

TEST(QueryCheck, KnowsWhichCteIsInSight) {
  EXPECT_THAT(query_error("WITH x AS (SELECT * FROM x) SELECT * FROM x"), HasSubstr("the table 'x'"));
  EXPECT_THAT(query_error("WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a"), HasSubstr("the table 'b'"));
  EXPECT_THAT(query_error("SELECT * FROM (WITH x AS (SELECT 1) SELECT * FROM x) t, x"), HasSubstr("the table 'x'"));
  EXPECT_TRUE(check_query("WITH a AS (SELECT 1 AS n), b AS (SELECT * FROM A) SELECT * FROM b", kQueryTables));
}

TEST(QueryCheck, AcceptsNoTableThatIsNotGiven) {
  EXPECT_FALSE(check_query("SELECT * FROM charges", std::vector<std::string>{"costs_daily"}));
  EXPECT_TRUE(check_query("SELECT 1", std::vector<std::string>{}));
}

}  // namespace
}  // namespace farthing
