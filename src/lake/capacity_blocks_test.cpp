// From when to when a Capacity Block lasts, and for how many instances, as its bill and its machines say.
#include "lake/capacity_blocks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kHour = 3600, kDay = 24 * kHour;

BlockLine paid(std::int64_t begins, std::int64_t ends, double quantity = 1, bool in_hours = false) {
  return {.reservation = "cr-1",
          .begins = begins,
          .ends = ends,
          .quantity = quantity,
          .is_fee = true,
          .in_hours = in_hours};
}

BlockLine paid_back(std::int64_t begins, std::int64_t ends) {
  auto line = paid(begins, ends);
  line.is_fee = false;
  return line;
}

// "begins-ends x instances" in hours.
std::vector<std::string> placed(std::vector<BlockLine> lines, const std::map<std::string, BlockSpan>& machines = {}) {
  std::vector<std::string> found;
  for (const auto& line : place_block_lines(std::move(lines), machines)) {
    found.push_back(std::to_string(line.begins / kHour) + "-" + std::to_string(line.ends / kHour) + " x " +
                    std::to_string(line.instances));
  }
  return found;
}

TEST(CapacityBlocks, AFeeLastsAsLongAsItsLine) {
  EXPECT_THAT(placed({paid(0, kDay, 2), paid(kDay, 3 * kDay, 3)}), ElementsAre("0-24 x 2", "24-72 x 3"));
  EXPECT_THAT(placed({paid(0, kDay)}, {{"cr-1", {-kHour, 2 * kDay}}}), ElementsAre("0-24 x 1"));
}

TEST(CapacityBlocks, InstancesAreCountedOneByOneOrByTheirHours) {
  EXPECT_THAT(placed({paid(0, kDay, 48, true)}), ElementsAre("0-24 x 2"));
  EXPECT_THAT(placed({paid(0, kDay, 24, true)}), ElementsAre("0-24 x 1"));
  EXPECT_THAT(placed({paid(0, kDay, 36, true)}), ElementsAre("0-24 x 2")) << "of one and a half there are two";
  EXPECT_THAT(placed({paid(0, kDay, 48)}), ElementsAre("0-24 x 48"));
  EXPECT_THAT(placed({paid(0, kDay, 4, true)}), ElementsAre("0-24 x 4")) << "no whole instance lasts for 4 of 24 hours";
  EXPECT_THAT(placed({paid(0, kDay, 0), paid(0, kDay, 0.5), paid(0, kDay, -3)}),
              ElementsAre("0-24 x 1", "0-24 x 1", "0-24 x 3"));
}

TEST(CapacityBlocks, AShortLineIsOfTheTimeOfItsMachinesIfTheyWereThereAtOthers) {
  const std::map<std::string, BlockSpan> later = {{"cr-1", {5 * kDay, 6 * kDay}}, {"cr-2", {0, kDay}}};
  EXPECT_THAT(placed({paid(0, kHour, 48, true)}, later), ElementsAre("120-144 x 2"));
  EXPECT_THAT(placed({paid(0, 2 * kHour)}, {{"cr-1", {0, kHour}}}), ElementsAre("0-2 x 1")) << "they keep to it";
  EXPECT_THAT(placed({paid(0, kHour)}, {}), ElementsAre("0-1 x 1"));
  EXPECT_THAT(reservations_to_look_up({paid(0, kHour)}), ElementsAre("cr-1"));
  EXPECT_THAT(reservations_to_look_up({paid(0, kHour), paid(kHour, kDay)}), IsEmpty()) << "a day, together";
  EXPECT_THAT(reservations_to_look_up({paid_back(0, kHour)}), IsEmpty());
}

TEST(CapacityBlocks, WhatIsPaidBackIsOfTheFeeOfItsTimeElseOfAll) {
  EXPECT_THAT(placed({paid(0, kDay, 2), paid(kDay, 3 * kDay, 3), paid_back(0, kDay), paid_back(5 * kDay, 6 * kDay)}),
              ElementsAre("0-24 x 2", "24-72 x 3", "0-24 x 2", "0-72 x 3"));
  EXPECT_THAT(placed({paid_back(0, kHour)}), ElementsAre("0-1 x 1")) << "of no fee that is known";
  EXPECT_THAT(placed({paid(0, kHour), paid_back(0, kHour)}, {{"cr-1", {kDay, 2 * kDay}}}),
              ElementsAre("24-48 x 1", "24-48 x 1"));
}

}  // namespace
}  // namespace farthing
