#include "collect/generate/org/org_texts.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"
#include "support/generated_files.hpp"

namespace farthing::generate::org {
namespace {

class OrgTexts : public ::testing::Test {
 protected:
  Organisation organisation = small_organisation(21);
};

TEST_F(OrgTexts, PricesAreListPricesAndTheSpotMarketsByDay) {
  std::map<std::string, Decimal> on_demand;
  std::map<std::string, int> spot_days;
  const std::string csv = prices_csv(organisation);
  const auto rows = samples::csv_rows(csv);
  ASSERT_EQ(rows[0].size(), 11u);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& row = rows[i];
    if (row[0] != "AmazonEC2") continue;
    const Decimal price = parse_decimal(row[3]).value;
    if (row[6] == "on_demand") on_demand[row[4]] = price;
    if (row[6] != "spot") continue;
    ++spot_days[row[4]];
    // Its days follow each other and are 24 hours long.
    EXPECT_EQ(parse_timestamp(row[8])->micros - parse_timestamp(row[7])->micros, kMicrosPerDay);
    EXPECT_GE(price.to_double(), on_demand[row[4]].to_double() * 0.2999) << row[4];
    EXPECT_LE(price.to_double(), on_demand[row[4]].to_double() * 0.4501) << row[4];
  }
  EXPECT_EQ(on_demand["m6i.2xlarge"].text(), "0.384");
  EXPECT_EQ(on_demand.size(), organisation.types.size());
  for (const auto& [type, days] : spot_days) EXPECT_EQ(days, 4) << type;
  EXPECT_NE(csv.find("AmazonECS,us-east-1,vcpu_hour,0.04048,fargate,linux,fargate,2026-10-01T00:00:00Z"),
            std::string::npos);
  EXPECT_NE(csv.find("AmazonECS,us-east-1,gib_hour,0.0013335,fargate_spot,linux,fargate_spot,"), std::string::npos)
      << "30 % of 0.004445";
}

TEST_F(OrgTexts, TheSpotMarketMovesByZoneAndHourButNotByDice) {
  const MachineType& type = organisation.types.front();
  EXPECT_EQ(spot_price(type, 'a', 7, 1), spot_price(type, 'a', 7, 1));
  EXPECT_EQ(spot_price(type, 'a', 6, 1), spot_price(type, 'a', 8, 1)) << "levels last three hours";
  std::set<Picos> levels;
  for (std::int64_t hour = 0; hour < 300; hour += 3) levels.insert(spot_price(type, 'b', hour, 1));
  EXPECT_GT(levels.size(), 50u);
  for (const Picos level : levels) EXPECT_EQ(level % 100, 0) << "at most 10 decimals";
}

TEST_F(OrgTexts, EachRolloutIsADeployment) {
  const auto rows = samples::csv_rows(events_csv(organisation));
  std::size_t deployments = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), 7u);
    EXPECT_TRUE(parse_timestamp(rows[i][0]).has_value()) << rows[i][0];
    deployments += rows[i][1] == "deployment" ? 1 : 0;
  }
  EXPECT_EQ(deployments, organisation.rollouts.size());
  EXPECT_EQ(rows[1][1], "note");
}

TEST_F(OrgTexts, TheTruthHasTheOrganisationBesideTheBill) {
  const OrgMoney money{.machines = 30'000'000'000'000, .outside = 1, .unused = 500'000'000'000, .volumes = 0};
  const PoolSum pool{.pool = &pool_shapes()[1], .cards = kPicosPerDollar, .held = {.cards = kPicosPerDollar / 2}};
  const OrgTotals totals{.usage_rows = 12,
                         .held = Decimal::from_integer(20),
                         .system = Decimal::from_integer(1),
                         .idle = Decimal::from_integer(9),
                         .pools = {pool}};
  const auto json =
      boost::json::parse(with_organisation("{\n  \"rows\": 3\n}\n", organisation, money, totals)).as_object();
  EXPECT_EQ(json.at("rows").as_int64(), 3);
  const auto& made = json.at("organisation").as_object();
  EXPECT_EQ(made.at("pod_hours").as_int64(), 80 * 4 * 24);
  EXPECT_EQ(made.at("machines").as_int64() + made.at("fargate_tasks").as_int64(),
            static_cast<std::int64_t>(organisation.nodes.size()));
  const auto& effective = made.at("effective").as_object();
  EXPECT_EQ(effective.at("machines").as_string(), "30");
  EXPECT_EQ(effective.at("idle").as_string(), "9");
  EXPECT_EQ(effective.at("not_covered_instances").as_string(), "0.000000000001");
  EXPECT_EQ(effective.at("unused_commitment").as_string(), "0.5");
  const auto& cards = made.at("accelerators").as_object().at("gpu-training").as_object();
  EXPECT_EQ(cards.at("gpu").as_string(), "1");
  EXPECT_EQ(cards.at("held").as_string(), "0.5");
  EXPECT_EQ(cards.at("used").as_string(), "0");
  for (const auto& [type, parts] : made.at("true_parts").as_object()) {
    const auto& three = parts.as_array();
    const double sum =
        three.at(0).to_number<double>() + three.at(1).to_number<double>() + three.at(2).to_number<double>();
    EXPECT_NEAR(sum, 1, 1e-8) << std::string(type);
  }
}

}  // namespace
}  // namespace farthing::generate::org
