#include "collect/generate/org/usage.hpp"

#include <gtest/gtest.h>

#include <map>

#include "collect/generate/org/made_organisation_test.hpp"

namespace farthing::generate::org {
namespace {

// A machine of 4 vCPU and 16 GiB whose cost is its vCPUs' to three quarters, for an hour at a dollar.
Organisation one_machine() {
  Organisation organisation;
  organisation.seconds = kDaySeconds;
  Node node;
  node.end = kHourSeconds;
  node.capacity = {4 * kMicro, 16 * kMicro, 0};
  node.truth = {750'000'000, 250'000'000, 0};
  node.costs = {kPicosPerDollar};
  organisation.nodes.push_back(node);
  Controller still;  // reserves, uses nothing
  still.vcpu_use = still.memory_use = 0;
  organisation.controllers.push_back(still);
  return organisation;
}

void add_pod(Organisation& organisation, std::int64_t start, std::int64_t end, std::int64_t vcpu, std::int64_t gib) {
  Pod pod;
  pod.bits = organisation.pods.size();
  pod.start = start;
  pod.end = end;
  pod.size = pod.request = {vcpu * kMicro, gib * kMicro, 0};
  organisation.pods.push_back(pod);
}

std::vector<PodHour> all_hours(const Organisation& organisation) {
  std::vector<PodHour> rows;
  PodHours hours(organisation);
  for (auto some = hours.next(); !some.empty(); some = hours.next()) rows.insert(rows.end(), some.begin(), some.end());
  return rows;
}

TEST(OrgUsage, APodPaysForWhatItReservesByTheSecond) {
  auto organisation = one_machine();
  add_pod(organisation, 0, kHourSeconds, 2, 4);
  add_pod(organisation, 1'800, kHourSeconds, 2, 8);
  const auto rows = all_hours(organisation);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].cost, 437'500'000'000) << "0.75 x 2/4 + 0.25 x 4/16";
  EXPECT_EQ(rows[1].cost, 250'000'000'000) << "half an hour of 0.75 x 2/4 + 0.25 x 8/16";
  EXPECT_EQ(rows[1].seconds, 1'800);
  EXPECT_EQ(rows[0].used, Amounts{});
}

TEST(OrgUsage, MoreThanThereIsIsScaledToTheWhole) {
  auto organisation = one_machine();
  add_pod(organisation, 0, kHourSeconds, 6, 4);
  add_pod(organisation, 0, kHourSeconds, 2, 4);
  const auto rows = all_hours(organisation);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].cost, 625'000'000'000) << "0.75 x 6/8 + 0.25 x 4/16";
  EXPECT_EQ(rows[1].cost, 250'000'000'000) << "0.75 x 2/8 + 0.25 x 4/16";
}

TEST(OrgUsage, UseBeyondTheReservationIsHeld) {
  auto organisation = one_machine();
  organisation.controllers[0].vcpu_use = 1'000;
  add_pod(organisation, 0, kHourSeconds, 1, 0);
  organisation.pods[0].request = {};
  const auto rows = all_hours(organisation);
  ASSERT_EQ(rows.size(), 1u);
  ASSERT_GT(rows[0].used[kVcpu], 0);
  // One dollar x 0.75 x what it used of 4 vCPU.
  EXPECT_EQ(rows[0].cost, rows[0].used[kVcpu] * 187'500);
}

TEST(OrgUsage, NobodyUsesMoreThanTheMachineHas) {
  auto organisation = one_machine();
  organisation.controllers[0].vcpu_use = 3'000;
  for (int i = 0; i < 5; ++i) add_pod(organisation, 0, 600, 2, 1);
  std::int64_t used = 0;
  for (const auto& row : all_hours(organisation)) used += row.used[kVcpu];
  EXPECT_LE(used, 4 * kMicro * 97 / 100) << "the pods alone would use twice the machine for ten minutes";
}

TEST(OrgUsage, CoversEachSecondOfEachPodOnce) {
  const auto organisation = small_organisation();
  std::vector<std::int64_t> seconds(organisation.pods.size());
  std::pair<std::uint32_t, std::int64_t> last{UINT32_MAX, 0};
  for (const auto& row : all_hours(organisation)) {
    EXPECT_GT(row.seconds, 0);
    EXPECT_NE(std::pair(row.pod, row.hour), last);
    last = {row.pod, row.hour};
    seconds[row.pod] += row.seconds;
    const Pod& pod = organisation.pods[row.pod];
    ASSERT_EQ(row.seconds, seconds_in(pod.start, pod.end, row.hour));
  }
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    ASSERT_EQ(seconds[i], organisation.pods[i].end - organisation.pods[i].start);
  }
}

TEST(OrgUsage, TeamsReserveTooMuchOrTooLittle) {
  const auto organisation = small_organisation();
  std::map<std::string, std::pair<double, double>> by_team;  // used, reserved
  for (const auto& row : all_hours(organisation)) {
    const Pod& pod = organisation.pods[row.pod];
    const Controller& controller = organisation.controllers[pod.controller];
    if (controller.kind != Kind::kDeployment || pod.request[kVcpu] == 0) continue;
    by_team[controller.team].first += static_cast<double>(row.used[kVcpu]);
    by_team[controller.team].second += static_cast<double>(pod.request[kVcpu] * row.seconds / kHourSeconds);
  }
  const auto ratio = [&](const char* team) { return by_team[team].first / by_team[team].second; };
  EXPECT_LT(ratio("search"), 0.4) << "it reserves about four times what it uses";
  EXPECT_GT(ratio("ads"), 1.1) << "it uses more than it reserves";
}

}  // namespace
}  // namespace farthing::generate::org
