// Charges and parts made by hand, as the export's own rooms take them from each other: for tests.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/file.hpp"
#include "focus/charge_stream.hpp"
#include "focus/day_parts.hpp"
#include "lake/engine.hpp"

namespace farthing {

inline constexpr int128 kWholeOfCharge = int128{1'000'000'000} * 1'000'000'000;

/// A part of charge `origin`: `vcpu` hundredths of it.
inline ChargePart made_part(std::uint64_t origin, int kind, std::uint32_t workload, int vcpu) {
  ChargePart part;
  part.origin = origin;
  part.kind = static_cast<std::uint8_t>(kind);
  part.workload = workload;
  part.ratios[0] = kWholeOfCharge / 100 * vcpu;
  part.hours_known = 1;
  part.hours[0] = Decimal::from_integer(vcpu);
  return part;
}

/// Some columns of a file, in the order in which made_charge() fills them.
inline std::vector<ExportColumn> made_columns() {
  return {{"AllocatedMethodDetails", CellRole::kMethodDetails, LakeType::kText, "a"},
          {"AllocatedMethodId", CellRole::kMethodId, LakeType::kText, "a"},
          {"AllocatedResourceId", CellRole::kWorkloadId, LakeType::kText, "a"},
          {"AllocatedResourceName", CellRole::kWorkloadName, LakeType::kText, "a"},
          {"AllocatedTags", CellRole::kWorkloadTags, LakeType::kMap, "a"},
          {"BilledCost", CellRole::kAmount, LakeType::kCost, "a", CostBasis::kBilled},
          {"ChargeDescription", CellRole::kCharge, LakeType::kText, "a"},
          {"EffectiveCost", CellRole::kAmount, LakeType::kCost, "a", CostBasis::kEffective},
          {"PricingQuantity", CellRole::kAmount, LakeType::kQuantity, "a"},
          {"x_Discounts", CellRole::kNotOfParts, LakeType::kMap, "a"},
          {kOriginChargeId, CellRole::kOrigin, LakeType::kText, ""},
          {kCostKind, CellRole::kKind, LakeType::kText, ""}};
}

/// SQL of a charge as a ChargeRow of made_columns() reads it; amounts and texts are SQL.
inline std::string made_charge(int origin, const std::string& billed, const std::string& effective,
                               const std::string& description, const std::string& quantity = "NULL") {
  const auto amount = [](const std::string& sql) { return "CAST(" + sql + " AS DECIMAL(38,12)), "; };
  const auto id = std::to_string(origin);
  return "SELECT CAST(" + id + " AS UBIGINT), CAST(0 AS BIGINT), 'o" + id + "', 'USD', " +
         std::string("CAST(NULL AS VARCHAR), NULL, NULL, NULL, NULL, ") + amount(billed) + "CAST(" + description +
         " AS VARCHAR), " + amount(effective) + amount(quantity) + "'{\"d\":\"1\"}'";
}

/// The rows of that SQL.
class MadeCharges {
 public:
  explicit MadeCharges(const std::string& sql)
      : stream_(engine_.stream("SELECT * FROM (" + sql + ") ORDER BY 3").value()) {
    EXPECT_TRUE(stream_.next().value());
  }
  [[nodiscard]] ChargeRow row(std::size_t at) const { return {stream_, at}; }

 private:
  Engine engine_ = Engine::open().value();
  RowStream stream_;
};

}  // namespace farthing
