// farthing config, and the rules that hold without a farthing.yaml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "ask/condition.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "support/program_runs.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

// The first default rule that takes a line with these columns; all others are NULL.
std::string rule_of(const std::map<std::string, std::string>& line) {
  auto engine = Engine::open().value();
  std::vector<std::string> columns;
  for (const auto& column : charge_columns()) {
    const auto found = line.find(column.name);
    const auto value = found == line.end() ? "NULL" : sql_literal(found->second);
    columns.push_back("CAST(" + value + " AS " + std::string(sql_type(column.type)) + ") AS " + sql_name(column.name));
  }
  for (const auto& rule : default_allocation_config().shared) {
    const auto condition = parse_condition(rule.when);
    EXPECT_TRUE(condition) << rule.name << ": " << condition.error().text();
    const auto rows =
        engine.query("SELECT 1 FROM (SELECT " + join(columns, ", ") + ") WHERE " + condition->sql).value();
    if (!rows.rows.empty()) return rule.name;
  }
  return "none";
}

TEST(DefaultSharedRules, TakeTheLinesOfACur) {
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonEKS"}, {"x_UsageType", "USE1-AmazonEKS-Hours:perCluster"}}),
            "control plane");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonEC2"}, {"x_UsageType", "USW2-NatGateway-Bytes"}}), "NAT gateways");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AWSELB"}, {"x_UsageType", "LCUUsage"}}), "load balancers");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonECR"}, {"x_UsageType", "TimedStorage-ByteHrs"}}), "registries");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonCloudWatch"}}), "logs");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AWSSupportEnterprise"}}), "support");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AWSELB"}, {"ChargeCategory", "Tax"}}), "tax");
}

TEST(DefaultSharedRules, TakeTheLinesOfAFocusBillWithoutOurColumns) {
  EXPECT_EQ(rule_of({{"ServiceName", "Amazon Elastic Container Service for Kubernetes"}}), "control plane");
  EXPECT_EQ(rule_of({{"ServiceName", "Amazon Virtual Private Cloud"}, {"SkuMeter", "NatGateway-Hours"}}),
            "NAT gateways");
  EXPECT_EQ(rule_of({{"ServiceName", "Elastic Load Balancing"}}), "load balancers");
  EXPECT_EQ(rule_of({{"ServiceName", "Amazon EC2 Container Registry (ECR)"}}), "registries");
  EXPECT_EQ(rule_of({{"ServiceName", "AmazonCloudWatch"}}), "logs");
  EXPECT_EQ(rule_of({{"ServiceName", "AWS Support (Enterprise)"}}), "support");
  EXPECT_EQ(rule_of({{"ServiceName", "Amazon Elastic Compute Cloud"}, {"ChargeCategory", "Tax"}}), "tax");
}

TEST(DefaultSharedRules, LeaveMachinesAndStorageAlone) {
  EXPECT_EQ(rule_of({}), "none");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonEKS"}, {"x_UsageType", "USE1-Fargate-vCPU-Hours:perCPU"}}), "none");
  EXPECT_EQ(
      rule_of({{"x_ServiceCode", "AmazonEC2"}, {"x_UsageType", "BoxUsage:m5.large"}, {"ChargeCategory", "Usage"}}),
      "none");
  EXPECT_EQ(rule_of({{"x_ServiceCode", "AmazonS3"}, {"x_UsageType", "TimedStorage-ByteHrs"}}), "none");
}

class ConfigCommand : public ::testing::Test {
 protected:
  // The exit code; what was printed is in out_ and err_.
  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--data", (folder_.path() / "data").string()});
    auto ended = run_farthing(std::move(arguments));
    out_ = std::move(ended.out);
    err_ = std::move(ended.err);
    return ended.code;
  }
  std::string put(const std::string& name, const std::string& yaml) {
    const auto path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << yaml;
    return path.string();
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  std::string out_, err_;
};

TEST_F(ConfigCommand, ExplainsAValueOfTheDataFoldersFile) {
  const auto file = put("data/farthing.yaml", "allocation: {idle: by_node}\n");
  EXPECT_EQ(run({"config", "explain", "allocation.idle"}), 0) << err_;
  EXPECT_EQ(out_, "allocation.idle: by_node  # " + file + ":1:20\n");
}

TEST_F(ConfigCommand, ShowsTheFileThatTheOptionNames) {
  put("data/farthing.yaml", "allocation: {idle: by_node}\n");
  const auto file = put("other.yaml", "allocation: {idle: by_cost}\n");
  EXPECT_EQ(run({"config", "show", "--config", file}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("idle: by_cost  # " + file + ":1:20\n"));
}

TEST_F(ConfigCommand, RefusesAConditionThatNamesNoColumn) {
  const auto file = put("f.yaml", "allocation:\n  shared:\n    - {name: eks, when: servise = 'AmazonEKS'}\n");
  EXPECT_EQ(run({"config", "show", "--config", file}), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr(file + ":3:5: the condition of rule 'eks'"));
}

TEST_F(ConfigCommand, UnknownSettingsAreWrongUsageAndMissingFilesAreFailures) {
  EXPECT_EQ(run({"config", "explain", "allocation.wieghts"}), 2);
  EXPECT_THAT(err_, HasSubstr("did you mean 'allocation.weights'?"));
  EXPECT_EQ(run({"config", "show", "--config", "gone.yaml"}), 1);
  EXPECT_THAT(err_, HasSubstr("gone.yaml: there is no such file"));
}

}  // namespace
}  // namespace farthing
