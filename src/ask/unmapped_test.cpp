#include "ask/unmapped.hpp"

#include <gtest/gtest.h>

#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

using UnmappedRows = std::vector<std::string>;

Answer asked_unmapped(MadeAllocation& made, const UnmappedQuestion& question) {
  auto answer = unmapped(made.engine, made.snapshot, question, made.config);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  return empty;
}

// Of 16 USD: search 6, without a team 3 + 1 of two pods in one namespace, 5 of S3, 1 of a pod on no known node.
MadeAllocation unmapped_allocation() {
  MadeAllocation made;
  const MadeRow nobody = {{"cost_kind", "allocated"}, {"cluster", "prod"}, {"namespace", "lab"},
                          {"workload", "web"},        {"account", "111"},  {"service", "AmazonEC2"}};
  made.add(held_by("search", "6"));
  for (const auto& [pod, cost] : {std::pair("w1", "3"), {"w2", "1"}}) {
    auto row = nobody;
    row["workload_id"] = pod;
    row["cost"] = cost;
    made.add(row);
  }
  made.add({{"cost_kind", "not_covered"}, {"account", "111"}, {"service", "AmazonS3"}, {"cost", "5"}});
  made.add({{"cost_kind", "unallocated"}, {"reason", "no known node"}, {"account", "111"}, {"cost", "1"}});
  made.add({{"cost_kind", "idle"}, {"cluster", "prod"}, {"cost", "7"}});
  made.run(
      "INSERT INTO workloads (workload_id, labels, tags) VALUES ('w1', MAP {'app': 'a', 'squad': 's'}, NULL), ('w2', "
      "MAP {'app': 'b'}, "
      "MAP {'Cost': 'x'})");
  made.run(
      "INSERT INTO charges (billing_period, SubAccountId, ServiceName, Tags) VALUES ('2026-10', '111', 'AmazonS3', "
      "MAP {'bucket': 'b'}), ('2026-10', '222', 'AmazonS3', MAP {'other': 'o'})");
  return made;
}

TEST(UnmappedTest, IsLargestFirstWithWhatItCarriesAndItsShare) {
  auto made = unmapped_allocation();
  const auto answer = asked_unmapped(made, {.period = {.month = "2026-10"}});
  EXPECT_EQ(answer.title, "Money without a team, 2026-10");
  EXPECT_EQ(header_text(answer),
            "cost_kind|cluster|namespace|workload|account|service|carries|effective_cost|share_percent|currency");
  EXPECT_EQ(rows_text(answer),
            (UnmappedRows{"not_covered|NULL|NULL|NULL|111|AmazonS3|tag:bucket|5|31.25|USD",
                          "allocated|prod|lab|web|NULL|NULL|label:app, label:squad, tag:Cost|4|25|USD",
                          "unallocated|NULL|NULL|NULL|111|NULL|NULL|1|6.25|USD"}));
  ASSERT_TRUE(answer.total);
  EXPECT_EQ(row_text(*answer.total), "total|NULL|NULL|NULL|NULL|NULL|NULL|10|62.5|USD");
  EXPECT_EQ(note_with(answer, "has no team"), "10 of 16 USD has no team (62.5 %)");
}

TEST(UnmappedTest, OfAnotherDimensionEverythingMayBeMissing) {
  auto made = unmapped_allocation();
  const auto answer = asked_unmapped(made, {.dimension = "environment", .top = 1});
  EXPECT_EQ(rows_text(answer), UnmappedRows{"allocated|prod|search|NULL|NULL|NULL|NULL|6|37.5|USD"});
  EXPECT_EQ(asked_unmapped(made, {.dimension = "colour"}).title,
            "error: there is no dimension 'colour' in farthing.yaml (choose one of: team, environment)");
}

}  // namespace
}  // namespace farthing
