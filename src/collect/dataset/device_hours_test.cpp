// Samples of cards that last beyond the hour or the day that they began in.
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

class DeviceHoursTest : public AllocationLakeFixture {
 protected:
  // A card from 22:00 to 02:00 of the next day, at $1 an hour, all of it one container's.
  void SetUp() override {
    AllocationLakeFixture::SetUp();
    const DatasetRow night = {{"start", "2026-05-01T22:00:00Z"}, {"end", "2026-05-02T02:00:00Z"}};
    auto node = night, container = night;
    node.insert({{"vcpu", "0"}, {"memory_gib", "0"}, {"accelerator_count", "1"}, {"hourly_cost_usd", "1"}});
    container.insert({{"request_vcpu", "0"}, {"request_memory_gib", "0"}, {"request_accelerators", "1"}});
    take("nodes.csv", {node_row("n", node)});
    take("workloads.csv", {container_row("w", "n", container)});
  }
  void take_sample(const std::string& name, const std::string& start, const std::string& active) const {
    take(name, {DatasetRow{{"node_id", "n"},
                           {"accelerator_id", "GPU-x"},
                           {"start", start},
                           {"seconds", "3600"},
                           {"active_seconds", active}}});
  }
  [[nodiscard]] std::string used_by_hour() const {
    return ask(
        "SELECT strftime(hour, '%H'), accelerator_used_share, accelerator_measured_share FROM allocation_shares ORDER "
        "BY hour");
  }
};

constexpr const char* kHalfOfEach = "22|-|0;23|0.5|0.5;00|0.5|0.5;01|-|0";

TEST_F(DeviceHoursTest, ASampleAcrossMidnightCountsOnBothDays) {
  take_sample("a.csv", "2026-05-01T23:30:00Z", "3600");
  build();
  EXPECT_EQ(used_by_hour(), kHalfOfEach);
}

TEST_F(DeviceHoursTest, ALateSampleAcrossMidnightBuildsBothDays) {
  build();
  EXPECT_EQ(used_by_hour(), "22|-|0;23|-|0;00|-|0;01|-|0");
  take_sample("a.csv", "2026-05-01T23:30:00Z", "3600");
  EXPECT_EQ(build().days.changed.size(), 2u);
  EXPECT_EQ(used_by_hour(), kHalfOfEach);
}

TEST_F(DeviceHoursTest, ADayThatIsBuiltAloneKeepsWhatLastedIntoIt) {
  take_sample("a.csv", "2026-05-01T23:30:00Z", "3600");
  build();
  take("usage_hourly.csv", {DatasetRow{{"workload_id", "w"}, {"hour", "2026-05-02T01:00:00Z"}, {"vcpu_hours", "0"}}});
  EXPECT_EQ(build().days.changed.size(), 1u);
  EXPECT_EQ(used_by_hour(), kHalfOfEach);
}

// The hour after the last day that is built is another build's.
TEST_F(DeviceHoursTest, TheFirstDayAloneDoesNotTakeWhatLastsBeyondIt) {
  build();
  take_sample("a.csv", "2026-05-01T22:00:00Z", "1800");
  build();
  EXPECT_EQ(used_by_hour(), "22|0.5|1;23|-|0;00|-|0;01|-|0");
}

}  // namespace
}  // namespace farthing
