// What holds of every answer about costs, tried on random lines.
#include <gtest/gtest.h>

#include <random>

#include "ask/costs_facts.hpp"
#include "base/decimal.hpp"
#include "support/asked.hpp"

namespace farthing {
namespace {

class RandomCharges {
 public:
  explicit RandomCharges(unsigned seed) : random_(seed) {}

  std::vector<HandMadeLine> some(int count) {
    std::vector<HandMadeLine> lines;
    for (int i = 0; i < count; ++i) lines.push_back(one());
    return lines;
  }

 private:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }
  MaybeText pick(const std::vector<const char*>& values) {
    const auto at = static_cast<std::size_t>(below(static_cast<int>(values.size()) + 1));
    return at == values.size() ? std::nullopt : MaybeText(values[at]);
  }
  // Twelve decimals, some negative, one in eight unknown.
  MaybeText amount() {
    if (below(8) == 0) return std::nullopt;
    const std::int64_t units =
        std::uniform_int_distribution<std::int64_t>(-1'000'000'000'000, 50'000'000'000'000)(random_);
    return Decimal::from_units(units).text();
  }
  HandMadeLine one() {
    HandMadeLine line;
    const bool october = below(2) == 0;
    line.month = october ? "2026-10" : "2026-09";
    const int day = 1 + below(30);
    // One in nine lines of October began in September.
    const std::string month = october && below(9) != 0 ? "2026-10-" : "2026-09-";
    line.start = month + (day < 10 ? "0" : "") + std::to_string(day) + " 0" + std::to_string(below(10)) + ":00:00";
    line.service = pick({"AmazonEC2", "AmazonS3", "AWSLambda"});
    line.region = pick({"us-east-1", "eu-west-1"});
    line.currency = pick({"USD", "EUR"});
    line.account = pick({"111111111111", "222222222222"});
    line.effective = amount();
    line.billed = amount();
    line.contracted = amount();
    line.team = pick({"red", "blue"});
    return line;
  }

  std::mt19937 random_;
};

const std::vector<CostsQuestion>& questions() {
  static const std::vector<CostsQuestion> kQuestions = {
      {},
      {.by = {"service"}},
      {.period = {.month = "2026-10"}, .by = {"region", "service"}, .basis = CostBasis::kContracted},
      {.period = {.from = "2026-09-20", .to = "2026-10-10"}, .by = {"account"}, .granularity = Granularity::kWeek},
      {.period = {.month = "2026-10"}, .by = {"service"}, .where = "RegionId = 'us-east-1'", .compare = "previous"},
      {.by = {"service", "account"}, .where = "ServiceName <> 'AmazonS3'", .basis = CostBasis::kBilled, .top = 2},
      {.period = {.last = "20d"}, .by = {"day"}, .compare = "previous", .top = 3},
      {.by = {"service"}, .granularity = Granularity::kMonth, .top = 1},
  };
  return kQuestions;
}

class CostsPropertyTest : public ::testing::TestWithParam<unsigned> {};

// The rows of a plan, asked of the table that `rollup` names.
std::vector<std::vector<Cell>> rows_from(HandMadeLake& lake, const CostsQuestion& question, bool rollup) {
  auto plan = plan_costs(question, parse_timestamp("2026-10-31"), false);
  if (!plan) return {{plan.error().text()}};
  EXPECT_TRUE(plan->rollup);
  plan->rollup = rollup;
  const auto facts = gather_costs_facts(lake.engine, *plan);
  if (!facts) return {{facts.error().text()}};
  auto rows = lake.engine.query(rows_sql(*plan, facts->presence))->rows;
  for (const auto& sums : facts->currencies) {
    for (const auto& side : {sums.now, sums.before}) {
      rows.push_back({sums.currency, std::to_string(side.lines), side.cost, std::to_string(side.unknown_lines)});
      if (sums.matched) rows.push_back({side.unknown_billed});
    }
  }
  return rows;
}

TEST_P(CostsPropertyTest, TheRollUpAndTheLinesGiveTheSameFigures) {
  auto lake = hand_made_lake(RandomCharges(GetParam()).some(300));
  for (const auto& question : questions()) {
    const auto from_lines = rows_from(lake, question, false);
    EXPECT_EQ(rows_from(lake, question, true), from_lines);
    EXPECT_GT(from_lines.size(), 3U);
  }
}

// By currency, the sum of all cells of a column; an unknown cell adds nothing.
std::map<std::string, Decimal> column_sums(const Answer& answer, const std::string& name) {
  std::size_t column = 0, currency = 0;
  for (std::size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == name) column = i;
    if (answer.columns[i].name == "currency") currency = i;
  }
  std::map<std::string, Decimal> sums;
  for (const auto& row : answer.rows) {
    const auto amount = parse_decimal(row[column].value_or("0"));
    EXPECT_EQ(amount.status, ParsedDecimal::Status::kExact);
    sums[row[currency].value_or("?")] += amount.value;
  }
  return sums;
}

TEST_P(CostsPropertyTest, EveryGroupingAddsUpToTheSameTotal) {
  auto lake = hand_made_lake(RandomCharges(GetParam()).some(200));
  const auto total = column_sums(asked(lake, {}), "effective_cost");
  EXPECT_EQ(total.size(), 3U);
  for (const std::vector<std::string>& by :
       std::vector<std::vector<std::string>>{{"service"}, {"region", "tag:team"}, {"day"}}) {
    EXPECT_EQ(column_sums(asked(lake, {.by = by}), "effective_cost"), total);
    EXPECT_EQ(column_sums(asked(lake, {.by = by, .quantity = true}), "effective_cost"), total);
    for (const auto granularity : {Granularity::kHour, Granularity::kDay, Granularity::kWeek, Granularity::kMonth}) {
      EXPECT_EQ(column_sums(asked(lake, {.by = by, .granularity = granularity}), "effective_cost"), total);
    }
    for (const int top : {1, 3, 1000}) {
      EXPECT_EQ(column_sums(asked(lake, {.by = by, .top = top}), "effective_cost"), total) << top;
      EXPECT_EQ(column_sums(asked(lake, {.by = by, .granularity = Granularity::kDay, .top = top}), "effective_cost"),
                total);
    }
  }
}

TEST_P(CostsPropertyTest, TheSidesOfAComparisonAreTheAnswersOfTheirPeriods) {
  auto lake = hand_made_lake(RandomCharges(GetParam()).some(200));
  const auto compared =
      asked(lake, {.period = {.month = "2026-10"}, .by = {"service", "region"}, .compare = "previous"});
  const auto october = asked(lake, {.period = {.month = "2026-10"}});
  const auto september = asked(lake, {.period = {.month = "2026-09"}});
  EXPECT_EQ(column_sums(compared, "effective_cost"), column_sums(october, "effective_cost"));
  EXPECT_EQ(column_sums(compared, "previous_effective_cost"), column_sums(september, "effective_cost"));
}

TEST_P(CostsPropertyTest, AConditionItsOppositeAndTheUnknownMakeTheWhole) {
  auto lake = hand_made_lake(RandomCharges(GetParam()).some(200));
  auto parts = column_sums(asked(lake, {.where = "ServiceName = 'AmazonS3'"}), "effective_cost");
  for (const char* rest : {"NOT (ServiceName = 'AmazonS3')", "ServiceName IS NULL"}) {
    for (const auto& [currency, sum] : column_sums(asked(lake, {.where = rest}), "effective_cost"))
      parts[currency] += sum;
  }
  EXPECT_EQ(parts, column_sums(asked(lake, {}), "effective_cost"));
}

INSTANTIATE_TEST_SUITE_P(Seeds, CostsPropertyTest, ::testing::Values(1U, 2U));

}  // namespace
}  // namespace farthing
