#include "collect/generate/focus_facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "collect/generate/line_stream.hpp"
#include "collect/generate/line_writer.hpp"
#include "domain/charge_columns.hpp"

namespace farthing::generate {
namespace {

double value(const std::optional<Figure>& figure) { return to_double(*figure); }
double dollars(Picos amount) { return static_cast<double>(amount) / 1e12; }

// Holds `check` for every charge of a bill, with what FOCUS says of it.
template <typename Check>
void each_charge(Check check) {
  LineStream stream(21, 30'000, "2026-09");
  BillLine line;
  while (stream.next(line)) {
    if (line.type == LineType::kNegation) continue;
    for (const Charge& charge : charges_of(line, stream.world().begin)) {
      check(line, charge, focus_facts(line, charge));
      if (testing::Test::HasFailure()) FAIL() << name_of(line.type);
    }
  }
}

TEST(FocusFacts, CostsAreUnitPricesTimesQuantities) {
  each_charge([](const BillLine&, const Charge& charge, const FocusFacts& facts) {
    if (!facts.pricing_quantity) return;
    const double list = dollars(charge.cost(CostBasis::kList));
    const double contracted = dollars(charge.cost(CostBasis::kContracted));
    EXPECT_NEAR(value(facts.list_price) * value(facts.pricing_quantity), list, 1e-9 * std::max(1.0, std::abs(list)));
    EXPECT_NEAR(value(facts.contracted_price) * value(facts.pricing_quantity), contracted,
                1e-9 * std::max(1.0, contracted));
    EXPECT_GE(value(facts.list_price), 0);
  });
}

TEST(FocusFacts, UsageAndPurchasesHavePricesAndTheRestHasNone) {
  each_charge([](const BillLine&, const Charge& charge, const FocusFacts& facts) {
    const bool priced = (charge.category == ChargeCategory::kUsage || charge.category == ChargeCategory::kPurchase) &&
                        !charge.correction;
    EXPECT_EQ(facts.pricing_quantity.has_value(), priced);
    EXPECT_EQ(facts.list_price.has_value(), priced);
    EXPECT_EQ(facts.contracted_price.has_value(), priced);
    EXPECT_EQ(!facts.pricing_unit.empty(), priced);
    EXPECT_EQ(!facts.sku_id.empty(), priced);
    EXPECT_EQ(!facts.sku_price_id.empty(), priced);
    const bool consumed = priced && charge.category == ChargeCategory::kUsage && charge.part != ChargePart::kUnused;
    EXPECT_EQ(facts.consumed_quantity.has_value(), consumed);
    EXPECT_EQ(!facts.consumed_unit.empty(), consumed);
    EXPECT_FALSE(facts.description.empty());
  });
}

TEST(FocusFacts, CommitmentsAreStatedWhole) {
  each_charge([](const BillLine& line, const Charge& charge, const FocusFacts& facts) {
    const bool committed = line.plan != nullptr || line.reservation != nullptr;
    EXPECT_EQ(!facts.commitment_id.empty(), committed);
    EXPECT_EQ(!facts.commitment_category.empty(), committed);
    EXPECT_EQ(!facts.commitment_type.empty(), committed);
    EXPECT_EQ(facts.commitment_quantity.has_value(), committed && !charge.correction);
    EXPECT_EQ(!facts.commitment_unit.empty(), committed && !charge.correction);
    EXPECT_EQ(!facts.commitment_status.empty(), committed && charge.category == ChargeCategory::kUsage);
    if (committed) {
      EXPECT_EQ(facts.resource_id == facts.commitment_id, !charge.used);
    }
    EXPECT_EQ(facts.resource_id.empty(), facts.resource_type.empty());
  });
}

TEST(FocusFacts, PurchasesAreNeverUsageBased) {
  each_charge([](const BillLine&, const Charge& charge, const FocusFacts&) {
    const bool purchase = charge.category == ChargeCategory::kPurchase;
    EXPECT_FALSE(purchase && charge.frequency == ChargeFrequency::kUsageBased);
  });
}

TEST(FocusCsv, HasExactlyTheColumnsOfFocus12AndOursBehindThem) {
  const World world = make_world(1, 100, "2026-09");
  const auto columns = make_focus_csv_writer(world)->columns();
  std::vector<std::string> standard;
  for (const auto& column : charge_columns()) {
    const std::string since = column.since;
    if (since == "1.0" || since == "1.1" || since == "1.2") standard.emplace_back(column.name);
  }
  ASSERT_EQ(standard.size(), 57U);
  const std::vector<std::string> first(columns.begin(), columns.begin() + 57);
  EXPECT_EQ(std::multiset<std::string>(first.begin(), first.end()),
            std::multiset<std::string>(standard.begin(), standard.end()));
  for (std::size_t i = 57; i < columns.size(); ++i) EXPECT_TRUE(columns[i].starts_with("x_")) << columns[i];
}

TEST(FocusCsv, ANegationLeavesNoRowAndAFeeWithAnUnusedPartLeavesTwo) {
  LineStream stream(22, 2'000, "2026-09");
  const auto writer = make_focus_csv_writer(stream.world());
  CsvText text;
  BillLine line;
  bool negations = false;
  bool fees = false;
  while (stream.next(line)) {
    const Charges charges = charges_of(line, stream.world().begin);
    const int rows = writer->write(text, line, charges);
    if (line.split || line.type == LineType::kNegation) {
      EXPECT_EQ(rows, 0);
      negations = true;
    } else if (line.type == LineType::kSpRecurringFee) {
      EXPECT_EQ(rows, 2);
      fees = true;
    } else if (line.type != LineType::kRiFee) {
      EXPECT_EQ(rows, 1);
    }
    if (text.full()) static_cast<void>(text.take());
  }
  EXPECT_TRUE(negations && fees);
}

}  // namespace
}  // namespace farthing::generate
