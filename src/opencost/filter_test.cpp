#include "opencost/filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string filter_again(std::string_view text) {
  const auto filter = parse_filter(text);
  return filter ? filter_text(*filter) : "error: " + filter.error().text();
}

TEST(FilterTest, OneConditionIsAFieldAnOperatorAndValues) {
  const auto filter = parse_filter(R"(label[app]!<~:"we\"b",x)").value();
  EXPECT_EQ(filter.kind, Filter::Kind::kTest);
  EXPECT_EQ(filter.field, "label");
  EXPECT_EQ(filter.key, "app");
  EXPECT_EQ(filter.match, Filter::Match::kStartsWith);
  EXPECT_TRUE(filter.negated);
  EXPECT_THAT(filter.values, ElementsAre("we\"b", "x"));
  EXPECT_TRUE(parse_filter("").value().holds_always());
  EXPECT_TRUE(parse_filter("  ").value().holds_always());
}

TEST(FilterTest, ConditionsAreJoined) {
  EXPECT_EQ(filter_again(R"(namespace:"a"+cluster:"x")"), R"(namespace:"a"+cluster:"x")");
  EXPECT_EQ(filter_again(R"(namespace:"a" , "b" cluster:x)"), R"(namespace:"a","b"+cluster:"x")");
  EXPECT_EQ(filter_again(R"((namespace:"a" | pod~:"b") + node~>:"c")"), R"((namespace:"a"|pod~:"b")+node~>:"c")");
  EXPECT_EQ(filter_again(R"(((pod!~>:"a")))"), R"(pod!~>:"a")");
}

TEST(FilterTest, EachOperatorIsRead) {
  using Match = Filter::Match;
  const std::tuple<const char*, Match, bool> kOperators[] = {
      {":", Match::kEquals, false},     {"!:", Match::kEquals, true},       {"~:", Match::kContains, false},
      {"!~:", Match::kContains, true},  {"<~:", Match::kStartsWith, false}, {"!<~:", Match::kStartsWith, true},
      {"~>:", Match::kEndsWith, false}, {"!~>:", Match::kEndsWith, true}};
  for (const auto& [sign, match, negated] : kOperators) {
    const auto text = std::string("pod") + sign + "\"a\"";
    const auto filter = parse_filter(text).value();
    EXPECT_EQ(filter.match, match) << text;
    EXPECT_EQ(filter.negated, negated) << text;
    EXPECT_EQ(filter_text(filter), text);
  }
  for (const char* wrong : {"pod=\"a\"", "pod!\"a\"", "pod<:\"a\"", "pod>:\"a\"", "pod~<:\"a\"", "pod~!:\"a\"",
                            "pod::\"a\"", "pod!!:\"a\"", "pod ~ :\"a\"", "pod~>\"a\""}) {
    EXPECT_THAT(filter_again(wrong), ::testing::StartsWith("error: filter: at sign")) << wrong;
  }
}

TEST(FilterTest, BlanksStandWhereTheyDontMatter) {
  const std::string expected = R"(namespace:"a","b"+pod!:"c")";
  for (const char* text :
       {R"(namespace:"a","b"+pod!:"c")", R"( namespace:"a","b" + pod!:"c" )", R"(namespace: "a" , "b"+pod!: "c")",
        "namespace:\"a\",\n\t\"b\"\r\n+ pod!:\"c\"", R"(namespace:a,b pod!:c)", R"((namespace:"a","b") (pod!:"c"))"}) {
    EXPECT_EQ(filter_again(text), expected) << text;
  }
}

TEST(FilterTest, BracketsGroup) {
  EXPECT_EQ(filter_again(R"((a:"1"+b:"2")|(c:"3"+d:"4"))"), R"((a:"1"+b:"2")|(c:"3"+d:"4"))");
  EXPECT_EQ(filter_again(R"(a:"1"+(b:"2"|c:"3")+d:"4")"), R"(a:"1"+(b:"2"|c:"3")+d:"4")");
  EXPECT_EQ(filter_again(R"(a:"1"|(b:"2"+(c:"3"|(d:"4"+e:"5"))))"), R"(a:"1"|(b:"2"+(c:"3"|(d:"4"+e:"5"))))");
  EXPECT_EQ(filter_again(R"((a:"1"))"), R"(a:"1")");
  const auto either = parse_filter(R"(a:"1"|b:"2"|c:"3")").value();
  EXPECT_EQ(either.kind, Filter::Kind::kAny);
  EXPECT_EQ(either.parts.size(), 3U);
  for (const char* wrong : {"()", "(a:b", "((a:b)", "a:b)", "(a:b))", "(a:b+)", "(+a:b)", "a:b++c:d", "a:b||c:d",
                            "a:b|+c:d", "(a:b)c:d)", "a:b+c:d|e:f", "(a:b|c:d+e:f)"}) {
    EXPECT_THAT(filter_again(wrong), ::testing::StartsWith("error: filter: at sign")) << wrong;
  }
}

TEST(FilterTest, ValuesMayHaveAnySign) {
  const std::pair<const char*, const char*> kValues[] = {{R"~(a:"x+y|z(,)")~", "x+y|z(,)"},
                                                         {R"(a:"")", ""},
                                                         {R"(a:" x ")", " x "},
                                                         {R"(a:"\"\\")", "\"\\"},
                                                         {R"(a:"it's")", "it's"},
                                                         {R"(a:web-1.example.com/x:y)", "web-1.example.com/x:y"},
                                                         {"a:\"\xC3\xA4\"", "\xC3\xA4"}};
  for (const auto& [text, value] : kValues) {
    const auto filter = parse_filter(text);
    ASSERT_TRUE(filter) << text;
    EXPECT_THAT(filter->values, ElementsAre(value)) << text;
    EXPECT_EQ(parse_filter(filter_text(*filter)).value(), *filter) << text;
  }
}

TEST(FilterTest, WhatIsWrongIsSaidWithItsPlace) {
  EXPECT_THAT(filter_again(R"(namespace:"a)"), HasSubstr("at sign 13: a quote isn't closed"));
  EXPECT_THAT(filter_again(R"(a:"1"+b:"2"|c:"3")"), HasSubstr("put brackets"));
  for (const char* text : {"namespace", "namespace:", ":x", "(a:b", "a:b)", "a[]:b", "a[k:b", "a=b", "a!b", "a:b+",
                           "a:b|", "a:b,", "+a:b", R"(a:"b\)"}) {
    EXPECT_THAT(filter_again(text), ::testing::StartsWith("error: filter: at sign")) << text;
  }
  EXPECT_THAT(filter_again(std::string(100, '(')), HasSubstr("too many brackets"));
  EXPECT_THAT(filter_again(std::string(30'000, 'a')), HasSubstr("20000"));
}

Filter random_filter(std::mt19937& random, int depth) {
  const auto some = [&](unsigned most) { return random() % most; };
  constexpr std::string_view kSigns = "ab \"\\+|(),:!~<>[]*'\n_";
  Filter filter;
  if (depth > 0 && some(3) != 0) {
    filter.kind = some(2) == 0 ? Filter::Kind::kAll : Filter::Kind::kAny;
    for (auto i = 2 + some(3); i > 0; --i) filter.parts.push_back(random_filter(random, depth - 1));
    return filter;
  }
  filter.kind = Filter::Kind::kTest;
  filter.field = some(2) == 0 ? "namespace" : "label";
  if (some(3) == 0) filter.key = some(2) == 0 ? "app.kubernetes.io/name" : "a \"b\"";
  filter.match =
      std::array{Filter::Match::kEquals, Filter::Match::kContains, Filter::Match::kStartsWith, Filter::Match::kEndsWith}
          .at(some(4));
  filter.negated = some(2) == 0;
  for (auto i = 1 + some(3); i > 0; --i) {
    auto& value = filter.values.emplace_back();
    for (auto length = some(6); length > 0; --length) value += kSigns[some(static_cast<unsigned>(kSigns.size()))];
  }
  return filter;
}

// Whatever a filter asks for can be written, and is read as the same.
TEST(FilterTest, WhatIsWrittenIsReadAgain) {
  std::mt19937 random(17);
  for (int round = 0; round < 500; ++round) {
    const auto filter = random_filter(random, 3);
    const auto text = filter_text(filter);
    const auto again = parse_filter(text);
    ASSERT_TRUE(again) << text << ": " << again.error().text();
    EXPECT_EQ(*again, filter) << text;
  }
}

// Nothing that somebody types makes the parser fail otherwise than by saying so.
TEST(FilterTest, AnyTextIsReadOrRefused) {
  std::mt19937 random(23);
  constexpr std::string_view kSigns = "ab:\"+|(),!~<>[] \\";
  for (int round = 0; round < 2'000; ++round) {
    std::string text;
    for (auto length = random() % 24; length > 0; --length) text += kSigns[random() % kSigns.size()];
    const auto filter = parse_filter(text);
    if (filter) {
      EXPECT_EQ(parse_filter(filter_text(*filter)).value(), *filter) << text;
    } else {
      EXPECT_EQ(filter.error().kind, Error::Kind::kUsage) << text;
    }
  }
}

const std::vector<FilterColumn>& filter_columns() {
  static const std::vector<FilterColumn> kColumns = {
      {"namespace", "ns"}, {"controllerKind", "kind", false, true}, {"label", "labels", true}};
  return kColumns;
}

class FilterSqlTest : public testing::Test {
 protected:
  // The ids of the rows that it holds for.
  std::string chosen(std::string_view text) {
    const auto sql = filter_sql(parse_filter(text).value(), filter_columns());
    if (!sql) return "error: " + sql.error().text();
    const auto rows = engine_.query(
        "SELECT string_agg(id, '' ORDER BY id), count(*) FILTER (WHERE (" + *sql +
        ") IS NULL) FROM (VALUES ('a', 'web', 'Deployment', MAP {'app': 'shop', 'k8s.io/tier': 'front'}), "
        "('b', 'web-2', 'DaemonSet', MAP {'app': 'it''s'}), ('c', NULL, NULL, NULL), ('d', 'data', 'Job', MAP {})) "
        "AS t(id, ns, kind, labels) WHERE " +
        *sql);
    return rows ? rows->rows.at(0).at(0).value_or("") : "error: " + rows.error().text();
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(FilterSqlTest, TextsAreEqualContainBeginOrEnd) {
  EXPECT_EQ(chosen(""), "abcd");
  EXPECT_EQ(chosen(R"(namespace:"web")"), "a");
  EXPECT_EQ(chosen(R"(namespace:"web","data")"), "ad");
  EXPECT_EQ(chosen(R"(namespace!:"web","data")"), "bc");
  EXPECT_EQ(chosen(R"(namespace~:"at")"), "d");
  EXPECT_EQ(chosen(R"(namespace<~:"web")"), "ab");
  EXPECT_EQ(chosen(R"(namespace!<~:"web")"), "cd");
  EXPECT_EQ(chosen(R"(namespace~>:"-2")"), "b");
  EXPECT_EQ(chosen(R"(namespace!~>:"-2")"), "acd");
  EXPECT_EQ(chosen(R"(namespace:"WEB")"), "");
  EXPECT_EQ(chosen(R"(controllerkind:"deployment")"), "a");
}

TEST_F(FilterSqlTest, WhatIsntThereIsUnallocated) {
  EXPECT_EQ(chosen(R"(namespace:"__unallocated__")"), "c");
  EXPECT_EQ(chosen(R"(namespace!:"__unallocated__")"), "abd");
  EXPECT_EQ(chosen(R"(label[app]:"__unallocated__")"), "cd");
}

TEST_F(FilterSqlTest, LabelsHaveKeys) {
  EXPECT_EQ(chosen(R"(label[app]:"shop")"), "a");
  EXPECT_EQ(chosen(R"(label[app]!:"shop")"), "bcd");
  EXPECT_EQ(chosen(R"(label[app]:"it's")"), "b");
  EXPECT_EQ(chosen(R"(label[k8s.io/tier]:"front")"), "a");
  EXPECT_EQ(chosen(R"(label[k8s_io_tier]~:"ro")"), "a");
  EXPECT_EQ(chosen(R"(label:"app")"), "ab");
  EXPECT_EQ(chosen(R"(label!:"app")"), "cd");
  EXPECT_EQ(chosen(R"(label<~:"k8s")"), "a");
}

TEST_F(FilterSqlTest, AndOrAndBrackets) {
  EXPECT_EQ(chosen(R"(namespace<~:"web"+label[app]:"shop")"), "a");
  EXPECT_EQ(chosen(R"(namespace:"data"|label[app]:"shop")"), "ad");
  EXPECT_EQ(chosen(R"((namespace:"data"|namespace:"web")+controllerKind:"job")"), "d");
}

// Whoever isn't chosen is chosen by the contrary, and nobody is chosen twice.
TEST_F(FilterSqlTest, AConditionAndItsContraryAreAll) {
  for (const char* field : {"namespace", "controllerKind", "label[app]", "label[none]", "label"}) {
    for (const char* sign : {":", "~:", "<~:", "~>:"}) {
      for (const char* values :
           {R"("web")", R"("web","data")", R"("__unallocated__")", R"("")", R"("app")", R"("it's")"}) {
        const auto text = std::string(field) + sign + values;
        const auto contrary = std::string(field) + "!" + sign + values;
        auto both = chosen(text) + chosen(contrary);
        std::sort(both.begin(), both.end());
        EXPECT_EQ(both, "abcd") << text;
        EXPECT_EQ(chosen(text + "+" + contrary), "") << text;
        EXPECT_EQ(chosen("(" + text + ")|(" + contrary + ")"), "abcd") << text;
      }
    }
  }
}

TEST_F(FilterSqlTest, AFieldThatIsntThereIsRefused) {
  EXPECT_THAT(chosen(R"(namspace:"web")"), HasSubstr("choose of: namespace"));
  EXPECT_THAT(chosen(R"(namespace[x]:"web")"), HasSubstr("has no keys"));
}

}  // namespace
}  // namespace farthing
