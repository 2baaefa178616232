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
