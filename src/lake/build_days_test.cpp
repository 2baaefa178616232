// Which days a build takes up, and why.
#include "lake/build_days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class BuildDaysTest : public AllocationLakeFixture {
 protected:
  /// "01 new", in order.
  [[nodiscard]] std::vector<std::string> built(const AllocationConfig& config = config_of("aws")) const {
    std::vector<std::string> days;
    for (const auto& day : build(config).days.changed) days.push_back(day.day.substr(8) + " " + day.why);
    return days;
  }
  static DatasetRow between(const std::string& start, const std::string& end) {
    return {{"start", "2026-05-" + start + ":00:00Z"}, {"end", end.empty() ? "" : "2026-05-" + end + ":00:00Z"}};
  }
};

// Versions have dashes of their own.
TEST(ModelMarkTest, IsReadAsItWasWritten) {
  for (const auto& mark : {ModelMark{"a1", "b2"}, ModelMark{"a1", "20261003-b2-c3"}, ModelMark{"a1", "b2-c3", "d4"}}) {
    const auto read = ModelMark::parse(mark.text());
    EXPECT_EQ(read.made_by, mark.made_by);
    EXPECT_EQ(read.inputs, mark.inputs);
    EXPECT_EQ(read.bill_before, mark.bill_before);
  }
  EXPECT_EQ(ModelMark::parse("none").inputs, "");
}

TEST_F(BuildDaysTest, AnEmptyLakeHasNothingToBuild) {
  const auto report = build();
  EXPECT_THAT(report.days.changed, IsEmpty());
  EXPECT_THAT(report.days.kept, IsEmpty());
  EXPECT_EQ(report.node_hours, 0);
  EXPECT_EQ(ask("SELECT count(*) FROM allocation_daily"), "0");
}

TEST_F(BuildDaysTest, ADayIsAnyOnWhichSomethingWas) {
  take("n.csv", {node_row("n", between("03T10", "03T11"))});
  take("w.csv", {container_row("p", "n", between("05T10", "05T11"))});
  take("u.csv", {{{"workload_id", "p"}, {"hour", "2026-05-07T10:00:00Z"}, {"vcpu_hours", "1"}}});
  bill({machine_line("x", "1")});
  EXPECT_THAT(built(), ElementsAre("01 new", "03 new", "05 new", "07 new"));
  EXPECT_THAT(built(), IsEmpty());
}

// It ends at midnight: the next day has nothing of it.
TEST_F(BuildDaysTest, AnIntervalUpToMidnightHasNoPartOfTheNextDay) {
  take("n.csv", {node_row("n", between("01T22", "02T00"))});
  EXPECT_THAT(built(), ElementsAre("01 new"));
  EXPECT_EQ(ask("SELECT hour(hour), seconds FROM node_hours ORDER BY 1"), "22|3600;23|3600");
}

TEST_F(BuildDaysTest, EachDatasetChangesItsOwnDay) {
  const auto first = between("01T10", "01T11"), second = between("02T10", "02T11");
  take("n.csv", {node_row("n", first), node_row("n", second)});
  take("w.csv", {container_row("p", "n", first), container_row("p", "n", second)});
  EXPECT_THAT(built(), ElementsAre("01 new", "02 new"));
  take("n.csv", {node_row("m", second)});
  EXPECT_THAT(built(), ElementsAre("02 its inputs changed"));
  take("w.csv", {container_row("q", "n", first)});
  EXPECT_THAT(built(), ElementsAre("01 its inputs changed"));
  take("u.csv", {{{"workload_id", "p"}, {"hour", "2026-05-02T10:00:00Z"}, {"vcpu_hours", "1"}}});
  EXPECT_THAT(built(), ElementsAre("02 its inputs changed"));
  // The same rows once more are no change.
  take("w.csv", {container_row("q", "n", first)});
  EXPECT_THAT(built(), IsEmpty());
}

TEST_F(BuildDaysTest, PricesChangeAllDays) {
  take("n.csv", {node_row("n", between("01T10", "01T11")), node_row("n", between("02T10", "02T11"))});
  EXPECT_THAT(built(), ElementsAre("01 new", "02 new"));
  take("p.csv", {{{"service", "AmazonEC2"}, {"region", "us-east-1"}, {"unit", "hour"}, {"price_usd", "1"}}});
  EXPECT_THAT(built(), ElementsAre("01 its inputs changed", "02 its inputs changed"));
}

TEST_F(BuildDaysTest, SettingsChangeAllDaysIfTheyChangeTheModels) {
  take("n.csv", {node_row("n")});
  EXPECT_THAT(built(), ElementsAre("01 new"));
  auto config = config_of("aws");
  // How idle is shown is a matter of the question.
  config.idle = "by_node";
  EXPECT_THAT(built(config), IsEmpty());
  config.share_by = "usage";
  EXPECT_THAT(built(config), ElementsAre("01 its SQL or a setting changed"));
  config.shared.clear();
  EXPECT_THAT(built(config), ElementsAre("01 its SQL or a setting changed"));
  EXPECT_THAT(built(config), IsEmpty());
}

// A line that comes late for the first day tells what its machine costs on the third, which the bill knows nothing of
// it. The second day knows its own, and a price that came with `nodes` doesn't hang on any bill.
TEST_F(BuildDaysTest, ALateLineBuildsTheLaterDaysThatAreEstimatedByIt) {
  const auto on = [](int day) {
    const auto clock = [&](int hour) { return fmt::format("2026-05-{:02}T{:02}:00:00Z", day, hour); };
    return lasting(clock(10), clock(11));
  };
  auto priced = between("04T10", "04T11");
  priced["hourly_cost_usd"] = "9";
  take("n.csv", {node_row("n"), node_row("n", between("02T10", "02T11")), node_row("n", between("03T10", "03T11")),
                 node_row("n", priced)});
  const auto first = machine_line("n", "1", on(1)), second = machine_line("n", "2", on(2)),
             newest = machine_line("x", "5", on(5));
  bill({newest});
  EXPECT_THAT(built(), ElementsAre("01 new", "02 new", "03 new", "04 new", "05 new"));
  const auto costs = "SELECT day(day), cost_source, effective_cost FROM node_hours ORDER BY 1";
  EXPECT_EQ(ask(costs), "1|no_price|-;2|no_price|-;3|no_price|-;4|nodes|9");
  replace_bill({newest, first}, "bill.csv");
  EXPECT_THAT(built(), ElementsAre("01 its inputs changed", "02 its inputs changed", "03 its inputs changed"));
  EXPECT_EQ(ask(costs), "1|bill|1;2|last_billed|1;3|last_billed|1;4|nodes|9");
  replace_bill({newest, first, second}, "bill.csv");
  EXPECT_THAT(built(), ElementsAre("02 its inputs changed", "03 its inputs changed"));
  EXPECT_EQ(ask(costs), "1|bill|1;2|bill|2;3|last_billed|2;4|nodes|9");
  replace_bill({newest, machine_line("n", "3", on(1)), second}, "bill.csv");
  EXPECT_THAT(built(), ElementsAre("01 its inputs changed", "03 its inputs changed"));
  EXPECT_THAT(built(), IsEmpty());
}

// Whichever days are built with it: two months are two groups, one month is one.
TEST_F(BuildDaysTest, ARateOfMoreThan60DaysBeforeIsTooOld) {
  const auto hour_of = [](const std::string& day) {
    return DatasetRow{{"start", day + "T10:00:00Z"}, {"end", day + "T11:00:00Z"}};
  };
  take("n.csv", {node_row("n"), node_row("n", hour_of("2026-06-29")), node_row("n", hour_of("2026-06-30")),
                 node_row("n", hour_of("2026-07-01"))});
  bill({machine_line("n", "1")});
  EXPECT_EQ(build().days.changed.size(), 4u);
  EXPECT_EQ(ask("SELECT strftime(day, '%m-%d'), cost_source FROM node_hours ORDER BY 1"),
            "05-01|bill;06-29|last_billed;06-30|last_billed;07-01|no_price");
  replace_bill({machine_line("n", "2")}, "bill.csv");
  std::vector<std::string> days;
  for (const auto& day : build().days.changed) days.push_back(day.day.substr(5));
  EXPECT_THAT(days, ElementsAre("05-01", "06-29", "06-30"));
}

// Nothing of a day is left when the bill takes it back.
TEST_F(BuildDaysTest, ADayWithoutDataGoes) {
  const auto line = machine_line("x", "1"),
             other = machine_line("x", "2", lasting("2026-05-02T10:00:00Z", "2026-05-02T11:00:00Z"));
  bill({line, other});
  EXPECT_THAT(built(), ElementsAre("01 new", "02 new"));
  replace_bill({line}, "bill.csv");
  const auto report = build();
  EXPECT_THAT(report.days.changed, IsEmpty());
  EXPECT_THAT(report.days.gone, ElementsAre("2026-05-02"));
  EXPECT_THAT(report.days.kept, ElementsAre("2026-05-01"));
  EXPECT_EQ(ask("SELECT day(day), effective_cost FROM allocation_daily"), "1|1");
}

// From its start to the newest day that anything is known of; later days lengthen it.
TEST_F(BuildDaysTest, AnOpenIntervalLastsAsLongAsTheData) {
  take("n.csv", {node_row("n", between("01T12", ""))});
  EXPECT_THAT(built(), IsEmpty());
  bill({machine_line("x", "1", lasting("2026-05-02T10:00:00Z", "2026-05-02T11:00:00Z"))});
  EXPECT_THAT(built(), ElementsAre("01 new", "02 new"));
  EXPECT_EQ(ask("SELECT day(day), count(*) FROM node_hours GROUP BY 1 ORDER BY 1"), "1|12;2|24");
  take("u.csv", {{{"workload_id", "p"}, {"hour", "2026-05-03T10:00:00Z"}, {"vcpu_hours", "1"}}});
  const auto days = built();
  EXPECT_EQ(days.back(), "03 new");
  EXPECT_EQ(ask("SELECT day(day), count(*) FROM node_hours GROUP BY 1 ORDER BY 1"), "1|12;2|24;3|24");
}

TEST_F(BuildDaysTest, ABuildIsOneSnapshotAndNothingToDoIsNone) {
  take("n.csv", {node_row("n"), node_row("n", between("02T10", "02T11"))});
  const auto before = lake_.snapshot().value().n;
  const auto report = build();
  EXPECT_EQ(report.snapshot, before + 1);
  EXPECT_EQ(build().snapshot, before + 1);
  EXPECT_EQ(lake_.snapshot().value().n, before + 1);
}

}  // namespace
}  // namespace farthing
