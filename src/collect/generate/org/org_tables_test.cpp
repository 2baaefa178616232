#include "collect/generate/org/org_tables.hpp"

#include <gtest/gtest.h>

#include <set>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/org_names.hpp"
#include "domain/dataset.hpp"
#include "lake/engine.hpp"

namespace farthing::generate::org {
namespace {

class OrgTables : public ::testing::Test {
 protected:
  // Cells joined by "|", rows by ";".
  static std::string ask(const std::shared_ptr<TableSource>& table, const std::string& sql) {
    auto engine = Engine::open({.threads = 1});
    EXPECT_TRUE(engine->add_table("t", table).has_value());
    const auto rows = engine->query(sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      if (!text.empty()) text += ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }
  Organisation organisation = small_organisation(8, 2, 12, 60);
};

TEST_F(OrgTables, HaveColumnsOfTheirDatasetsOnly) {
  UsageCount count;
  std::int64_t rows = 0;
  const std::pair<const char*, std::shared_ptr<TableSource>> tables[] = {
      {"nodes", make_nodes_table(organisation)},
      {"workloads", make_workloads_table(organisation)},
      {"usage_hourly", make_usage_table(organisation, count)},
      {"accelerator_activity", make_activity_table(organisation, rows)},
      {"requests_hourly", make_requests_table(organisation)},
      {"runs", make_runs_table(organisation)},
      {"run_events", make_run_events_table(organisation)}};
  for (const auto& [name, table] : tables) {
    const auto found = std::ranges::find(datasets(), std::string_view(name), &Dataset::name);
    ASSERT_NE(found, datasets().end());
    std::set<std::string> there;
    for (const auto& column : table->columns()) {
      EXPECT_NE(found->find(column.name), nullptr) << name << " " << column.name;
      there.insert(column.name);
    }
    for (const auto& column : found->columns) {
      if (column.required) EXPECT_TRUE(there.contains(column.name)) << name << " " << column.name;
    }
  }
}

TEST_F(OrgTables, NodesAreMachinesAndFargateTasks) {
  const auto nodes = make_nodes_table(organisation);
  EXPECT_EQ(ask(nodes, "SELECT count(*), count(DISTINCT node_id) FROM t()"),
            std::to_string(organisation.nodes.size()) + "|" + std::to_string(organisation.nodes.size()));
  EXPECT_EQ(
      ask(nodes,
          "SELECT DISTINCT instance_type IS NULL, cardinality(labels) > 0, purchase_option LIKE 'fargate%' FROM t() "
          "ORDER BY 1"),
      "false|true|false;true|false|true");
  EXPECT_EQ(ask(nodes, "SELECT DISTINCT cluster, orchestrator FROM t() ORDER BY 1"),
            "ecs-main|ecs;eks-serve|eks;eks-train|eks");
  EXPECT_EQ(ask(nodes,
                "SELECT count(*) FROM t() WHERE instance_type LIKE 'g%' AND (accelerator_model IS NULL OR "
                "accelerator_count = 0)"),
            "0");
  EXPECT_EQ(ask(nodes,
                "SELECT vcpu, memory_gib, allocatable_vcpu, allocatable_memory_gib FROM t() WHERE instance_type = "
                "'m6i.4xlarge' LIMIT 1"),
            "16|64|15.04|59.52");
}

TEST_F(OrgTables, WorkloadsSayWhoTheyAre) {
  const auto workloads = make_workloads_table(organisation);
  EXPECT_EQ(ask(workloads, "SELECT DISTINCT orchestrator, namespace IS NULL, task_family IS NULL FROM t() ORDER BY 1"),
            "ecs|true|false;eks|false|true");
  EXPECT_EQ(ask(workloads, "SELECT count(*) FROM t() WHERE workload_id NOT LIKE '%/' || container"), "0");
  EXPECT_EQ(ask(workloads, "SELECT count(*) FROM t() WHERE limit_vcpu <> 2 * request_vcpu OR request_vcpu = 0"), "0")
      << "no request is NULL";
  EXPECT_EQ(ask(workloads,
                "SELECT DISTINCT ecs_service, tags['aws:batch:job-queue'] FROM t() WHERE controller_kind = 'BatchJob'"),
            "-|default-queue");
  EXPECT_EQ(ask(workloads, "SELECT count(*) > 0 FROM t() WHERE request_accelerators > 0 AND cluster = 'ecs-main'"),
            "true");
}

TEST_F(OrgTables, UsageAndTruthHaveTheSamePodHours) {
  UsageCount count;
  TrueSums sums(organisation);
  const auto rows =
      ask(make_usage_table(organisation, count), "SELECT count(*), count(DISTINCT (workload_id, hour)) FROM t()");
  EXPECT_EQ(rows, std::to_string(count.rows) + "|" + std::to_string(count.rows));
  EXPECT_EQ(ask(make_truth_table(organisation, sums), "SELECT count(*), sum(true_cost) FROM t()"),
            std::to_string(count.rows) + "|0")
      << "no bill was written, so nothing is known to have cost anything";
  EXPECT_EQ(sums.pods.size(), organisation.pods.size());
}

TEST_F(OrgTables, UsageOfCardsIsKnownOfThoseWhoHaveSome) {
  UsageCount count;
  const auto usage = make_usage_table(organisation, count);
  EXPECT_EQ(ask(usage, "SELECT count(*) > 0 FROM t() WHERE accelerator_hours > 0"), "true");
  EXPECT_EQ(ask(usage, "SELECT count(*) FROM t() WHERE accelerator_hours > 8 OR vcpu_hours < 0 OR gib_hours < 0"), "0");
  EXPECT_EQ(ask(usage,
                "SELECT count(*) > 0, count(*) FILTER (network_in_bytes IS NULL) FROM t() WHERE network_out_bytes IS "
                "NOT NULL"),
            "true|0");
}

TEST_F(OrgTables, NamesAreUniqueAndOfTheirKind) {
  std::set<std::string> ids, pods;
  for (const Pod& pod : organisation.pods) {
    const PodNames names = names_of(organisation, pod);
    EXPECT_EQ(names.workload_id, workload_id_of(organisation, pod));
    EXPECT_TRUE(ids.insert(names.workload_id).second) << names.workload_id;
    const Node& node = organisation.nodes[pod.node];
    const Controller& controller = organisation.controllers[pod.controller];
    if (node.type == nullptr) EXPECT_EQ(names.workload_id, node.id + "/" + controller.container);
    if (controller.kind == Kind::kDeployment) EXPECT_TRUE(names.pod.starts_with(std::string(controller.name) + "-"));
    // 8-4-4-4-12 hexadecimal digits of a version 4 UUID.
    if (controller.cluster != kTasks) {
      ASSERT_GT(names.workload_id.size(), 36u);
      EXPECT_EQ(names.workload_id[14], '4');
      EXPECT_EQ(names.workload_id[36], '/') << names.workload_id;
    }
  }
}

}  // namespace
}  // namespace farthing::generate::org
