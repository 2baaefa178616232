#include "focus/export.hpp"

#include <fmt/format.h>

#include <random>

#include "base/text.hpp"
#include "focus/validate.hpp"
#include "support/allocation_lake.hpp"
#include "support/sanitized.hpp"

namespace farthing {
namespace {

class ExportTest : public AllocationLakeFixture {
 protected:
  [[nodiscard]] std::filesystem::path out() const { return folder_.path() / "out"; }
  Result<FocusExported> try_export(const std::string& weights = "aws", const std::string& type = "csv",
                                   const std::string& month = "2026-05") const {
    auto view = LakeView::open(lake_, std::nullopt);
    if (!view) return tl::unexpected(view.error());
    return export_focus(*view, lake_, config_of(weights), {.month = month, .out = out(), .file_type = type});
  }
  FocusExported exported(const std::string& weights = "aws", const std::string& type = "csv") const {
    auto done = try_export(weights, type);
    if (!done) ADD_FAILURE() << done.error().text();
    return done.value_or(FocusExported());
  }
  /// SQL over the file as it stands, everything as text.
  [[nodiscard]] std::string in_file(const std::string& sql, const std::string& type = "csv") const {
    const auto file = sql_literal((out() / ("focus-1.3-2026-05." + type)).string());
    const auto from =
        type == "parquet" ? "read_parquet(" + file + ")" : "read_csv(" + file + ", all_varchar = true, header = true)";
    auto engine = Engine::open().value();
    const auto rows = engine.query("WITH f AS (SELECT * FROM " + from + ") " + sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      if (!text.empty()) text += ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }
  [[nodiscard]] std::string violated(const std::string& type = "csv") const {
    const auto validation = validate_focus({.files = {(out() / ("focus-1.3-2026-05." + type)).string()}});
    if (!validation) return validation.error().text();
    std::string rules;
    for (const auto& row : validation->answer.rows) {
      const bool ours = row[1]->starts_with("FOCUS-1.3") || row[1]->starts_with("EffectiveCost-C-012");
      if (ours && row[3] == "violated") rules += *row[1] + ";";
    }
    return rules;
  }
};

constexpr const char* kRatio =
    "coalesce(list_sum(list_transform(json_extract_string(AllocatedMethodDetails, '$.Elements[*].AllocatedRatio'), "
    "lambda r: CAST(r AS DECIMAL(18,12)))), 0)";

// The worked example of a g5.12xlarge at 5.672 by market weights: a vCPU costs 7/200, a GiB 97/28000, the rest four
// cards.
TEST_F(ExportTest, TheWorkedExampleIsSplitByItsRatios) {
  take(
      "n.csv",
      {node_row(
          "n", {{"vcpu", "48"}, {"memory_gib", "192"}, {"accelerator_count", "4"}, {"instance_type", "g5.12xlarge"}})});
  const auto asks = [](const char* vcpus, const char* gibs, const char* cards) {
    return DatasetRow{{"request_vcpu", vcpus}, {"request_memory_gib", gibs}, {"request_accelerators", cards}};
  };
  take("w.csv", {container_row("A", "n", asks("10", "32", "")), container_row("B", "n", asks("4", "20", "")),
                 container_row("G", "n", asks("16", "64", "2"))});
  bill({machine_line("n", "5.672")});
  build("market");
  EXPECT_FALSE(exported("market").contradicts);
  const std::string ratio =
      "(SELECT coalesce(any_value(round(CAST(json_extract_string(e, '$.AllocatedRatio') AS DOUBLE), 10)), 0) FROM "
      "(SELECT unnest(json_extract(AllocatedMethodDetails, '$.Elements[*]')) AS e) WHERE json_extract_string(e, "
      "'$.x_Resource') = '";
  EXPECT_EQ(
      in_file("SELECT coalesce(AllocatedResourceId, x_CostKind) AS id, " + ratio + "accelerator'), " + ratio +
              "vcpu'), " + ratio + "memory'), round(CAST(EffectiveCost AS DOUBLE), 10) FROM f ORDER BY 1"),
      "A|0|0.0617066291|0.0195446303|0.4608571429;B|0|0.0246826516|0.0122153939|0.2092857143;"
      "G|0.2932701995|0.0987306065|0.0390892605|2.4451428571;idle|0.2932701995|0.1110719323|0.0464184969|2.5567142857");
  EXPECT_EQ(in_file("SELECT sum(CAST(EffectiveCost AS DECIMAL(38,12))), sum(" + std::string(kRatio) +
                    "), count(DISTINCT x_OriginChargeId), min(AllocatedMethodId), max(AllocatedMethodId) FROM f"),
            "5.672|1|1|farthing-market-max-v1|farthing-market-max-v1");
  EXPECT_EQ(
      in_file("SELECT AllocatedMethodDetails FROM f WHERE AllocatedResourceId = 'B'"),
      R"({"Elements":[{"AllocatedRatio":0.024682651622,"UsageUnit":"vCPU-Hours","UsageQuantity":4,"x_Resource":"vcpu"},)"
      R"({"AllocatedRatio":0.012215393915,"UsageUnit":"GiB-Hours","UsageQuantity":20,"x_Resource":"memory"}]})");
  EXPECT_EQ(violated(), "");
}

// What is no machine stays whole. Of a line of two days whose machine is there on the first alone, a day's part is by
// time, and the second's is nobody's. Tags are the workload's, and what is known of it.
TEST_F(ExportTest, EachKindOfChargeIsSplitAsItIs) {
  take("n.csv", {node_row("n"), node_row("t", {{"cluster", "prod"}}),
                 node_row("d", {{"start", "2026-05-01T00:00:00Z"}, {"end", "2026-05-02T00:00:00Z"}})});
  take("w.csv", {container_row("w", "n"), container_row("s", "n", {{"controller_kind", "DaemonSet"}}),
                 container_row("dw", "d",
                               {{"start", "2026-05-01T00:00:00Z"},
                                {"end", "2026-05-02T00:00:00Z"},
                                {"request_vcpu", "2"},
                                {"request_memory_gib", "8"}}),
                 container_row("tw", "t",
                               {{"namespace", "web"},
                                {"pod", "p-1"},
                                {"container", "api"},
                                {"cluster", "prod"},
                                {"run", "r-7"},
                                {"model", "llama"},
                                {"labels", R"({"team":"Search","it's":"a \"b\""})"}})});
  bill({machine_line("n", "1"), machine_line("bucket", "2"),
        machine_line("", "0.5", {{"lineItem/LineItemType", "Tax"}}),
        machine_line("n", "3", {{"lineItem/UsageType", "DataTransfer-Out-Bytes"}}),
        machine_line("t", "1", {{"resourceTags/user:Team", "platform"}}),
        machine_line("d", "8", lasting("2026-05-01T00:00:00Z", "2026-05-03T00:00:00Z"))});
  build();
  exported();
  EXPECT_EQ(
      in_file(
          "SELECT x_CostKind, AllocatedResourceId, AllocatedMethodId, BilledCost FROM f WHERE coalesce(ResourceId, '') "
          "NOT IN ('t', 'd') ORDER BY 1, CAST(BilledCost AS DOUBLE)"),
      "allocated|w|farthing-aws-max-v1|0.25;idle|-|farthing-aws-max-v1|0.5;system|-|farthing-aws-max-v1|0.25;"
      "-|-|-|0.5;-|-|-|2;-|-|-|3");
  EXPECT_EQ(
      in_file("SELECT x_CostKind, AllocatedResourceId, EffectiveCost, PricingQuantity, ChargePeriodEnd FROM f WHERE "
              "ResourceId = 'd' ORDER BY 1"),
      "allocated|dw|2|0.25|2026-05-03T00:00:00Z;idle|-|2|0.25|2026-05-03T00:00:00Z;"
      "unallocated|-|4|0.5|2026-05-03T00:00:00Z");
  EXPECT_EQ(in_file("SELECT AllocatedMethodDetails FROM f WHERE x_CostKind = 'unallocated'"),
            R"({"Elements":[{"AllocatedRatio":0.5,"x_Resource":"all"}]})");
  EXPECT_EQ(
      in_file("SELECT AllocatedResourceName, json_extract_string(AllocatedTags, ['$.team', '$.\"it''s\"', "
              "'$.\"farthing:team\"', '$.\"farthing:namespace\"', '$.\"farthing:cluster\"', '$.\"farthing:run\"', "
              "'$.\"farthing:model\"']) AS t, Tags FROM f WHERE AllocatedResourceId = 'tw'"),
      R"(web/p-1/api|["Search", "a \"b\"", "search", "web", "prod", "r-7", "llama"]|{"Team":"platform"})");
  EXPECT_EQ(violated(), "");
}

TEST_F(ExportTest, NumbersArePlainAndNothingIsEmpty) {
  bill({machine_line("x", "0.0000004",
                     {{"pricing/publicOnDemandRate", "4e-07"}, {"pricing/publicOnDemandCost", "0.0000004"}})});
  const auto done = exported();
  EXPECT_EQ(in_file("SELECT BilledCost, ListUnitPrice FROM f"), "0.0000004|0.0000004");
  EXPECT_NE(join(done.answer.notes, ";").find("nothing is split to workloads yet: run farthing build"),
            std::string::npos);
}

TEST_F(ExportTest, AMonthWithoutABillOrAnUnknownTypeIsAnError) {
  EXPECT_EQ(try_export().error().text(), "there is no bill of 2026-05");
  EXPECT_EQ(try_export("aws", "xml").error().text(), "'xml' is no type of file (choose one of: csv, csv.gz, parquet)");
  EXPECT_FALSE(try_export("aws", "csv", "May"));
  bill({machine_line("x", "1")});
  put("../out", "a file where the folder should be");
  EXPECT_FALSE(try_export());
}

TEST_F(ExportTest, AnExportIsExportedAsItIs) {
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("w", "n")});
  bill({machine_line("n", "1.000000000001")});
  build();
  exported();
  const auto first = read_file(out() / "focus-1.3-2026-05.csv").value();
  std::filesystem::remove_all(lake_.root());
  ASSERT_EQ(error_of({out().string()}), "");
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("w", "n")});
  build();
  exported();
  EXPECT_EQ(in_file("SELECT count(*), count(DISTINCT x_OriginChargeId), count(AllocatedMethodId), sum(CAST(BilledCost "
                    "AS DECIMAL(38,12))) FROM f"),
            "2|1|2|1.000000000001");
}

// Machines of random lives, lines of hours and of days, negative ones and large ones among them.
class RandomLake {
 public:
  explicit RandomLake(unsigned seed) : random_(seed) {}

  void make() {
    for (int n = 0; n < 4; ++n) {
      const auto id = fmt::format("n{}", n);
      const int begin = below(30), end = begin + 2 + below(30);
      nodes.push_back(node_row(id, {{"start", at(begin)},
                                    {"end", at(end)},
                                    {"vcpu", std::to_string(2 + below(9))},
                                    {"accelerator_count", n == 1 ? "2" : ""},
                                    {"labels", n == 0 ? R"({"root_volume_id":"vol"})" : ""}}));
      for (int w = 0; w < 4; ++w) {
        const int from = begin + below(end - begin);
        workloads.push_back(container_row(fmt::format("w{}-{}", n, w), id,
                                          {{"start", at(from)},
                                           {"end", at(from + 1 + below(end - from))},
                                           {"request_vcpu", fmt::format("{}.{}", below(4), below(10))},
                                           {"request_accelerators", n == 1 ? "1" : ""},
                                           {"controller_kind", w == 3 ? "DaemonSet" : ""}}));
      }
      for (int hour = begin; hour < end; ++hour)
        lines.push_back(machine_line(id, cost(), lasting(at(hour), at(hour + 1))));
      lines.push_back(machine_line(id, cost(), lasting(at(begin), at(begin + 40))));
    }
    lines.push_back(machine_line("vol", cost(), lasting(at(0), at(72))));
    lines.push_back(machine_line("elsewhere", cost(), lasting(at(0), at(1))));
    lines.push_back(covered_line("n2", "0.123456789"));
    lines.push_back(plan_hour("0.123456789"));
  }
  std::vector<DatasetRow> nodes, workloads;
  std::vector<CurFields> lines;

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  static std::string at(int hour) { return fmt::format("2026-05-{:02}T{:02}:00:00Z", 1 + hour / 24, hour % 24); }
  // A double of Parquet holds 15 digits.
  std::string cost() {
    const char* sign = below(9) == 0 ? "-" : "";
    return below(8) == 0 ? fmt::format("{}{}.{:09}", sign, below(90'000), random_() % 1'000'000'000)
                         : fmt::format("{}{}.{:012}", sign, below(3), random_() % 1'000'000'000'000);
  }
  std::mt19937_64 random_;
};

class ExportPropertyTest : public ExportTest, public ::testing::WithParamInterface<unsigned> {};

TEST_P(ExportPropertyTest, EachChargeIsConservedAndComesBack) {
  RandomLake random(GetParam());
  random.make();
  take("n.csv", random.nodes);
  take("w.csv", random.workloads);
  bill(random.lines);
  build();
  const std::string totals =
      "SELECT sum(BilledCost), sum(EffectiveCost), sum(x_NetBilledCost), sum(x_NetEffectiveCost), sum(ContractedCost), "
      "sum(ListCost), sum(PricingQuantity), sum(ConsumedQuantity) FROM charges";
  const auto before = ask(totals);
  const auto charges = ask(
      "SELECT x_SourceLine, x_Part, BilledCost, EffectiveCost, ListCost, PricingQuantity FROM charges ORDER BY ALL");
  for (const char* type : {"csv", "parquet"}) {
    EXPECT_FALSE(exported("aws", type).contradicts);
    const std::string amount = "CAST(CAST({} AS VARCHAR) AS DECIMAL(38,12))";
    std::string sums;
    for (const char* name : {"BilledCost", "EffectiveCost", "ListCost", "PricingQuantity"})
      sums += ", sum(" + fmt::format(fmt::runtime(amount), name) + ")";
    EXPECT_EQ(in_file("SELECT CAST(split_part(x_OriginChargeId, ':', 2) AS BIGINT), "
                      "nullif(split_part(x_OriginChargeId, ':', 3), '')" +
                          sums + " FROM f GROUP BY x_OriginChargeId ORDER BY ALL",
                      type),
              charges)
        << type;
    EXPECT_EQ(in_file("SELECT DISTINCT r FROM (SELECT sum(" + std::string(kRatio) +
                          ") AS r FROM f WHERE AllocatedMethodId IS NOT NULL GROUP BY x_OriginChargeId)",
                      type),
              "1")
        << type;
    EXPECT_EQ(violated(type), "") << type;
    const Lake again(folder_.path() / type);
    ImportProgress progress;
    ASSERT_TRUE(import_bills(again, {{(out() / ("focus-1.3-2026-05." + std::string(type))).string()}, false, "600MB"},
                             progress));
    EXPECT_EQ(ask(again, totals), before) << type;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ExportPropertyTest, ::testing::Range(1u, last_seed(1, 2) + 1));

}  // namespace
}  // namespace farthing
