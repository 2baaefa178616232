#include "lake/map_functions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

class MapFunctionsTest : public ::testing::Test {
 protected:
  // `select` of rows of one column: joined by ";", NULL as "-"; or the error.
  std::string rows(const std::string& select) {
    const auto found = engine_.query(select);
    if (!found) return found.error().text();
    std::string text;
    for (const auto& row : found->rows) text += (text.empty() ? "" : ";") + row.at(0).value_or("-");
    return text;
  }
  // The function of several maps at once, as it gets them from a file: one of them decides for all whether to copy.
  std::string applied(const std::string& function, const std::string& maps) {
    return rows("SELECT " + function + "(CAST(m AS MAP(VARCHAR, VARCHAR))) FROM (VALUES " + maps + ") t(m)");
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(MapFunctionsTest, MapsThatAreCleanStayAsTheyAre) {
  EXPECT_EQ(applied("known_entries", "(MAP {'b': '1', 'a': '2'}), (NULL), (MAP {}), (MAP {'user_x': '3'})"),
            R"({"b": "1", "a": "2"};-;{};{"user_x": "3"})");
}

TEST_F(MapFunctionsTest, EntriesWithoutAValueAreLeftOut) {
  EXPECT_EQ(applied("known_entries", "(MAP {'a': '', 'b': '1', 'c': NULL}), (NULL), (MAP {'d': ''}), (MAP {'e': '2'})"),
            R"({"b": "1"};-;{};{"e": "2"})");
}

// Inline in the engine are texts of 12 bytes: both sides of that limit, for keys and for values.
TEST_F(MapFunctionsTest, TagsGetTheirLegacyNamesWhateverTheirLength) {
  const std::string maps =
      "(MAP {'user_123456789012': '123456789012', 'user_1234567890123': '1234567890123', 'aws_12345678': 'x', "
      "'aws_123456789': 'y', 'plain': 'z'}), (NULL), (MAP {}), (MAP {'user_a': 'b'})";
  const std::string named =
      R"({"123456789012": "123456789012", "1234567890123": "1234567890123", "aws:12345678": "x", )"
      R"("aws:123456789": "y", "plain": "z"};-;{};{"a": "b"})";
  EXPECT_EQ(applied("named_tags", maps), named);
  // The same where the maps have to be written anew for one that loses an entry.
  EXPECT_EQ(applied("named_tags", maps + ", (MAP {'user_lost': ''})"), named + ";{}");
}

TEST_F(MapFunctionsTest, ATagKeepsANameThatItsNewOneWouldHide) {
  EXPECT_EQ(applied("named_tags", "(MAP {'user_a': '1', 'a': '2', 'aws_b': '3', 'aws:b': '4', 'user_aws:c': '5'})"),
            R"({"user_a": "1", "a": "2", "aws_b": "3", "aws:b": "4", "user_aws:c": "5"})");
  // Also if the tag of that name has no value.
  EXPECT_EQ(applied("named_tags", "(MAP {'user_a': '1', 'a': ''})"), R"({"user_a": "1"})");
  EXPECT_EQ(applied("named_tags", "(MAP {'user_': '1', 'aws_': '2'})"), R"({"": "1", "aws:": "2"})");
}

TEST_F(MapFunctionsTest, ConstantsAndRowsThatAFilterLeavesAreTakenTheSame) {
  EXPECT_EQ(rows("SELECT named_tags(MAP {'user_a': 'b', 'c': ''})"), R"({"a": "b"})");
  EXPECT_EQ(rows("SELECT known_entries(NULL)"), "-");
  EXPECT_EQ(rows("SELECT count(*) FROM range(10000) t(i) WHERE i % 7 = 3 AND named_tags(MAP {'user_n': CAST(i AS "
                 "VARCHAR)})['n'] = CAST(i AS VARCHAR)"),
            "1429");  // 3, 10, ..., 9999
}

// Maps from JSON are not held to have each key once; those of Parquet files aren't either.
TEST_F(MapFunctionsTest, AKeyThatIsThereTwiceIsAnErrorUnlessOneHasNoValue) {
  const auto cleaned = [&](const std::string& json) {
    return rows("SELECT known_entries(CAST(CAST(" + sql_literal(json) + " AS JSON) AS MAP(VARCHAR, VARCHAR)))");
  };
  EXPECT_THAT(cleaned(R"({"a": "1", "b": "2", "a": "3"})"), ::testing::HasSubstr("a map has a key twice"));
  EXPECT_EQ(cleaned(R"({"a": "1", "a": "", "abcd1": "2", "abcd2": "3"})"), R"({"a": "1", "abcd1": "2", "abcd2": "3"})");
  std::string many;
  for (int i = 0; i < 100; ++i) many += "\"k" + std::to_string(i) + "\": \"v\", ";
  EXPECT_THAT(cleaned("{" + many + R"("k0": ""})"), ::testing::EndsWith(R"("k99": "v"})"));
  EXPECT_THAT(cleaned("{" + many + R"("k0": "w"})"), ::testing::HasSubstr("a map has a key twice"));
}

// What was done in SQL before, for random maps: keys of few letters, so that names are taken often.
TEST_F(MapFunctionsTest, RandomTagsAreNamedAsTheRuleSays) {
  std::mt19937_64 random(5);
  const char* keys[] = {"user_a", "a", "user_user_a", "aws_a", "aws:a", "user_aws_a", "user_aws:a", "aws_user_a"};
  std::string maps;
  for (int i = 0; i < 2'000; ++i) {
    std::string entries;
    for (const auto* key : keys) {
      if (random() % 2 == 0) continue;
      entries += (entries.empty() ? "'" : ", '") + std::string(key) + "': '" + (random() % 4 == 0 ? "" : "v") +
                 std::to_string(random() % 4 == 0 ? i : 0).substr(0, random() % 2) + "'";
    }
    maps += (maps.empty() ? "(MAP {" : ", (MAP {") + entries + "})";
  }
  EXPECT_EQ(rows("SELECT count(*) FROM (SELECT CAST(col0 AS MAP(VARCHAR, VARCHAR)) AS m FROM (VALUES " + maps +
                 ")) WHERE named_tags(m) IS DISTINCT FROM map_from_entries(list_transform(list_filter(map_entries(m), "
                 "lambda e: e.value <> ''), lambda e: {'key': CASE WHEN starts_with(e.key, 'user_') AND NOT "
                 "starts_with(e.key, 'user_aws:') AND NOT list_contains(map_keys(m), substr(e.key, 6)) THEN "
                 "substr(e.key, 6) WHEN starts_with(e.key, 'aws_') AND NOT list_contains(map_keys(m), 'aws:' || "
                 "substr(e.key, 5)) THEN 'aws:' || substr(e.key, 5) ELSE e.key END, 'value': e.value}))"),
            "0");
}

}  // namespace
}  // namespace farthing
