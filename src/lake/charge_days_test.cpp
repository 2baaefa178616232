// Which days of the bill a new delivery changes.
#include "lake/charge_days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ChargeDaysTest : public AllocationLakeFixture {
 protected:
  /// The days that a build after this delivery of the month builds.
  [[nodiscard]] std::vector<std::string> changed_by(const std::vector<CurFields>& lines,
                                                    const AllocationConfig& config = config_of("aws")) const {
    replace_bill(lines, "bill.csv");
    std::vector<std::string> days;
    for (const auto& day : build(config).days.changed) days.push_back(day.day.substr(8));
    return days;
  }
  static CurFields on_day(int day, const std::string& cost, const CurFields& more = {}) {
    auto line = machine_line(
        "r", cost, lasting(fmt::format("2026-05-{:02}T10:00:00Z", day), fmt::format("2026-05-{:02}T11:00:00Z", day)));
    for (const auto& [name, value] : more) line[name] = value;
    return line;
  }
};

TEST_F(ChargeDaysTest, LinesInAnotherOrderChangeNothing) {
  EXPECT_THAT(changed_by({on_day(1, "1"), on_day(1, "2"), on_day(2, "3")}), ElementsAre("01", "02"));
  EXPECT_THAT(changed_by({on_day(2, "3"), on_day(1, "2"), on_day(1, "1")}), IsEmpty());
}

TEST_F(ChargeDaysTest, ALineMoreOrLessOrTwiceChangesItsDay) {
  EXPECT_THAT(changed_by({on_day(1, "1"), on_day(2, "1")}), ElementsAre("01", "02"));
  EXPECT_THAT(changed_by({on_day(1, "1"), on_day(2, "1"), on_day(2, "1")}), ElementsAre("02"));
  EXPECT_THAT(changed_by({on_day(1, "1"), on_day(1, "1"), on_day(2, "1")}), ElementsAre("01", "02"));
  EXPECT_EQ(ask("SELECT day(day), sum(effective_cost) FROM allocation_daily GROUP BY 1 ORDER BY 1"), "1|2;2|1");
  EXPECT_THAT(changed_by({on_day(2, "1")}), IsEmpty());
  EXPECT_EQ(ask("SELECT day(day), sum(effective_cost) FROM allocation_daily GROUP BY 1"), "2|1");
}

TEST_F(ChargeDaysTest, ALongLineChangesAllItsDays) {
  auto line = machine_line("r", "3", lasting("2026-05-02T12:00:00Z", "2026-05-04T12:00:00Z"));
  EXPECT_THAT(changed_by({on_day(1, "1"), line, on_day(6, "1")}), ElementsAre("01", "02", "03", "04", "06"));
  line["lineItem/UnblendedCost"] = "4";
  EXPECT_THAT(changed_by({on_day(1, "1"), line, on_day(6, "1")}), ElementsAre("02", "03", "04"));
}

// A tax of the whole month and what has no resource are of the day on which they begin.
TEST_F(ChargeDaysTest, WhatIsNoUsageOfAResourceIsOfOneDay) {
  auto tax = machine_line("", "3", lasting("2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"));
  tax["lineItem/LineItemType"] = "Tax";
  const auto usage = machine_line("", "5", lasting("2026-05-03T00:00:00Z", "2026-05-05T00:00:00Z"));
  EXPECT_THAT(changed_by({tax, usage}), ElementsAre("01", "03"));
  EXPECT_EQ(ask("SELECT day(day), effective_cost FROM allocation_daily ORDER BY 1"), "1|3;3|5");
}

// Beyond the month there is another bill.
TEST_F(ChargeDaysTest, ALineEndsWithItsMonth) {
  EXPECT_THAT(changed_by({machine_line("r", "3", lasting("2026-05-31T00:00:00Z", "2026-06-02T00:00:00Z"))}),
              ElementsAre("31"));
  EXPECT_EQ(ask("SELECT day(day), billing_period, effective_cost FROM allocation_daily"), "31|2026-05|3");
}

TEST_F(ChargeDaysTest, OnlyColumnsThatAModelOrARuleReadsCount) {
  const CurFields one = {{"lineItem/LineItemDescription", "one"}}, two = {{"lineItem/LineItemDescription", "two"}};
  auto config = config_of("aws");
  config.shared = {{"two", "ChargeDescription = 'two'", "even", "all", "team", {}, {}}};
  EXPECT_THAT(changed_by({on_day(1, "1", one)}), ElementsAre("01"));
  EXPECT_THAT(changed_by({on_day(1, "1", two)}), IsEmpty());
  EXPECT_THAT(changed_by({on_day(1, "1", one)}, config), ElementsAre("01"));
  EXPECT_THAT(changed_by({on_day(1, "1", two)}, config), ElementsAre("01"));
  EXPECT_EQ(kinds_of_cost(), "shared|two|1");
}

TEST_F(ChargeDaysTest, TellWhichDeliveriesCameSinceTheBuild) {
  bill({on_day(1, "1")});
  EXPECT_THAT(periods_without_charge_days(lake_.snapshot().value()), ElementsAre("2026-05"));
  build();
  EXPECT_THAT(periods_without_charge_days(lake_.snapshot().value()), IsEmpty());
  auto engine = Engine::open().value();
  const auto snapshot = lake_.snapshot().value();
  ASSERT_TRUE(lake_.create_views(engine, snapshot));
  const auto known = known_charge_days(engine, snapshot);
  ASSERT_TRUE(known) << known.error().text();
  ASSERT_EQ(known->days.size(), 1u);
  EXPECT_EQ(known->days.at("2026-05-01").lines, 1);
}

}  // namespace
}  // namespace farthing
