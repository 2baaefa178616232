#include "ask/allocation_check.hpp"

#include <gtest/gtest.h>

#include "ask/reconcile.hpp"
#include "lake/build_days.hpp"
#include "lake/model_tables.hpp"
#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

// The bill: account 111 has 10.5 on each basis, 222 has 4; split into all kinds, and 2 estimated beyond it.
MadeAllocation split_bill() {
  MadeAllocation made;
  made.run(
      "INSERT INTO charges (billing_period, BillingCurrency, SubAccountId, BilledCost, EffectiveCost, "
      "x_NetBilledCost, x_NetEffectiveCost, ContractedCost, ListCost) VALUES "
      "('2026-10', 'USD', '111', 10.5, 10.5, 10.5, 10.5, 10.5, NULL), ('2026-10', 'USD', '222', 4, 4, 4, 4, 4, 4)");
  const auto add = [&](const char* kind, const char* account, const char* cost) {
    made.add({{"cost_kind", kind}, {"account", account}, {"cost", cost}, {"list_cost", "NULL"}});
  };
  add("allocated", "111", "5");
  add("idle", "111", "2");
  add("system", "111", "1");
  add("shared", "111", "1.5");
  add("unallocated", "111", "0.75");
  add("rounding", "111", "0.25");
  made.add({{"cost_kind", "not_covered"}, {"account", "222"}, {"cost", "4"}});
  made.add(held_by("ads", "2", {{"estimated", "true"}, {"hours", "48"}}));
  // A day that was built from the nodes that are there.
  Partition day;
  day.period = "2026-10-05";
  made.snapshot.datasets["nodes"].partitions.push_back(day);
  const auto plan = days_to_build(made.engine, made.snapshot, {}, "");
  if (!plan) ADD_FAILURE() << plan.error().text();
  day.sql_sha256 = plan ? plan->changed.at(0).mark.text() : "";
  made.snapshot.datasets[kAllocationRollup].partitions.push_back(day);
  return made;
}

AllocationChecks checked(MadeAllocation& made) {
  auto checks = check_allocation(made.engine, made.snapshot, std::nullopt);
  if (!checks) return {{}, {"error: " + checks.error().text()}};
  return std::move(*checks);
}

const BillCheck* check_named(const AllocationChecks& checks, const std::string& name) {
  for (const auto& check : checks.checks) {
    if (check.check == name) return &check;
  }
  return nullptr;
}

TEST(AllocationCheckTest, ProvesEveryBasisAndNamesTheEstimateBesideIt) {
  auto made = split_bill();
  const auto checks = checked(made);
  ASSERT_EQ(checks.checks.size(), 7u);
  for (const auto* basis : {"billed", "effective", "net_billed", "net_effective", "contracted", "list"}) {
    const auto* check = check_named(checks, std::string("allocation: ") + basis);
    ASSERT_NE(check, nullptr) << basis;
    EXPECT_EQ(check->verdict, Verdict::kOk) << basis;
    EXPECT_EQ(check->expected->text(), basis == std::string("list") ? "4" : "14.5");
  }
  EXPECT_EQ(check_named(checks, "allocation: effective")->note,
            "of 2 accounts each: allocated 5 + idle 2 + system 1 + shared 1.5 + unallocated 0.75 + not_covered 4 + "
            "rounding 0.25");
  const auto* estimated = check_named(checks, "allocation: estimated");
  ASSERT_NE(estimated, nullptr);
  EXPECT_EQ(estimated->difference->text(), "2");
  EXPECT_EQ(estimated->verdict, Verdict::kNamed);
}

TEST(AllocationCheckTest, TheLastDigitOfOneAccountContradictsThoughTheSumsAgree) {
  auto made = split_bill();
  made.run("UPDATE allocation_daily SET effective_cost = effective_cost + 0.000000000001 WHERE cost_kind = 'idle'");
  made.run(
      "UPDATE allocation_daily SET effective_cost = effective_cost - 0.000000000001 WHERE cost_kind = 'not_covered'");
  const auto checks = checked(made);
  EXPECT_EQ(check_named(checks, "allocation: billed")->verdict, Verdict::kOk);
  EXPECT_EQ(check_named(checks, "allocation: effective")->verdict, Verdict::kContradicts);
  EXPECT_EQ(check_named(checks, "allocation: effective")->difference->text(), "0");
  const auto* account = check_named(checks, "allocation: effective, account 111");
  ASSERT_NE(account, nullptr);
  EXPECT_EQ(account->difference->text(), "-0.000000000001");
}

// As if more nodes had come in since.
void make_older(MadeAllocation& made) {
  Partition nodes;
  nodes.period = "2026-10-05";
  made.snapshot.datasets["nodes"].partitions.push_back(nodes);
}

TEST(AllocationCheckTest, AnOlderRollUpThatIsOffContradictsAndSaysWhatToDo) {
  auto made = split_bill();
  made.run("DELETE FROM allocation_daily WHERE cost_kind = 'system'");
  make_older(made);
  const auto checks = checked(made);
  const std::string advice = "the split is older than the bill: run farthing build";
  EXPECT_EQ(check_named(checks, "allocation: effective")->verdict, Verdict::kContradicts);
  EXPECT_EQ(check_named(checks, "allocation: effective, account 111")->note, advice);
  EXPECT_EQ(checks.notes, std::vector<std::string>{advice});
  const auto result = reconcile(made.engine, made.snapshot, {});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_TRUE(result->contradicts);
  EXPECT_TRUE(result->in_one_line.ends_with("; " + advice)) << result->in_one_line;
}

TEST(AllocationCheckTest, AnOlderRollUpThatHoldsAllTheSameIsNoFault) {
  auto made = split_bill();
  make_older(made);
  const auto checks = checked(made);
  EXPECT_EQ(check_named(checks, "allocation: effective")->verdict, Verdict::kOk);
  EXPECT_TRUE(checks.notes.empty());
  EXPECT_FALSE(checks.older);
}

TEST(AllocationCheckTest, AMonthThatCameInAfterTheBuildIsOneRowWithItsMoney) {
  auto made = split_bill();
  made.run(
      "INSERT INTO charges (billing_period, BillingCurrency, SubAccountId, EffectiveCost) VALUES ('2026-11', 'USD', "
      "'111', 1), ('2026-11', 'USD', '222', 2)");
  make_older(made);
  const auto checks = checked(made);
  std::vector<std::string> found;
  for (const auto& check : checks.checks) {
    if (check.bill.period == "2026-11") found.push_back(check.check + " " + check.expected->text());
  }
  EXPECT_EQ(found, std::vector<std::string>{"allocation: effective 3"});
  EXPECT_EQ(checks.checks.back().verdict, Verdict::kContradicts);
  EXPECT_EQ(checks.checks.back().found->text(), "0");
  EXPECT_TRUE(checks.older);
}

TEST(AllocationCheckTest, WhatIsNotBuiltIsNotCheckedAndSaid) {
  auto made = split_bill();
  made.run(
      "INSERT INTO charges (billing_period, BillingCurrency, SubAccountId, BilledCost) VALUES ('2026-09', 'USD', "
      "'111', 1)");
  const auto checks = checked(made);
  EXPECT_EQ(checks.notes,
            std::vector<std::string>{"allocation of 2026-09 isn't checked: it isn't built (farthing build)"});
  made.snapshot.datasets.clear();
  EXPECT_TRUE(checked(made).checks.empty());
  EXPECT_EQ(checked(made).notes,
            std::vector<std::string>{"allocation isn't checked: nothing is built (farthing build)"});
}

TEST(AllocationCheckTest, AContradictionEndsReconcileAsTheOthersDo) {
  auto made = split_bill();
  EXPECT_FALSE(reconcile(made.engine, {}, {}).value().answer.rows.empty()) << "the lines have a bill's checks";
  made.run("DELETE FROM allocation_daily WHERE cost_kind = 'rounding'");
  const auto result = reconcile(made.engine, made.snapshot, {.month = "2026-10"});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_TRUE(result->contradicts);
}

}  // namespace
}  // namespace farthing
