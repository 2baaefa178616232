#include "lake/dimension_sql.hpp"

#include <gtest/gtest.h>

#include "base/embedded_text.hpp"
#include "base/text.hpp"
#include "lake/engine.hpp"

namespace farthing {

extern const EmbeddedText embedded_lake_sql[];

namespace {

class DimensionSqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) ASSERT_TRUE(engine_.run(sql->text));
    ASSERT_TRUE(add_dimension_functions(engine_));
  }
  [[nodiscard]] std::string value_of(const std::string& sql) {
    const auto rows = engine_.query("SELECT " + sql);
    return rows ? rows->rows.at(0).at(0).value_or("-") : rows.error().text();
  }
  [[nodiscard]] std::string normal(const std::string& spelling) {
    return value_of(normal_form_sql(sql_literal(spelling)));
  }
  /// Of a rule whose sources have these values by text(); a source that isn't named has no place.
  [[nodiscard]] std::string spelled(const DimensionRule& rule, const std::map<std::string, std::string>& values) {
    return value_of(dimension_spelling_sql(rule, [&](const DimensionSource& source) -> std::optional<std::string> {
      const auto found = values.find(source.text());
      if (found == values.end()) return std::nullopt;
      return "CAST(" + (found->second == "NULL" ? found->second : sql_literal(found->second)) + " AS VARCHAR)";
    }));
  }

  Engine engine_ = Engine::open().value();
};

TEST_F(DimensionSqlTest, NormalFormIsLowerCaseWithSingleHyphens) {
  EXPECT_EQ(normal("  Search_Team "), "search-team");
  EXPECT_EQ(normal("a.b/c d-_e"), "a-b-c-d-e");
  EXPECT_EQ(normal("O'Brien \"x\""), "o'brien-\"x\"");
  EXPECT_EQ(normal("\xC3\x89quipe"), "\xC3\xA9quipe");
  // e and an accent are the letter with it.
  EXPECT_EQ(normal("e\xCC\x81quipe"), "\xC3\xA9quipe");
}

TEST_F(DimensionSqlTest, NormalFormOfANormalFormIsItself) {
  for (const char* text : {"Search  Team", "-x-", "..", "A__B", "e\xCC\x81"}) {
    const auto once = normal(text);
    EXPECT_EQ(normal(once), once) << text;
  }
}

TEST_F(DimensionSqlTest, TheFirstSourceWithAValueGivesItTrimmed) {
  const DimensionRule rule = {"team", {{"label", "a"}, {"tag", "b"}, {"namespace", ""}}, {}, {}};
  EXPECT_EQ(spelled(rule, {{"label:a", " One "}, {"tag:b", "two"}}), "One");
  EXPECT_EQ(spelled(rule, {{"label:a", "NULL"}, {"tag:b", "two"}}), "two");
  EXPECT_EQ(spelled(rule, {{"namespace", "three"}}), "three");
  for (const char* none : {"", "  ", "none", "None", " NULL "}) {
    EXPECT_EQ(spelled(rule, {{"label:a", none}, {"tag:b", "two"}}), "two") << none;
    EXPECT_EQ(spelled(rule, {{"label:a", none}}), "-") << none;
  }
  EXPECT_EQ(spelled(rule, {}), "-");
}

TEST_F(DimensionSqlTest, AMapIsOfItsSourceOnlyAndTakesAnySpelling) {
  const DimensionRule rule = {
      "team", {{"tag", "b"}, {"namespace", ""}}, {{"tag:b", {{"x", "mapped"}, {"it's", "quoted"}, {"y", "none"}}}}, {}};
  EXPECT_EQ(spelled(rule, {{"tag:b", "x"}, {"namespace", "ns"}}), "mapped");
  EXPECT_EQ(spelled(rule, {{"tag:b", "it's"}, {"namespace", "ns"}}), "quoted");
  // In any spelling.
  EXPECT_EQ(spelled(rule, {{"tag:b", " X "}, {"namespace", "ns"}}), "mapped");
  EXPECT_EQ(spelled(rule, {{"tag:b", "xx"}, {"namespace", "ns"}}), "ns");
  // Mapped to none it is none.
  EXPECT_EQ(spelled(rule, {{"tag:b", "y"}, {"namespace", "ns"}}), "ns");
  EXPECT_EQ(spelled(rule, {{"namespace", "x"}}), "x");
}

TEST_F(DimensionSqlTest, SynonymsAreFoundByNormalForm) {
  const DimensionRule rule = {"env", {{"label", "e"}}, {}, {{"prod", {"production", "PRD"}}, {"empty", {}}}};
  EXPECT_EQ(spelled(rule, {{"label:e", "Production"}}), "prod");
  EXPECT_EQ(spelled(rule, {{"label:e", "prd "}}), "prod");
  EXPECT_EQ(spelled(rule, {{"label:e", "Prod"}}), "Prod");
  EXPECT_EQ(spelled(rule, {{"label:e", "none"}}), "-");
}

std::vector<std::string> sources_of(const DimensionRule& rule) {
  std::vector<std::string> texts;
  for (const auto& source : rule.from) texts.push_back(source.text());
  return texts;
}

// Behind the last of those that the rule has; another kind, and another key, is another matter.
TEST(DimensionKeysTest, AreThoseOfTheDataThatDifferInLetterCase) {
  using Texts = std::vector<std::string>;
  const DimensionRule rule = {"team", {{"label", "team"}, {"tag", "team"}, {"tag", "Team"}, {"namespace", ""}}, {}, {}};
  EXPECT_EQ(sources_of(with_keys_as_written(rule, {})), sources_of(rule));
  EXPECT_EQ(sources_of(with_keys_as_written(
                rule, {{"tag", {"TEAM", "Team", "tEAM", "team", "teams"}}, {"namespace", {"Team"}}})),
            (Texts{"label:team", "tag:team", "tag:Team", "tag:TEAM", "tag:tEAM", "namespace"}));
  EXPECT_EQ(sources_of(with_keys_as_written(rule, {{"label", {"Team"}}})),
            (Texts{"label:team", "label:Team", "tag:team", "tag:Team", "namespace"}));
}

TEST(DimensionKeysTest, HaveTheMapOfTheSourceThatTheyStandFor) {
  const DimensionRule rule = {"team", {{"tag", "team"}}, {{"tag:team", {{"a", "b"}}}}, {}};
  const auto written = with_keys_as_written(rule, {{"tag", {"TEAM"}}});
  EXPECT_EQ(written.map.at("tag:TEAM"), rule.map.at("tag:team"));
  EXPECT_EQ(written.map.size(), 2u);
}

TEST(DimensionSourceSqlTest, EachTableHasItsSources) {
  const DimensionSource label = {"label", "it's"}, node_label = {"node_label", "t"}, tag = {"tag", "t"},
                        category = {"cost_category", "C"}, space = {"namespace", ""}, account = {"account", ""},
                        cluster = {"cluster", ""};
  EXPECT_EQ(workload_source_sql(label), "w.labels['it''s']");
  EXPECT_EQ(workload_source_sql(node_label), "n.labels['t']");
  EXPECT_EQ(workload_source_sql(tag), "w.tags['t']");
  EXPECT_EQ(workload_source_sql(space), "w.namespace");
  EXPECT_EQ(workload_source_sql(account), "coalesce(w.account, n.account)");
  EXPECT_EQ(workload_source_sql(category), std::nullopt);
  EXPECT_EQ(node_source_sql(node_label), "n.labels['t']");
  EXPECT_EQ(node_source_sql(cluster), "n.cluster");
  EXPECT_EQ(node_source_sql(tag), std::nullopt);
  EXPECT_EQ(charge_source_sql(tag), "Tags['t']");
  EXPECT_EQ(charge_source_sql(category), "x_CostCategories['C']");
  EXPECT_EQ(charge_source_sql(account), "SubAccountId");
  EXPECT_EQ(charge_source_sql(space), std::nullopt);
}

}  // namespace
}  // namespace farthing
