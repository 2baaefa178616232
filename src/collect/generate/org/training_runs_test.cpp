#include "collect/generate/org/training_runs.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"

namespace farthing::generate::org {
namespace {

class OrgRuns : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  Organisation organisation = small_organisation(GetParam(), 20, 20, 150);
  [[nodiscard]] const RunShape& shape_of(const TrainingRun& run) const { return run_shapes()[run.shape]; }
};

TEST_P(OrgRuns, OneFailsOneStillRunsAndOthersFinish) {
  std::map<std::string, int> statuses;
  for (const TrainingRun& run : organisation.runs) {
    ++statuses[run.status];
    EXPECT_EQ(run.end < 0, run.status == std::string_view("running")) << shape_of(run).id;
    if (run.end >= 0) EXPECT_GT(run.end, run.start);
  }
  EXPECT_EQ(organisation.runs.size(), 5u);
  EXPECT_EQ(statuses["running"], 1);
  EXPECT_EQ(statuses["failed"], 1);
  EXPECT_GE(statuses["finished"], 1);
}

TEST_P(OrgRuns, StepsGoBackToTheLastCheckpointAfterAnInterruption) {
  int interruptions = 0;
  for (const TrainingRun& run : organisation.runs) {
    std::int64_t step = 0, kept = 0, at = 0;
    for (const RunEvent& event : run.events) {
      ASSERT_GE(event.at, at) << "in order of time";
      at = event.at;
      const std::string_view kind = event.kind;
      if (kind == "step" || kind == "checkpoint") {
        ASSERT_GE(event.value, step);
        step = event.value;
      }
      if (kind == "checkpoint") kept = event.value;
      if (kind == "interruption") {
        ++interruptions;
        ASSERT_GE(event.value, step);
        step = kept;
      }
      if (kind == "resume") ASSERT_EQ(event.value, kept);
    }
  }
  EXPECT_GT(interruptions, 3);
}

TEST_P(OrgRuns, TheirPodsAreOnTheirMachinesWhileTheseAreThere) {
  std::map<std::int16_t, std::size_t> pods;
  std::map<std::uint32_t, std::set<std::pair<std::int64_t, std::int64_t>>> by_node;
  for (const Pod& pod : organisation.pods) {
    if (pod.run == Pod::kNone) continue;
    ++pods[pod.run];
    const Node& node = organisation.nodes[pod.node];
    const RunShape& shape = shape_of(organisation.runs[static_cast<std::size_t>(pod.run)]);
    EXPECT_EQ(node.pool->name, std::string_view(shape.block ? "gpu-block" : "gpu-training"));
    EXPECT_EQ(pod.request[kAccelerator], node.capacity[kAccelerator] / (shape.whole ? 1 : 2));
    EXPECT_GE(pod.start, node.start);
    EXPECT_LE(pod.end, node.end);
    by_node[pod.node].emplace(pod.start, pod.end);
  }
  for (std::size_t i = 0; i < organisation.runs.size(); ++i) {
    EXPECT_EQ(pods[static_cast<std::int16_t>(i)], organisation.runs[i].parts.size());
  }
  for (const auto& [node, times] : by_node) {
    std::int64_t last = 0;
    for (const auto& [start, end] : times) {
      EXPECT_GE(start, last) << "one run at a time";
      last = end;
    }
  }
}

TEST_P(OrgRuns, LostTimeIsWithinTheirParts) {
  for (const TrainingRun& run : organisation.runs) {
    for (const LostTime& lost : run.lost) {
      const RunPart& part = run.parts.at(lost.part);
      EXPECT_LT(lost.start, lost.end);
      EXPECT_GE(lost.start, part.start);
      EXPECT_LE(lost.end, part.end);
    }
    if (shape_of(run).block) EXPECT_TRUE(run.lost.empty()) << "nobody takes a block back";
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrgRuns, ::testing::Values(1, 7));

TEST(OrgRunPlans, ARunWithoutAnOpenEndWasStopped) {
  OrgPlan plan{.days = 20, .nodes = 20, .pods = 150, .seed = 1, .month = "2026-10"};
  plan.open_end = false;
  const auto organisation = make_organisation(plan);
  ASSERT_TRUE(organisation.has_value());
  for (const TrainingRun& run : organisation->runs) {
    EXPECT_NE(run.status, std::string_view("running"));
    EXPECT_GT(run.end, run.start);
    EXPECT_TRUE(run_id(*organisation, run).ends_with("-2026-10"));
  }
}

}  // namespace
}  // namespace farthing::generate::org
