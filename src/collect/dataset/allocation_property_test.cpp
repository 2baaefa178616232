// What holds of any organisation: nodes in two clusters and without, billed and not, and containers on them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/text.hpp"
#include "support/allocation_lake.hpp"
#include "support/sanitized.hpp"

namespace farthing {
namespace {

constexpr const char* kBasisColumns[][2] = {
    {"billed_cost", "BilledCost"},          {"effective_cost", "EffectiveCost"},
    {"net_billed_cost", "x_NetBilledCost"}, {"net_effective_cost", "x_NetEffectiveCost"},
    {"contracted_cost", "ContractedCost"},  {"list_cost", "ListCost"},
};

std::string at_second(int second) {
  const int day = second / 86'400;
  return fmt::format("2026-{:02}-{:02}T{:02}:{:02}:{:02}Z", 5 + day / 31, 1 + day % 31, second / 3'600 % 24,
                     second / 60 % 60, second % 60);
}

struct BilledOrganisation {
  std::vector<DatasetRow> nodes, workloads, usage;
  std::vector<CurFields> lines;
};

struct OrganisationForm {
  bool cut = false;      ///< each interval in two at a random second
  bool renamed = false;  ///< other ids, in another order
};

class OrganisationMaker {
 public:
  OrganisationMaker(unsigned seed, OrganisationForm form) : random_(seed), cuts_(seed + 1), form_(form) {}

  BilledOrganisation make() {
    for (int n = 0; n < 6; ++n) add_node(n);
    add_other_lines();
    return std::move(made_);
  }

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  [[nodiscard]] std::string id_of(const char* kind, int number) const {
    return form_.renamed ? fmt::format("{}-{}", 99 - number, kind) : fmt::format("{}-{}", kind, number);
  }

  void add_interval(std::vector<DatasetRow>& rows, DatasetRow row, int begin, int end) {
    if (form_.cut && end - begin > 1) {
      const int middle = begin + 1 + static_cast<int>(cuts_() % static_cast<unsigned>(end - begin - 1));
      row["start"] = at_second(begin);
      row["end"] = at_second(middle);
      rows.push_back(row);
      begin = middle;
    }
    row["start"] = at_second(begin);
    row["end"] = at_second(end);
    rows.push_back(row);
  }

  // 0 on demand, by hour; 1 covered, by hour; 2 spot, one line; 3 with a root volume; 4 without a bill; 5 not
  // described.
  void add_node(int n) {
    const int begin = below(80'000), end = begin + 9'000 + below(130'000);
    const auto id = id_of("node", n);
    const bool has_cards = n == 2 || n == 4;
    DatasetRow row = {{"node_id", id},
                      {"vcpu", std::to_string(2 + below(30))},
                      {"memory_gib", std::to_string(4 + below(100))},
                      {"accelerator_count", has_cards ? "4" : ""},
                      {"account", account_of(n)},
                      {"hourly_cost_usd", n == 4 ? fmt::format("{}.{:06}", below(9), below(1'000'000)) : ""},
                      {"cluster", n == 0 || n == 1 || n == 4 ? "prod"
                                  : n == 2                   ? "dev"
                                                             : ""},
                      {"purchase_option", n == 2 ? "spot" : ""}};
    if (n == 3) row["labels"] = R"({"root_volume_id":"vol-3","owner":"Platform"})";
    if (n != 5) add_interval(made_.nodes, row, begin, end);
    add_lines_of_node(n, id, begin, end);
    for (int w = 0; w < 5; ++w) add_workload(n * 5 + w, id, has_cards, begin, end);
  }

  [[nodiscard]] static std::string account_of(int n) { return n % 2 == 0 ? "111111111111" : "222222222222"; }
  std::string cost() { return fmt::format("{}.{:09}", below(4), below(1'000'000'000)); }

  void add_lines_of_node(int n, const std::string& id, int begin, int end) {
    CurFields account = {{"lineItem/UsageAccountId", account_of(n)}, {"pricing/publicOnDemandCost", cost()}};
    const int first = begin / 3'600, last = (end + 3'599) / 3'600;
    if (n == 4) return;
    if (n == 2 || n == 3) {
      if (n == 2) account["lineItem/UsageType"] = "SpotUsage:g5.xlarge";
      add_line(machine_line(id, cost(), account), first, last);
      if (n == 3) add_line(machine_line("vol-3", cost(), account), 0, 72);
      return;
    }
    // Also the hour after the machine's end.
    for (int hour = first; hour <= last; ++hour) {
      add_line(n == 1 ? covered_line(id, cost(), account) : machine_line(id, cost(), account), hour, hour + 1);
    }
  }

  void add_line(CurFields line, int first_hour, int end_hour) {
    for (const auto& [name, value] : lasting(at_second(first_hour * 3'600), at_second(end_hour * 3'600)))
      line[name] = value;
    made_.lines.push_back(std::move(line));
  }

  void add_other_lines() {
    add_line(plan_hour("7.123456"), 3, 4);
    add_line(plan_hour("0", {{"lineItem/UsageAccountId", account_of(0)}}), 30, 31);
    add_line(machine_line("vol-9", cost(), {{"resourceTags/user:Team", "Search Team"}}), 0, 72);
    add_line(machine_line("", cost(), {{"lineItem/LineItemType", "Tax"}}), 0, 744);
    add_line(machine_line("nat-1", cost(), {{"lineItem/UsageType", "NatGateway-Hours"}}), 7, 8);
    add_line(
        machine_line("bucket", cost(), {{"lineItem/ProductCode", "AmazonS3"}, {"resourceTags/user:Team", "search"}}),
        24, 48);
    add_line(machine_line("", "-0.123", {{"lineItem/LineItemType", "Credit"}}), 0, 744);
  }

  void add_workload(int number, const std::string& node, bool cards, int begin, int end) {
    const int from = begin + below(3'000), until = from + 2 + below(end - from - 2);
    const auto id = id_of("pod", number);
    add_interval(made_.workloads,
                 {{"workload_id", id},
                  {"node_id", node},
                  {"request_vcpu", fmt::format("{:.2f}", 0.25 * below(40))},
                  {"request_memory_gib", fmt::format("{:.1f}", 0.5 * below(60))},
                  {"request_accelerators", cards ? std::to_string(below(4)) : ""},
                  {"namespace", number % 3 == 0 ? "web" : "batch"},
                  {"controller_kind", number % 5 == 4 ? "DaemonSet" : "Deployment"},
                  {"labels", number % 2 == 0 ? R"({"team":"Search_Team"})" : ""}},
                 from, until);
    // Every third container has no usage at all, the others in some of their hours.
    for (int hour = from / 3'600; number % 3 != 0 && hour <= (until - 1) / 3'600; hour += 1 + below(3)) {
      made_.usage.push_back({{"workload_id", id},
                             {"hour", at_second(hour * 3'600)},
                             {"vcpu_hours", fmt::format("{:.3f}", 0.001 * below(9'000))},
                             {"gib_hours", fmt::format("{:.2f}", 0.01 * below(4'000))},
                             {"accelerator_hours", cards ? fmt::format("{:.2f}", 0.01 * below(150)) : ""}});
    }
  }

  std::mt19937 random_, cuts_;
  OrganisationForm form_;
  BilledOrganisation made_;
};

class AllocationPropertyTest : public AllocationLakeFixture {
 protected:
  static BilledOrganisation organisation(unsigned seed, OrganisationForm form = {}) {
    return OrganisationMaker(seed, form).make();
  }
  void take_all(const BilledOrganisation& made) const {
    take("n.csv", made.nodes);
    take("w.csv", made.workloads);
    take("u.csv", made.usage);
    bill(made.lines);
  }
  void build_anew(const BilledOrganisation& made) const {
    empty_lake();
    take_all(made);
    build("market");
  }
  /// Empty if no row is found.
  void expect_none(const std::string& sql) const { EXPECT_EQ(ask(sql + " LIMIT 3"), "") << sql; }
  /// All tables of models, a row a text, but those named.
  [[nodiscard]] std::map<std::string, std::string> tables(const std::vector<std::string>& without = {}) const {
    std::map<std::string, std::string> all;
    for (const char* name : {"node_hours", "allocation_shares", "allocation_daily", "idle_moves", "idle_hours",
                             "data_issues", "dimension_spellings", "allocated_costs"}) {
      if (std::find(without.begin(), without.end(), name) != without.end()) continue;
      all[name] = ask(std::string("SELECT * FROM ") + name + " ORDER BY ALL");
    }
    return all;
  }
  static void expect_same(const std::map<std::string, std::string>& left,
                          const std::map<std::string, std::string>& right) {
    for (const auto& [name, text] : left) {
      EXPECT_FALSE(text.empty()) << name;
      if (text == right.at(name)) continue;
      const auto differs = std::mismatch(text.begin(), text.end(), right.at(name).begin(), right.at(name).end());
      const auto at = static_cast<std::size_t>(differs.first - text.begin());
      const auto from = text.rfind(';', at) == std::string::npos ? 0 : text.rfind(';', at);
      ADD_FAILURE() << name << ": " << text.substr(from, 600) << "\n   and " << right.at(name).substr(from, 600);
    }
  }
};

std::string sums_of_bases(std::size_t spelled) {
  std::string sql;
  for (const auto& basis : kBasisColumns) sql += fmt::format(", coalesce(sum({}), 0)", basis[spelled]);
  return sql;
}

TEST_F(AllocationPropertyTest, TheSplitIsTheBillOnEachBasisInEachAccount) {
  for (unsigned seed = 1; seed <= last_seed(1, 3); ++seed) {
    build_anew(organisation(seed));
    EXPECT_EQ(ask("SELECT billing_period, account, currency" + sums_of_bases(0) +
                  " FROM allocation_daily WHERE NOT estimated GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"),
              ask("SELECT billing_period, SubAccountId, BillingCurrency" + sums_of_bases(1) +
                  " FROM charges GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"))
        << seed;
    // Each kind of cost has come up, so the identity says something of each.
    EXPECT_EQ(ask("SELECT string_agg(DISTINCT cost_kind, ' ' ORDER BY cost_kind) FROM allocation_daily"),
              "allocated idle not_covered shared system unallocated");
  }
}

TEST_F(AllocationPropertyTest, AMachinesHourIsWhatItsContainersHoldAndIdle) {
  for (unsigned seed = 11; seed <= last_seed(11, 12); ++seed) {
    build_anew(organisation(seed));
    for (const auto& basis : kBasisColumns) {
      expect_none(fmt::format(
          "SELECT n.node_id, n.hour, n.{0}, sum(a.{0}) FROM node_hours AS n LEFT JOIN allocated_costs AS a ON a.node = "
          "n.node_id AND a.hour = n.hour GROUP BY ALL HAVING sum(a.{0}) IS DISTINCT FROM n.{0}",
          basis[0]));
      expect_none(
          fmt::format("SELECT i.node, i.hour FROM idle_hours AS i JOIN allocated_costs AS a ON a.node = i.node "
                      "AND a.hour = i.hour AND a.cost_kind = 'idle' WHERE a.{0} IS DISTINCT FROM i.{0} OR i.{0} < 0",
                      basis[0]));
      expect_none(
          fmt::format("SELECT a.workload_id, a.hour FROM allocated_costs AS a JOIN node_hours AS n ON n.node_id = "
                      "a.node AND n.hour = a.hour WHERE a.{0} < 0 OR a.{0} > n.{0}",
                      basis[0]));
      // The roll-up says the same of a day.
      expect_none(fmt::format(
          "SELECT * FROM (SELECT day, node, workload_id, sum({0}) AS cost FROM allocation_daily WHERE node IS NOT NULL "
          "GROUP BY ALL) AS d JOIN (SELECT day, node, workload_id, sum({0}) AS cost FROM allocated_costs GROUP BY ALL) "
          "AS h "
          "ON h.day = d.day AND h.node = d.node AND h.workload_id IS NOT DISTINCT FROM d.workload_id WHERE d.cost IS "
          "DISTINCT FROM h.cost",
          basis[0]));
    }
    expect_none(
        "SELECT * FROM allocation_shares WHERE NOT (vcpu_share BETWEEN 0 AND 1 AND memory_share BETWEEN 0 AND 1 AND "
        "coalesce(accelerator_share, 0) BETWEEN 0 AND 1 AND cost_share BETWEEN 0 AND 1)");
    expect_none(
        "SELECT node_id, hour FROM allocation_shares GROUP BY ALL HAVING sum(vcpu_share) > 1 + 1e-12 OR "
        "sum(memory_share) > 1 + 1e-12 OR sum(accelerator_share) > 1 + 1e-12 OR sum(cost_share) > 1 + 1e-12");
  }
}

TEST_F(AllocationPropertyTest, IdleLaidOnMovesMoneyAndMakesNone) {
  for (unsigned seed = 21; seed <= last_seed(21, 22); ++seed) {
    build_anew(organisation(seed));
    EXPECT_EQ(ask("SELECT string_agg(DISTINCT idle_mode, ' ' ORDER BY idle_mode) FROM idle_moves"),
              "by_cluster by_cost by_node");
    for (const auto& basis : kBasisColumns) {
      expect_none(
          fmt::format("SELECT idle_mode, day, currency, estimated, account, cluster, sum({0}) FROM idle_moves GROUP BY "
                      "ALL HAVING sum({0}) <> 0",
                      basis[0]));
      expect_none(
          fmt::format("SELECT * FROM idle_moves WHERE cost_kind IN ('allocated', 'system') AND {0} < 0", basis[0]));
      for (const char* mode : {"by_node", "by_cluster", "by_cost"}) {
        expect_none(fmt::format(
            "SELECT day, node, estimated, sum({0}) FROM (SELECT day, node, estimated, cost_kind, reason, {0} FROM "
            "allocation_daily UNION ALL SELECT day, node, estimated, cost_kind, reason, {0} FROM idle_moves WHERE "
            "idle_mode = '{1}') WHERE cost_kind = 'idle' AND node IS NOT NULL GROUP BY ALL HAVING sum({0}) < 0",
            basis[0], mode));
      }
      // By node a container never gets more than its machine costs.
      expect_none(fmt::format(
          "SELECT w.day, w.node, w.workload_id FROM (SELECT day, node, workload_id, {0} AS cost FROM allocation_daily "
          "UNION ALL SELECT day, node, workload_id, {0} FROM idle_moves WHERE idle_mode = 'by_node') AS w JOIN (SELECT "
          "day, node_id, sum({0}) AS most FROM node_hours GROUP BY ALL) AS n ON n.day = w.day AND n.node_id = w.node "
          "WHERE w.workload_id IS NOT NULL GROUP BY ALL HAVING sum(w.cost) > min(n.most)",
          basis[0]));
    }
    // What rounding leaves is smaller than anything that a bill shows.
    expect_none("SELECT * FROM idle_moves WHERE cost_kind = 'rounding' AND abs(effective_cost) > 0.00000001");
  }
}

TEST_F(AllocationPropertyTest, TheRollUpByWorkloadIsTheOneByContainer) {
  const std::string keys =
      "day, billing_period, cost_kind, reason, account, region, zone, service, cluster, orchestrator, node_pool, "
      "instance_type, purchase_option, accelerator, namespace, ecs_service, workload, controller_kind, owner, "
      "dimensions, currency, estimated, cost_source";
  const auto summed = [](const std::string& key, const std::string& sums, const std::string& table) {
    return "SELECT " + key + sums + " FROM " + table + " GROUP BY " + key;
  };
  std::string costs = ", sum(hours)", moves;
  for (const auto& basis : kBasisColumns) {
    // What is unknown stays so: for as many hours.
    costs += fmt::format(", sum({0}), sum(CASE WHEN {0} IS NULL THEN hours END)", basis[0]);
    moves += fmt::format(", coalesce(sum({}), 0)", basis[0]);
  }
  const auto modes = "idle_mode, " + keys;
  for (unsigned seed = 26; seed <= last_seed(26, 28); ++seed) {
    build_anew(organisation(seed));
    const std::pair<std::string, std::string> both[] = {
        {summed(keys, costs, "allocation_daily"), summed(keys, costs, "workload_daily")},
        {summed(modes, moves, "idle_moves"), summed(modes, moves, "workload_idle_moves")}};
    for (const auto& [fine, coarse] : both) {
      expect_none("SELECT * FROM (" + fine + " EXCEPT " + coarse + ")");
      expect_none("SELECT * FROM (" + coarse + " EXCEPT " + fine + ")");
    }
    EXPECT_NE(ask("SELECT count(*) FROM workload_daily"), "0");
    EXPECT_EQ(ask("SELECT (SELECT count(*) FROM workload_daily) < (SELECT count(*) FROM allocation_daily)"), "true");
  }
}

TEST_F(AllocationPropertyTest, CuttingIntervalsInTwoChangesNothing) {
  for (unsigned seed = 31; seed <= last_seed(31, 32); ++seed) {
    build_anew(organisation(seed));
    const auto whole = tables({"data_issues"});
    build_anew(organisation(seed, {.cut = true}));
    expect_same(whole, tables({"data_issues"}));
  }
}

TEST_F(AllocationPropertyTest, OtherIdsInAnotherOrderChangeNothingButNames) {
  const auto nameless = [&] {
    return ask("SELECT * EXCLUDE (node, workload_id) FROM allocation_daily ORDER BY ALL") + "\n" +
           ask("SELECT * EXCLUDE (node, workload_id) FROM idle_moves ORDER BY ALL");
  };
  build_anew(organisation(41));
  const auto first = nameless();
  build_anew(organisation(41, {.renamed = true}));
  EXPECT_EQ(nameless() == first, true);
}

TEST_F(AllocationPropertyTest, TheOrderInWhichDataComeChangesNothing) {
  auto made = organisation(51);
  build_anew(made);
  const auto first = tables();
  std::mt19937 random(51);
  std::shuffle(made.nodes.begin(), made.nodes.end(), random);
  std::shuffle(made.workloads.begin(), made.workloads.end(), random);
  std::shuffle(made.usage.begin(), made.usage.end(), random);
  std::shuffle(made.lines.begin(), made.lines.end(), random);
  empty_lake();
  bill(made.lines);
  take("u.csv", made.usage);
  take("w.csv", made.workloads);
  take("n.csv", made.nodes);
  build("market");
  expect_same(first, tables());
}

// A day's usage and a day's lines at a time with a build after each, against all at once.
TEST_F(AllocationPropertyTest, BuildsAfterEachImportEqualOneBuildOfAll) {
  const auto made = organisation(61);
  build_anew(made);
  const auto at_once = tables();
  empty_lake();
  take("n.csv", made.nodes);
  take("w.csv", made.workloads);
  build("market");
  for (int day = 1; day <= 4; ++day) {
    const auto date = fmt::format("2026-05-{:02}", day);
    std::vector<DatasetRow> usage;
    std::vector<CurFields> lines;
    for (const auto& row : made.usage) {
      if (row.at("hour").starts_with(date)) usage.push_back(row);
    }
    for (const auto& line : made.lines) {
      if (line.at("lineItem/UsageStartDate").substr(0, date.size()) <= date) lines.push_back(line);
    }
    if (!usage.empty()) take(fmt::format("u{}.csv", day), usage);
    replace_bill(lines, "bill.csv");
    const auto report = build("market");
    if (day == 1) {
      EXPECT_GT(report.days.changed.size(), 1u);
    }
  }
  expect_same(at_once, tables());
}

TEST_F(AllocationPropertyTest, ABuildOfTheSameDataBuildsNothing) {
  build_anew(organisation(71));
  const auto first = tables();
  const auto again = build("market");
  EXPECT_TRUE(again.days.changed.empty());
  EXPECT_TRUE(again.days.gone.empty());
  build("aws");
  EXPECT_EQ(build("market").days.changed.size(), again.days.kept.size());
  expect_same(first, tables());
}

}  // namespace
}  // namespace farthing
