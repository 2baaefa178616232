#include "ask/answer_column.hpp"

#include <gtest/gtest.h>

#include "ask/row_reader.hpp"

namespace farthing {
namespace {

std::string percent_of(const char* part, const char* whole) {
  return answer_column::percent_cell(parse_decimal(part).value, parse_decimal(whole).value).value_or("NULL");
}

TEST(PercentCells, HaveTwoDecimalsAtMost) {
  EXPECT_EQ(percent_of("3", "4"), "75");
  EXPECT_EQ(percent_of("1", "3"), "33.33");
  EXPECT_EQ(percent_of("2", "3"), "66.67");
  EXPECT_EQ(percent_of("-1", "8"), "-12.5");
  EXPECT_EQ(percent_of("5", "-2"), "-250");
  EXPECT_EQ(percent_of("0", "7"), "0");
  EXPECT_EQ(percent_of("0.000001", "100000000"), "0");
  EXPECT_EQ(percent_of("99.9999", "100"), "100");
}

TEST(PercentCells, OfNothingAreUnknown) {
  EXPECT_EQ(percent_of("1", "0"), "NULL");
  EXPECT_EQ(answer_column::percent_cell(std::nullopt, Decimal::from_integer(1)), std::nullopt);
  EXPECT_EQ(answer_column::percent_cell(Decimal::from_integer(1), std::nullopt), std::nullopt);
}

TEST(RowReaderTest, TakesCellsFromLeftToRight) {
  const std::vector<Cell> cells = {"text", "true", "42", "1.5", std::nullopt, std::nullopt, "false"};
  RowReader row(cells);
  EXPECT_EQ(row.text(), "text");
  EXPECT_TRUE(row.flag());
  EXPECT_EQ(row.count(), 42);
  EXPECT_EQ(row.amount()->text(), "1.5");
  EXPECT_EQ(row.amount(), std::nullopt) << "unknown";
  EXPECT_EQ(row.sum(), Decimal{}) << "a sum over no lines";
  EXPECT_FALSE(row.flag());
  EXPECT_FALSE(row.overflow());
  EXPECT_THROW(row.cell(), std::out_of_range);
}

TEST(RowReaderTest, RemembersAnAmountThatNoBillReaches) {
  const std::vector<Cell> cells = {"1e40", "1"};
  RowReader row(cells);
  (void)row.amount();
  EXPECT_EQ(row.sum().text(), "1");
  EXPECT_TRUE(row.overflow()) << "also after one that is right";
}

TEST(AnswerColumn, ANumberIsTheShortestTextThatReadsBackAsIt) {
  EXPECT_EQ(answer_column::number_text(2'234'567), "2234567");
  EXPECT_EQ(answer_column::number_text(1e15), "1000000000000000");
  EXPECT_EQ(answer_column::number_text(0.1), "0.1");
  EXPECT_EQ(answer_column::number_text(-5), "-5");
  EXPECT_EQ(answer_column::number_text(1234567.875), "1234567.875");
}

}  // namespace
}  // namespace farthing
