#include "serve/parameters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

using ::testing::HasSubstr;

Parameters parsed(std::string_view query) {
  auto parameters = Parameters::parse(query);
  if (!parameters) {
    ADD_FAILURE() << query << ": " << parameters.error().text();
    return {};
  }
  return std::move(*parameters);
}

std::string refused(std::string_view query) {
  const auto parameters = Parameters::parse(query);
  if (parameters) return "it is taken";
  EXPECT_EQ(parameters.error().kind, Error::Kind::kUsage) << query;
  return parameters.error().text();
}

TEST(ParametersTest, AreDecoded) {
  auto parameters = parsed("where=region+%3D%20'us%2Deast-1'&by=team,tag%3ATeam&x=%C3%A4&&");
  EXPECT_EQ(parameters.take("where"), "region = 'us-east-1'");
  EXPECT_EQ(parameters.take("by"), "team,tag:Team");
  EXPECT_EQ(parameters.take("x"), "\xC3\xA4");
  EXPECT_EQ(parameters.take("absent"), std::nullopt);
  EXPECT_TRUE(parameters.check_all_taken());
}

TEST(ParametersTest, WithoutAValueCanCountAsAbsent) {
  EXPECT_THAT(refused("a="), HasSubstr("'a' has no value"));
  EXPECT_THAT(refused("a"), HasSubstr("'a' has no value"));
  auto parameters = Parameters::parse("a=&b&c=1&n=", Parameters::Empty::kAbsent).value();
  EXPECT_EQ(parameters.take("a"), std::nullopt);
  EXPECT_EQ(parameters.take_flag("b").value(), false);
  EXPECT_EQ(parameters.take("c"), "1");
  EXPECT_FALSE(parameters.check_all_taken());  // nobody asked for n
  EXPECT_EQ(parameters.take_number("n", 1, 2).value(), std::nullopt);
  EXPECT_TRUE(parameters.check_all_taken());
}

TEST(ParametersTest, ThatAreBrokenAreRefused) {
  for (const char* query : {"a=%", "a=%4", "a=%zz", "%=1", "a=%2"})
    EXPECT_THAT(refused(query), HasSubstr("hexadecimal")) << query;
  EXPECT_THAT(refused("a=%FF"), HasSubstr("UTF-8"));
  EXPECT_THAT(refused("by=team&by=pod"), HasSubstr("'by' is there twice"));
  EXPECT_THAT(refused("b%79=team&by=pod"), HasSubstr("'by' is there twice"));
}

TEST(ParametersTest, ThatAreEmptyAreRefusedAndDontAskForAllThereIs) {
  for (const char* query : {"month=", "by=team&month=", "month", "mon%74h=&by=team"})
    EXPECT_THAT(refused(query), HasSubstr("'month' has no value (leave it out, or give it one)")) << query;
}

TEST(ParametersTest, ThatNobodyAsksForAreRefusedWithASuggestion) {
  auto parameters = parsed("granularty=day");
  EXPECT_EQ(parameters.take("granularity"), std::nullopt);
  EXPECT_THAT(parameters.check_all_taken().error().text(),
              HasSubstr("there is no parameter 'granularty' here (did you mean 'granularity'?)"));
}

TEST(ParametersTest, FlagsAndNumbersSayWhatTheyTake) {
  auto parameters = parsed("a=on&b=FALSE&c=1&d=yes&n=5&zero=0&word=five&half=1.5&big=99999999999999999999");
  EXPECT_TRUE(parameters.take_flag("a").value());
  EXPECT_FALSE(parameters.take_flag("b").value());
  EXPECT_TRUE(parameters.take_flag("c").value());
  EXPECT_FALSE(parameters.take_flag("absent").value());
  EXPECT_THAT(parameters.take_flag("d").error().text(), HasSubstr("'d' is true or false, not 'yes'"));
  EXPECT_EQ(parameters.take_number("n", 1, 9).value(), 5);
  EXPECT_EQ(parameters.take_number("absent", 1, 9).value(), std::nullopt);
  for (const char* name : {"zero", "word", "half", "big"}) {
    EXPECT_THAT(parameters.take_number(name, 1, 9).error().text(), HasSubstr("whole number from 1 to 9")) << name;
  }
}

TEST(ParametersTest, TheSameQuestionHasTheSameText) {
  EXPECT_EQ(parsed("by=team&top=3").text(), parsed("top=3&by=te%61m").text());
  EXPECT_NE(parsed("a=1&b=2").text(), parsed("a=1%26b%3D2").text());
  EXPECT_NE(parsed("a=1").text(), parsed("b=1").text());
}

TEST(ParametersTest, AnyBytesAreTakenOrRefused) {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string query;
    for (unsigned n = random() % 24; n > 0; --n) query += "%&=+aF0\xff\0 "[random() % 11];
    const auto parameters = Parameters::parse(query);
    if (!parameters) EXPECT_EQ(parameters.error().kind, Error::Kind::kUsage);
  }
}

}  // namespace
}  // namespace farthing
