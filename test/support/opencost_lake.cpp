#include "support/opencost_lake.hpp"

#include <fmt/format.h>

#include <memory>
#include <optional>

#include "opencost/allocation.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

constexpr const char* kEnd = "2026-05-01T12:00:00Z";

class OpenCostLake : public AllocationLakeFixture {
 public:
  void TestBody() override {}
  [[nodiscard]] const Lake& lake() const { return lake_; }

  void lay() const {
    take("nodes.csv", {node_row("i-cpu", {{"end", kEnd},
                                          {"memory_gib", "36"},
                                          {"cluster", "prod"},
                                          {"orchestrator", "eks"},
                                          {"zone", "us-east-1a"},
                                          {"region", "us-east-1"},
                                          {"instance_type", "m5.xlarge"},
                                          {"purchase_option", "on_demand"},
                                          {"labels", R"({"pool": "general"})"}}),
                       node_row("i-gpu", {{"end", kEnd},
                                          {"vcpu", "10"},
                                          {"memory_gib", "90"},
                                          {"cluster", "prod"},
                                          {"orchestrator", "eks"},
                                          {"zone", "us-east-1b"},
                                          {"region", "us-east-1"},
                                          {"instance_type", "g5.xlarge"},
                                          {"purchase_option", "spot"},
                                          {"accelerator_count", "2"},
                                          {"accelerator_model", "NVIDIA A10G"},
                                          {"accelerator_sharing", "time_slicing"},
                                          {"accelerator_replicas", "4"},
                                          {"labels", R"({"pool": "cards"})"}})});
    take("workloads.csv",
         {container_row("shop", "i-cpu",
                        {{"end", kEnd},
                         {"request_memory_gib", "18"},
                         {"limit_vcpu", "2"},
                         {"namespace", "web"},
                         {"pod", "shop-1"},
                         {"container", "main"},
                         {"workload", "shop"},
                         {"controller_kind", "Deployment"},
                         {"labels", R"({"app": "shop", "team": "store", "app.kubernetes.io/tier": "front"})"},
                         {"tags", R"({"cost-centre": "7"})"}}),
          container_row("agent", "i-cpu",
                        {{"end", kEnd},
                         {"request_memory_gib", "9"},
                         {"namespace", "kube-system"},
                         {"pod", "agent-1"},
                         {"container", "agent"},
                         {"workload", "agent"},
                         {"controller_kind", "DaemonSet"},
                         {"labels", R"({"app": "agent"})"}}),
          container_row("chat", "i-gpu",
                        {{"end", kEnd},
                         {"request_vcpu", "5"},
                         {"request_memory_gib", "45"},
                         {"request_accelerators", "2"},
                         {"namespace", "ai"},
                         {"pod", "chat-0"},
                         {"container", "vllm"},
                         {"workload", "chat"},
                         {"controller_kind", "StatefulSet"},
                         {"labels", R"({"app": "chat", "team": "ml"})"}}),
          container_row("train", "i-gpu",
                        {{"request_vcpu", "2.5"},
                         {"request_memory_gib", "33.75"},
                         {"request_accelerators", "1"},
                         {"namespace", "ai"},
                         {"pod", "train-x"},
                         {"container", "main"},
                         {"workload", "train"},
                         {"controller_kind", "Job"},
                         {"labels", R"({"app": "train"})"}})});
    take("usage.csv",
         {used("shop", 10, {{"vcpu_hours", "0.5"}, {"gib_hours", "9"}, {"network_in_bytes", "3000"}}),
          used("shop", 11, {{"vcpu_hours", "0.5"}, {"gib_hours", "9"}, {"network_out_bytes", "500"}}),
          used("chat", 10, {{"vcpu_hours", "2.5"}, {"gib_hours", "22.5"}, {"accelerator_hours", "0.25"}})});
    bill({hour_of("i-cpu", "3", 10), hour_of("i-cpu", "3", 11), hour_of("i-gpu", "8", 10), hour_of("i-gpu", "8", 11),
          machine_line("arn:aws:eks:us-east-1:1:cluster/prod", "0.24",
                       {{"lineItem/ProductCode", "AmazonEKS"},
                        {"product/ProductName", "Amazon Elastic Container Service for Kubernetes"}}),
          machine_line("lb-1", "0.48", {{"lineItem/ProductCode", "AWSELB"}}),
          measured("vol-1", "7.44", "EBS:VolumeUsage.gp3", "100", "GB-Mo"),
          measured("", "0.2", "DataTransfer-Regional-Bytes", "20", "GB"),
          measured("", "0.4", "USE1-EUW1-AWS-Out-Bytes", "20", "GB"),
          measured("", "1.8", "DataTransfer-Out-Bytes", "20", "GB"),
          measured("nat-1", "0.9", "NatGateway-Bytes", "20", "GB")});
    build();
  }

 private:
  static DatasetRow used(const std::string& workload, int hour, DatasetRow more) {
    more["workload_id"] = workload;
    more["hour"] = fmt::format("2026-05-01T{}:00:00Z", hour);
    return more;
  }
  static CurFields hour_of(const std::string& node, const std::string& cost, int hour) {
    auto more = lasting(fmt::format("2026-05-01T{}:00:00Z", hour), fmt::format("2026-05-01T{}:00:00Z", hour + 1));
    if (node == "i-gpu") more["lineItem/UsageType"] = "SpotUsage:g5.xlarge";
    return machine_line(node, cost, more);
  }
  static CurFields measured(const std::string& resource, const std::string& cost, const std::string& usage,
                            const std::string& amount, const std::string& unit) {
    return machine_line(resource, cost,
                        {{"lineItem/UsageType", usage}, {"lineItem/UsageAmount", amount}, {"pricing/unit", unit}});
  }
};

// Ends with the tests, while all that it needs is still there.
class KeptLake : public testing::Environment {
 public:
  void TearDown() override {
    view_.reset();
    lake_.reset();
  }
  LakeView& view() {
    if (view_) return *view_;
    lake_ = std::make_unique<OpenCostLake>();
    lake_->lay();
    view_.emplace(LakeView::open(lake_->lake(), std::nullopt).value());
    // As tables in memory they are asked much faster than as files.
    for (const char* name :
         {"allocation_daily", "allocation_shares", "charges", "costs_daily", "node_hours", "nodes", "unit_costs",
          "usage_hourly", "workload_daily", "workload_days", "workload_facts", "workloads"}) {
      keep(fmt::format("CREATE TABLE kept_{} AS SELECT * FROM {}", name, name));
      keep(fmt::format("DROP VIEW {}", name));
      keep(fmt::format("ALTER TABLE kept_{} RENAME TO {}", name, name));
    }
    return *view_;
  }

 private:
  void keep(const std::string& sql) {
    const auto done = view_->engine().run(sql);
    if (!done) ADD_FAILURE() << done.error().text();
  }
  std::unique_ptr<OpenCostLake> lake_;
  std::optional<LakeView> view_;
};

}  // namespace

LakeView& opencost_view() {
  static auto* kept = static_cast<KeptLake*>(testing::AddGlobalTestEnvironment(new KeptLake));
  return kept->view();
}

AllocationQuestion allocation_question_of(const std::string& window, const std::vector<std::string>& aggregate) {
  AllocationQuestion question;
  question.window = parse_window(window, {}).value();
  question.sets = {question.window};
  question.aggregate = aggregate;
  return question;
}

AllocationQuestion of_two_hours(const std::vector<std::string>& aggregate) {
  return allocation_question_of("2026-05-01T10:00:00Z,2026-05-01T12:00:00Z", aggregate);
}

std::vector<std::string> allocation_rows(const AllocationQuestion& question, std::size_t set) {
  const auto answer = ask_allocation(opencost_view(), question);
  if (!answer) return {"error: " + answer.error().text()};
  std::vector<std::string> rows;
  for (const auto& [name, allocation] : answer->sets.at(set).rows) {
    const auto& [cpu, ram, gpu] = allocation.resources;
    rows.push_back(fmt::format("{} {}+{}+{}", name, cpu.cost.text(), ram.cost.text(), gpu.cost.text()));
    if (allocation.shared != Decimal{}) rows.back() += " shared " + allocation.shared.text();
  }
  return rows;
}

Decimal allocation_total(const AllocationQuestion& question) {
  Decimal sum;
  const auto answer = ask_allocation(opencost_view(), question);
  if (!answer) return Decimal::from_integer(-1);
  for (const auto& set : answer->sets) {
    for (const auto& row : set.rows) sum += row.allocation.total_cost();
  }
  return sum;
}

}  // namespace farthing
