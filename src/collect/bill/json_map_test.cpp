#include "collect/bill/json_map.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/utf8.hpp"

namespace farthing {
namespace {

std::string entries_text(const std::vector<MapEntry>& entries) {
  std::string all;
  for (const auto& entry : entries) all += std::string(entry.key) + "=" + std::string(entry.value) + ";";
  return all;
}

// "k=v;" for each entry, or "no object".
std::string map_of(std::string text) {
  std::vector<MapEntry> entries;
  const auto before = text;
  if (read_json_map(text, entries)) return entries_text(entries);
  EXPECT_EQ(text, before) << "a text that is no object stays as it is";
  EXPECT_TRUE(entries.empty());
  return "no object";
}

TEST(JsonMap, ReadsFlatObjects) {
  EXPECT_EQ(map_of(R"({"team": "a", "n": 1})"), "team=a;n=1;");
  EXPECT_EQ(map_of(R"( { "a":"b" ,"c" : "d" } )"), "a=b;c=d;");
  EXPECT_EQ(map_of("{}"), "");
  EXPECT_EQ(map_of(" { } "), "");
  EXPECT_EQ(map_of(R"({"": ""})"), "=;");
}

std::string tags_of(std::string text) {
  std::vector<MapEntry> entries;
  EXPECT_TRUE(read_json_map(text, entries));
  name_tags(text, entries);
  return entries_text(entries);
}

TEST(JsonMap, NamesTagsAsALegacyReportDoes) {
  EXPECT_EQ(tags_of(R"({"user_team": "a", "aws_created_by": "b", "owner": "c"})"), "team=a;aws:created_by=b;owner=c;");
  EXPECT_EQ(tags_of(R"({"user_\u0061": "1", "aws\u005fx": "2"})"), "a=1;aws:x=2;") << "escapes are resolved before";
  EXPECT_EQ(tags_of(R"({"user_": "1", "userteam": "2", "aws": "3"})"), "=1;userteam=2;aws=3;");
}

TEST(JsonMap, KeepsBothOfTwoTagsThatWouldHaveOneName) {
  EXPECT_EQ(tags_of(R"({"user_team": "a", "team": "b"})"), "user_team=a;team=b;");
  EXPECT_EQ(tags_of(R"({"team": "b", "user_team": "a"})"), "team=b;user_team=a;");
}

TEST(JsonMap, KeepsOtherValuesAsJson) {
  EXPECT_EQ(map_of(R"({"a": true, "b": false, "c": -1.5e3, "d": null, "e": "null"})"),
            "a=true;b=false;c=-1.5e3;e=null;");
  EXPECT_EQ(map_of(R"({"a": {"b": [1, "}\n"]}, "c": [ ] })"), R"(a={"b": [1, "}\n"]};c=[ ];)");
}

TEST(JsonMap, ResolvesEscapes) {
  EXPECT_EQ(map_of(R"({"a\"b": "c\\d\/e\b\f\n\r\t"})"), "a\"b=c\\d/e\b\f\n\r\t;");
  EXPECT_EQ(map_of(R"({"k": "\u0041\u00e9\u20AC\ud83d\ude00."})"), "k=A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80.;");
}

TEST(JsonMap, MakesLoneSurrogatesReplacementCharacters) {
  for (const std::string text : {R"({"k": "\ud83d"})", R"({"k": "\ude00"})"})
    EXPECT_EQ(map_of(text), "k=\xef\xbf\xbd;");
  EXPECT_EQ(map_of(R"({"k": "\ud83d\u0041"})"),
            "k=\xef\xbf\xbd"
            "A;");
  EXPECT_TRUE(is_utf8(map_of(R"({"k": "\ud83d\ud83d\ude00"})")));
}

TEST(JsonMap, ReadsListsOfKeysAndValues) {
  EXPECT_EQ(map_of("[]"), "");
  EXPECT_EQ(map_of(R"( [{"key": "a\"", "value": "1"}, {"namespace": {"n": 1}, "value": 2, "key": "b"} ] )"),
            "a\"=1;b=2;");
  EXPECT_EQ(map_of(R"([{"key": "a", "value": null}, {"key": "b"}])"), "");
}

TEST(JsonMap, RefusesWhatIsNoObject) {
  for (const std::string text : {"",
                                 " ",
                                 "x",
                                 "[1]",
                                 "[{\"value\":\"b\"}]",
                                 "[{\"key\":\"a\",\"value\":\"b\"}",
                                 "[{\"key\":\"a\",\"value\":\"b\"}]x",
                                 "\"a\"",
                                 "{",
                                 "}",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{\"a\":1",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "{\"a\":b}",
                                 "{\"a\":1}x",
                                 "{\"a\":1 2}",
                                 "{\"a\" 1}",
                                 "{\"a\":\"b}",
                                 "{\"a\":\"\\x\"}",
                                 "{\"a\":\"\\u12g4\"}",
                                 "{\"a\":\"\\u12",
                                 "{\"a\":\"\\",
                                 "{\"a\":[1}",
                                 "{\"a\":{]}}",
                                 "{\"a\":nul}",
                                 "{\"a\":01}",
                                 "{'a':'b'}",
                                 "{\"a\":\"b\" \"c\":1}",
                                 "{\"a\":[\"x}",
                                 "{\"ok\":\"\\u0041\",\"a\":nope}"}) {
    EXPECT_EQ(map_of(text), "no object") << text;
  }
}

TEST(JsonMap, RefusesNestingWithoutEnd) {
  EXPECT_EQ(map_of("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"), "no object");
}

TEST(JsonMap, AppendsToWhatIsThere) {
  std::vector<MapEntry> entries{{"x", "y"}};
  std::string broken = "{\"a\": 1, oops", good = "{\"a\": 1}";
  EXPECT_FALSE(read_json_map(broken, entries));
  EXPECT_EQ(entries_text(entries), "x=y;");
  EXPECT_TRUE(read_json_map(good, entries));
  EXPECT_EQ(entries_text(entries), "x=y;a=1;");
}

TEST(JsonMap, KeepsTheLastOfEachKey) {
  std::vector<MapEntry> few{{"a", "1"}, {"b", "2"}, {"a", "3"}, {"c", "4"}, {"a", "5"}};
  keep_last_of_each_key(few);
  EXPECT_EQ(entries_text(few), "b=2;c=4;a=5;");
  std::vector<std::string> names;
  for (int i = 0; i < 50; ++i) names.push_back(std::to_string(i));
  std::vector<MapEntry> many;
  for (int i = 0; i < 100; ++i) many.push_back({names[static_cast<std::size_t>(i) % 50], i < 50 ? "old" : "new"});
  keep_last_of_each_key(many);
  EXPECT_EQ(many.size(), 50u);
  for (const auto& entry : many) EXPECT_EQ(entry.value, "new");
}

}  // namespace
}  // namespace farthing
