// Capacity Blocks: a fee paid at once is the price of the hours of its machines. Here, because it needs imports.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.hpp"
#include "base/time.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;

constexpr const char* kArn = "arn:aws:ec2:us-east-1:1:capacity-reservation/";
constexpr const char* kAccount = "444455556666";

CurFields fee_of(const std::string& block, const std::string& cost, const std::string& start, const std::string& end,
                 const CurFields& more = {}) {
  auto line = machine_line(kArn + block, cost, lasting(start, end));
  line["lineItem/LineItemType"] = "Fee";
  line["lineItem/UsageType"] = "CapacityBlock:p5.48xlarge";
  line["lineItem/Operation"] = "";
  line["pricing/unit"] = "";
  line["pricing/publicOnDemandCost"] = cost;
  for (const auto& [name, value] : more) line[name] = value;
  return line;
}

DatasetRow node_of(const std::string& id, const std::string& block, const std::string& start, const std::string& end) {
  return node_row(id, {{"start", start},
                       {"end", end},
                       {"account", kAccount},
                       {"purchase_option", "capacity_block"},
                       {"labels", block.empty() ? "" : fmt::format(R"({{"capacity_reservation_id": "{}"}})", block)}});
}

class CapacityBlockTest : public AllocationLakeFixture {
 protected:
  /// By machine and day: hours, what they cost, the dearest.
  [[nodiscard]] std::string nodes() const {
    return ask(
        "SELECT node_id, day(day), count(*), sum(effective_cost), max(effective_cost) FROM node_hours GROUP BY 1, 2 "
        "ORDER BY 1, 2");
  }
  [[nodiscard]] std::string unused() const {
    return ask(
        "SELECT day(day), sum(effective_cost), sum(billed_cost) FROM allocation_daily WHERE reason = 'capacity "
        "block' GROUP BY 1 ORDER BY 1");
  }
  /// Months, accounts and bases in which the split isn't the bill.
  void expect_the_bill() const {
    for (const auto& [cost, column] :
         {std::pair("billed_cost", "BilledCost"), std::pair("effective_cost", "EffectiveCost"),
          std::pair("contracted_cost", "ContractedCost"), std::pair("list_cost", "ListCost")}) {
      EXPECT_EQ(
          ask(fmt::format(
              "SELECT * FROM (SELECT billing_period, SubAccountId AS account, sum({1}) AS a FROM charges GROUP BY "
              "1, 2) AS b FULL JOIN (SELECT billing_period, account, sum({0}) AS a FROM allocation_daily WHERE "
              "NOT estimated GROUP BY 1, 2) AS s ON s.billing_period = b.billing_period AND s.account IS NOT "
              "DISTINCT FROM b.account WHERE coalesce(b.a, 0) <> coalesce(s.a, 0)",
              cost, column)),
          "")
          << cost;
    }
  }
};

// 2 instances for 24 hours for $480: $10 an instance-hour. One is there all the time, one for 3.5 hours.
TEST_F(CapacityBlockTest, AFeeIsThePriceOfItsHoursAndTheRestIsUnused) {
  take("n.csv", {node_of("n1", "cr-1", "2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z"),
                 node_of("n2", "cr-1", "2026-05-01T20:30:00Z", "2026-05-02T00:00:00Z")});
  take("w.csv", {container_row("p", "n1",
                               {{"start", "2026-05-01T12:00:00Z"},
                                {"end", "2026-05-02T12:00:00Z"},
                                {"run", "r"},
                                {"request_vcpu", "2"},
                                {"request_memory_gib", "8"}})});
  bill({fee_of("cr-1", "480", "2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z", {{"lineItem/UsageAmount", "2"}}),
        machine_line("n1", "0",
                     {{"lineItem/UsageType", "CapacityBlockUsage:p5.48xlarge"},
                      {"lineItem/UsageStartDate", "2026-05-01T12:00:00Z"},
                      {"lineItem/UsageEndDate", "2026-05-02T12:00:00Z"},
                      {"pricing/publicOnDemandCost", "0"}})});
  build();
  EXPECT_EQ(nodes(), "n1|1|12|120|10;n1|2|12|120|10;n2|1|4|35|10");
  // 24 and 24 instance-hours, less 12 + 3.5 and 12. What is billed lies where it was billed.
  EXPECT_EQ(unused(), "1|85|480;2|120|0");
  EXPECT_EQ(ask("SELECT DISTINCT capacity_block, cost_source, purchase_option FROM node_hours"),
            "cr-1|bill|capacity_block");
  EXPECT_EQ(ask("SELECT sum(capacity_block_cost) FROM node_hours"), "275");
  EXPECT_EQ(ask("SELECT what, sum(effective_cost), sum(billed_cost) FROM run_hours GROUP BY 1 ORDER BY 1"),
            "idle|120|0;workloads|120|0");
  expect_the_bill();
}

// 12 hours in May, 12 in June, in an account that didn't pay. The fee was billed in May.
TEST_F(CapacityBlockTest, AMonthAndAnAccountKeepTheirBill) {
  auto node = node_of("n1", "cr-1", "2026-05-31T12:00:00Z", "2026-06-01T12:00:00Z");
  node["account"] = "777788889999";
  take("n.csv", {node});
  bill({fee_of("cr-1", "480", "2026-05-31T12:00:00Z", "2026-06-01T12:00:00Z", {{"lineItem/UsageAmount", "2"}})});
  build();
  EXPECT_EQ(nodes(), "n1|1|12|120|10;n1|31|12|120|10");
  EXPECT_EQ(ask("SELECT billing_period, account, reason, sum(effective_cost) FROM allocation_daily WHERE cost_kind = "
                "'not_covered' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"),
            "2026-05|444455556666|a capacity block of another account|120;"
            "2026-05|444455556666|a capacity block's hours in another month than its fee|240;"
            "2026-05|777788889999|a capacity block of another account|-120;"
            "2026-06|444455556666|a capacity block of another account|120;"
            "2026-06|444455556666|a capacity block's hours in another month than its fee|-240;"
            "2026-06|777788889999|a capacity block of another account|-120");
  expect_the_bill();
}

// Two blocks, half of one's fee paid back weeks later, a machine of none.
TEST_F(CapacityBlockTest, ARefundMakesTheHoursCheaperAndOthersHaveNoPart) {
  const std::string start = "2026-05-01T00:00:00Z", end = "2026-05-02T00:00:00Z";
  take("n.csv", {node_of("n1", "cr-1", start, end), node_of("n2", "cr-2", start, "2026-05-01T12:00:00Z"),
                 node_of("n3", "", start, end)});
  bill({fee_of("cr-1", "480", start, end, {{"lineItem/UsageAmount", "2"}}),
        fee_of("cr-1", "-240", "2026-05-20T00:00:00Z", "2026-05-20T01:00:00Z", {{"lineItem/LineItemType", "Refund"}}),
        fee_of("cr-2", "24", start, end), machine_line("n3", "7", lasting(start, end))});
  build();
  EXPECT_EQ(nodes(), "n1|1|24|120|5;n2|1|12|12|1;n3|1|24|7|0.291666666667");
  EXPECT_EQ(unused(), "1|132|504;20|0|-240");
  expect_the_bill();
}

// A fee that comes late, and one that changes, change the days of its block and no other.
TEST_F(CapacityBlockTest, DaysOfABlockAreBuiltAgainWhenItsFeeComes) {
  take("n.csv", {node_of("n1", "cr-1", "2026-05-02T00:00:00Z", "2026-05-04T00:00:00Z")});
  const auto other = machine_line("x", "1", lasting("2026-05-07T00:00:00Z", "2026-05-07T01:00:00Z"));
  const auto days = [&](const std::vector<CurFields>& lines) {
    replace_bill(lines, "bill.csv");
    std::vector<std::string> changed;
    for (const auto& day : build().days.changed) changed.push_back(day.day.substr(8));
    return changed;
  };
  EXPECT_THAT(days({other}), ElementsAre("02", "03", "07"));
  EXPECT_EQ(ask("SELECT DISTINCT cost_source FROM node_hours"), "no_price");
  EXPECT_THAT(days({other, fee_of("cr-1", "48", "2026-05-02T00:00:00Z", "2026-05-04T00:00:00Z")}),
              ElementsAre("02", "03"));
  EXPECT_EQ(nodes(), "n1|2|24|24|1;n1|3|24|24|1");
  // Billed when it was bought: it lasts as long as its machines.
  EXPECT_THAT(days({other, fee_of("cr-1", "96", "2026-05-01T00:00:00Z", "2026-05-01T01:00:00Z")}),
              ElementsAre("01", "02", "03"));
  EXPECT_EQ(nodes(), "n1|2|24|48|2;n1|3|24|48|2");
  EXPECT_EQ(unused(), "1|0|96");
  expect_the_bill();
  take("more.csv", {node_of("n1", "cr-1", "2026-05-04T00:00:00Z", "2026-05-06T00:00:00Z")});
  EXPECT_EQ(build().days.changed.size(), 5u);
  EXPECT_EQ(ask("SELECT DISTINCT effective_cost FROM node_hours"), "1");
  expect_the_bill();
  EXPECT_THAT(days({other}), ElementsAre("02", "03", "04", "05"));
}

// Blocks of all kinds, each paid by an account of its own, over the end of a month.
class RandomBlocks {
 public:
  explicit RandomBlocks(unsigned seed) : random_(seed) {
    for (int block = 0; block < 6; ++block) add_block(fmt::format("cr-{}", block));
  }
  std::vector<DatasetRow> nodes;
  std::vector<CurFields> lines;

 private:
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  static std::string moment(int second) {
    return format_timestamp(Timestamp{parse_timestamp("2026-05-30T00:00:00Z")->micros + second * 1'000'000LL});
  }
  std::string money(bool negative) {
    return fmt::format("{}{}.{:06}{:06}", negative ? "-" : "", below(negative ? 100 : 5'000), below(1'000'000),
                       below(1'000'000));
  }
  void add_block(const std::string& id) {
    const int begins = below(40) * 1'800, ends = begins + 86'400 * (1 + below(2)), instances = 1 + below(3);
    const CurFields payer = {{"lineItem/UsageAccountId", "of-" + id},
                             {"lineItem/UsageAmount", std::to_string(instances)}};
    const bool at_purchase = below(4) == 0;
    lines.push_back(at_purchase ? fee_of(id, money(false), moment(0), moment(60), payer)
                                : fee_of(id, money(false), moment(begins), moment(ends), payer));
    if (below(2) == 0) lines.push_back(fee_of(id, money(true), moment(below(90'000)), moment(100'000), payer));
    for (int node = below(4); node > 0; --node) {
      const int starts = begins - 3'600 + below(86'400);
      nodes.push_back(node_of(fmt::format("{}.{}", id, node), id, moment(std::max(0, starts)),
                              moment(std::max(0, starts) + 1 + below(90'000))));
      if (below(2) == 0) nodes.back()["account"] = "of-" + id;
      if (below(2) == 0) lines.push_back(machine_line(nodes.back()["node_id"], money(false), payer));
    }
  }
  std::mt19937 random_;
};

TEST_F(CapacityBlockTest, OfAnyBlockPartsAndWhatIsUnusedSumToTheFee) {
  for (unsigned seed = 1; seed <= 2; ++seed) {
    SCOPED_TRACE(seed);
    empty_lake();
    const RandomBlocks blocks(seed);
    take("n.csv", blocks.nodes);
    bill(blocks.lines);
    build();
    EXPECT_EQ(
        ask("SELECT f.block FROM (SELECT regexp_extract(ResourceId, '[^/]+$') AS block, sum(EffectiveCost) AS fee "
            "FROM charges WHERE ResourceId LIKE '%capacity-reservation%' GROUP BY 1) AS f LEFT JOIN (SELECT "
            "capacity_block AS block, sum(capacity_block_cost) AS used FROM node_hours GROUP BY 1) AS n ON "
            "n.block = f.block LEFT JOIN (SELECT account[4:] AS block, sum(effective_cost) AS unused FROM "
            "allocation_daily WHERE reason = 'capacity block' GROUP BY 1) AS u ON u.block = f.block WHERE fee <> "
            "coalesce(used, 0) + coalesce(unused, 0)"),
        "");
    EXPECT_EQ(ask("SELECT sum(effective_cost) FROM allocation_daily WHERE reason LIKE 'a capacity block%'"), "0");
    EXPECT_NE(ask("SELECT count(*) FROM node_hours WHERE capacity_block IS NOT NULL"), "0");
    expect_the_bill();
  }
}

}  // namespace
}  // namespace farthing
