#include "ask/delivered.hpp"

#include <gtest/gtest.h>

#include "lake/lake.hpp"

namespace farthing {
namespace {

Partition month_of_charges(const char* month, const char* first, const char* end) {
  Partition partition;
  partition.period = month;
  partition.source = "demo";
  partition.delivery.emplace();
  partition.delivery->first_charge = first;
  partition.delivery->last_charge_end = end;
  partition.delivery->newest_usage_end = end;
  return partition;
}

Snapshot autumn() {
  Snapshot snapshot;
  snapshot.datasets[kCharges].partitions = {
      month_of_charges("2026-09", "2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z"),
      month_of_charges("2026-10", "2026-09-28T00:00:00Z", "2026-10-20T05:00:00Z"),  // with late lines of September
      month_of_charges("2026-10", "2026-10-03T00:00:00Z", "2026-10-18T00:00:00Z"),
  };
  return snapshot;
}

std::size_t deliveries_of(const char* period) { return deliveries_in(autumn(), *parse_period(period)).size(); }

TEST(DeliveredTest, MonthsAreNamedOnceAndInOrder) {
  EXPECT_EQ(delivered_months(autumn()), (std::vector<std::string>{"2026-09", "2026-10"}));
  EXPECT_TRUE(delivered_months({}).empty());
}

TEST(DeliveredTest, OnlyMonthsWithoutAGapAreARange) {
  EXPECT_EQ(months_text({}), "");
  EXPECT_EQ(months_text({"2026-10"}), "2026-10");
  EXPECT_EQ(months_text({"2026-09", "2026-10"}), "2026-09 to 2026-10");
  EXPECT_EQ(months_text({"2025-11", "2025-12", "2026-01"}), "2025-11 to 2026-01");
  EXPECT_EQ(months_text({"2026-08", "2026-10"}), "2026-08, 2026-10");
  EXPECT_EQ(months_text({"2026-07", "2026-08", "2026-10"}), "2026-07, 2026-08, 2026-10");
}

TEST(DeliveredTest, TheNewestUsageIsThatOfAllDeliveries) {
  EXPECT_EQ(newest_usage_end(autumn()), parse_timestamp("2026-10-20T05:00:00Z"));
  EXPECT_EQ(newest_usage_end({}), std::nullopt);
  auto monthly = autumn();
  for (auto& partition : monthly.datasets[kCharges].partitions) partition.delivery->newest_usage_end.reset();
  EXPECT_EQ(newest_usage_end(monthly), std::nullopt);
}

TEST(DeliveredTest, AMonthHasItsDeliveriesAndDatesHaveThoseWithChargesInThem) {
  EXPECT_EQ(deliveries_of("2026-10"), 2U);
  EXPECT_EQ(deliveries_of("2026-08"), 0U);
  EXPECT_EQ(deliveries_of("2026-09-01..2026-09-28"), 1U) << "the late lines begin on the 28th";
  EXPECT_EQ(deliveries_of("2026-09-01..2026-09-29"), 2U);
  EXPECT_EQ(deliveries_of("2026-10-01..2026-10-03"), 1U) << "September ends before it";
  EXPECT_EQ(deliveries_of("2026-10-20..2026-10-21"), 1U);
  EXPECT_EQ(deliveries_in(autumn(), Period{}).size(), 3U);
}

TEST(DeliveredTest, ADeliveryThatDoesNotSayItsTimesCounts) {
  auto snapshot = autumn();
  snapshot.datasets[kCharges].partitions[0].delivery.reset();
  EXPECT_EQ(deliveries_in(snapshot, *parse_period("2030-01-01..2030-01-02")).size(), 1U);
}

}  // namespace
}  // namespace farthing
