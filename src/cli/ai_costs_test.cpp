// What GPUs, training runs and tokens cost, from outside: cases worked by hand, and what must hold of any fleet. Here,
// because it needs imports and answers.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ask/gpu.hpp"
#include "ask/models.hpp"
#include "ask/runs.hpp"
#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class AiCostsTest : public AllocationLakeFixture {
 protected:
  // The cells of the first row by the names of their columns.
  static std::map<std::string, std::string> first_row(const Result<Answer>& answer) {
    std::map<std::string, std::string> cells;
    if (!answer) {
      ADD_FAILURE() << answer.error().text();
      return cells;
    }
    if (answer->rows.empty()) {
      ADD_FAILURE() << "no rows";
      return cells;
    }
    for (std::size_t i = 0; i < answer->columns.size(); ++i) {
      cells[answer->columns[i].name] = answer->rows[0][i].value_or("-");
    }
    return cells;
  }
  [[nodiscard]] LakeView view() const { return LakeView::open(lake_, std::nullopt).value(); }
};

const DatasetRow kCard = {
    {"accelerator_model", "NVIDIA A10G"}, {"accelerator_count", "1"}, {"vcpu", "0"}, {"memory_gib", "0"}};

DatasetRow with(DatasetRow row, const DatasetRow& more) {
  for (const auto& [key, value] : more) row[key] = value;
  return row;
}

// A card at $10 that a model holds: 40 M input tokens, 10 M of them cached, 5 M output; 900 s of prefill, 2,700 of
// decode. Input is 900/3,600 of the cost, 2.5; an uncached token 2.5 / (30 + 0.1 x 10) a million, a cached one a tenth
// of that. The card computed half of the time: usage is 5.
TEST_F(AiCostsTest, TokensCostWhatWasWorkedOutByHand) {
  take("n.csv", {node_row("n", with(kCard, {{"hourly_cost_usd", "10"}}))});
  take("w.csv", {container_row(
                    "m", "n", {{"model", "chat"}, {"request_accelerators", "1"}, {"accelerator_ids", "[\"GPU-0\"]"}})});
  take("a.csv", std::vector<DatasetRow>{{{"node_id", "n"},
                                         {"accelerator_id", "GPU-0"},
                                         {"start", "2026-05-01T10:00:00Z"},
                                         {"seconds", "3600"},
                                         {"active_seconds", "1800"}}});
  take("u.csv", std::vector<DatasetRow>{
                    {{"workload_id", "m"}, {"hour", "2026-05-01T10:00:00Z"}, {"vcpu_hours", "0"}, {"gib_hours", "0"}}});
  take("r.csv", std::vector<DatasetRow>{{{"model", "chat"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", "acme"},
                                         {"requests", "1000"},
                                         {"input_tokens", "40000000"},
                                         {"output_tokens", "5000000"},
                                         {"cached_tokens", "10000000"},
                                         {"prefill_seconds", "900"},
                                         {"decode_seconds", "2700"},
                                         {"errors", "200"}}});
  build();
  auto lake = view();
  const auto row = first_row(ask_models(lake, {}, config_of("aws")));
  EXPECT_EQ(row.at("allocation_effective_cost"), "10");
  EXPECT_EQ(row.at("usage_effective_cost"), "5");
  EXPECT_EQ(row.at("idling_effective_cost"), "5");
  EXPECT_EQ(row.at("allocation_per_1m_input"), "0.0625");
  EXPECT_EQ(row.at("allocation_per_1m_output"), "1.5");
  EXPECT_NEAR(std::stod(row.at("allocation_per_1m_cached")), 0.0080645161, 1e-9);
  EXPECT_NEAR(std::stod(row.at("allocation_per_1m_tokens")) * 45, 10, 1e-9);
  EXPECT_NEAR(std::stod(row.at("usage_per_1m_tokens")) * 45, 5, 1e-9);
  EXPECT_EQ(row.at("allocation_per_request"), "0.01");
  EXPECT_EQ(row.at("allocation_per_successful_request"), "0.0125");
}

// Two replicas of half a card each for two tenants; the third hour has no request. Without times an output token is 2.5
// input tokens: acme has 100 + 2.5 x 40 = 200 of 300, globex 100.
TEST_F(AiCostsTest, AModelsHourFallsOnItsTenantsByTokensAndAnHourWithoutRequestsIsSaid) {
  const DatasetRow two_hours = {{"end", "2026-05-01T12:00:00Z"}};
  take("n.csv", {node_row("n", with(with(kCard, {{"hourly_cost_usd", "3"},
                                                 {"accelerator_sharing", "time_slicing"},
                                                 {"accelerator_replicas", "2"}}),
                                    two_hours))});
  take("w.csv", {container_row("m", "n", with({{"model", "chat"}, {"request_accelerators", "2"}}, two_hours))});
  take("r.csv", std::vector<DatasetRow>{{{"model", "chat"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", "acme"},
                                         {"requests", "1"},
                                         {"input_tokens", "100"},
                                         {"output_tokens", "40"}},
                                        {{"model", "chat"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", "globex"},
                                         {"requests", "9"},
                                         {"input_tokens", "100"},
                                         {"output_tokens", "0"}},
                                        {{"model", "lost"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", ""},
                                         {"requests", "1"},
                                         {"input_tokens", "7"},
                                         {"output_tokens", ""}}});
  build();
  EXPECT_EQ(ask("SELECT tenant, effective_cost, shared_by FROM unit_costs WHERE model = 'chat' ORDER BY hour, tenant"),
            "acme|2|tokens;globex|1|tokens;-|3|no requests");
  EXPECT_EQ(ask("SELECT subject, effective_cost FROM data_issues WHERE kind = 'a model on no workload'"), "lost|-");
  auto lake = view();
  const auto answer = ask_models(lake, {}, config_of("aws"));
  const auto row = first_row(answer);
  EXPECT_EQ(row.at("allocation_effective_cost"), "6");
  EXPECT_EQ(row.at("without_requests_effective_cost"), "3");
  EXPECT_EQ(row.at("unmeasured_effective_cost"), "6");
  EXPECT_FALSE(answer->complete);
  EXPECT_THAT(join(answer->notes, "; "), HasSubstr("7 tokens are of models that no workload says it serves"));
}

// Nothing is measured: usage and idling are unknown. An hour in which exporters say that nobody asked is one without
// requests.
TEST_F(AiCostsTest, WithoutTelemetryUsageIsUnknownAndNoRequestsAreSaid) {
  take("n.csv", {node_row("n", with(kCard, {{"hourly_cost_usd", "10"}}))});
  take("w.csv", {container_row("m", "n", {{"model", "m"}, {"request_accelerators", "1"}})});
  take("r.csv", std::vector<DatasetRow>{{{"model", "m"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"requests", "0"},
                                         {"input_tokens", "0"},
                                         {"output_tokens", "0"},
                                         {"errors", "-3"}}});
  build();
  auto lake = view();
  const auto row = first_row(ask_models(lake, {}, config_of("aws")));
  EXPECT_EQ(row.at("without_requests_effective_cost"), "10");
  EXPECT_EQ(row.at("usage_effective_cost"), "-");
  EXPECT_EQ(row.at("idling_effective_cost"), "-");
  EXPECT_EQ(row.at("unmeasured_effective_cost"), "10");
  EXPECT_EQ(ask("SELECT count(*) FROM data_issues WHERE kind = 'impossible counts of requests'"), "1");
}

// One of two tenants has no tokens told: requests alone tell them apart, 1 to 3; what can't be counted stops nothing.
TEST_F(AiCostsTest, TenantsAreToldApartByWhatIsKnownOfAll) {
  take("n.csv", {node_row("n", with(kCard, {{"hourly_cost_usd", "4"}}))});
  take("w.csv", {container_row("m", "n", {{"model", "m"}, {"request_accelerators", "1"}})});
  take("r.csv", std::vector<DatasetRow>{{{"model", "m"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", "a"},
                                         {"requests", "100"},
                                         {"input_tokens", "1000"},
                                         {"prefill_seconds", "1e300"},
                                         {"decode_seconds", "1"}},
                                        {{"model", "m"},
                                         {"hour", "2026-05-01T10:00:00Z"},
                                         {"tenant", "b"},
                                         {"requests", "300"},
                                         {"input_tokens", "1e300"},
                                         {"prefill_seconds", ""},
                                         {"decode_seconds", ""}}});
  build();
  EXPECT_EQ(ask("SELECT tenant, effective_cost, shared_by FROM unit_costs ORDER BY 1"), "a|1|requests;b|3|requests");
}

// A machine at $4 of which a run holds half of the vCPU and nothing of the memory (weights 9 : 1 over 4 and 16: 36/52
// and 16/52 of the cost): 4 x 36/52 / 2. Nothing else is there, so what is left is the run's idle; and its bucket costs
// $1.5.
TEST_F(AiCostsTest, ARunCostsItsWorkloadsWhatWasHeldForItAndItsStorage) {
  take("n.csv", {node_row("n"), node_row("other")});
  take("w.csv",
       {container_row("p", "n", {{"request_vcpu", "2"}, {"request_memory_gib", "0"}, {"labels", R"({"job": "j1"})"}}),
        container_row("agent", "n", {{"request_vcpu", "0"}, {"request_memory_gib", "0"}, {"system", "true"}}),
        container_row("q", "other")});
  take("runs.csv", std::vector<DatasetRow>{{{"run", "r1"},
                                            {"start", "2026-05-01T10:00:00Z"},
                                            {"end", "2026-05-01T11:00:00Z"},
                                            {"status", "finished"},
                                            {"selector", R"({"job": "j1"})"},
                                            {"tags", R"({"storage": "s3://bucket-of-r1/checkpoints"})"}}});
  take("events.csv", std::vector<DatasetRow>{
                         {{"run", "r1"}, {"time", "2026-05-01T10:15:00Z"}, {"kind", "checkpoint"}, {"value", "1"}},
                         {{"run", "r1"}, {"time", "2026-05-01T10:45:00Z"}, {"kind", "epoch"}, {"value", "1"}},
                         {{"run", "r1"}, {"time", "2026-05-01T09:00:00Z"}, {"kind", "checkpoint"}, {"value", "0"}}});
  bill({machine_line("n", "4"), machine_line("other", "4"),
        machine_line(
            "bucket-of-r1", "1.5",
            {{"lineItem/ProductCode", "AmazonS3"}, {"product/ProductName", "S3"}, {"product/instanceType", ""}})});
  build();
  auto lake = view();
  const auto row = first_row(ask_runs(lake, {}));
  EXPECT_NEAR(std::stod(row.at("workloads_effective_cost")), 4 * 36.0 / 52 / 2, 1e-9);
  EXPECT_NEAR(std::stod(row.at("idle_effective_cost")), 4 - 4 * 36.0 / 52 / 2, 1e-9);
  EXPECT_EQ(row.at("storage_effective_cost"), "1.5");
  EXPECT_EQ(row.at("effective_cost"), "5.5");
  EXPECT_EQ(row.at("effective_cost_per_epoch"), "5.5");
  EXPECT_EQ(row.at("checkpoints"), "1");
  EXPECT_EQ(ask("SELECT kind, effective_cost FROM data_issues WHERE dataset = 'run_events'"),
            "a checkpoint before the start|5.5");
  const auto timeline = ask_run(lake, {.run = "r1"});
  ASSERT_TRUE(timeline) << timeline.error().text();
  EXPECT_EQ(timeline->rows.back()[4], "5.5");
  EXPECT_FALSE(ask_run(lake, {.run = "nobody"}));
}

// The block's hours are $0 beside a volume's $0.01. A node that doesn't say which block it is of has nothing of the
// fee, which is idle of its owner then, and the run's cost says that it lacks it.
TEST_F(AiCostsTest, ARunOnAnUnknownCapacityBlockSaysThatTheFeeIsNotInIt) {
  const std::string block = "arn:aws:ec2:us-east-1:1:capacity-reservation/cr-1";
  const CurFields of_block = {{"lineItem/UsageType", "CapacityBlockUsage:p5.48xlarge"},
                              {"product/instanceType", "p5.48xlarge"}};
  take("n.csv", {node_row("n", {{"purchase_option", "capacity_block"},
                                {"accelerator_count", "8"},
                                {"accelerator_model", "H100"},
                                {"labels", R"({"root_volume_id": "vol-1"})"}})});
  take("w.csv", {container_row("p", "n", {{"run", "r"}, {"request_accelerators", "8"}})});
  bill({machine_line("n", "0", of_block),
        machine_line("vol-1", "0.01", {{"lineItem/UsageType", "EBS:VolumeUsage.gp3"}, {"product/instanceType", ""}}),
        machine_line(block, "500", of_block)});
  build();
  EXPECT_EQ(ask("SELECT DISTINCT purchase_option FROM node_hours"), "capacity_block");
  EXPECT_EQ(
      ask("SELECT cost_kind, reason, sum(effective_cost) FROM allocation_daily WHERE reason IS NOT NULL GROUP BY 1, 2"),
      "idle|capacity block|500");
  auto lake = view();
  const auto answer = ask_runs(lake, {});
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_FALSE(answer->complete);
  EXPECT_THAT(join(answer->notes, "; "), HasSubstr("of r: it isn't in their cost"));
}

// A fee of Auto Mode is its machine's, wherever its ARN names it; extended support is its cluster's, by the rule of
// control planes.
TEST_F(AiCostsTest, FeesOfEksFallOnTheirMachineAndTheirCluster) {
  const CurFields eks = {{"lineItem/ProductCode", "AmazonEKS"},
                         {"product/ProductName", "Amazon Elastic Container Service for Kubernetes"},
                         {"product/instanceType", ""}};
  auto automatic = eks, extended = eks;
  automatic["lineItem/UsageType"] = "USE1-EKS-Auto:m5.xlarge";
  extended["lineItem/UsageType"] = "USE1-AmazonEKS-Hours:extendedSupport";
  take("n.csv", {node_row("i-1", {{"cluster", "c1"}})});
  take("w.csv", {container_row("p", "i-1", {{"cluster", "c1"}})});
  bill({machine_line("i-1", "2"), machine_line("arn:aws:ec2:us-east-1:1:instance/i-1", "0.24", automatic),
        machine_line("arn:aws:eks:us-east-1:1:cluster/c1", "0.6", extended)});
  build();
  EXPECT_EQ(ask("SELECT sum(effective_cost), max(bill_lines) FROM node_hours"), "2.24|2");
  EXPECT_EQ(ask("SELECT cost_kind, reason, cluster, sum(effective_cost) FROM allocation_daily WHERE reason IS NOT NULL "
                "GROUP BY 1, 2, 3"),
            "shared|control plane|c1|0.6");
}

// A 3g.20gb of one MIG card, the other card empty: of 2 x $1, 1/2 is held, 1/2 left beside it, 1 idle.
TEST_F(AiCostsTest, WhatIsLeftBesideSlicesIsApartFromWhatIsFree) {
  take("n.csv", {node_row("n", with(kCard, {{"accelerator_model", "NVIDIA A100-SXM4-40GB"},
                                            {"accelerator_count", "2"},
                                            {"hourly_cost_usd", "2"},
                                            {"accelerator_sharing", "mig"}}))});
  take("w.csv", {container_row("p", "n", {{"request_accelerators", "1"}, {"accelerator_profile", "3g.20gb"}})});
  build();
  auto lake = view();
  const auto row = first_row(ask_gpu(lake, {}, config_of("aws")));
  EXPECT_EQ(row.at("effective_cost"), "2");
  EXPECT_EQ(row.at("allocated_effective_cost"), "0.5");
  EXPECT_EQ(row.at("fragmented_effective_cost"), "0.5");
  EXPECT_EQ(row.at("idle_effective_cost"), "1");
  EXPECT_EQ(row.at("used_effective_cost"), "-");
}

// Machines with cards of all kinds, pods that share them, telemetry of some, models and runs on some.
class RandomFleet {
 public:
  explicit RandomFleet(unsigned seed) : random_(seed) {
    for (int node = 0; node < 6; ++node) add_node(node);
    for (const char* model : {"a", "b"}) {
      for (int hour = 10; hour < 13; ++hour) {
        if (below(4) == 0) continue;
        requests.push_back({{"model", model},
                            {"hour", fmt::format("2026-05-01T{}:00:00Z", hour)},
                            {"tenant", below(2) == 0 ? "t" : "u"},
                            {"requests", std::to_string(below(50))},
                            {"input_tokens", std::to_string(below(100'000))},
                            {"output_tokens", std::to_string(below(10'000))},
                            {"prefill_seconds", below(2) == 0 ? "" : std::to_string(below(900))},
                            {"decode_seconds", std::to_string(below(2000))}});
      }
    }
  }
  std::vector<DatasetRow> nodes, workloads, activity, requests;

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  std::string moment() { return fmt::format("2026-05-01T{}:{:02}:{:02}Z", 10 + below(3), below(60), below(60)); }
  void add_node(int number) {
    const char* const sharings[] = {"none", "mig", "mps", "time_slicing", "dra", "none"};
    const char* const profiles[] = {"1g.5gb", "2g.10gb", "3g.20gb", "4g.20gb", "9g.1gb", "odd"};
    const auto id = fmt::format("n{}", number);
    const std::string sharing = sharings[number];
    const int cards = 1 + below(3);
    nodes.push_back(node_row(id, {{"start", "2026-05-01T10:00:00Z"},
                                  {"end", "2026-05-01T13:00:00Z"},
                                  {"accelerator_model", "NVIDIA A100-SXM4-40GB"},
                                  {"accelerator_count", std::to_string(cards)},
                                  {"accelerator_sharing", sharing},
                                  {"accelerator_replicas",
                                   sharing == "mps" || sharing == "time_slicing" ? std::to_string(1 + below(5)) : ""},
                                  {"hourly_cost_usd", fmt::format("{}.{}", 1 + below(20), below(1000))}}));
    for (int pod = below(5); pod >= 0; --pod) {
      auto start = moment(), end = moment();
      if (end < start) std::swap(start, end);
      DatasetRow row =
          container_row(fmt::format("p{}.{}", number, pod), id,
                        {{"start", start}, {"end", end}, {"request_accelerators", std::to_string(below(3))}});
      if (sharing == "mig") row["accelerator_profile"] = profiles[below(6)];
      if (sharing == "mps" && below(2) == 0) row["accelerator_percent"] = std::to_string(10 + below(60));
      if (sharing == "dra") row["accelerator_claim"] = "c" + std::to_string(below(2));
      if (below(2) == 0) row["accelerator_ids"] = fmt::format(R"(["GPU-{}"])", below(cards));
      if (below(2) == 0) row[below(2) == 0 ? "run" : "model"] = below(2) == 0 ? "a" : "b";
      workloads.push_back(std::move(row));
    }
    for (int card = 0; card < cards; ++card) {
      for (int sample = below(4); sample > 0; --sample) {
        activity.push_back({{"node_id", id},
                            {"accelerator_id", fmt::format("GPU-{}", card)},
                            {"start", moment()},
                            {"seconds", std::to_string(1 + below(900))},
                            {"active_seconds", std::to_string(below(1000))},
                            {"memory_gib_seconds", std::to_string(below(30'000))}});
      }
    }
  }
  std::mt19937 random_;
};

TEST_F(AiCostsTest, OnAnyFleetPartsSumToTheirWhole) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    SCOPED_TRACE(seed);
    empty_lake();
    const RandomFleet fleet(seed);
    take("n.csv", fleet.nodes);
    take("w.csv", fleet.workloads);
    take("a.csv", fleet.activity);
    take("r.csv", fleet.requests);
    build("market");
    // A node-hour is its parts, exactly.
    EXPECT_EQ(ask("SELECT sum(effective_cost) FROM allocated_costs"),
              ask("SELECT sum(effective_cost) FROM node_hours"));
    // The slots of all cards are at most the cards.
    EXPECT_EQ(ask("SELECT count(*) FROM (SELECT node_id, hour, sum(accelerator_share) AS s FROM allocation_shares "
                  "GROUP BY 1, 2) WHERE s > 1 + 1e-9"),
              "0");
    // What accelerators cost is what was held, idle and fragmented; what was held is used, wasted and unmeasured, none
    // below 0.
    EXPECT_NEAR(number("SELECT sum(effective_cost) FROM accelerator_daily"),
                number("SELECT sum(CAST(effective_cost AS DOUBLE) * accelerator_part) FROM node_hours"), 1e-9);
    EXPECT_EQ(ask("SELECT count(*) FROM accelerator_daily WHERE effective_cost < 0 OR effective_cost_used < 0 OR "
                  "effective_cost_unmeasured < 0 OR effective_cost_used + effective_cost_unmeasured > effective_cost "
                  "OR effective_cost_parked > effective_cost - effective_cost_used"),
              "0");
    EXPECT_EQ(ask("SELECT count(*) FROM allocation_shares WHERE accelerator_used_share > accelerator_measured_share + "
                  "1e-12 OR accelerator_measured_share > accelerator_share + 1e-12"),
              "0");
    // The cost of models is that of their workloads, to the last digit, however it falls on requests; so is that of
    // runs.
    EXPECT_EQ(ask("SELECT coalesce(sum(effective_cost), 0) FROM unit_costs_daily"),
              ask("SELECT coalesce(sum(effective_cost), 0) FROM allocation_daily WHERE model IS NOT NULL"));
    EXPECT_EQ(ask("SELECT coalesce(sum(effective_cost), 0) FROM run_hours WHERE what = 'workloads'"),
              ask("SELECT coalesce(sum(effective_cost), 0) FROM allocation_daily WHERE run IS NOT NULL"));
    EXPECT_EQ(ask("SELECT coalesce(sum(effective_cost), 0) FROM run_hours WHERE what = 'idle'"),
              ask("SELECT coalesce(sum(i.effective_cost), 0) FROM idle_hours AS i JOIN (SELECT s.node_id, s.hour FROM "
                  "allocation_shares AS s JOIN workload_facts AS f ON f.workload_id = s.workload_id AND f.day = s.day "
                  "GROUP BY 1, 2 HAVING count(f.run) = count(*) AND min(f.run) = max(f.run)) AS a ON a.node_id = "
                  "i.node AND a.hour = i.hour"));
    EXPECT_EQ(ask("SELECT count(*) FROM run_hours WHERE begins < hour OR ends > hour + INTERVAL 1 HOUR OR begins >= "
                  "ends OR effective_cost < 0"),
              "0");
    EXPECT_EQ(ask("SELECT count(*) FROM unit_costs WHERE effective_cost_used > effective_cost + 0.000000001"), "0");
    // Input and output are the cost of hours with requests.
    EXPECT_EQ(ask("SELECT count(*) FROM unit_costs_daily WHERE effective_cost_input > effective_cost + "
                  "effective_cost_idle + 0.000000001 OR effective_cost_input_cached > effective_cost_input"),
              "0");
    EXPECT_EQ(number("SELECT coalesce(sum(requests), 0) FROM unit_costs_daily"),
              number("SELECT coalesce(sum(requests), 0) FROM requests_hourly"));
    auto lake = view();
    for (const std::string basis : {"allocation", "usage"}) {
      const auto answer = ask_models(lake, {.by = {"model", "tenant"}}, config_of("market"));
      ASSERT_TRUE(answer) << answer.error().text();
      const auto column = [&](const std::string& name) {
        const auto at = std::find_if(answer->columns.begin(), answer->columns.end(),
                                     [&](const auto& one) { return one.name == name; });
        return static_cast<std::size_t>(at - answer->columns.begin());
      };
      for (const auto& row : answer->rows) {
        const auto& price = row[column(basis + "_per_1m_tokens")];
        if (!price) continue;
        const double tokens =
            std::stod(*row[column("input_tokens")]) + std::stod(row[column("output_tokens")].value_or("0"));
        EXPECT_NEAR(std::stod(*price) * tokens / 1e6, std::stod(*row[column(basis + "_effective_cost")]), 1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace farthing
