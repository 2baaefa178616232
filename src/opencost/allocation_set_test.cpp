#include "opencost/allocation_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

Decimal set_amount(const char* text) { return parse_decimal(text).value; }

ResourceFigures figures_of(const char* cost, double hours, std::optional<double> requested,
                           std::optional<double> used) {
  ResourceFigures figures;
  figures.cost = set_amount(cost);
  figures.hours = hours;
  figures.requested = requested;
  figures.used = used;
  if (used) figures.used_of = 1;
  if (used && requested) figures.requested_of_known = *requested;
  return figures;
}

TEST(ResourceFiguresTest, SumsAreOfWhatIsKnown) {
  auto figures = figures_of("1.5", 2, 3, std::nullopt);
  figures.add(figures_of("0.25", 1, std::nullopt, 0.5));
  EXPECT_EQ(figures.cost.text(), "1.75");
  EXPECT_EQ(figures.hours, 3);
  EXPECT_EQ(figures.requested, 3);
  EXPECT_EQ(figures.used, 0.5);
  EXPECT_EQ(figures.limit, std::nullopt);  // nobody has one: unknown, not 0
  figures.limit = 4;
  figures.add(figures_of("0", 0, std::nullopt, std::nullopt));
  EXPECT_EQ(figures.limit, 4);
}

TEST(ResourceFiguresTest, EfficiencyIsUsedByRequestedInTheTimeThatIsKnown) {
  EXPECT_EQ(figures_of("1", 1, 4, 1).efficiency(), 0.25);
  EXPECT_EQ(figures_of("1", 1, 4, 0).efficiency(), 0);
  EXPECT_EQ(figures_of("1", 1, 4, 6).efficiency(), 1.5);
  EXPECT_EQ(figures_of("1", 1, 4, std::nullopt).efficiency(), std::nullopt);
  EXPECT_EQ(figures_of("1", 1, std::nullopt, 2).efficiency(), 1);
  EXPECT_EQ(figures_of("1", 1, std::nullopt, 0).efficiency(), 0);
  // Of two, the use of one is known: the other's request isn't in it.
  auto both = figures_of("1", 1, 4, 1);
  both.add(figures_of("1", 1, 100, std::nullopt));
  EXPECT_EQ(both.efficiency(), 0.25);
}

Allocation allocation_of(const ResourceFigures& cpu, const ResourceFigures& ram, const ResourceFigures& gpu) {
  Allocation allocation;
  allocation.resources = {cpu, ram, gpu};
  return allocation;
}

TEST(AllocationFiguresTest, EfficiencyIsWeightedByCostOfWhatIsKnown) {
  const auto none = figures_of("0", 0, std::nullopt, std::nullopt);
  EXPECT_EQ(allocation_of(none, none, none).efficiency(), std::nullopt);
  EXPECT_EQ(allocation_of(figures_of("5", 1, 2, std::nullopt), none, none).efficiency(), std::nullopt);
  EXPECT_EQ(allocation_of(figures_of("1", 1, 2, 1), figures_of("3", 1, 4, 4), none).efficiency(), (0.5 + 3) / 4);
  // What costs nothing has no weight, and what isn't known neither.
  EXPECT_EQ(allocation_of(figures_of("1", 1, 2, 1), figures_of("0", 1, 4, 4), none).efficiency(), 0.5);
  EXPECT_EQ(allocation_of(figures_of("1", 1, 2, 1), figures_of("9", 1, 4, std::nullopt), none).efficiency(), 0.5);
}

TEST(AllocationFiguresTest, CostsAreOfResourcesAndWhatIsShared) {
  auto allocation = allocation_of(figures_of("1", 1, 1, 1), figures_of("0.5", 1, 1, 1), figures_of("0.25", 1, 1, 1));
  allocation.shared = set_amount("0.125");
  EXPECT_EQ(allocation.direct_cost().text(), "1.75");
  EXPECT_EQ(allocation.total_cost().text(), "1.875");
}

TEST(AllocationFiguresTest, TimesAreFromTheFirstToTheLast) {
  Allocation one, other;
  one.start = {100}, one.end = {200};
  other.start = {50}, other.end = {150};
  one.add(other);
  EXPECT_EQ(one.start.micros, 50);
  EXPECT_EQ(one.end.micros, 200);
}

TEST(AllocationFiguresTest, NetworkIsOfThoseThatKnowIt) {
  Allocation one, other;
  one.add(other);
  EXPECT_EQ(one.network_in, std::nullopt);
  other.network_in = 7;
  one.add(other);
  one.add(other);
  EXPECT_EQ(one.network_in, 14);
  EXPECT_EQ(one.network_out, std::nullopt);
}

TEST(AllocationFiguresTest, OnlyWhatAllHaveIsKept) {
  AllocationProperties one, other;
  one.cluster = other.cluster = "prod";
  one.node = "i-1", other.node = "i-2";
  one.namespace_name = "web";  // the other has none
  one.labels = {{"app", "shop"}, {"tier", "front"}, {"only", "here"}};
  other.labels = {{"app", "shop"}, {"tier", "back"}, {"only there", "x"}};
  one.annotations = {{"a", "b"}};
  one.keep_common(other);
  EXPECT_EQ(one.cluster, "prod");
  EXPECT_EQ(one.node, std::nullopt);
  EXPECT_EQ(one.namespace_name, std::nullopt);
  EXPECT_EQ(one.labels, (std::map<std::string, std::string>{{"app", "shop"}}));
  EXPECT_TRUE(one.annotations.empty());
}

// In whichever order they are added: the same sums, times and common properties.
TEST(AllocationFiguresTest, TheOrderOfAddingDoesntMatter) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::vector<Allocation> all;
    for (int i = 0; i < 5; ++i) {
      auto& one = all.emplace_back();
      for (auto& resource : one.resources) {
        resource.cost = Decimal::from_units(static_cast<std::int64_t>(random()));
        resource.hours = static_cast<double>(random() % 64);
        if (random() % 2 == 0) resource.used = static_cast<double>(random() % 64);
      }
      one.start = {static_cast<std::int64_t>(random() % 100)};
      one.end = {static_cast<std::int64_t>(random() % 100)};
      if (random() % 3 != 0) one.properties.node = random() % 2 == 0 ? "a" : "b";
      if (random() % 4 != 0) one.properties.labels["app"] = "x";
    }
    auto forward = all.front(), backward = all.back();
    for (std::size_t i = 1; i < all.size(); ++i) {
      forward.add(all[i]);
      backward.add(all[all.size() - 1 - i]);
    }
    EXPECT_EQ(forward.total_cost(), backward.total_cost());
    EXPECT_EQ(forward.start, backward.start);
    EXPECT_EQ(forward.end, backward.end);
    EXPECT_EQ(forward.properties.node, backward.properties.node);
    EXPECT_EQ(forward.properties.labels, backward.properties.labels);
    for (std::size_t i = 0; i < kResources; ++i) {
      EXPECT_EQ(forward.resources[i].hours, backward.resources[i].hours);
      EXPECT_EQ(forward.resources[i].used, backward.resources[i].used);
    }
  }
}

}  // namespace
}  // namespace farthing
