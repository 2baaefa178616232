#include "ask/parse_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace farthing {
namespace {

using testing::HasSubstr;

Done accept_all(ParseTree&) { return {}; }

TEST(ParseTree, IsWrittenAsTheSameQuery) {
  auto tree = parse_sql("select a from t where b = 'it''s' and c in (1, 2)");
  ASSERT_TRUE(tree);
  EXPECT_EQ(root_node(*tree).at("type"), "SELECT_NODE");
  EXPECT_EQ(write_checked(*tree, accept_all).value(), "SELECT a FROM t WHERE ((b = 'it''s') AND (c IN (1, 2)))");
}

TEST(ParseTree, HoldsAFractionAsItsDigitsAndATextAsItIs) {
  auto tree = parse_sql("SELECT 1.7976931348623157e308, '1.5 \"2.5\" \\', -3");
  ASSERT_TRUE(tree);
  const auto& items = root_node(*tree).at("select_list");
  EXPECT_EQ(items.at(0).at("value").at("value"), "1.7976931348623157e308");
  EXPECT_EQ(items.at(1).at("value").at("value"), "1.5 \"2.5\" \\");
  EXPECT_EQ(items.at(2).at("value").at("value").as_int64(), -3);
}

TEST(ParseTree, OfWhatIsNoSingleSelectIsAnError) {
  EXPECT_EQ(parse_sql("SELECT 1; SELECT 2").error().what, "more than one statement");
  EXPECT_EQ(parse_sql("DROP TABLE t").error().what, "this is not a SELECT");
  EXPECT_EQ(parse_sql("-- nothing").error().what, "the text holds no statement");
  EXPECT_EQ(parse_sql("SELECT 1e999").error().what, "the text holds a number that is too big");
}

TEST(ParseTree, CountsAnErrorsPlaceWithoutThePrefix) {
  EXPECT_EQ(parse_sql("a b c", "SELECT ").error().what, "syntax error at or near \"c\", character 5");
  EXPECT_THAT(parse_sql("a +", "SELECT ").error().what, HasSubstr("character"));
}

TEST(ParseTree, IsCheckedAgainAsItWasWritten) {
  int passes = 0;
  const auto count = [&](ParseTree&) -> Done {
    ++passes;
    return {};
  };
  ASSERT_TRUE(write_checked(parse_sql("SELECT 1").value(), count));
  EXPECT_EQ(passes, 2);
}

TEST(ParseTree, ThatACheckRefusesIsNotWritten) {
  const auto refuse = [](ParseTree&) -> Done { return misuse("no"); };
  EXPECT_EQ(write_checked(parse_sql("SELECT 1").value(), refuse).error().what, "no");
}

TEST(ParseTree, OfAShapeThatACheckDoesNotKnowIsAnErrorAndNoException) {
  const auto surprised = [](ParseTree& tree) -> Done {
    (void)tree.at("statements").as_object();
    return {};
  };
  EXPECT_THAT(write_checked(parse_sql("SELECT 1").value(), surprised).error().what, HasSubstr("unknown shape"));
}

TEST(ParseTree, ThatNeverComesToRestIsAnError) {
  int number = 0;
  const auto restless = [&](ParseTree& tree) -> Done {
    root_node(tree).at("select_list").at(0).at("value").at("value") = ++number;
    return {};
  };
  EXPECT_THAT(write_checked(parse_sql("SELECT 0").value(), restless).error().what,
              HasSubstr("something else each time"));
}

TEST(TypeOverCharges, IsWhatTheEngineSays) {
  EXPECT_EQ(type_over("charges", "BilledCost > 1").value(), "BOOLEAN");
  EXPECT_EQ(type_over("charges", "Tags").value(), "MAP");
  EXPECT_EQ(type_over("charges", "NoSuchColumn").error().kind, Error::Kind::kUsage);
  EXPECT_THAT(type_over("charges", "charge_date = 'x'").error().what, HasSubstr("invalid date field format"));
}

}  // namespace
}  // namespace farthing
