#include "collect/generate/negations.hpp"

#include <gtest/gtest.h>

namespace farthing::generate {
namespace {

class NegationsTest : public ::testing::Test {
 protected:
  void cover(std::size_t plan, std::size_t sku, char zone, Picos cost, Figure amount, std::size_t account = 0) {
    BillLine line;
    line.type = LineType::kCovered;
    line.plan = &plans_[plan];
    line.sku = &world_.skus[sku];
    line.account = &world_.accounts[account];
    line.zone = zone;
    line.begin = world_.at_hour(7);
    line.end = world_.at_hour(8);
    line.cost = {cost, 0};
    line.amount = amount;
    negations_.add(plan, line);
  }
  [[nodiscard]] BillLine negation(std::size_t number) const {
    BillLine line;
    negations_.write(number, line);
    return line;
  }
  World world_ = make_world(1, 100, "2026-09");
  std::vector<SavingsPlan> plans_ = std::vector<SavingsPlan>(3);
  Negations negations_;
};

TEST_F(NegationsTest, TakeBackTheSumOfTheirGroupToTheLastDigit) {
  cover(0, 4, 'a', 100'000'000'001, {1, 0}, 5);
  cover(0, 4, 'a', 200'000'000'002, {25, 2}, 6);
  cover(0, 4, 'a', 3, {1, 12}, 7);
  ASSERT_EQ(negations_.groups(), 1u);
  const BillLine line = negation(0);
  EXPECT_EQ(line.type, LineType::kNegation);
  EXPECT_EQ(line.cost.plain, -300'000'000'006);
  EXPECT_EQ(line.cost.net, 0) << "covered usage costs nothing net";
  EXPECT_EQ(plain_text(*line.amount), "1.250000000001");
  EXPECT_EQ(line.unblended_rate->digits, -world_.skus[4].contract_rate.digits);
  EXPECT_EQ(line.account, &world_.accounts[5]) << "of the first";
  EXPECT_EQ(line.plan, &plans_[0]);
  EXPECT_EQ(line.sku, &world_.skus[4]);
  EXPECT_EQ(line.begin, world_.at_hour(7));
  EXPECT_EQ(line.end, world_.at_hour(8));
  EXPECT_EQ(line.resource.size, 0u) << "it is of many resources";
}

TEST_F(NegationsTest, ArePerPlanSkuAndZone) {
  const std::tuple<std::size_t, std::size_t, char> groups[] = {{0, 4, 'a'}, {0, 4, 'b'},   {0, 5, 'a'},
                                                               {1, 4, 'a'}, {2, 260, 'c'}, {2, 260, '\0'}};
  Picos cost = 1;
  for (const auto& [plan, sku, zone] : groups) {
    EXPECT_TRUE(negations_.is_new(plan, world_.skus[sku], zone));
    cover(plan, sku, zone, cost, {1, 0});
    EXPECT_FALSE(negations_.is_new(plan, world_.skus[sku], zone));
    cost *= 10;
  }
  ASSERT_EQ(negations_.groups(), std::size(groups));
  std::set<std::uint64_t> ids;
  cost = -1;
  for (std::size_t i = 0; i < std::size(groups); ++i, cost *= 10) {
    EXPECT_EQ(negation(i).cost.plain, cost) << "in the order in which they came";
    EXPECT_EQ(negation(i).zone, std::get<2>(groups[i]));
    ids.insert(negation(i).id);
  }
  EXPECT_EQ(ids.size(), std::size(groups));
}

TEST_F(NegationsTest, BeginAnewWithEachHour) {
  cover(0, 4, 'a', 5, {1, 0});
  negations_.begin_hour();
  EXPECT_EQ(negations_.groups(), 0u);
  EXPECT_TRUE(negations_.is_new(0, world_.skus[4], 'a'));
  cover(0, 4, 'a', 7, {1, 0});
  EXPECT_EQ(negation(0).cost.plain, -7);
}

}  // namespace
}  // namespace farthing::generate
