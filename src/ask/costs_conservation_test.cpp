// No question about costs loses or invents money: whatever the grouping, basis, time and condition, the parts make the
// whole that SQL of its own finds in the lines.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <random>

#include "base/decimal.hpp"
#include "domain/cost_basis.hpp"
#include "lake/models.hpp"
#include "support/asked.hpp"

namespace farthing {
namespace {

// Currency -> sum; a currency whose lines all lack the cost has nothing.
using Sums = std::map<std::string, std::optional<Decimal>>;

class ConservedCosts : public ::testing::TestWithParam<CostBasis> {
 protected:
  // 120 lines of three months with every cost basis, a seventh of the amounts unknown.
  static HandMadeLake lines_of_three_months() {
    std::mt19937 random(20261125);
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    const auto pick = [&](std::initializer_list<MaybeText> values) {
      return *(values.begin() + below(int(values.size())));
    };
    const auto amount = [&]() -> MaybeText {
      if (below(7) == 0) return std::nullopt;
      return Decimal::from_units(std::int64_t{below(1'000'000)} * 1'000'003 - 100'000'000'000).text();
    };
    std::vector<HandMadeLine> lines;
    for (int i = 0; i < 120; ++i) {
      HandMadeLine line;
      line.month = "2026-" + *pick({"08", "09", "10"});
      line.start = line.month + "-" + *pick({"01", "15", "30"}) + " " + *pick({"00", "23"}) + ":00:00";
      line.service = pick({"a", "b", "c", "d", "e", std::nullopt});
      line.region = pick({"r1", "r2", std::nullopt});
      line.currency = pick({"USD", "USD", "EUR"});
      line.team = pick({"red", "blue", std::nullopt});
      line.effective = amount(), line.billed = amount(), line.contracted = amount(), line.net_effective = amount();
      lines.push_back(line);
    }
    auto lake = hand_made_lake(lines);
    must(lake, "UPDATE charges SET ListCost = BilledCost * 2, x_NetBilledCost = EffectiveCost / 4");
    must(lake, "DROP TABLE costs_daily");
    must(lake, "CREATE TABLE costs_daily AS " + std::string(model_sql("costs_daily")));
    return lake;
  }
  static void must(HandMadeLake& lake, const std::string& sql) {
    const auto done = lake.engine.run(sql);
    ASSERT_TRUE(done) << done.error().text();
  }
  Answer of(CostsQuestion question) {
    question.basis = GetParam();
    return asked(lake_, question);
  }
  Sums sums_of(const Answer& answer, const std::string& prefix = "") const {
    const auto header = header_text(answer);
    EXPECT_NE(header.find("currency"), std::string::npos) << answer.title;
    std::size_t cost = 0, currency = 0;
    for (std::size_t i = 0; i < answer.columns.size(); ++i) {
      if (answer.columns[i].name == prefix + named(GetParam()).name + "_cost") cost = i;
      if (answer.columns[i].name == "currency") currency = i;
    }
    Sums sums;
    for (const auto& row : answer.rows) {
      auto& sum = sums[row[currency].value_or("?")];
      if (row[cost]) sum = sum.value_or(Decimal{}) + parse_decimal(*row[cost]).value;
    }
    return sums;
  }
  // What SQL that shares nothing with the product's finds.
  Sums lines_where(const std::string& condition) {
    const auto rows = lake_.engine.query("SELECT BillingCurrency, sum(" + std::string(named(GetParam()).column) +
                                         ") FROM charges WHERE " + condition + " GROUP BY 1");
    Sums sums;
    for (const auto& row : rows->rows) {
      sums[*row[0]] = row[1] ? std::optional(parse_decimal(*row[1]).value) : std::nullopt;
    }
    return sums;
  }

  // Questions leave a lake as it was, so one is enough for all of them.
  static void SetUpTestSuite() { all_ = std::make_unique<HandMadeLake>(lines_of_three_months()); }
  static void TearDownTestSuite() { all_.reset(); }
  static inline std::unique_ptr<HandMadeLake> all_;
  HandMadeLake& lake_ = *all_;
};

TEST_P(ConservedCosts, ByAnyDimensionsAndTimesTheyAreTheWhole) {
  const auto whole = lines_where("true");
  ASSERT_EQ(whole.size(), 2U);
  ASSERT_TRUE(whole.at("USD"));
  const CostsQuestion kQuestions[] = {{},
                                      {.by = {"service"}, .granularity = Granularity::kWeek},
                                      {.by = {"month"}},
                                      {.by = {"tag:team", "region"}, .granularity = Granularity::kHour, .top = 2},
                                      {.by = {"day", "service", "region"}, .top = 2},
                                      {.by = {"resource"}, .quantity = true},
                                      {.by = {"region"}, .granularity = Granularity::kDay, .top = 1},
                                      {.granularity = Granularity::kMonth}};
  for (const auto& question : kQuestions) EXPECT_EQ(sums_of(of(question)), whole) << of(question).title;
}

TEST_P(ConservedCosts, OfAPeriodAndAConditionAreThoseOfItsLines) {
  const std::tuple<PeriodChoice, const char*, const char*> kQuestions[] = {
      {{.month = "2026-09"}, "region = 'r1'", "billing_period = '2026-09' AND RegionId = 'r1'"},
      {{.month = "2026-09"}, "tags['team'] <> 'red'", "billing_period = '2026-09' AND Tags['team'] <> 'red'"},
      {{.from = "2026-08-15", .to = "2026-10-15"},
       "service IN ('a', 'b') OR region IS NULL",
       "charge_date >= '2026-08-15' AND charge_date < '2026-10-15' AND (ServiceName IN ('a', 'b') OR RegionId IS "
       "NULL)"},
      {{.to = "2026-09-01"}, "NOT (service = 'a')", "charge_date < '2026-09-01' AND ServiceName <> 'a'"}};
  for (const auto& [period, condition, sql] : kQuestions) {
    const auto expected = lines_where(sql);
    EXPECT_EQ(sums_of(of({.period = period, .where = condition})), expected) << condition;
    EXPECT_EQ(sums_of(of({.period = period, .by = {"service"}, .where = condition, .top = 1})), expected) << condition;
    EXPECT_EQ(sums_of(of({.period = period, .by = {"tag:team"}, .where = condition, .quantity = true})), expected);
  }
}

TEST_P(ConservedCosts, OfBothSidesOfAComparisonAreThoseOfTheirPeriods) {
  for (const std::optional<int> top : {std::optional<int>(), std::optional(2)}) {
    const auto answer =
        of({.period = {.month = "2026-10"}, .by = {"service", "region"}, .compare = "previous", .top = top});
    EXPECT_EQ(sums_of(answer), lines_where("billing_period = '2026-10'"));
    EXPECT_EQ(sums_of(answer, "previous_"), lines_where("billing_period = '2026-09'"));
  }
}

TEST_P(ConservedCosts, OfAdjacentPeriodsMakeThoseOfTheTwoTogether) {
  auto both = sums_of(of({.period = {.from = "2026-08-01", .to = "2026-09-15"}}));
  for (const auto& [currency, sum] : sums_of(of({.period = {.from = "2026-09-15", .to = "2026-11-01"}}))) {
    if (sum) both[currency] = both[currency].value_or(Decimal{}) + *sum;
  }
  EXPECT_EQ(both, lines_where("true"));
}

TEST_P(ConservedCosts, ThatAreUnknownAreCountedInTheNote) {
  const std::string column = named(GetParam()).column;
  const auto rows = lake_.engine.query("SELECT count(*) - count(" + column + "), count(*) FROM charges");
  const std::string counted = *rows->rows[0][0] + " of " + *rows->rows[0][1] + " lines";
  for (const auto& by : {std::vector<std::string>{"service"}, {"tag:team"}}) {
    const auto answer = of({.by = by});
    EXPECT_FALSE(answer.complete);
    EXPECT_NE(note_with(answer, "cost is unknown for").find(counted), std::string::npos) << counted;
  }
}

INSTANTIATE_TEST_SUITE_P(Bases, ConservedCosts,
                         ::testing::Values(CostBasis::kBilled, CostBasis::kEffective, CostBasis::kNetBilled,
                                           CostBasis::kNetEffective, CostBasis::kContracted, CostBasis::kList),
                         [](const auto& basis) { return std::string(named(basis.param).name); });

}  // namespace
}  // namespace farthing
