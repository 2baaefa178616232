#include "ask/compare_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ask/answer_column.hpp"
#include "support/asked.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// As `costs` answers with a comparison: dimensions, cost, cost before, change, percent, currency.
Answer costs_answer(const std::vector<std::vector<Cell>>& rows) {
  using namespace answer_column;
  Answer answer;
  answer.columns = {text("team"),
                    text("zone"),
                    money("effective_cost"),
                    money("previous_effective_cost"),
                    money("change"),
                    percent("change_percent"),
                    text("currency")};
  for (const auto& row : rows) {
    answer.rows.push_back({row[0], row[1], row[2], row[3], std::nullopt, std::nullopt, row[4]});
  }
  return answer;
}

BridgeParts only_price(const char* price) {
  BridgeParts parts;
  parts.price = parse_sum(price).value();
  return parts;
}

TEST(CompareRowsTest, TheLargestChangeIsFirstWhicheverWayItGoes) {
  auto answer = costs_answer({{"a", "x", "10", "9", "USD"}, {"b", "x", "1", "8", "USD"}, {"c", "y", "3", "0", "USD"}});
  const CompareRows rows(answer, 2);
  EXPECT_FALSE(rows.put_into(answer, {only_price("1"), only_price("-7"), only_price("3")}, {}));
  EXPECT_THAT(rows_text(answer), ElementsAre("b|x|8|1|-7|-87.5|-7|0|0|0|0|0|0|USD", "c|y|0|3|3|NULL|3|0|0|0|0|0|0|USD",
                                             "a|x|9|10|1|11.11|1|0|0|0|0|0|0|USD"));
  EXPECT_EQ(row_text(*answer.total), "total|NULL|17|14|-3|-17.65|-3|0|0|0|0|0|0|USD");
}

TEST(CompareRowsTest, AllOthersAreOneRowOfEachCurrency) {
  auto answer = costs_answer({{"a", "x", "10", "1", "USD"},
                              {"b", "x", "5", "3", "USD"},
                              {"c", "x", "4", "3", "USD"},
                              {"a", "x", "9", "2", "EUR"},
                              {"b", "x", "2", "3", "EUR"}});
  const CompareRows rows(answer, 2);
  EXPECT_TRUE(
      rows.put_into(answer, {only_price("9"), only_price("2"), only_price("1"), only_price("7"), only_price("-1")}, 1));
  EXPECT_THAT(rows_text(answer), ElementsAre("a|x|1|10|9|900|9|0|0|0|0|0|0|USD", "a|x|2|9|7|350|7|0|0|0|0|0|0|EUR",
                                             "(other)|(other)|3|2|-1|-33.33|-1|0|0|0|0|0|0|EUR",
                                             "(other)|(other)|6|9|3|50|3|0|0|0|0|0|0|USD"));
  EXPECT_FALSE(answer.total) << "currencies are never added up";
}

TEST(CompareRowsTest, AnUnknownSideMakesChangeAndPartsUnknownAndStandsLast) {
  auto answer = costs_answer({{"a", "x", "10", std::nullopt, "USD"}, {"b", "x", "5", "4.5", "USD"}});
  const CompareRows rows(answer, 2);
  rows.put_into(answer, {only_price("10"), only_price("0.5")}, {});
  EXPECT_THAT(rows_text(answer), ElementsAre("b|x|4.5|5|0.5|11.11|0.5|0|0|0|0|0|0|USD",
                                             "a|x|NULL|10|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD"));
  EXPECT_EQ(row_text(*answer.total), "total|NULL|4.5|15|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(
      answer.notes.back(),
      "1 row has costs that aren't known: the change is unknown there and in the total; all others changed by 0.5 "
      "USD");
}

TEST(CompareRowsTest, AmongAllOthersThoseOfUnknownChangeStandApart) {
  auto answer = costs_answer({{"a", "x", "9", "1", "USD"},
                              {"b", "x", "2", "1", "USD"},
                              {"c", "x", "7", std::nullopt, "USD"},
                              {"d", "x", "4", "4", "USD"}});
  auto partly = only_price("0");
  partly.unknown = true;  // some of d's lines state no cost
  CompareRows(answer, 2).put_into(answer, {only_price("8"), only_price("1"), {}, partly}, 1);
  EXPECT_THAT(
      rows_text(answer),
      ElementsAre("a|x|1|9|8|800|8|0|0|0|0|0|0|USD", "(other)|(other)|1|2|1|100|1|0|0|0|0|0|0|USD",
                  "(other, change unknown)|(other, change unknown)|4|11|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|"
                  "NULL|USD"));
}

TEST(CompareRowsTest, ARowIsFoundByWhatItShowsAndItsCurrency) {
  const auto answer = costs_answer({{"a", std::nullopt, "1", "1", "USD"}, {"a", std::nullopt, "1", "1", std::nullopt}});
  const auto found = CompareRows(answer, 2).by_key();
  EXPECT_EQ(found.at({"a", std::nullopt, "USD"}), 0u);
  EXPECT_EQ(found.at({"a", std::nullopt, std::nullopt}), 1u);
}

TEST(CompareRowsTest, ADimensionCanBeTheCurrency) {
  Answer answer;
  using namespace answer_column;
  answer.columns = {text("currency"), money("effective_cost"), money("previous_effective_cost"), money("change"),
                    percent("change_percent")};
  answer.rows = {{"USD", "5", "4", "1", "25"}, {"EUR", "3", "1", "2", "200"}};
  const CompareRows rows(answer, 1);
  EXPECT_EQ(rows.by_key().at({"USD", "USD"}), 0u);
  rows.put_into(answer, {only_price("1"), only_price("2")}, 1);
  EXPECT_THAT(rows_text(answer), ElementsAre("EUR|1|3|2|200|2|0|0|0|0|0|0", "USD|4|5|1|25|1|0|0|0|0|0|0"));
  EXPECT_EQ(answer.columns.back().name, "other");
}

}  // namespace
}  // namespace farthing
