#include "ask/idle.hpp"

#include <gtest/gtest.h>

#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

using IdleRows = std::vector<std::string>;

Answer asked_idle(MadeAllocation& made, const IdleQuestion& question) {
  auto answer = idle(made.engine, made.snapshot, question);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  return empty;
}

// Machine n1 (1 an hour): idle 0.5 on Monday 14:00, held to the full at 15:00. Machine n2 of no cost known: idle at
// 14:00. An unused commitment of 3. 2026-10-05 is a Monday.
MadeAllocation idle_allocation() {
  MadeAllocation made;
  const MadeRow n1 = {{"node_id", "n1"}, {"cluster", "prod"}, {"node_pool", "cpu"}, {"instance_type", "m5.large"}};
  for (const auto* hour : {"2026-10-05 14:00:00", "2026-10-05 15:00:00"}) {
    auto row = n1;
    row["hour"] = hour;
    row["cost"] = "1";
    made.add_to("node_hours", row);
  }
  made.add_to("node_hours", {{"node_id", "n2"},
                             {"cluster", "prod"},
                             {"node_pool", "gpu"},
                             {"instance_type", "p4d.24xlarge"},
                             {"hour", "2026-10-05 14:00:00"}});
  made.add_to("idle_hours", {{"node", "n1"},
                             {"cluster", "prod"},
                             {"node_pool", "cpu"},
                             {"instance_type", "m5.large"},
                             {"owner", "search"},
                             {"hour", "2026-10-05 14:00:00"},
                             {"cost", "0.5"}});
  made.add_to("idle_hours", {{"node", "n2"},
                             {"cluster", "prod"},
                             {"node_pool", "gpu"},
                             {"instance_type", "p4d.24xlarge"},
                             {"hour", "2026-10-05 14:00:00"},
                             {"cost", "NULL"}});
  made.add(
      {{"cost_kind", "idle"}, {"reason", "unused commitment"}, {"owner", "ml"}, {"account", "111"}, {"cost", "3"}});
  made.add({{"cost_kind", "idle"}, {"cluster", "prod"}, {"node", "n1"}, {"cost", "0.5"}});
  return made;
}

TEST(IdleTest, IsByMachinesAndCommitmentsTheMostMoneyFirst) {
  auto made = idle_allocation();
  const auto answer = asked_idle(made, {.period = {.month = "2026-10"}});
  EXPECT_EQ(answer.title, "Idle by cluster, node_pool, instance_type, owner, 2026-10");
  EXPECT_EQ(header_text(answer),
            "cluster|node_pool|instance_type|owner|what|idle_effective_cost|node_hours|idle_percent|currency");
  // 0.5 of the 2 that n1 cost in its two hours: 25 %.
  EXPECT_EQ(rows_text(answer), (IdleRows{"NULL|NULL|NULL|ml|unused commitment|3|NULL|NULL|USD",
                                         "prod|cpu|m5.large|search|machines|0.5|2|25|USD",
                                         "prod|gpu|p4d.24xlarge|NULL|machines|NULL|1|NULL|USD"}));
  ASSERT_TRUE(answer.total);
  EXPECT_EQ(row_text(*answer.total), "total|NULL|NULL|NULL|NULL|3.5|3|NULL|USD");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "unknown"), "the cost of 1 node-hours is unknown: they are in no sum");
}

TEST(IdleTest, HoursOfTheWeekSortAsTheyPass) {
  auto made = idle_allocation();
  const auto answer = asked_idle(made, {.by = {"hour_of_week", "node"}});
  EXPECT_EQ(rows_text(answer),
            (IdleRows{"NULL|NULL|unused commitment|3|NULL|NULL|USD", "1-Mon 14:00|n1|machines|0.5|1|50|USD",
                      "1-Mon 15:00|n1|machines|0|1|0|USD", "1-Mon 14:00|n2|machines|NULL|1|NULL|USD"}));
}

TEST(IdleTest, TopFoldsTheRestAndAnotherPeriodHasNone) {
  auto made = idle_allocation();
  const auto top = asked_idle(made, {.by = {"owner"}, .top = 1});
  EXPECT_EQ(rows_text(top), (IdleRows{"ml|unused commitment|3|NULL|NULL|USD", "(other)|NULL|0.5|3|NULL|USD"}));
  EXPECT_TRUE(asked_idle(made, {.period = {.from = "2026-11-01", .to = "2026-11-02"}}).rows.empty());
}

TEST(IdleTest, AnUnknownDimensionIsAnErrorThatListsThem) {
  auto made = idle_allocation();
  EXPECT_NE(asked_idle(made, {.by = {"team"}}).title.find("hour_of_week"), std::string::npos);
  EXPECT_NE(asked_idle(made, {.by = {"owner", "owner"}}).title.find("twice"), std::string::npos);
}

}  // namespace
}  // namespace farthing
