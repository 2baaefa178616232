#include "focus/export_totals.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace farthing {
namespace {

class ExportTotalsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // A bill of two currencies, one without a name; nobody states what is listed.
    ASSERT_TRUE(engine_.run(
        "CREATE TABLE charges AS SELECT * FROM (VALUES ('2026-05', 'USD', 1.5, 2), ('2026-05', 'USD', NULL, 1), "
        "('2026-05', NULL, 4, 4), ('2026-04', 'USD', 100, 100)) AS v(billing_period, BillingCurrency, BilledCost, "
        "EffectiveCost)"));
    ASSERT_TRUE(
        engine_.run("CREATE OR REPLACE TABLE charges AS SELECT billing_period, BillingCurrency, CAST(BilledCost AS "
                    "DECIMAL(38,12)) AS BilledCost, CAST(EffectiveCost AS DECIMAL(38,12)) AS EffectiveCost, CAST(NULL "
                    "AS DECIMAL(38,12)) AS x_NetBilledCost, CAST(NULL AS DECIMAL(38,12)) AS x_NetEffectiveCost, "
                    "CAST(NULL AS DECIMAL(38,12)) AS ContractedCost, CAST(NULL AS DECIMAL(38,12)) AS ListCost FROM "
                    "charges"));
  }
  void add(std::optional<std::string_view> currency, CostBasis basis, const char* amount) {
    ExportTotals::add(totals_.of(currency), basis, parse_sum(amount));
  }
  void add_all() {
    add("USD", CostBasis::kBilled, "1.5");
    add("USD", CostBasis::kEffective, "2.75");
    add("USD", CostBasis::kEffective, "0.25");
    add(std::nullopt, CostBasis::kBilled, "4");
    add(std::nullopt, CostBasis::kEffective, "4");
  }
  std::string compared(const std::string& month = "2026-05") {
    Answer answer;
    const auto differ = compare_totals(engine_, month, totals_, answer);
    if (!differ) return differ.error().text();
    std::string text = *differ ? "differ" : "same";
    for (const auto& row : answer.rows) {
      if (!row[2] && !row[3]) continue;
      text += ";" + row[0].value_or("-") + " " + row[1].value_or("-") + " " + row[2].value_or("-") + " " +
              row[3].value_or("-") + " " + row[4].value_or("-");
    }
    return text;
  }

  Engine engine_ = Engine::open().value();
  ExportTotals totals_;
};

TEST_F(ExportTotalsTest, WhatWasWrittenIsTheBill) {
  add_all();
  EXPECT_EQ(compared(), "same;USD billed 1.5 1.5 0;USD effective 3 3 0;- billed 4 4 0;- effective 4 4 0");
}

TEST_F(ExportTotalsTest, TheLastDigitCounts) {
  add_all();
  add("USD", CostBasis::kBilled, "0.000000000001");
  EXPECT_EQ(compared().substr(0, 60), "differ;USD billed 1.5 1.500000000001 0.000000000001;USD effe");
}

TEST_F(ExportTotalsTest, NothingIsNotZero) {
  add_all();
  add("USD", CostBasis::kList, "0");
  EXPECT_NE(compared().find("differ"), std::string::npos);
  EXPECT_NE(compared().find(";USD list - 0 -"), std::string::npos);
}

TEST_F(ExportTotalsTest, ACurrencyTooFewOrTooManyDiffers) {
  add("USD", CostBasis::kBilled, "1.5");
  add("USD", CostBasis::kEffective, "3");
  EXPECT_EQ(compared().substr(0, 6), "differ");
  add(std::nullopt, CostBasis::kBilled, "4");
  add(std::nullopt, CostBasis::kEffective, "4");
  EXPECT_EQ(compared().substr(0, 4), "same");
  add("EUR", CostBasis::kBilled, "0");
  EXPECT_EQ(compared().substr(0, 6), "differ");
}

TEST_F(ExportTotalsTest, WhatIsNoBasisOrNoAmountAddsNothing) {
  ExportTotals::add(totals_.of("USD"), std::nullopt, Decimal::from_integer(1));
  ExportTotals::add(totals_.of("USD"), CostBasis::kBilled, std::nullopt);
  for (const auto& sum : totals_.of("USD")) EXPECT_FALSE(sum);
}

TEST_F(ExportTotalsTest, CountsAreSaid) {
  Answer answer;
  totals_.rows = 12'345;
  totals_.split_charges = 1'000;
  totals_.parts = 9'999;
  totals_.workload_parts = 5;
  add_count_notes(totals_, "out/f.csv", answer);
  totals_.not_doubles = 3;
  add_count_notes(totals_, "out/f.parquet", answer);
  EXPECT_EQ(join(answer.notes, "\n"),
            "out/f.csv: 12,345 charges; 1,000 charges of machines became 9,999 allocated ones, 5 of them of workloads\n"
            "out/f.parquet: 12,345 charges; 1,000 charges of machines became 9,999 allocated ones, 5 of them of "
            "workloads\n3 amounts have more digits than a DOUBLE of Parquet holds; as CSV they are exact");
}

}  // namespace
}  // namespace farthing
