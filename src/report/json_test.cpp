#include "report/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/text.hpp"
#include "support/answers.hpp"

namespace farthing {
namespace {

namespace bj = boost::json;
using farthing::samples::costs_by_service;
using farthing::samples::one_column;
using ::testing::HasSubstr;
using ::testing::Not;

// The rows of an answer of one column, read by another JSON library.
std::vector<bj::value> read_json_values(ValueType type, const std::vector<Cell>& cells) {
  std::vector<bj::value> values;
  const bj::value document = bj::parse(render_json(one_column(type, cells)));
  for (const auto& row : document.at("rows").as_array()) values.push_back(row.at(0));
  return values;
}

TEST(Json, HasThePartsThatTheContractNames) {
  Answer answer = costs_by_service();
  answer.notes = {"a \"note\""};
  EXPECT_EQ(render_json(answer),
            R"({"columns":[{"name":"service","type":"text"},{"name":"effective_cost","type":"decimal"},)"
            R"({"name":"currency","type":"text"},{"name":"lines","type":"integer"}],
"rows":[
["AmazonS3","1.3667240874","USD",1200],
["AWSLambda","-0.08","USD",81]],
"snapshot":3,"freshness":"2023-11-30T23:00:00Z","complete":true,
"notes":["a \"note\""]}
)");
}

TEST(Json, WithoutRowsAndFreshnessItIsStillWhole) {
  Answer answer = one_column(ValueType::kText, {});
  answer.complete = false;
  EXPECT_EQ(bj::parse(render_json(answer)),
            bj::parse(R"({"columns": [{"name": "x", "type": "text"}], "rows": [], "snapshot": 0,
    "freshness": null, "complete": false, "notes": []})"));
}

TEST(Json, TheExplanationIsThereWhenItWasAskedFor) {
  Answer answer = costs_by_service();
  EXPECT_THAT(render_json(answer), Not(HasSubstr("explanation")));
  answer.explanation = {"sum(EffectiveCost)", "2 files"};
  EXPECT_EQ(bj::parse(render_json(answer)).at("explanation"), bj::parse(R"~(["sum(EffectiveCost)", "2 files"])~"));
}

TEST(Json, EveryTypeHasItsNameAndItsKindOfValue) {
  Answer answer;
  answer.columns = {{"t", ValueType::kText, ""},      {"i", ValueType::kInteger, ""}, {"d", ValueType::kDecimal, ""},
                    {"f", ValueType::kDouble, ""},    {"b", ValueType::kBoolean, ""}, {"y", ValueType::kDate, ""},
                    {"z", ValueType::kTimestamp, ""}, {"o", ValueType::kOther, ""}};
  answer.rows = {{"7", "7", "7", "7.5", "true", "2023-11-01", "2023-11-01T00:00:00Z", R"({"team": "a"})"},
                 std::vector<Cell>(8)};
  const auto document = bj::parse(render_json(answer));
  EXPECT_EQ(document.at("rows"),
            bj::parse(R"([["7", 7, "7", 7.5, true, "2023-11-01", "2023-11-01T00:00:00Z", {"team": "a"}],
    [null, null, null, null, null, null, null, null]])"));
  std::vector<std::string> types;
  for (const auto& column : document.at("columns").as_array()) types.emplace_back(column.at("type").as_string());
  EXPECT_EQ(types, (std::vector<std::string>{"text", "integer", "decimal", "double", "boolean", "date", "timestamp",
                                             "other"}));
}

TEST(Json, TextOfAnyKindComesBackAsItWas) {
  std::vector<Cell> cells{"", "\"", "\\", "a\nb\r\t\b\f", "größe 東京 🚀", "</script>", "null", "\xE2\x80\xA8"};
  for (int c = 0; c < 128; ++c) cells.emplace_back(std::string(1, static_cast<char>(c)));
  const auto values = read_json_values(ValueType::kText, cells);
  ASSERT_EQ(values.size(), cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(values[i].as_string(), *cells[i]);
}

TEST(Json, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  EXPECT_EQ(read_json_values(ValueType::kText, {"a\xFF"
                                                "b"})
                .at(0)
                .as_string(),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(Json, DecimalsKeepEveryDigit) {
  const std::string digits = "12345678901234567890123456.123456789012";
  EXPECT_EQ(read_json_values(ValueType::kDecimal, {digits}).at(0).as_string(), digits);
}

TEST(Json, IntegersAreWrittenAsTheyAreHoweverLarge) {
  const auto values = read_json_values(ValueType::kInteger, {"9223372036854775807", "-1", "0"});
  EXPECT_EQ(values.at(0).as_int64(), INT64_MAX);
  EXPECT_EQ(values.at(1).as_int64(), -1);
  EXPECT_THAT(render_json(one_column(ValueType::kInteger, {"170141183460469231731687303715884105727"})),
              HasSubstr("[170141183460469231731687303715884105727]"));
}

TEST(Json, DoublesAreNumbersAndWhatJsonLacksIsText) {
  const auto values = read_json_values(ValueType::kDouble, {"1e-07", "0.1", "NaN", "-Infinity"});
  EXPECT_EQ(values.at(0).as_double(), 1e-07);
  EXPECT_EQ(values.at(1).as_double(), 0.1);
  EXPECT_EQ(values.at(2).as_string(), "NaN");
  EXPECT_EQ(values.at(3).as_string(), "-Infinity");
}

TEST(Json, ACellThatDoesNotFitItsTypeIsTextAndNeverBrokenJson) {
  EXPECT_EQ(read_json_values(ValueType::kInteger, {"1,200"}).at(0).as_string(), "1,200");
  EXPECT_EQ(read_json_values(ValueType::kInteger, {"1],[2"}).at(0).as_string(), "1],[2");
  EXPECT_EQ(read_json_values(ValueType::kInteger, {"1\n"}).at(0).as_string(), "1\n");
  EXPECT_EQ(read_json_values(ValueType::kBoolean, {"yes"}).at(0).as_string(), "yes");
  EXPECT_EQ(read_json_values(ValueType::kOther, {"[NaN]"}).at(0).as_string(), "[NaN]");
}

TEST(Ndjson, IsOneObjectALine) {
  EXPECT_EQ(render_ndjson(costs_by_service()),
            R"({"service":"AmazonS3","effective_cost":"1.3667240874","currency":"USD","lines":1200}
{"service":"AWSLambda","effective_cost":"-0.08","currency":"USD","lines":81}
)");
  EXPECT_EQ(render_ndjson(one_column(ValueType::kText, {})), "");
}

TEST(Ndjson, ALineEndInDataIsNoLineEnd) {
  const auto lines = split(render_ndjson(one_column(ValueType::kText, {"two\nlines", std::nullopt})), '\n');
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(bj::parse(lines[0]).at("x").as_string(), "two\nlines");
  EXPECT_TRUE(bj::parse(lines[1]).at("x").is_null());
}

TEST(Ndjson, NamesThatComeTwiceLoseNoValue) {
  Answer answer;
  for (const char* name : {"a", "a_2", "a", "a"}) answer.columns.push_back({name, ValueType::kInteger, ""});
  answer.rows = {{"1", "2", "3", "4"}};
  EXPECT_EQ(render_ndjson(answer), "{\"a\":1,\"a_2\":2,\"a_3\":3,\"a_4\":4}\n");
}

TEST(JsonTest, AComparisonSaysItsPeriods) {
  Answer answer;
  EXPECT_EQ(render_json(answer).find("period"), std::string::npos);
  answer.periods = {{"period", "2026-10", "2026-10-01", "2026-11-01"}, {"compared_with", "\"x", "", ""}};
  EXPECT_NE(
      render_json(answer).find("\"period\":{\"label\":\"2026-10\",\"from\":\"2026-10-01\",\"to\":\"2026-11-01\"}"),
      std::string::npos);
  EXPECT_NE(render_json(answer).find("\"compared_with\":{\"label\":\"\\\"x\","), std::string::npos);
}

}  // namespace
}  // namespace farthing
