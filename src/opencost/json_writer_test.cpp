#include "opencost/json_writer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <limits>

#include "opencost/envelope.hpp"

namespace farthing {
namespace {

TEST(JsonWriterTest, NothingStandsWhereNothingShould) {
  JsonWriter json;
  json.open('{');
  json.field("text", "a \"b\" \\ \n");
  json.field("amount", parse_decimal("0.000000000001").value);
  json.field("number", 2.5);
  json.field("flag", true);
  json.field("count", std::int64_t{-7});
  json.null_field("nothing");
  json.field_if("absent", std::nullopt);
  json.field_if("empty", Cell(""));
  json.field_if("there", Cell("x"));
  json.key("list");
  json.open('[');
  json.value(1.0);
  json.open('{');
  json.close('}');
  json.value(std::optional<double>());
  json.close(']');
  json.window_field({{0}, {3'600'000'000}});
  json.close('}');
  EXPECT_EQ(
      json.take(),
      R"({"text":"a \"b\" \\ \n","amount":0.000000000001,"number":2.5,"flag":true,"count":-7,"nothing":null,)"
      R"("there":"x","list":[1,{},null],"window":{"start":"1970-01-01T00:00:00Z","end":"1970-01-01T01:00:00Z"}})");
}

TEST(JsonWriterTest, WhatIsNoNumberIsNull) {
  JsonWriter json;
  json.open('[');
  json.value(std::numeric_limits<double>::quiet_NaN());
  json.value(std::numeric_limits<double>::infinity());
  json.value(1e300);
  json.close(']');
  const auto list = boost::json::parse(json.take()).as_array();
  EXPECT_TRUE(list[0].is_null());
  EXPECT_TRUE(list[1].is_null());
  EXPECT_EQ(list[2].as_double(), 1e300);
}

TEST(JsonWriterTest, AmountsAreWrittenToTheLastDigit) {
  const std::pair<const char*, const char*> kAmounts[] = {{"0", "0"},
                                                          {"0.000000000001", "0.000000000001"},
                                                          {"-1.5", "-1.5"},
                                                          {"1234567890.123456789012", "1234567890.123456789012"},
                                                          {"100", "100"}};
  for (const auto& [amount, text] : kAmounts) {
    JsonWriter json;
    json.value(parse_decimal(amount).value);
    EXPECT_EQ(json.take(), text);
  }
}

TEST(JsonWriterTest, TextOfAnySignIsReadAgain) {
  for (const std::string text : {"", "\"", "\\", "\n\t\r", "\xC3\xA4", "</script>", "a\x01z"}) {
    JsonWriter json;
    json.open('{');
    json.key(text);
    json.value(std::string_view(text));
    json.close('}');
    const auto read = boost::json::parse(json.take()).as_object();
    ASSERT_TRUE(read.contains(text));
    EXPECT_EQ(read.at(text).as_string(), text);
  }
}

TEST(JsonWriterTest, ListsOfObjectsHaveCommasBetween) {
  JsonWriter json;
  json.open('[');
  for (int i = 0; i < 3; ++i) {
    json.open('{');
    json.field("i", std::int64_t{i});
    json.close('}');
  }
  json.open('[');
  json.close(']');
  json.null();
  json.value(false);
  json.close(']');
  EXPECT_EQ(json.take(), R"([{"i":0},{"i":1},{"i":2},[],null,false])");
}

TEST(EnvelopeTest, AnswersAndErrorsAreAsOpenCostsClientsKnowThem) {
  const auto write = [](JsonWriter& json) { json.value(true); };
  EXPECT_EQ(opencost_answer(write, {}), "{\"code\":200,\"data\":true}\n");
  EXPECT_EQ(opencost_answer(write, {"a", "b"}), "{\"code\":200,\"data\":true,\"warning\":\"a; b\"}\n");
  EXPECT_EQ(opencost_error(400, Error{"it's wrong", {}, "mend it"}),
            "{\"code\":400,\"message\":\"it's wrong (mend it)\"}\n");
}

}  // namespace
}  // namespace farthing
