#include "ask/sums_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/engine_fixture.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::StartsWith;

class SumsTableTest : public EngineFixture {
 protected:
  void SetUp() override {
    run("CREATE TABLE source AS SELECT * FROM (VALUES ('a', 'x', 5.0::DECIMAL(38,12), 1e0, 'USD'), ('a', 'y', 2.0, "
        "3e0, "
        "'USD'), ('b', 'x', 3.0, NULL, 'USD'), ('c', NULL, 1.0, 1e0, 'USD')) AS v(team, pool, cost, hours, currency)");
    run("CREATE TABLE dimension_spellings AS SELECT 'team' AS dimension, 'a' AS value, 'Team A' AS spelling");
  }
  static SumsTable table() {
    SumsTable table;
    table.source = "SELECT * FROM source";
    table.by = {{"team", "team", "team"}};
    table.sums = {{"x_cost", "sum(cost)"}, {"x_hours", "sum(hours)"}};
    table.shown = {{"cost", "x_cost"}, {"per_hour", "CAST(x_cost AS DOUBLE) / x_hours"}};
    table.order = "x_cost";
    table.hidden = {{"x_rows", "count(*)"}};
    return table;
  }
  std::vector<std::string> lines(const SumsTable& table) {
    const auto answer = ask_sums(engine_, table);
    if (!answer) return {answer.error().text()};
    std::vector<std::string> texts;
    auto rows = answer->rows;
    if (answer->total) rows.push_back(*answer->total);
    for (const auto& row : rows) {
      std::string text;
      for (const auto& cell : row) text += cell.value_or("-") + "|";
      texts.push_back(text);
    }
    for (const auto& hidden : answer->hidden) {
      for (const auto& cell : hidden.sums) texts.push_back("hidden " + hidden.currency + " " + cell.value_or("-"));
    }
    return texts;
  }
};

TEST_F(SumsTableTest, FiguresAreOfSumsAndTheMostMoneyComesFirst) {
  EXPECT_THAT(lines(table()),
              ElementsAre("Team A|7|1.75|USD|", "b|3|-|USD|", "c|1|1|USD|", "total|11|2.2|USD|", "hidden USD 4"));
}

TEST_F(SumsTableTest, WhatIsBeyondTheLargestIsOneRow) {
  auto largest = table();
  largest.top = 1;
  EXPECT_THAT(lines(largest),
              ElementsAre("Team A|7|1.75|USD|", "(other)|4|4|USD|", "total|11|2.2|USD|", "hidden USD 4"));
  largest.by.push_back({"pool", "pool", {}});
  EXPECT_THAT(lines(largest),
              ElementsAre("Team A|x|5|5|USD|", "(other)|-|6|1.5|USD|", "total|-|11|2.2|USD|", "hidden USD 4"));
}

TEST_F(SumsTableTest, CurrenciesAreNeverSummed) {
  run("INSERT INTO source VALUES ('a', 'x', 9, 1, 'EUR')");
  EXPECT_THAT(lines(table()).front(), "Team A|9|9|EUR|");
  EXPECT_FALSE(ask_sums(engine_, table())->total);
  EXPECT_THAT(lines(table()), AllOf(Contains("hidden USD 4"), Contains(StartsWith("hidden EUR "))));
}

TEST_F(SumsTableTest, ADimensionThatIsNotThereIsAUsageErrorThatNamesThoseThatAre) {
  AllocationConfig config;
  config.dimensions = {{"product", {}, {}, {}}};
  const std::vector<std::string> known = {"cluster", "dimensions"};
  EXPECT_EQ(sums_dimension("Cluster", known, config)->name, "cluster");
  EXPECT_EQ(sums_dimension("product", known, config)->spelled, "product");
  EXPECT_EQ(sums_dimension("month", known, config)->expression, "billing_period");
  const auto unknown = sums_dimension("moon", known, config);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().advice, "choose of: cluster, month, product");
}

}  // namespace
}  // namespace farthing
