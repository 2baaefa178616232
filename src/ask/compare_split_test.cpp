#include "ask/compare_split.hpp"

#include <gtest/gtest.h>

#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

constexpr const char* kPodArn = "arn:aws:eks:us-east-1:111:pod/prod/";

Answer compared(MadeAllocation& made) {
  auto answer = compare_split(made.engine, made.snapshot, {.period = {.month = "2026-10"}}, made.config);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  return empty;
}

void add_split(MadeAllocation& made, const std::string& resource, const char* split, const char* unused,
               const char* tags = "MAP {}") {
  made.run(
      "INSERT INTO split_charges (billing_period, charge_date, BillingCurrency, ResourceId, SplitCost, UnusedCost, "
      "Tags) VALUES ('2026-10', '2026-10-05', 'USD', '" +
      resource + "', " + split + ", " + unused + ", " + tags + ")");
}

// Worked example A of AWS, pods 1 and 2: .2182103611 + .0109890110 and .3838304553 + .0164835165. Ours has pod 1 the
// same by node, pod 2 at market weights 0.35 + 0.01; an ECS task on GPUs that AWS lacks; and AWS a pod that ours lacks.
MadeAllocation two_splits() {
  MadeAllocation made;
  made.run("CREATE TEMP TABLE split_charges AS SELECT * FROM memory.main.split_charges");
  add_split(made, std::string(kPodArn) + "shop/web-1/uid1", "0.2182103611", "0.0109890110");
  add_split(made, std::string(kPodArn) + "shop/api-1/uid2", "0.3838304553", "0.0164835165");
  add_split(made, std::string(kPodArn) + "shop/lost-1/uid3", "0.1", "0", "MAP {'aws:eks:workload-name': 'lost'}");
  const auto add = [&](const char* workload, const char* held, const char* idle) {
    MadeRow row = {{"namespace", "shop"}, {"pod", workload + std::string("-1")}, {"workload", workload}};
    made.add(held_by(workload, held, row));
    row["idle_mode"] = "by_node";
    made.add_to("idle_moves", held_by(workload, idle, row));
  };
  add("web", "0.2182103611", "0.0109890110");
  add("api", "0.35", "0.01");
  made.add(held_by("train", "9",
                   {{"cluster", "batch"},
                    {"orchestrator", "ecs"},
                    {"accelerator", "A10G"},
                    {"ecs_service", "train"},
                    {"workload", "train"},
                    {"namespace", "NULL"},
                    {"pod", "arn:aws:ecs:us-east-1:111:task/batch/abc"}}));
  return made;
}

TEST(CompareSplitTest, SaysWhereBothDifferAndWhyTheLargestFirst) {
  auto made = two_splits();
  const auto answer = compared(made);
  EXPECT_EQ(header_text(answer),
            "cluster|namespace|workload|aws_split|aws_unused|aws_cost|held_cost|idle_cost|our_cost|difference|"
            "difference_percent|currency|why");
  ASSERT_EQ(answer.rows.size(), 4u) << answer.title;
  EXPECT_EQ(row_text(answer.rows[0]),
            "batch|NULL|train|NULL|NULL|NULL|9|NULL|9|NULL|NULL|USD|AWS splits no accelerators of ECS tasks");
  EXPECT_EQ(row_text(answer.rows[1]),
            "prod|shop|lost|0.1|0|0.1|NULL|NULL|NULL|NULL|NULL|USD|no container of ours has "
            "this name");
  // 0.36 - 0.4003139718 = -0.0403139718, 10.07 % of AWS's.
  EXPECT_TRUE(
      row_text(answer.rows[2])
          .starts_with("prod|shop|api|0.3838304553|0.0164835165|0.4003139718|0.35|0.01|0.36|-0.0403139718|-10.07|"
                       "USD|weights market"))
      << row_text(answer.rows[2]);
  EXPECT_EQ(
      row_text(answer.rows[3]),
      "prod|shop|web|0.2182103611|0.010989011|0.2291993721|0.2182103611|0.010989011|0.2291993721|0|0|USD|the same");
}

TEST(CompareSplitTest, ABillWithoutItSaysSo) {
  MadeAllocation made;
  made.add(held_by("web", "1"));
  const auto answer = compared(made);
  EXPECT_FALSE(answer.complete);
  EXPECT_NE(note_with(answer, "no split cost allocation data").find("option of the export"), std::string::npos);
}

}  // namespace
}  // namespace farthing
