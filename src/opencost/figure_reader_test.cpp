#include "opencost/figure_reader.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(FigureReaderTest, NumbersAreReadOrUnknown) {
  const std::vector<Cell> row = {"2.5", "1500000000", "0", std::nullopt, "x", std::nullopt, "-1e3"};
  FigureReader reader(row);
  EXPECT_EQ(reader.number(), 2.5);
  EXPECT_EQ(reader.hours(), 1.5);
  EXPECT_EQ(reader.hours(), 0);
  EXPECT_EQ(reader.hours(), std::nullopt);
  EXPECT_EQ(reader.number(), std::nullopt);
  EXPECT_EQ(reader.known(), 0);
  EXPECT_EQ(reader.number(), -1000);
}

TEST(FigureReaderTest, MoneyIsInWholeUnits) {
  const std::vector<Cell> row = {"1", "1500000000000", "-250000000000", std::nullopt, std::nullopt, "0"};
  FigureReader reader(row);
  EXPECT_EQ(reader.units().text(), "0.000000000001");
  EXPECT_EQ(reader.units().text(), "1.5");
  EXPECT_EQ(reader.known_units()->text(), "-0.25");
  EXPECT_EQ(reader.known_units(), std::nullopt);
  EXPECT_EQ(reader.units(), Decimal{});
  EXPECT_EQ(reader.known_units(), Decimal{});
  EXPECT_FALSE(reader.too_large());
}

TEST(FigureReaderTest, ASumThatDoesntFitIsSaid) {
  const std::vector<Cell> row = {"100000000000000000000000000000000000000000000", "1"};
  FigureReader reader(row);
  EXPECT_EQ(reader.units(), Decimal{});
  EXPECT_TRUE(reader.too_large());
  EXPECT_EQ(reader.units().text(), "0.000000000001");
  EXPECT_TRUE(reader.too_large());
}

TEST(FigureReaderTest, MomentsAreInUtc) {
  const std::vector<Cell> row = {"2026-05-01 10:00:00", "2026-05-01T10:00:00Z", std::nullopt};
  FigureReader reader(row);
  EXPECT_EQ(format_timestamp(reader.moment()), "2026-05-01T10:00:00Z");
  EXPECT_EQ(format_timestamp(reader.moment()), "2026-05-01T10:00:00Z");
  EXPECT_EQ(reader.moment(), Timestamp{});
}

}  // namespace
}  // namespace farthing
