#include "base/text.hpp"

#include <fnmatch.h>
#include <gmock/gmock.h>

#include <limits>
#include <random>

namespace farthing {
namespace {

using ::testing::ElementsAre;

TEST(Text, OneColumnHasOneKeyInAllFormats) {
  for (const char* name :
       {"lineItem/UnblendedCost", "line_item_unblended_cost", "LineItemUnblendedCost", "  line-item unblended.COST "}) {
    EXPECT_EQ(name_key(name), "lineitemunblendedcost") << name;
  }
  EXPECT_EQ(name_key("größe 2"), "gre2") << "other letters are no part of a key";
  EXPECT_EQ(name_key("/_-"), "");
}

TEST(Text, SnakeCasePutsALineBeforeEveryCapitalButTheFirst) {
  EXPECT_EQ(snake_case("ServiceName"), "service_name");
  EXPECT_EQ(snake_case("x_InstanceType"), "x_instance_type") << "none twice";
  EXPECT_EQ(snake_case("ARN"), "a_r_n");
  EXPECT_EQ(snake_case("already_snake"), "already_snake");
  EXPECT_EQ(snake_case(""), "");
}

TEST(Text, LowersAsciiAlone) { EXPECT_EQ(lower("AZaz09[`{ÄÖ"), "azaz09[`{ÄÖ"); }

TEST(Text, SplitsAtEverySeparatorAndJoinsAgain) {
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_THAT(split("a", ','), ElementsAre("a"));
  EXPECT_THAT(split(",a,,b,", ','), ElementsAre("", "a", "", "b", ""));
  for (const std::string text : {"", "a", "a/b", "/a/b", "a//b/", "///"}) EXPECT_EQ(join(split(text, '/'), "/"), text);
  EXPECT_EQ(join(std::vector<std::string>{"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(Text, KnowsAnEndingInAnyCase) {
  EXPECT_TRUE(ends_with_ignoring_case("BILL.CSV.GZ", ".csv.gz"));
  EXPECT_TRUE(ends_with_ignoring_case(".gz", ".GZ"));
  EXPECT_TRUE(ends_with_ignoring_case("any", ""));
  EXPECT_FALSE(ends_with_ignoring_case("gz", ".gz")) << "shorter than the ending";
  EXPECT_FALSE(ends_with_ignoring_case("a.gz.txt", ".gz"));
}

// The textbook recursion: what it costs to make b of a.
std::size_t slow_distance(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::size_t both = slow_distance(a.substr(1), b.substr(1)) + (a[0] == b[0] ? 0 : 1);
  return std::min({both, slow_distance(a.substr(1), b) + 1, slow_distance(a, b.substr(1)) + 1});
}

TEST(Text, NearestIsTheFirstOfTheLeastDistanceIfThatIsSmall) {
  std::mt19937 random(1);
  const auto word = [&](std::size_t most) {
    std::string text;
    for (auto size = 1 + random() % most; size > 0; --size) text += "abB"[random() % 3];
    return text;
  };
  int found = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string typed = word(5);
    const std::vector<std::string> known{word(6), word(6), word(6)};
    std::string best;
    std::size_t least = 3;  // two mistakes at most in words this short
    for (const auto& name : known) {
      const auto distance = slow_distance(lower(typed), lower(name));
      if (distance < least) least = distance, best = name;
    }
    EXPECT_EQ(nearest(typed, known), best) << typed << " among " << join(known, " ");
    found += best.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 100);
}

TEST(Text, NearestAllowsAThirdOfALongWord) {
  const std::vector<std::string> known{"ServiceName", "RegionId"};
  EXPECT_EQ(nearest("servicename", known), "ServiceName");
  EXPECT_EQ(nearest("srvicenme", known), "ServiceName");  // two letters are missing
  EXPECT_EQ(nearest("service_names", known), "ServiceName");
  EXPECT_EQ(nearest("abcdefghi", known), "");
  EXPECT_EQ(nearest("x", {}), "");
}

TEST(Text, SqlQuotingGivesBackTheTextWhateverIsInIt) {
  EXPECT_EQ(sql_literal("it's"), "'it''s'");
  EXPECT_EQ(sql_literal(""), "''");
  EXPECT_EQ(sql_name("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(sql_literal("a\"b\\"), "'a\"b\\'") << "only the quote itself is doubled";
  EXPECT_EQ(sql_literal("''; DROP TABLE x; --"), "'''''; DROP TABLE x; --'");
}

// POSIX's own matcher takes the same patterns.
TEST(Text, AnExactPatternMatchesItsPathAlone) {
  std::mt19937 random(2);
  const auto path = [&] {
    std::string text;
    for (auto size = 1 + random() % 6; size > 0; --size) text += "ab*?[]/"[random() % 7];
    return text;
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::string one = path(), other = path();
    ASSERT_EQ(::fnmatch(exact_pattern(one).c_str(), one.c_str(), FNM_NOESCAPE), 0) << one;
    ASSERT_EQ(::fnmatch(exact_pattern(one).c_str(), other.c_str(), FNM_NOESCAPE) == 0, one == other)
        << one << " " << other;
  }
}

TEST(Text, PutsACommaBeforeEveryThreeDigits) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(-999), "-999") << "the sign is no digit";
  EXPECT_EQ(with_thousands(-123'456), "-123,456");
  EXPECT_EQ(with_thousands(1'234'567), "1,234,567");
  EXPECT_EQ(with_thousands(std::numeric_limits<long long>::max()), "9,223,372,036,854,775,807");
  EXPECT_EQ(with_thousands(std::numeric_limits<long long>::min()), "-9,223,372,036,854,775,808");
}

}  // namespace
}  // namespace farthing
