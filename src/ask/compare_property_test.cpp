#include <gtest/gtest.h>

#include <random>

#include "ask/compare.hpp"
#include "ask/costs.hpp"
#include "ask/made_bill_test.hpp"
#include "support/asked.hpp"
#include "support/sanitized.hpp"

namespace farthing {
namespace {

// Usage with and without quantities, refunds, taxes, unused commitments, hours taken back, costs that aren't stated.
MadeCharge random_charge(std::mt19937_64& random) {
  const auto any = [&](std::initializer_list<const char*> choices) {
    return *(choices.begin() + random() % choices.size());
  };
  const auto amount = [&] {
    const auto units = std::uniform_int_distribution<std::int64_t>(-2'000'000'000, 9'000'000'000'000)(random);
    return Decimal::from_units(units).text();
  };
  const std::string month = any({"2026-09", "2026-10"});
  const auto cost = random() % 12 == 0 ? std::string() : amount();
  return with(made_usage(), {{"billing_period", month},
                             {"charge_date", month + any({"-01", "-14", "-30"})},
                             {"ServiceName", any({"compute", "storage", ""})},
                             {"RegionId", any({"us-east-1", "eu-west-1"})},
                             {"SkuId", any({"small", "big", "rare", ""})},
                             {"ConsumedUnit", any({"Hrs", "GB", ""})},
                             {"ConsumedQuantity", random() % 4 == 0 ? std::string() : amount()},
                             {"ChargeCategory", any({"Usage", "Usage", "Usage", "Tax", "Credit"})},
                             {"CommitmentDiscountStatus", any({"", "", "Used", "Unused"})},
                             {"x_LineItemType", any({"Usage", "SavingsPlanNegation", ""})},
                             {"BillingCurrency", any({"USD", "USD", "EUR"})},
                             {"EffectiveCost", cost}});
}

Decimal amount_in(const Answer& answer, const std::vector<Cell>& row, const char* name) {
  for (std::size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == name) return row[i] ? parse_sum(*row[i]).value() : Decimal{};
  }
  ADD_FAILURE() << "no column " << name;
  return {};
}

void expect_exact(const Answer& answer, const std::vector<Cell>& row) {
  Decimal parts;
  for (const char* part : {"price", "quantity", "mix", "new", "gone", "idle", "other"}) {
    parts += amount_in(answer, row, part);
  }
  const auto change = amount_in(answer, row, "change");
  EXPECT_EQ(parts.text(), change.text()) << row_text(row);
}

TEST(ComparePropertyTest, OnAnyBillThePartsSumToTheChangeAndTheRowsToTheBill) {
  const int rounds = kSanitized ? 2 : 12;
  std::mt19937_64 random(6);
  for (int round = 0; round < rounds; ++round) {
    MadeBill bill;
    for (int line = 0; line < 40; ++line) bill.add(random_charge(random));
    bill.deliver("2026-11-01T00:00:00Z");
    for (const std::vector<std::string>& by :
         {std::vector<std::string>{"service", "region"}, {"SkuId"}, {"currency"}}) {
      const auto answer =
          answer_compare(bill.engine, bill.snapshot, {.period = {.month = "2026-10"}, .by = by, .top = round % 3 + 1});
      ASSERT_TRUE(answer) << answer.error().text();
      std::map<std::string, Decimal> before, after;
      const auto currency_of = [&](const std::vector<Cell>& row) {
        return (by[0] == "currency" ? row[0] : row.back()).value_or("");
      };
      for (const auto& row : answer->rows) {
        expect_exact(*answer, row);
        before[currency_of(row)] += amount_in(*answer, row, "before");
        after[currency_of(row)] += amount_in(*answer, row, "after");
      }
      const auto costs = answer_costs(bill.engine, bill.snapshot,
                                      {.period = {.month = "2026-10"}, .by = {"currency"}, .compare = "previous"});
      ASSERT_TRUE(costs) << costs.error().text();
      for (const auto& row : costs->rows) {
        EXPECT_EQ(after[row[0].value_or("")].text(), row[1].value_or("0"));
        EXPECT_EQ(before[row[0].value_or("")].text(), row[2].value_or("0"));
      }
    }
  }
}

}  // namespace
}  // namespace farthing
