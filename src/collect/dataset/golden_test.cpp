// The golden cases of test/golden: datasets in, `build`, what each container must cost out. Here, because it needs
// imports.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <filesystem>

#include "base/file.hpp"
#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

namespace json = boost::json;

class GoldenTest : public AllocationLakeFixture {};

// "8/15" or "1".
double fraction(const json::value& value) {
  const auto parts = split(std::string(value.as_string()), '/');
  return parts.size() == 1 ? std::stod(std::string(parts[0]))
                           : std::stod(std::string(parts[0])) / std::stod(std::string(parts[1]));
}

// All cases lie in one lake, so ids are told apart by the case that they are of.
json::value of_case(const json::value& value, const std::string& name) {
  return json::value(name + "." + std::string(value.as_string()));
}

json::object row_of_case(const json::object& given, const std::string& name) {
  auto row = given;
  for (const char* id : {"node_id", "workload_id", "accelerator_claim", "run"}) {
    if (row.contains(id)) row[id] = of_case(row[id], name);
  }
  if (row.contains("labels")) {
    for (auto& [key, value] : row["labels"].as_object()) value = of_case(value, name);
  }
  if (!row.contains("held_by")) return row;
  for (auto& holder : row["held_by"].as_array()) holder = of_case(holder, name);
  return row;
}

struct GoldenCase {
  std::string name;  ///< "mps.2"
  json::object given;
};

std::vector<GoldenCase> read_cases() {
  std::vector<GoldenCase> cases;
  const auto folder = std::filesystem::path(FARTHING_TEST_DATA).parent_path() / "golden";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto text = read_file(entry.path());
    if (!text) {
      ADD_FAILURE() << text.error().text();
      continue;
    }
    const auto list = json::parse(*text);
    for (std::size_t i = 0; i < list.as_array().size(); ++i) {
      cases.push_back({fmt::format("{}.{}", entry.path().stem().string(), i), list.as_array()[i].as_object()});
    }
  }
  return cases;
}

constexpr const char* kContainers =
    "SELECT workload_id, sum(cost * share), sum(cost * used), sum(cost * (share - coalesce(measured, 0))), "
    "count(used), "
    "max(told_by), max(gpu_sharing), max(mig_profile) FROM (SELECT s.workload_id, CAST(n.effective_cost AS DOUBLE) * "
    "n.accelerator_part AS cost, s.accelerator_share AS share, s.accelerator_used_share AS used, "
    "s.accelerator_measured_share AS measured, s.accelerator_told_by AS told_by, f.gpu_sharing, f.mig_profile FROM "
    "allocation_shares AS s JOIN node_hours AS n ON n.node_id = s.node_id AND n.hour = s.hour JOIN workload_facts AS f "
    "ON f.workload_id = s.workload_id AND f.day = s.day) GROUP BY 1";

using Cells = std::vector<std::string>;

// Rows by their first cell.
std::map<std::string, Cells> by_first_cell(const std::string& text) {
  std::map<std::string, Cells> rows;
  for (const auto& row : split(text, ';')) {
    const auto cells = split(std::string(row), '|');
    rows[std::string(cells.front())] = Cells(cells.begin() + 1, cells.end());
  }
  return rows;
}

void check_container(const Cells& found, const json::object& want) {
  ASSERT_EQ(found.size(), 7u);
  EXPECT_NEAR(std::stod(found[0]), fraction(want.at("cost")), 1e-9);
  const auto* used = want.if_contains("used");
  if (used != nullptr && used->is_null()) {
    EXPECT_EQ(found[3], "0");
  } else if (used != nullptr) {
    EXPECT_NEAR(std::stod(found[1]), fraction(*used), 1e-9);
    const double unmeasured = want.contains("unmeasured") ? fraction(want.at("unmeasured")) : 0;
    EXPECT_NEAR(std::stod(found[2]), unmeasured, 1e-9);
  }
  for (const auto& [key, at] : {std::pair("told_by", 4), std::pair("sharing", 5), std::pair("profile", 6)}) {
    if (want.contains(key)) EXPECT_EQ(found[static_cast<std::size_t>(at)], std::string(want.at(key).as_string()));
  }
}

std::string rows_of_cases(const std::vector<GoldenCase>& cases, const char* dataset) {
  std::string text;
  for (const auto& one : cases) {
    if (!one.given.contains(dataset)) continue;
    for (const auto& row : one.given.at(dataset).as_array()) {
      text += json::serialize(row_of_case(row.as_object(), one.name)) + "\n";
    }
  }
  return text;
}

// Each case has an account of its own, so that what is unused can be told apart.
CurFields block_line(const json::object& said, const std::string& name) {
  const auto text = [&](const char* key) { return std::string(said.at(key).as_string()); };
  auto line = machine_line("arn:aws:ec2:us-east-1:1:capacity-reservation/" + name + "." + text("block"), text("cost"),
                           lasting(text("start"), text("end")));
  line["lineItem/UsageAccountId"] = name;
  line["lineItem/LineItemType"] = said.contains("type") ? text("type") : "Fee";
  line["lineItem/UsageType"] = "CapacityBlock:p4d.24xlarge";
  line["lineItem/UsageAmount"] = json::serialize(said.at("instances"));
  line["pricing/unit"] = said.contains("unit") ? text("unit") : "";
  return line;
}

std::vector<CurFields> block_lines(const std::vector<GoldenCase>& cases) {
  std::vector<CurFields> lines;
  for (const auto& one : cases) {
    if (!one.given.contains("bill")) continue;
    for (const auto& said : one.given.at("bill").as_array()) lines.push_back(block_line(said.as_object(), one.name));
  }
  return lines;
}

void check_run(const Cells& found, const json::object& want) {
  ASSERT_EQ(found.size(), 2u);
  EXPECT_NEAR(std::stod(found[0]), fraction(want.at("cost")), 1e-9);
  EXPECT_EQ(found[1], json::serialize(want.at("epochs")));
  EXPECT_NEAR(std::stod(found[0]) / std::stod(found[1]), fraction(want.at("per_epoch")), 1e-9);
}

TEST_F(GoldenTest, EachContainerCostsWhatWasWorkedOutByHand) {
  const auto cases = read_cases();
  ASSERT_GE(cases.size(), 50u);
  for (const char* dataset : {"nodes", "workloads", "usage_hourly", "accelerator_activity", "runs", "run_events"}) {
    take(dataset + std::string(".json"), rows_of_cases(cases, dataset));
  }
  bill(block_lines(cases));
  build();
  auto unused =
      by_first_cell(ask("SELECT account, sum(effective_cost) FROM allocation_daily WHERE reason = 'capacity "
                        "block' GROUP BY 1"));
  auto runs = by_first_cell(
      ask("SELECT run, sum(effective_cost), (SELECT count(*) FROM run_events AS e WHERE e.run = r.run AND kind = "
          "'epoch') FROM run_hours AS r GROUP BY 1"));
  auto containers = by_first_cell(ask(kContainers));
  auto idle = by_first_cell(ask("SELECT node, sum(effective_cost) FROM idle_hours GROUP BY 1"));
  const auto issues = by_first_cell(
      ask("SELECT DISTINCT regexp_extract(subject, '^[^.]+[.][0-9]+') || ' ' || kind, 1 FROM data_issues"));
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name + ": " + std::string(one.given.at("title").as_string()));
    for (const auto& [workload, want] : one.given.at("expect").as_object()) {
      SCOPED_TRACE(std::string(workload));
      check_container(containers[one.name + "." + std::string(workload)], want.as_object());
    }
    if (one.given.contains("idle")) {
      const auto found = idle[one.name + ".n"];
      ASSERT_EQ(found.size(), 1u);
      EXPECT_NEAR(std::stod(found[0]), fraction(one.given.at("idle")), 1e-9);
    }
    if (one.given.contains("unused")) {
      const auto found = unused[one.name];
      ASSERT_EQ(found.size(), 1u);
      EXPECT_NEAR(std::stod(found[0]), fraction(one.given.at("unused")), 1e-9);
    }
    if (one.given.contains("run")) {
      const auto& want = one.given.at("run").as_object();
      check_run(runs[one.name + "." + std::string(want.at("id").as_string())], want);
    }
    if (!one.given.contains("issues")) continue;
    for (const auto& issue : one.given.at("issues").as_array()) {
      EXPECT_TRUE(issues.contains(one.name + " " + std::string(issue.as_string()))) << issue;
    }
  }
}

}  // namespace
}  // namespace farthing
