#include "domain/cost_basis.hpp"

#include <gtest/gtest.h>

#include <set>

namespace farthing {
namespace {

std::string basis_named(std::string_view name) {
  const auto basis = parse_cost_basis(name);
  return basis ? named(*basis).name : basis.error().text();
}

TEST(CostBasisTest, EachStandsAtItsOwnPlaceWithNamesOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < kCostBases.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kCostBases[i].basis), i) << "named() looks it up by its number";
    EXPECT_TRUE(names.insert(kCostBases[i].name).second);
    EXPECT_TRUE(names.insert(kCostBases[i].column).second);
  }
}

TEST(CostBasisTest, IsFoundByNameAndColumnInEverySpelling) {
  for (const auto& basis : kCostBases) {
    EXPECT_EQ(basis_named(basis.name), basis.name);
    EXPECT_EQ(basis_named(basis.column), basis.name);
  }
  EXPECT_EQ(basis_named("Net-Effective"), "net_effective");
  EXPECT_EQ(basis_named("NETBILLED"), "net_billed");
}

TEST(CostBasisTest, HasTheNamesThatAwsAndOthersUse) {
  const std::pair<const char*, const char*> kSpoken[] = {{"unblended", "billed"},
                                                         {"amortized", "effective"},
                                                         {"net_unblended", "net_billed"},
                                                         {"net_amortized", "net_effective"},
                                                         {"on_demand", "list"},
                                                         {"OnDemand", "list"},
                                                         {"public", "list"}};
  for (const auto& [spoken, name] : kSpoken) EXPECT_EQ(basis_named(spoken), name) << spoken;
}

TEST(CostBasisTest, ThatIsUnknownIsAUsageErrorThatNamesAllThatAreThere) {
  for (const char* unknown : {"", "cost", "blended", "effective billed", "net"}) {
    const auto basis = parse_cost_basis(unknown);
    ASSERT_FALSE(basis) << unknown;
    EXPECT_EQ(basis.error().kind, Error::Kind::kUsage);
    EXPECT_EQ(basis.error().what, "there is no cost basis '" + std::string(unknown) + "'");
    EXPECT_EQ(basis.error().advice, "choose one of: billed, effective, net_billed, net_effective, contracted, list");
  }
}

}  // namespace
}  // namespace farthing
