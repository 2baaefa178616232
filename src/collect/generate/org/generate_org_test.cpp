#include "collect/generate/org/generate_org.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "lake/engine.hpp"
#include "support/bill_lake.hpp"
#include "support/generated_files.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

class GenerateOrg : public BillLakeFixture {
 protected:
  [[nodiscard]] OrgPlan plan(const std::string& name, std::uint64_t seed = 4) const {
    return {.days = 3, .nodes = 10, .pods = 50, .seed = seed, .month = "2026-10", .out = folder_.path() / name};
  }
  static GeneratedOrg generated(const OrgPlan& plan) {
    auto made = generate_org(plan);
    EXPECT_TRUE(made.has_value()) << made.error().text();
    return made.value_or(GeneratedOrg());
  }
  static std::map<std::string, std::string> contents_of(const fs::path& folder) {
    std::map<std::string, std::string> contents;
    for (const auto& file : samples::files_in(folder, ""))
      contents[fs::relative(file, folder).string()] = *read_file(file);
    return contents;
  }
  // The one number or text that a query over a table of the organisation gives; $x is the file x.parquet.
  static std::string ask_files(const OrgPlan& plan, std::string sql) {
    for (const char* table : {"nodes", "workloads", "usage_hourly", "truth_hourly", "truth_workloads"}) {
      sql = replaced(sql, std::string("$") + table, "read_parquet('" + (plan.out / table).string() + ".parquet')");
    }
    auto engine = Engine::open();
    const auto rows = engine->query(sql);
    return rows ? rows->rows.at(0).at(0).value_or("-") : rows.error().text();
  }
  static std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    return text;
  }
};

TEST_F(GenerateOrg, OnePlanIsOneSetOfBytes) {
  generated(plan("one"));
  generated(plan("again"));
  const auto contents = contents_of(plan("one").out);
  EXPECT_EQ(contents, contents_of(plan("again").out));
  EXPECT_EQ(contents.size(), 20u) << "bill, its manifests, nine datasets, the truth";
  generated(plan("other", 5));
  EXPECT_NE(contents.at("usage_hourly.parquet"), contents_of(plan("other").out).at("usage_hourly.parquet"));
}

TEST_F(GenerateOrg, TheBillImportsAndSumsToTheTruth) {
  const auto made = generated(plan("org"));
  const auto report = import_paths({(plan("org").out / "farthing-4").string()});
  ASSERT_TRUE(report.has_value()) << report.error().text();
  const auto truth = json::parse(*read_file(made.truth)).as_object();
  const auto& totals = truth.at("totals").as_object();
  const auto total = [&](const char* basis) { return std::string(totals.at(basis).as_string()); };
  EXPECT_EQ(ask("SELECT sum(BilledCost), sum(EffectiveCost), sum(x_NetBilledCost), sum(x_NetEffectiveCost), "
                "sum(ContractedCost), sum(ListCost) FROM charges"),
            total("billed") + "|" + total("effective") + "|" + total("net_billed") + "|" + total("net_effective") +
                "|" + total("contracted") + "|" + total("list"));
  EXPECT_EQ(ask("SELECT count(*) FROM charges WHERE x_Part IS DISTINCT FROM 'unused'"),
            std::to_string(made.bill_lines));
}

TEST_F(GenerateOrg, TheTruthOfAMachinesHoursAndItsIdleAreItsMoneyInTheBill) {
  const auto made = generated(plan("org"));
  ASSERT_TRUE(import_paths({(plan("org").out / "farthing-4").string()}).has_value());
  // Unused parts of commitments and what nobody's machine is aside, the bill's lines of machines and root volumes.
  const std::string nodes = "read_parquet('" + (plan("org").out / "nodes.parquet").string() + "')";
  const auto view = LakeView::open(lake_, std::nullopt);
  ASSERT_TRUE(view.has_value());
  auto engine = Engine::open();
  const auto money = ask_files(plan("org"), "SELECT sum(true_cost) FROM $truth_hourly");
  EXPECT_EQ(money, (made.held + made.system).text());
  EXPECT_EQ(money, ask_files(plan("org"), "SELECT sum(true_cost) FROM $truth_workloads"));
  std::vector<std::string> ids;
  const auto found = engine->query("SELECT node_id FROM " + nodes + " UNION ALL SELECT labels['root_volume_id'] FROM " +
                                   nodes + " WHERE labels['root_volume_id'] IS NOT NULL");
  for (const auto& row : found->rows) ids.push_back(sql_literal(row[0].value()));
  EXPECT_EQ(ask("SELECT sum(EffectiveCost) FROM charges WHERE ResourceId IN (" + join(ids, ", ") + ")"),
            (made.held + made.system + made.idle).text());
  EXPECT_GT(made.idle, Decimal());
}

TEST_F(GenerateOrg, PodHoursAreExact) {
  const auto made = generated(plan("org"));
  EXPECT_EQ(made.pod_hours, 50 * 24 * 3);
  EXPECT_EQ(ask_files(plan("org"), "SELECT sum(epoch_us(\"end\") - epoch_us(start)) / 3600000000 FROM $workloads"),
            "3600");
  EXPECT_EQ(ask_files(plan("org"), "SELECT count(*) FROM $usage_hourly"), std::to_string(made.usage_rows));
  EXPECT_EQ(ask_files(plan("org"),
                      "SELECT count(*) FROM $usage_hourly AS u FULL JOIN $truth_hourly AS t ON u.workload_id "
                      "= t.workload_id AND u.hour = t.hour_start WHERE u.hour IS NULL OR t.hour_start IS NULL"),
            "0");
  EXPECT_EQ(ask_files(plan("org"),
                      "SELECT count(*) FROM (SELECT workload_id FROM $workloads GROUP BY 1 HAVING count(*) > 1)"),
            "0");
}

TEST_F(GenerateOrg, LabelsAreGoodBadAndMissing) {
  generated(plan("org"));
  const auto count = [&](const std::string& condition) {
    return ask_files(plan("org"), "SELECT count(*) > 0 FROM $workloads WHERE " + condition);
  };
  EXPECT_EQ(count("labels['team'] = 'search'"), "true");
  EXPECT_EQ(count("labels['team'] = 'Search-Team'"), "true");
  EXPECT_EQ(count("labels['Team'] = 'assistant'"), "true");
  EXPECT_EQ(count("cardinality(labels) = 0 AND orchestrator = 'eks'"), "true");
  EXPECT_EQ(count("tags['Team'] = 'Vision' AND ecs_service = 'thumbnailer'"), "true");
  EXPECT_EQ(count("controller_kind = 'DaemonSet' AND system"), "true");
  EXPECT_EQ(count("controller_kind <> 'DaemonSet' AND system"), "false");
}

TEST_F(GenerateOrg, AFolderWithSomethingInItIsLeftAlone) {
  generated(plan("org"));
  const auto before = contents_of(plan("org").out);
  const auto again = generate_org(plan("org", 5));
  ASSERT_FALSE(again.has_value());
  EXPECT_NE(again.error().text().find("is not empty"), std::string::npos);
  EXPECT_EQ(contents_of(plan("org").out), before) << "two organisations in a folder would be imported as one";
}

TEST_F(GenerateOrg, AFolderThatCantBeMadeIsAnError) {
  auto bad = plan("org");
  bad.out = put("file", "not a folder") + "/org";
  const auto made = generate_org(bad);
  ASSERT_FALSE(made.has_value());
  EXPECT_NE(made.error().text().find("file/org"), std::string::npos) << made.error().text();
}

TEST_F(GenerateOrg, MisuseWritesNothing) {
  auto bad = plan("org");
  bad.pods = 1;
  EXPECT_FALSE(generate_org(bad).has_value());
  EXPECT_FALSE(fs::exists(bad.out));
}

}  // namespace
}  // namespace farthing
