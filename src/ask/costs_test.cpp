#include "ask/costs.hpp"

#include <gtest/gtest.h>

#include "support/asked.hpp"

namespace farthing {
namespace {

using TextRows = std::vector<std::string>;

// October: EC2 12.5, S3 2.25 and a credit of -0.75; September: EC2 4.
HandMadeLake small_lake() {
  return hand_made_lake({
      {.service = "AmazonEC2", .effective = "10.5", .start = "2026-10-01 00:00:00", .team = "blue"},
      {.service = "AmazonEC2", .effective = "2", .start = "2026-10-06 23:00:00", .team = "red"},
      {.service = "AmazonS3",
       .effective = "2.25",
       .start = "2026-10-06 01:00:00",
       .region = "eu-west-1",
       .team = "red"},
      {.service = std::nullopt, .effective = "-0.75", .start = "2026-10-31 23:00:00", .region = std::nullopt},
      {.service = "AmazonEC2", .effective = "4", .start = "2026-09-30 12:00:00", .month = "2026-09", .team = "blue"},
  });
}

TEST(CostsTest, WithoutDimensionsThereIsARowACurrency) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.period = {.month = "2026-10"}});
  EXPECT_EQ(answer.title, "Effective cost, 2026-10");
  EXPECT_EQ(header_text(answer), "effective_cost|currency");
  EXPECT_EQ(rows_text(answer), TextRows{"14|USD"});
  EXPECT_FALSE(answer.total) << "the one row is the total";
  EXPECT_TRUE(answer.complete);
  EXPECT_EQ(answer.snapshot, 7);
  EXPECT_EQ(answer.notes, TextRows{"costs are effective (EffectiveCost)"});
}

TEST(CostsTest, GroupsAreSortedByCostAndAnUnknownDimensionIsItsOwnRow) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}});
  EXPECT_EQ(answer.title, "Effective cost by service, 2026-10");
  EXPECT_EQ(header_text(answer), "service|effective_cost|currency");
  EXPECT_EQ(rows_text(answer), (TextRows{"AmazonEC2|12.5|USD", "AmazonS3|2.25|USD", "NULL|-0.75|USD"}));
  ASSERT_TRUE(answer.total);
  EXPECT_EQ(row_text(*answer.total), "total|14|USD");
}

TEST(CostsTest, ColumnsAreNamedAsAskedAndTagsAreDimensions) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.by = {"tag:team", "ServiceName"}});
  EXPECT_EQ(answer.title, "Effective cost by tag:team and ServiceName, all data (2026-09 to 2026-10)");
  EXPECT_EQ(header_text(answer), "tag:team|ServiceName|effective_cost|currency");
  EXPECT_EQ(rows_text(answer), (TextRows{"blue|AmazonEC2|14.5|USD", "red|AmazonS3|2.25|USD", "red|AmazonEC2|2|USD",
                                         "NULL|NULL|-0.75|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|NULL|18|USD");
}

TEST(CostsTest, ACurrencyAskedForIsNotShownTwice) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.by = {"currency"}});
  EXPECT_EQ(header_text(answer), "currency|effective_cost");
  EXPECT_EQ(rows_text(answer), TextRows{"USD|18"});
}

TEST(CostsTest, EqualCostsAreOrderedByTheirDimensions) {
  auto lake = hand_made_lake({{.service = "b"}, {.service = std::nullopt}, {.service = "a"}});
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}})), (TextRows{"a|1|USD", "b|1|USD", "NULL|1|USD"}));
}

TEST(CostsTest, DatesGoByChargeStartAndTheEndIsExcluded) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.period = {.from = "2026-09-30", .to = "2026-10-06"}, .by = {"service"}});
  EXPECT_EQ(answer.title, "Effective cost by service, 2026-09-30..2026-10-06");
  EXPECT_EQ(rows_text(answer), TextRows{"AmazonEC2|14.5|USD"});
  EXPECT_NE(note_with(answer, "2026-10-06 is not included").find("--to"), std::string::npos);
}

TEST(CostsTest, LastEndsWithTheNewestCompleteDayOfTheData) {
  auto lake = small_lake();
  // The newest usage ends 2026-11-01T00:00:00Z.
  const auto answer = asked(lake, {.period = {.last = "1d"}});
  EXPECT_EQ(answer.title, "Effective cost, 2026-10-31..2026-11-01");
  EXPECT_EQ(rows_text(answer), TextRows{"-0.75|USD"});
}

TEST(CostsTest, GranularityPutsThePeriodFirst) {
  auto lake = small_lake();
  const CostsQuestion october{.period = {.month = "2026-10"}, .by = {"service"}};
  const auto by = [&](Granularity granularity) {
    CostsQuestion question = october;
    question.granularity = granularity;
    return asked(lake, question);
  };
  const auto daily = by(Granularity::kDay);
  EXPECT_EQ(daily.title, "Effective cost by service, by day, 2026-10");
  EXPECT_EQ(header_text(daily), "period|service|effective_cost|currency");
  EXPECT_EQ(rows_text(daily), (TextRows{"2026-10-01|AmazonEC2|10.5|USD", "2026-10-06|AmazonS3|2.25|USD",
                                        "2026-10-06|AmazonEC2|2|USD", "2026-10-31|NULL|-0.75|USD"}));
  EXPECT_EQ(row_text(*daily.total), "NULL|total|14|USD");
  EXPECT_EQ(rows_text(by(Granularity::kHour)),
            (TextRows{"2026-10-01T00:00:00Z|AmazonEC2|10.5|USD", "2026-10-06T01:00:00Z|AmazonS3|2.25|USD",
                      "2026-10-06T23:00:00Z|AmazonEC2|2|USD", "2026-10-31T23:00:00Z|NULL|-0.75|USD"}));
  EXPECT_EQ(rows_text(by(Granularity::kWeek)),
            (TextRows{"2026-09-28|AmazonEC2|10.5|USD", "2026-10-05|AmazonS3|2.25|USD", "2026-10-05|AmazonEC2|2|USD",
                      "2026-10-26|NULL|-0.75|USD"}));
  EXPECT_EQ(rows_text(by(Granularity::kMonth)),
            (TextRows{"2026-10|AmazonEC2|12.5|USD", "2026-10|AmazonS3|2.25|USD", "2026-10|NULL|-0.75|USD"}));
}

TEST(CostsTest, AGranularityAloneHasItsTotalUnderThePeriod) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.granularity = Granularity::kMonth});
  EXPECT_EQ(rows_text(answer), (TextRows{"2026-09|4|USD", "2026-10|14|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|18|USD");
}

TEST(CostsTest, TopKeepsTheLargestAndSumsAllOthers) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.period = {.month = "2026-10"}, .by = {"service", "region"}, .top = 1});
  EXPECT_EQ(rows_text(answer), (TextRows{"AmazonEC2|us-east-1|12.5|USD", "(other)|(other)|1.5|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|NULL|14|USD");
  EXPECT_EQ(note_with(answer, "(other)"), "the largest 1; all others are in (other)");
  const auto all = asked(lake, {.by = {"service"}, .top = 3});
  EXPECT_EQ(rows_text(all).size(), 3U) << "no row of nothing";
  EXPECT_TRUE(note_with(all, "(other)").starts_with("no such note")) << "and no word of it";
}

TEST(CostsTest, TopGoesByTheWholePeriodNotByTheDay) {
  auto lake = small_lake();
  const auto answer =
      asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}, .granularity = Granularity::kDay, .top = 1});
  EXPECT_EQ(rows_text(answer), (TextRows{"2026-10-01|AmazonEC2|10.5|USD", "2026-10-06|AmazonEC2|2|USD",
                                         "2026-10-06|(other)|2.25|USD", "2026-10-31|(other)|-0.75|USD"}));
}

TEST(CostsTest, TopOfADateColumnIsText) {
  auto lake = small_lake();
  const auto answer = asked(lake, {.by = {"day"}, .top = 1});
  EXPECT_EQ(rows_text(answer), (TextRows{"2026-10-01|10.5|USD", "(other)|7.5|USD"}));
  EXPECT_EQ(answer.columns[0].type, ValueType::kText);
}

TEST(CostsTest, QuantitiesStandBesideTheirUnitsAndSplitTheMoney) {
  auto lake = hand_made_lake({
      {.service = "AmazonEC2", .effective = "3", .quantity = "1.5", .unit = "Hours"},
      {.service = "AmazonEC2", .effective = "2", .quantity = "2.5", .unit = "Hours"},
      {.service = "AmazonEC2", .effective = "1", .quantity = "100", .unit = "GB"},
      {.service = "Tax", .effective = "0.5"},
  });
  const auto answer = asked(lake, {.by = {"service"}, .quantity = true});
  EXPECT_EQ(header_text(answer), "service|effective_cost|currency|quantity|unit");
  EXPECT_EQ(rows_text(answer),
            (TextRows{"AmazonEC2|5|USD|4|Hours", "AmazonEC2|1|USD|100|GB", "Tax|0.5|USD|NULL|NULL"}));
  EXPECT_EQ(row_text(*answer.total), "total|6.5|USD|NULL|NULL") << "hours and gigabytes are never added up";
  EXPECT_TRUE(answer.complete);
}

TEST(CostsTest, OneUnitHasATotalQuantity) {
  auto lake =
      hand_made_lake({{.quantity = "1.5", .unit = "Hours"}, {.service = "x", .quantity = "2", .unit = "Hours"}});
  EXPECT_EQ(row_text(*asked(lake, {.by = {"service"}, .quantity = true}).total), "total|2|USD|3.5|Hours");
}

TEST(CostsTest, TopWithQuantitiesKeepsUnitsApart) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "9", .quantity = "1", .unit = "Hours"},
      {.service = "b", .effective = "1", .quantity = "2", .unit = "Hours"},
      {.service = "c", .effective = "2", .quantity = "3", .unit = "GB"},
  });
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .quantity = true, .top = 1})),
            (TextRows{"a|9|USD|1|Hours", "(other)|2|USD|3|GB", "(other)|1|USD|2|Hours"}));
}

TEST(CostsTest, ALineOfAHundredMillionAndOneOfATrillionthAddUpExactly) {
  auto lake = hand_made_lake({{.effective = "100000000"}, {.effective = "0.000000000001"}});
  EXPECT_EQ(rows_text(asked(lake, {})), TextRows{"100000000.000000000001|USD"});
}

TEST(CostsTest, AWrongQuestionIsAUsageError) {
  auto lake = small_lake();
  EXPECT_NE(asked(lake, {.by = {"servise"}}).title.find("did you mean 'service'"), std::string::npos);
  EXPECT_NE(asked(lake, {.by = {"service", "ServiceName"}}).title.find("twice"), std::string::npos);
  EXPECT_NE(asked(lake, {.top = 0}).title.find("--top 0"), std::string::npos);
  EXPECT_NE(asked(lake, {.period = {.month = "10/2026"}}).title.find("YYYY-MM"), std::string::npos);
  EXPECT_NE(asked(lake, {.where = "ServiceName"}).title.find("true or false"), std::string::npos);
}

TEST(CostsTest, TheEngineIsLeftAsItWas) {
  auto lake = small_lake();
  EXPECT_EQ(rows_text(asked(lake, {})), rows_text(asked(lake, {})));
  const auto tables = lake.engine.query("SELECT table_name FROM duckdb_tables() ORDER BY 1");
  ASSERT_TRUE(tables);
  EXPECT_EQ(tables->rows, (std::vector<std::vector<Cell>>{{"charges"}, {"costs_daily"}}));
}

TEST(CostsTest, ExplanationNamesFormulaTableFilesAndSnapshot) {
  auto lake = small_lake();
  const auto answer = asked(
      lake, {.period = {.month = "2026-10"}, .by = {"tag:team"}, .where = "RegionId = 'eu-west-1'", .explain = true});
  ASSERT_EQ(answer.explanation.size(), 6U);
  EXPECT_EQ(answer.explanation[0],
            "formula: sum of EffectiveCost over the lines of billing period 2026-10 that meet the "
            "condition, by Tags['team'], BillingCurrency");
  EXPECT_EQ(answer.explanation[1], "table: charges, because tag:team isn't in the daily roll-up");
  EXPECT_NE(answer.explanation[2].find("condition: "), std::string::npos);
  EXPECT_EQ(answer.explanation[3], "lines: 1 of 4 in the period");
  EXPECT_EQ(answer.explanation[4],
            "delivery: 2026-10 from demo, import import-2026-10 at 2026-11-25T00:00:00Z, CUR 2.0, "
            "4 lines: 2026-10.csv");
  EXPECT_EQ(answer.explanation[5], "snapshot: 7, written at 2026-11-25T00:00:00Z");
  EXPECT_TRUE(asked(lake, {}).explanation.empty()) << "only when asked for";
}

TEST(CostsTest, GranularitiesHaveNames) {
  EXPECT_EQ(parse_granularity("Day").value(), Granularity::kDay);
  ASSERT_FALSE(parse_granularity("year"));
  EXPECT_EQ(parse_granularity("year").error().kind, Error::Kind::kUsage);
}

}  // namespace
}  // namespace farthing
