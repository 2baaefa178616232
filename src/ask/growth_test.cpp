// How much a value may grow, as check_query and parse_condition measure it.
#include "ask/growth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <string>
#include <vector>

#include "ask/condition.hpp"
#include "ask/expression_walk.hpp"

namespace farthing {
namespace {

using testing::HasSubstr;

const boost::json::array kNoArguments;

boost::json::array text_arguments(std::initializer_list<const char*> texts) {
  boost::json::array arguments;
  for (const auto* text : texts) {
    arguments.push_back(
        boost::json::object{{"class", "CONSTANT"}, {"value", {{"type", {{"id", "VARCHAR"}}}, {"value", text}}}});
  }
  return arguments;
}

std::string error_of_query(const std::string& sql) {
  static const std::vector<std::string> kTables = {"charges"};
  const auto checked = check_query(sql, kTables);
  return checked ? "" : checked.error().text();
}

std::string repeated_text(int times, const std::string& part) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST(Growth, OfAReplacementIsHowMuchLongerItIs) {
  const auto& replace = *find_sql_function("replace");
  EXPECT_EQ(function_growth(replace, text_arguments({"x", "Amazon ", ""}), 1, 2).value(), 1);
  EXPECT_EQ(function_growth(replace, text_arguments({"x", "ab", "123456"}), 1, 2).value(), 3);
  EXPECT_EQ(function_growth(replace, text_arguments({"x", "", "1234"}), 2, 2).value(), 8);
  EXPECT_EQ(function_growth(*find_sql_function("regexp_replace"), text_arguments({"x", "", "1234"}), 1, 1).value(), 5);
  auto with_column = text_arguments({"x", "a"});
  with_column.push_back(boost::json::object{{"class", "COLUMN_REF"}});
  EXPECT_THAT(function_growth(replace, with_column, 1, 1).error().text(), HasSubstr("must be a text in quotes"));
}

TEST(Growth, OfPuttingTogetherIsTheSumAndOfTheRestTheLongest) {
  EXPECT_EQ(function_growth(*find_sql_function("concat"), kNoArguments, 2, 5).value(), 5);
  EXPECT_EQ(function_growth(*find_sql_function("||"), kNoArguments, 2, 3).value(), 3);
  EXPECT_EQ(function_growth(*find_sql_function("upper"), kNoArguments, 2, 3).value(), 2);
  EXPECT_GT(function_growth(*find_sql_function("string_agg"), kNoArguments, 1, 1).value(), 100);
  EXPECT_EQ(function_growth(*find_sql_function("concat_ws"), text_arguments({",", "a", "b"}), 1, 2).value(), 5);
}

TEST(Growth, IsBoundedInOneValue) {
  EXPECT_EQ(error_of_query("SELECT concat(SkuId" + repeated_text(200, ", SkuId") + ") FROM charges"), "");
  EXPECT_THAT(error_of_query("SELECT concat(SkuId" + repeated_text(256, ", SkuId") + ") FROM charges"),
              HasSubstr("more than 256 times as long"));
}

TEST(Growth, MultipliesFromLevelToLevelButNotFromColumnToColumn) {
  const std::string many_columns = "SELECT " + repeated_text(30, "SkuId || RegionId, ") + "1 FROM charges";
  EXPECT_EQ(error_of_query(many_columns), "");
  const auto nested = [](int levels) {
    return repeated_text(levels, "SELECT s || s AS s FROM (") + "SELECT SkuId AS s FROM charges" +
           repeated_text(levels, ") t");
  };
  EXPECT_EQ(error_of_query(nested(8)), "");
  EXPECT_THAT(error_of_query(nested(9)), HasSubstr("more than 256 times as long"));
}

TEST(Growth, MultipliesByAnAliasThatALaterColumnUses) {
  const std::string four = "SELECT SkuId || RegionId || ServiceName || SkuId AS a";
  EXPECT_EQ(error_of_query(four + ", x || x AS b FROM charges"), "");
  EXPECT_EQ(error_of_query("SELECT RegionId || ServiceName AS RegionId, SkuId || RegionId FROM charges ORDER BY 1"),
            "");
  const std::string again = ", a || a || a || a AS b, b || b || b || b AS c, c || c || c || c AS d";
  EXPECT_THAT(error_of_query(four + again + ", d || d FROM charges"), HasSubstr("more than 256 times"));
  const std::string hundred = "concat(a" + repeated_text(99, ", a") + ")";
  EXPECT_EQ(error_of_query(four + " FROM charges ORDER BY a"), "");
  EXPECT_THAT(error_of_query(four + " FROM charges ORDER BY " + hundred), HasSubstr("more than 256 times"));
  EXPECT_THAT(error_of_query(four + " FROM charges WHERE " + hundred + " = 'x'"), HasSubstr("more than 256 times"));
  EXPECT_THAT(error_of_query(four + ", " + hundred + " = 'x' FROM charges"), HasSubstr("more than 256 times"));
}

TEST(LikePattern, WithManyWildcardsIsAllowedOnlyWhereItIsFast) {
  const auto check = [](const char* function, const char* pattern) {
    return check_like_pattern(*find_sql_function(function), text_arguments({"x", pattern})).has_value();
  };
  EXPECT_TRUE(check("~~", "%a%b%c%d%e%"));
  EXPECT_TRUE(check("!~~", "%a%b%c%d%e%"));
  EXPECT_FALSE(check("~~", "%a%b%c%d_"));
  EXPECT_FALSE(check("~~*", "%a%b%c%"));
  EXPECT_TRUE(check("~~*", "%a%b%"));
  EXPECT_FALSE(check("like_escape", "%a%b%c%"));
  EXPECT_TRUE(check("lower", "%a%b%c%_"));  // no pattern at all
}

TEST(FunctionList, IsAskedWithoutRegardToCase) {
  EXPECT_EQ(find_sql_function("LOWER"), find_sql_function("lower"));
  EXPECT_EQ(find_sql_function("no_such"), nullptr);
  EXPECT_EQ(nearest_sql_function("lowr"), "lower");
}

TEST(FunctionList, HasNothingThatReadsWritesWaitsOrGrows) {
  for (const char* name : {"repeat",
                           "lpad",
                           "rpad",
                           "range",
                           "generate_series",
                           "printf",
                           "format",
                           "bar",
                           "read_text",
                           "glob",
                           "getenv",
                           "current_setting",
                           "sleep_ms",
                           "write_log",
                           "nextval",
                           "query",
                           "mode",
                           "list_transform",
                           "array_to_string",
                           "~~~",
                           "random",
                           "json_execute_serialized_sql"}) {
    EXPECT_EQ(find_sql_function(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace farthing
