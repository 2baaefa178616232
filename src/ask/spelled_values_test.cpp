#include "ask/spelled_values.hpp"

#include <gtest/gtest.h>

#include "ask/condition.hpp"
#include "domain/allocation_dimension.hpp"

namespace farthing {
namespace {

// What the condition says once "Search & Co" is known as a spelling of the team 'search'.
std::string spelled(const std::string& text) {
  AllocationConfig config;
  config.dimensions = {{"team", {}, {}, {}}, {"product", {}, {}, {}}};
  const auto condition = parse_condition(text, "allocation_daily",
                                         [&](std::string_view name) { return find_allocation_dimension(name, config); },
                                         {{{"team", "search & co"}, "search"}, {{"team", "it's"}, "its"}});
  return condition ? condition->sql : "error: " + condition.error().text();
}

TEST(SpelledValuesTest, AKnownSpellingBecomesTheValueWhereItIsComparedWithItsDimension) {
  const std::pair<const char*, const char*> kSame[] = {
      {"team = 'Search & Co'", "team = 'search'"},
      {"'search & co' <> team", "'search' <> team"},
      {"team IN ('ads', 'SEARCH & CO')", "team IN ('ads', 'search')"},
      {"team NOT IN ('Search & Co')", "team NOT IN ('search')"},
      {"NOT (pod = 'a' OR (team = 'Search & Co' AND true))", "NOT (pod = 'a' OR (team = 'search' AND true))"},
      {"CASE WHEN team = 'It''s' THEN true ELSE false END", "CASE WHEN team = 'its' THEN true ELSE false END"},
  };
  for (const auto& [typed, meant] : kSame) {
    EXPECT_EQ(spelled(typed).find("error"), std::string::npos) << spelled(typed);
    EXPECT_EQ(spelled(typed), spelled(meant));
  }
}

TEST(SpelledValuesTest, EverythingElseStaysWhatWasTyped) {
  for (const auto* text : {"product = 'Search & Co'", "namespace = 'Search & Co'", "team LIKE 'Search & Co'",
                           "concat(team, 'x') = 'Search & Co'", "team = 'Search'"}) {
    EXPECT_NE(spelled(text).find("'Search"), std::string::npos) << spelled(text);
  }
}

TEST(SpelledValuesTest, TheNamesOfAConditionAreFoundWithoutATable) {
  EXPECT_EQ(names_in_condition("team = 'a' OR lower(pod) = team AND tags['x'] = 'y'").value(),
            (std::vector<std::string>{"team", "pod", "tags"}));
  EXPECT_TRUE(names_in_condition("1 = 1").value().empty());
  EXPECT_EQ(names_in_condition("team = (SELECT 1)").error().kind, Error::Kind::kUsage);
  EXPECT_EQ(names_in_condition("team = ").error().kind, Error::Kind::kUsage);
}

}  // namespace
}  // namespace farthing
