// What the rules of dimensions make of containers and of lines of the bill.
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

class AllocationDimensionsTest : public AllocationLakeFixture {
 protected:
  static AllocationConfig config_with(std::vector<DimensionRule> rules) {
    auto config = config_of("aws");
    config.dimensions = std::move(rules);
    return config;
  }
  /// workload|value, in order; "-" where nothing says.
  [[nodiscard]] std::string of_containers(const std::string& dimension = "team") const {
    return ask("SELECT workload_id, dimensions['" + dimension +
               "'] FROM allocation_daily WHERE workload_id IS NOT NULL ORDER BY 1");
  }
  /// value|cost of what no machine took, in order of cost.
  [[nodiscard]] std::string of_lines(const std::string& dimension = "team") const {
    return ask("SELECT dimensions['" + dimension +
               "'], effective_cost FROM allocation_daily WHERE workload_id IS NULL AND node IS NULL ORDER BY 2");
  }
};

CurFields tagged(const std::string& cost, const std::string& column, const std::string& value) {
  return {{"lineItem/UnblendedCost", cost}, {"lineItem/ResourceId", "other-" + cost}, {column, value}};
}

TEST_F(AllocationDimensionsTest, TheFirstSourceThatSaysSomethingWins) {
  const DimensionRule team = {
      "team", {{"label", "team"}, {"node_label", "team"}, {"tag", "team"}, {"namespace", ""}, {"cluster", ""}}, {}, {}};
  take("n.csv",
       {node_row("plain", {{"cluster", "prod"}}), node_row("labelled", {{"labels", R"({"team":"of-node"})"}})});
  take("w.csv",
       {container_row("1-label", "labelled",
                      {{"labels", R"({"team":"of-label"})"}, {"tags", R"({"team":"of-tag"})"}, {"namespace", "ns"}}),
        container_row("2-node", "labelled", {{"tags", R"({"team":"of-tag"})"}, {"namespace", "ns"}}),
        container_row("3-tag", "plain", {{"tags", R"({"team":"of-tag"})"}, {"namespace", "ns"}}),
        container_row("4-none", "plain",
                      {{"labels", R"({"team":"none"})"}, {"tags", R"({"team":""})"}, {"namespace", "ns"}}),
        container_row("5-null", "plain", {{"labels", R"({"team":" NULL "})"}}),
        container_row("6-nothing", "labelled", {{"labels", R"({"teams":"other key"})"}})});
  build(config_with({team}));
  EXPECT_EQ(of_containers(), "1-label|of-label;2-node|of-node;3-tag|of-tag;4-none|ns;5-null|prod;6-nothing|of-node");
}

// Team, team and TEAM are three keys to AWS and one to people; the key as the rule has it comes first.
TEST_F(AllocationDimensionsTest, AKeyIsFoundInAnyLetterCase) {
  const DimensionRule team = {"team", {{"label", "team"}, {"node_label", "Team"}, {"tag", "team"}}, {}, {}};
  const DimensionRule owner = {"owner", {{"node_label", "Owner"}}, {}, {}};
  take("n.csv",
       {node_row("n", {{"labels", R"({"OWNER":"infra"})"}}), node_row("m", {{"labels", R"({"team":"of-node"})"}})});
  take("w.csv", {container_row("1-other", "n", {{"labels", R"({"Team":"x"})"}}),
                 container_row("2-both", "n", {{"labels", R"({"TEAM":"y","team":"x"})"}}),
                 container_row("3-tag", "n", {{"tags", R"({"TEAM":"z"})"}}), container_row("4-node", "m")});
  bill({machine_line("n", "1"), machine_line("m", "1"), tagged("2", "resourceTags/user:TEAM", "p"),
        tagged("3", "resourceTags/user:team", "q"), tagged("4", "resourceTags/user:teams", "r")});
  build(config_with({team, owner}));
  EXPECT_EQ(of_containers(), "1-other|x;2-both|x;3-tag|z;4-node|of-node");
  EXPECT_EQ(of_containers("owner"), "1-other|infra;2-both|infra;3-tag|infra;4-node|-");
  EXPECT_EQ(of_lines(), "p|2;q|3;-|4");
  EXPECT_EQ(ask("SELECT DISTINCT node_id, owner FROM node_hours ORDER BY 1"), "m|-;n|infra");
}

TEST_F(AllocationDimensionsTest, ASourceWithAMapYieldsOnlyWhatItMaps) {
  const DimensionRule team = {"team",
                              {{"namespace", ""}, {"account", ""}},
                              {{"namespace", {{"ml-train", "research"}}}, {"account", {{"444455556666", "platform"}}}},
                              {}};
  take("n.csv", {node_row("n", {{"account", "444455556666"}}), node_row("m", {{"account", "1"}})});
  take("w.csv", {container_row("a", "n", {{"namespace", "ml-train"}}), container_row("b", "n", {{"namespace", "web"}}),
                 container_row("c", "m", {{"namespace", "web"}})});
  bill({machine_line("n", "1"), machine_line("x", "2"), machine_line("y", "3", {{"lineItem/UsageAccountId", "1"}})});
  build(config_with({team}));
  EXPECT_EQ(of_containers(), "a|research;b|platform;c|-");
  EXPECT_EQ(of_lines(), "platform|2;-|3");
}

TEST_F(AllocationDimensionsTest, SynonymsAndSpellingsAreOneValue) {
  const DimensionRule team = {"team", {{"label", "team"}}, {}, {{"search", {"srch", "Search Team"}}}};
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("a", "n", {{"labels", R"({"team":"SRCH"})"}}),
                 container_row("b", "n", {{"labels", R"({"team":"search_team"})"}}),
                 container_row("c", "n", {{"labels", R"({"team":" Search"})"}}),
                 container_row("d", "n", {{"labels", R"({"team":"Ads.and / More"})"}}),
                 container_row("e", "n", {{"labels", R"({"team":"ads-and--more"})"}})});
  build(config_with({team}));
  EXPECT_EQ(of_containers(), "a|search;b|search;c|search;d|ads-and-more;e|ads-and-more");
}

// As text: 3 for "Search Team", 2 and 2 for "search-team".
TEST_F(AllocationDimensionsTest, TheSpellingWithMostMoneyIsShown) {
  const DimensionRule team = {"team", {{"tag", "Team"}}, {}, {}};
  bill({tagged("2", "resourceTags/user:Team", "search-team"), tagged("3", "resourceTags/user:Team", "Search Team"),
        tagged("0.9", "resourceTags/user:Team", "search-team")});
  build(config_with({team}));
  EXPECT_EQ(ask("SELECT dimension, value, spelling FROM dimension_spellings"), "team|search-team|Search Team");
  bill({tagged("2", "resourceTags/user:Team", "search-team"), tagged("3", "resourceTags/user:Team", "Search Team"),
        tagged("1.1", "resourceTags/user:Team", "search-team")},
       "other.csv");
  build(config_with({team}));
  EXPECT_EQ(ask("SELECT dimension, value FROM dimension_spellings"), "team|search-team");
}

TEST_F(AllocationDimensionsTest, LinesTakeTagsAndCostCategories) {
  const DimensionRule team = {"team", {{"label", "team"}, {"tag", "Team"}, {"cost_category", "Squad"}}, {}, {}};
  bill({tagged("1", "resourceTags/user:Team", "Ads"), tagged("2", "costCategory/Squad", "Core Team"),
        tagged("3", "resourceTags/user:Other", "x"), tagged("4", "resourceTags/user:Team", "None")});
  build(config_with({team}));
  EXPECT_EQ(of_lines(), "ads|1;core-team|2;-|7");
}

// Keys and values may be any text, in rules as well as in data.
TEST_F(AllocationDimensionsTest, OddKeysAndValuesAreTakenAsTheyAre) {
  const std::string key = "it's \"my\" tag\n\xF0\x9F\x9A\x80";
  const DimensionRule odd = {"team",
                             {{"tag", key}},
                             {{"tag:" + key, {{"O'Brien; DROP", "o'brien"}, {"two\nlines", "l\xC3\xADnea"}}}},
                             {{"r\xC3\xA9serve", {"o'brien"}}}};
  const DimensionRule plain = {"it's", {{"tag", key}}, {}, {}};
  const auto column = "resourceTags/user:" + key;
  bill({tagged("1", column, "O'Brien; DROP"), tagged("2", column, "two\nlines"),
        tagged("3", column, "\xF0\x9F\x9A\x80")});
  build(config_with({odd, plain}));
  EXPECT_EQ(of_lines(), "r\xC3\xA9serve|1;l\xC3\xADnea|2;-|3");
  EXPECT_EQ(of_lines("it''s"), "o'brien;-drop|1;two\nlines|2;\xF0\x9F\x9A\x80|3");
}

TEST_F(AllocationDimensionsTest, WithoutRulesThereAreNone) {
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("a", "n", {{"labels", R"({"team":"x"})"}})});
  bill({machine_line("n", "1.04"), tagged("2", "resourceTags/user:Team", "y")});
  build(config_with({}));
  EXPECT_EQ(ask("SELECT count(*) FROM allocation_daily WHERE cardinality(dimensions) > 0"), "0");
  EXPECT_EQ(ask("SELECT count(*) FROM dimension_spellings"), "0");
  EXPECT_EQ(kinds_of_cost(), "allocated|-|0.26;idle|-|0.78;not_covered|a machine that no cluster knows|2");
}

TEST_F(AllocationDimensionsTest, ANewRuleBuildsAllDaysAgain) {
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("a", "n", {{"labels", R"({"squad":"Ads"})"}})});
  build(config_with({{"team", {{"label", "team"}}, {}, {}}}));
  EXPECT_EQ(of_containers(), "a|-");
  EXPECT_EQ(build(config_with({{"team", {{"label", "squad"}}, {}, {}}})).days.changed.size(), 1u);
  EXPECT_EQ(of_containers(), "a|ads");
  EXPECT_EQ(build(config_with({{"team", {{"label", "squad"}}, {}, {{"adverts", {"ads"}}}}})).days.changed.size(), 1u);
  EXPECT_EQ(of_containers(), "a|adverts");
}

}  // namespace
}  // namespace farthing
