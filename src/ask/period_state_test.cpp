#include "ask/period_state.hpp"

#include <gmock/gmock.h>

#include "lake/lake.hpp"

namespace farthing {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A month of a payer, of 10 lines, in some delivery.
Partition delivered(const std::string& period, const std::string& payer, std::optional<std::string> usage_end,
                    std::int64_t lines_without_invoice = 0) {
  Partition partition;
  partition.period = period;
  partition.payer = payer;
  partition.delivery.emplace();
  partition.delivery->lines = 10;
  partition.delivery->newest_usage_end = std::move(usage_end);
  partition.delivery->lines_without_invoice = lines_without_invoice;
  return partition;
}

Snapshot snapshot_of(std::vector<Partition> partitions) {
  Snapshot snapshot;
  snapshot.datasets[kCharges].partitions = std::move(partitions);
  return snapshot;
}

PeriodState state_of(const Partition& partition) {
  const Snapshot snapshot = snapshot_of({partition});
  return bill_periods(snapshot, std::nullopt).at(0).state;
}

TEST(PeriodState, IsOpenUntilUsageReachesTheEndOfTheMonth) {
  EXPECT_EQ(state_of(delivered("2026-10", "1", "2026-10-31T23:00:00Z")), PeriodState::kOpen);
  EXPECT_EQ(state_of(delivered("2026-10", "1", "2026-11-01T00:00:00Z")), PeriodState::kFinal);
  EXPECT_EQ(state_of(delivered("2026-12", "1", "2027-01-01T00:00:00Z")), PeriodState::kFinal);
  EXPECT_EQ(state_of(delivered("2024-02", "1", "2024-02-29T00:00:00Z")), PeriodState::kOpen);
}

TEST(PeriodState, IsEstimatedWhileALineLacksItsInvoice) {
  EXPECT_EQ(state_of(delivered("2026-10", "1", "2026-11-01T00:00:00Z", 1)), PeriodState::kEstimated);
}

TEST(PeriodState, IsOpenWhenNoUsageSaysHowFarItIs) {
  const Snapshot snapshot = snapshot_of({delivered("2026-10", "1", std::nullopt)});
  const auto periods = bill_periods(snapshot, std::nullopt);
  EXPECT_EQ(periods[0].state, PeriodState::kOpen);
  EXPECT_THAT(periods[0].reason(), HasSubstr("no usage lines"));
}

TEST(PeriodState, SourcesOfOnePayerMakeOnePeriod) {
  const Snapshot snapshot = snapshot_of({delivered("2026-10", "1", "2026-10-09T00:00:00Z"),
                                         delivered("2026-10", "1", "2026-11-01T00:00:00Z", 4),
                                         delivered("2026-10", "2", "2026-11-01T00:00:00Z")});
  const auto periods = bill_periods(snapshot, std::nullopt);
  ASSERT_EQ(periods.size(), 2u);
  EXPECT_EQ(periods[0].partitions.size(), 2u);
  EXPECT_EQ(periods[0].state, PeriodState::kEstimated);
  EXPECT_EQ(periods[0].reason(), "4 of 20 lines have no invoice id");
  EXPECT_EQ(periods[1].state, PeriodState::kFinal);
}

TEST(PeriodState, OneMonthOrAllOfThemInOrder) {
  const Snapshot snapshot =
      snapshot_of({delivered("2026-10", "1", std::nullopt), delivered("2026-09", "1", std::nullopt)});
  EXPECT_EQ(bill_periods(snapshot, std::nullopt).front().period, "2026-09");
  EXPECT_EQ(bill_periods(snapshot, "2026-10").size(), 1u);
  EXPECT_THAT(bill_periods(snapshot, "2026-08"), IsEmpty());
}

}  // namespace
}  // namespace farthing
