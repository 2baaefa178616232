#include "focus/allocated_checks.hpp"

#include "focus/made_focus_test.hpp"

namespace farthing {
namespace {

// A part of a charge of 1: what it costs, and its share as its one element states it.
FocusRow part(const std::string& ratio, const std::string& cost, const std::string& resource,
              const FocusRow& more = {}) {
  auto row = good_row({{"AllocatedMethodId", "by-request-v1"},
                       {"AllocatedMethodDetails", "{\"Elements\":[{\"AllocatedRatio\":" + ratio + "}]}"},
                       {"AllocatedResourceId", resource},
                       {"AllocatedResourceName", ""},
                       {"AllocatedTags", resource.empty() ? "" : R"({"team":"a"})"},
                       {"x_OriginChargeId", "o-1"},
                       {"BilledCost", cost},
                       {"EffectiveCost", cost},
                       {"ContractedCost", cost},
                       {"PricingQuantity", cost},
                       {"ConsumedQuantity", cost},
                       {"ListUnitPrice", "1"},
                       {"ListCost", cost}});
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

class AllocatedChecksTest : public FocusFixture {
 protected:
  [[nodiscard]] std::string found(const std::vector<FocusRow>& rows) const {
    return broken({.files = {put("made.csv", focus_csv(rows))}}, "violated", {"rule", "column", "rows"});
  }
};

TEST_F(AllocatedChecksTest, PartsThatSumToTheirOriginBreakNothing) {
  EXPECT_EQ(found({part("0.75", "0.75", "pod"), part("0.25", "0.25", ""), good_row()}), "");
}

TEST_F(AllocatedChecksTest, RatiosOfAnOriginSumToOne) {
  EXPECT_EQ(found({part("0.75", "0.75", "pod"), part("0.2", "0.2", "")}),
            "FOCUS-1.3-AllocatedRatio|AllocatedMethodDetails|2");
  // Without a name of the origin, by what its parts have in common; two that look alike sum to 2.
  auto unnamed = [](FocusRow row) {
    row.erase("x_OriginChargeId");
    return row;
  };
  const auto pod = unnamed(part("0.75", "0.75", "pod")), rest = unnamed(part("0.25", "0.25", ""));
  EXPECT_EQ(found({pod, rest, pod, rest}), "");
  EXPECT_EQ(found({pod, rest, pod}), "FOCUS-1.3-AllocatedRatio|AllocatedMethodDetails|3");
}

TEST_F(AllocatedChecksTest, CostsFallAsTheRatiosSay) {
  EXPECT_EQ(found({part("0.75", "0.7", "pod"), part("0.25", "0.3", "")}).substr(0, 39),
            "FOCUS-1.3-AllocatedCost|BilledCost|2;FO");
}

TEST_F(AllocatedChecksTest, EachFaultOfARowIsNamed) {
  const auto rest = part("0.5", "0.5", "");
  const auto broken_part = [&](const FocusRow& more) { return found({part("0.5", "0.5", "pod", more), rest}); };
  EXPECT_EQ(broken_part({{"AllocatedMethodId", ""}}),
            "FOCUS-1.3-AllocatedMethodId|AllocatedMethodId|1;FOCUS-1.3-AllocatedRatio|AllocatedMethodDetails|1");
  EXPECT_EQ(broken_part({{"AllocatedResourceId", ""}}), "FOCUS-1.3-AllocatedResourceId|AllocatedResourceName|1");
  EXPECT_EQ(broken_part({{"AllocatedTags", "[]"}}), "FOCUS-1.3-AllocatedTags|AllocatedTags|1");
  EXPECT_EQ(broken_part({{"AllocatedMethodDetails", "half"}}),
            "FOCUS-1.3-AllocatedMethodDetails|AllocatedMethodDetails|1");
  EXPECT_EQ(broken_part({{"AllocatedMethodDetails", R"({"Elements":[{"AllocatedRatio":0.5,"UsageQuantity":3}]})"}}),
            "FOCUS-1.3-UsageUnit|AllocatedMethodDetails|1");
  EXPECT_EQ(broken_part({{"AllocatedMethodDetails", R"({"Elements":[{"AllocatedRatio":0.5,"Resource":"vcpu"}]})"}}),
            "FOCUS-1.3-ElementKeys|AllocatedMethodDetails|1");
  EXPECT_EQ(broken_part({{"AllocatedMethodDetails", R"({"Elements":[{"AllocatedRatio":1.5},{"AllocatedRatio":-1}]})"}})
                .substr(0, 24),
            "FOCUS-1.3-AllocatedRatio");
}

TEST_F(AllocatedChecksTest, PartsWithoutRatiosCantBeProved) {
  const auto untold = part("0.5", "0.5", "pod", {{"AllocatedMethodDetails", ""}});
  EXPECT_EQ(found({untold, part("0.5", "0.5", "")}), "");
  EXPECT_NE(broken_by({untold}, "not proved").find("FOCUS-1.3-AllocatedRatio|1"), std::string::npos);
}

TEST_F(AllocatedChecksTest, ColumnsWithoutTheirMethodAreNamed) {
  EXPECT_EQ(found({good_row({{"AllocatedResourceId", "pod"}})}), "FOCUS-1.3-AllocatedMethodId|AllocatedMethodId|-");
}

}  // namespace
}  // namespace farthing
