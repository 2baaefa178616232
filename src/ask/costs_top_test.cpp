// --top N: the largest of each currency, and everything else in one row.
#include <gtest/gtest.h>

#include "support/asked.hpp"

namespace farthing {
namespace {

using TopRows = std::vector<std::string>;

TEST(CostsTopTest, RanksByWhatIsShownSoACreditComesLastAndTheUnknownBehindIt) {
  auto lake = hand_made_lake({{.service = "credit", .effective = "-9"},
                              {.service = "small", .effective = "0.5"},
                              {.service = "unknown", .effective = std::nullopt},
                              {.service = "large", .effective = "2"}});
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .top = 3})),
            (TopRows{"large|2|USD", "small|0.5|USD", "credit|-9|USD", "(other)|NULL|USD"}))
      << "a row of unknown costs is unknown, not zero";
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .top = 1})), (TopRows{"large|2|USD", "(other)|-8.5|USD"}));
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .top = 4})).size(), 4U);
}

TEST(CostsTopTest, OfEqualCostsTakesTheFirstNameEachTime) {
  auto lake = hand_made_lake({{.service = "c"}, {.service = "a"}, {.service = std::nullopt}, {.service = "b"}});
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .top = 2})), (TopRows{"a|1|USD", "b|1|USD", "(other)|2|USD"}));
}

TEST(CostsTopTest, AServiceThatIsCalledOtherStaysApartFromAllOthers) {
  auto lake = hand_made_lake({{.service = "(other)", .effective = "5"}, {.service = "b"}, {.service = "c"}});
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .top = 1})), (TopRows{"(other)|5|USD", "(other)|2|USD"}));
}

TEST(CostsTopTest, WithoutDimensionsHasNothingToFold) {
  auto lake = hand_made_lake({{.start = "2026-10-01"}, {.start = "2026-10-02"}});
  EXPECT_EQ(rows_text(asked(lake, {.granularity = Granularity::kDay, .top = 1})),
            (TopRows{"2026-10-01|1|USD", "2026-10-02|1|USD"}));
}

TEST(CostsTopTest, OfAComparisonRanksByThisPeriodAndKeepsTheOthersChange) {
  // October: a 5, b 4. September: a 1, c 8.
  auto lake = hand_made_lake({{.service = "a", .effective = "5"},
                              {.service = "b", .effective = "4"},
                              {.service = "a", .effective = "1", .start = "2026-09-01", .month = "2026-09"},
                              {.service = "c", .effective = "8", .start = "2026-09-01", .month = "2026-09"}});
  EXPECT_EQ(
      rows_text(asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}, .compare = "previous", .top = 1})),
      (TopRows{"a|5|1|4|400|USD", "(other)|4|8|-4|-50|USD"}));
}

TEST(CostsTopTest, FoldsAfterTheCondition) {
  auto lake = hand_made_lake({{.service = "a", .effective = "9", .region = "r1"},
                              {.service = "b", .effective = "2", .region = "r2"},
                              {.service = "c", .effective = "1", .region = "r2"}});
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service"}, .where = "region = 'r2'", .top = 1})),
            (TopRows{"b|2|USD", "(other)|1|USD"}));
}

}  // namespace
}  // namespace farthing
