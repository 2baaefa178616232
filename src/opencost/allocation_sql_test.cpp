#include "opencost/allocation_sql.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

AllocationQuestion asked_in(const std::string& window, std::int64_t step = 0) {
  AllocationQuestion question;
  question.window = parse_window(window, {}).value();
  question.sets = step == 0 ? std::vector{question.window} : steps_of(question.window, step).value();
  return question;
}

TEST(AllocationSqlTest, TheDaysOfAWindowAreThoseThatItTouches) {
  const std::pair<const char*, const char*> kWindows[] = {
      {"2026-05-01,2026-05-02", "d BETWEEN DATE '2026-05-01' AND DATE '2026-05-01'"},
      {"2026-05-01,2026-05-04", "d BETWEEN DATE '2026-05-01' AND DATE '2026-05-03'"},
      {"2026-05-01T23:59:59Z,2026-05-02T00:00:01Z", "d BETWEEN DATE '2026-05-01' AND DATE '2026-05-02'"},
      {"2026-02-28,2026-03-01", "d BETWEEN DATE '2026-02-28' AND DATE '2026-02-28'"},
      {"2025-12-31,2026-01-02", "d BETWEEN DATE '2025-12-31' AND DATE '2026-01-01'"}};
  for (const auto& [window, sql] : kWindows) EXPECT_EQ(days_of_window(asked_in(window).window, "d"), sql) << window;
}

TEST(AllocationSqlTest, SetsAreRowsOfValues) {
  EXPECT_EQ(sets_values(asked_in("2026-05-01,2026-05-02").sets),
            "VALUES (0, TIMESTAMP '2026-05-01T00:00:00', TIMESTAMP '2026-05-02T00:00:00')");
  EXPECT_EQ(sets_values(asked_in("2026-05-01,2026-05-02", 43'200).sets),
            "VALUES (0, TIMESTAMP '2026-05-01T00:00:00', TIMESTAMP '2026-05-01T12:00:00'), "
            "(1, TIMESTAMP '2026-05-01T12:00:00', TIMESTAMP '2026-05-02T00:00:00')");
}

TEST(AllocationSqlTest, WholeDaysOfEffectiveCostAreOfDays) {
  EXPECT_TRUE(is_of_days(asked_in("2026-05-01,2026-05-04")));
  EXPECT_TRUE(is_of_days(asked_in("2026-05-01,2026-05-04", 86'400)));
  EXPECT_FALSE(is_of_days(asked_in("2026-05-01,2026-05-04", 3'600)));
  EXPECT_FALSE(is_of_days(asked_in("2026-05-01T01:00:00Z,2026-05-04")));
  auto question = asked_in("2026-05-01,2026-05-04");
  question.basis = CostBasis::kNetEffective;
  EXPECT_FALSE(is_of_days(question));
  question = asked_in("2026-05-01,2026-05-04");
  question.currency = "USD";
  EXPECT_FALSE(is_of_days(question));
}

TEST(AllocationSqlTest, OnlySetsThatArentOnHoursAreCut) {
  EXPECT_EQ(cut_sql(asked_in("2026-05-01,2026-05-02", 3'600), "x"), "x");
  EXPECT_THAT(cut_sql(asked_in("2026-05-01,2026-05-02", 1'800), "x"), HasSubstr("to_second // 3600"));
  EXPECT_THAT(cut_sql(asked_in("2026-05-01T00:30:00Z,2026-05-02"), "x"), HasSubstr("from_second // 3600"));
}

// Whatever an hour is cut into, the parts sum to it: also what can't be divided, and what is owed to somebody.
TEST(AllocationSqlTest, PartsOfAnHourSumToIt) {
  auto engine = Engine::open().value();
  const auto cut = cut_sql(asked_in("2026-05-01T00:30:00Z,2026-05-02"), "x");
  for (const char* amount : {"0", "1", "3599", "1000000000000", "999999999999999999", "-7", "-1000000000001"}) {
    for (const int step : {1'800, 1'111, 7}) {
      const auto rows =
          engine.query(fmt::format("SELECT sum({}) = max(x), min({}) < 0 FROM (SELECT CAST({} AS BIGINT) AS x, i * {} "
                                   "AS from_second, least(i * {} + {}, "
                                   "3600) AS to_second FROM range(0, (3600 + {} - 1) // {}) AS r(i))",
                                   cut, cut, amount, step, step, step, step, step));
      ASSERT_TRUE(rows) << rows.error().text();
      EXPECT_EQ(rows->rows.at(0).at(0), "true") << amount << " " << step;
      if (*amount != '-') EXPECT_EQ(rows->rows.at(0).at(1), "false") << amount << " " << step;
    }
  }
}

TEST(AllocationSqlTest, MapsAreReadOnlyWhereTheyAreAskedFor) {
  auto question = asked_in("2026-05-01,2026-05-02");
  question.aggregate = {"namespace"};
  for (const auto by : {HeldBy::kDays, HeldBy::kHours}) {
    EXPECT_THAT(cells_sql(question, by).value(), Not(HasSubstr("AS labels")));
    EXPECT_THAT(cells_sql(question, by).value(), Not(HasSubstr("node_labels")));
    EXPECT_THAT(cells_sql(question, by).value(), Not(HasSubstr("f.dimensions")));
    auto other = question;
    other.aggregate = {"label:app"};
    EXPECT_THAT(cells_sql(other, by).value(), HasSubstr("AS labels"));
    other.aggregate = {"team"};
    EXPECT_THAT(cells_sql(other, by).value(), HasSubstr("f.dimensions"));
    other = question;
    other.filter = parse_filter("nodeLabel[a]:b").value();
    EXPECT_THAT(cells_sql(other, by).value(), HasSubstr("AS node_labels"));
    other = question;
    other.share_labels = {{"a", "b"}};
    EXPECT_THAT(cells_sql(other, by).value(), HasSubstr("AS labels"));
  }
}

TEST(AllocationSqlTest, WhatIsAskedIsWrittenAsLiterals) {
  auto question = asked_in("2026-05-01,2026-05-02");
  question.share_namespaces = {"it's", "x'; DROP TABLE nodes; --*"};
  question.share_labels = {{"k'", "v'"}};
  question.aggregate = {"label:a'b"};
  const auto sql = cells_sql(question, HeldBy::kHours).value();
  EXPECT_THAT(sql, HasSubstr("coalesce(namespace, '') IN ('it''s')"));
  EXPECT_THAT(sql, HasSubstr("starts_with(coalesce(namespace, ''), 'x''; DROP TABLE nodes; --')"));
  EXPECT_THAT(sql, HasSubstr("labels['k''']"));
  EXPECT_THAT(sql, HasSubstr("labels['a''b']"));
}

TEST(AllocationSqlTest, WhatIsntUnderstoodIsAnError) {
  auto question = asked_in("2026-05-01,2026-05-02");
  question.aggregate = {"colour"};
  EXPECT_THAT(cells_sql(question, HeldBy::kDays).error().text(), HasSubstr("nothing to aggregate by"));
  EXPECT_THAT(metadata_sql(question, HeldBy::kDays).error().text(), HasSubstr("nothing to aggregate by"));
  question.aggregate = {};
  question.filter = parse_filter("colour:red").value();
  EXPECT_THAT(cells_sql(question, HeldBy::kDays).error().text(), HasSubstr("no field here"));
}

}  // namespace
}  // namespace farthing
