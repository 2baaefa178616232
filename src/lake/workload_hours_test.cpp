// models/workload_hours.sql on tables made by hand: the quick way over usage and the general way must agree.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "base/text.hpp"
#include "lake/engine.hpp"
#include "lake/models.hpp"
#include "support/engine_fixture.hpp"

namespace farthing {
namespace {

struct HeldInterval {
  int workload, begins, ends;           // seconds of the day
  std::int64_t vcpu, gib, accelerator;  // micro-units
};
struct UsedHour {
  int workload, hour;
  std::optional<std::int64_t> vcpu, gib, accelerator;  // micro-unit-seconds
};
struct HeldHour {
  std::int64_t seconds = 0, vcpu = 0, gib = 0, accelerator = 0;
  friend bool operator==(const HeldHour&, const HeldHour&) = default;
};
using HeldHours = std::map<std::pair<int, int>, HeldHour>;  // by workload and hour

std::int64_t larger_of(std::int64_t reserved, std::optional<std::int64_t> used, bool takes_request, bool takes_usage) {
  if (!used) return reserved;
  return std::max(takes_usage ? *used : 0, takes_request ? reserved : 0);
}

// Second by second in the simplest words: what the model says in SQL.
HeldHours expected_hours(const std::vector<HeldInterval>& intervals, const std::vector<UsedHour>& usage,
                         bool takes_request, bool takes_usage) {
  HeldHours hours;
  for (const auto& one : intervals) {
    for (int hour = one.begins / 3600; hour <= (one.ends - 1) / 3600; ++hour) {
      const std::int64_t seconds = std::min(one.ends, hour * 3600 + 3600) - std::max(one.begins, hour * 3600);
      auto& held = hours[{one.workload, hour}];
      held.seconds += seconds;
      held.vcpu += one.vcpu * seconds;
      held.gib += one.gib * seconds;
      held.accelerator += one.accelerator * seconds;
    }
  }
  for (auto& [key, held] : hours) {
    for (const auto& used : usage) {
      if (std::pair(used.workload, used.hour) != key) continue;
      held.vcpu = larger_of(held.vcpu, used.vcpu, takes_request, takes_usage);
      held.gib = larger_of(held.gib, used.gib, takes_request, takes_usage);
      held.accelerator = larger_of(held.accelerator, used.accelerator, takes_request, takes_usage);
    }
  }
  return hours;
}

std::string number_or_null(std::optional<std::int64_t> number) { return number ? std::to_string(*number) : "NULL"; }

class WorkloadHoursTest : public EngineFixture {
 protected:
  void put(const std::vector<HeldInterval>& intervals, const std::vector<UsedHour>& usage, bool takes_request,
           bool takes_usage) {
    run("CREATE OR REPLACE TABLE day_workloads (workload_key BIGINT, node_key BIGINT, day_number "
        "BIGINT, intervals BIGINT, begins BIGINT, ends BIGINT, vcpu_micro BIGINT, gib_micro BIGINT)");
    run("CREATE OR REPLACE TABLE day_usage (workload_key BIGINT, hour_number BIGINT, day_number BIGINT, vcpu BIGINT, "
        "gib "
        "BIGINT, accelerator BIGINT, accelerator_gib BIGINT)");
    run(fmt::format("CREATE OR REPLACE TABLE allocation_settings AS SELECT {} AS takes_request, {} AS takes_usage",
                    takes_request ? 1 : 0, takes_usage ? 1 : 0));
    for (const auto& one : intervals) {
      const auto same = std::count_if(intervals.begin(), intervals.end(),
                                      [&](const auto& other) { return other.workload == one.workload; });
      run(fmt::format("INSERT INTO day_workloads VALUES ({0}, {1}, 0, {2}, {3}, {4}, {5}, {6})", one.workload,
                      one.workload % 3, same, one.begins, one.ends, one.vcpu, one.gib));
    }
    put_cards(intervals);
    for (const auto& one : usage) {
      run(fmt::format("INSERT INTO day_usage VALUES ({}, {}, 0, {}, {}, {}, NULL)", one.workload, one.hour,
                      number_or_null(one.vcpu), number_or_null(one.gib), number_or_null(one.accelerator)));
    }
  }

  // Whole cards, of which nothing but the containers' own usage tells the activity.
  void put_cards(const std::vector<HeldInterval>& intervals) {
    run("CREATE OR REPLACE TABLE accelerator_use (workload_key BIGINT, node_key BIGINT, hour_number BIGINT, shared "
        "BOOLEAN, unit DOUBLE, held BIGINT, excess BIGINT, active BIGINT, measured BIGINT, gib BIGINT, told_by "
        "VARCHAR)");
    for (const auto& [key, hour] : expected_hours(intervals, {}, true, true)) {
      run(fmt::format("INSERT INTO accelerator_use VALUES ({}, {}, {}, false, 1, {}, 0, NULL, 0, NULL, NULL)",
                      key.first, key.first % 3, key.second, hour.accelerator));
    }
  }

  HeldHours held() {
    HeldHours hours;
    const auto rows = engine_.query("SELECT workload_key, hour_number, seconds, vcpu, gib, accelerator FROM (" +
                                    std::string(model_sql("workload_hours")) + ")");
    if (!rows) {
      ADD_FAILURE() << rows.error().text();
      return hours;
    }
    for (const auto& row : rows->rows) {
      const auto at = [&](std::size_t i) { return std::stoll(row[i].value_or("-1")); };
      const auto key = std::pair(static_cast<int>(at(0)), static_cast<int>(at(1)));
      EXPECT_FALSE(hours.contains(key)) << "twice: w" << key.first << " hour " << key.second;
      hours[key] = {at(2), at(3), at(4), at(5)};
    }
    return hours;
  }
};

TEST_F(WorkloadHoursTest, OneIntervalWithUsageInEachHourIsRequestOrUsageWhicheverIsMore) {
  // Half an hour of 2 vCPU is 3,600 vCPU-seconds; 4,000 were used. Of 8 GiB for half an hour, 14,400, only 10 were.
  put({{1, 1800, 3600, 2, 8, 0}}, {{1, 0, 4000, 10, std::nullopt}}, true, true);
  EXPECT_EQ(held(), (HeldHours{{{1, 0}, {1800, 4000, 14'400, 0}}}));
}

TEST_F(WorkloadHoursTest, AnHourWithoutUsageCountsByItsRequest) {
  put({{1, 0, 7200, 1, 1, 1}}, {{1, 0, 5000, 1, 1}}, true, true);
  EXPECT_EQ(held(), (HeldHours{{{1, 0}, {3600, 5000, 3600, 3600}}, {{1, 1}, {3600, 3600, 3600, 3600}}}));
}

TEST_F(WorkloadHoursTest, UsageCountsOnceWhereAnHourHasTwoIntervals) {
  put({{1, 0, 600, 1, 1, 0}, {1, 1200, 1800, 3, 1, 0}}, {{1, 0, 2000, 5000, std::nullopt}}, true, true);
  // 600 + 1,800 vCPU-seconds were reserved, which is more than the 2,000 used.
  EXPECT_EQ(held(), (HeldHours{{{1, 0}, {1200, 2400, 5000, 0}}}));
}

TEST_F(WorkloadHoursTest, UsageOutsideOfTheIntervalIsNoHourOfIt) {
  put({{1, 3600, 7200, 1, 1, 0}}, {{1, 0, 9000, 9000, std::nullopt}, {1, 2, 9000, 9000, std::nullopt}}, true, true);
  EXPECT_EQ(held(), (HeldHours{{{1, 1}, {3600, 3600, 3600, 0}}}));
}

TEST_F(WorkloadHoursTest, RandomDaysAgreeWithTheSimplestCount) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    std::vector<HeldInterval> intervals;
    std::vector<UsedHour> usage;
    for (int workload = 0; workload < 12; ++workload) {
      int begins = below(20'000);
      for (int pieces = 1 + below(3); pieces > 0 && begins < 80'000; --pieces) {
        const int ends = std::min(86'400, begins + 1 + below(30'000));
        intervals.push_back({workload, begins, ends, below(5) * 250'000, below(9) * 500'000, below(2) * 1'000'000});
        begins = ends + below(5'000);
      }
      for (int hour = 0; hour < 24; ++hour) {
        if (below(4) == 0 && workload % 2 == 0) continue;
        const auto some = [&](int most) {
          return below(5) == 0 ? std::nullopt : std::optional<std::int64_t>(std::int64_t{1'000'000} * below(most));
        };
        usage.push_back({workload, hour, some(6'000), some(20'000), some(4'000)});
      }
    }
    const std::pair<bool, bool> kinds[] = {{true, true}, {true, false}, {false, true}};
    const auto [takes_request, takes_usage] = kinds[seed % 3];
    put(intervals, usage, takes_request, takes_usage);
    EXPECT_EQ(held(), expected_hours(intervals, usage, takes_request, takes_usage)) << "seed " << seed;
  }
}

}  // namespace
}  // namespace farthing
