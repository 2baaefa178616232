#include "serve/json_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;

TEST(JsonBody, GivesItsFieldsByTypeAndName) {
  auto body = JsonBody::parse(R"({"name": "a\u00e4", "shared": true})").value();
  EXPECT_EQ(body.take_text("name").value(), "a\xc3\xa4");
  EXPECT_EQ(body.take_flag("shared").value(), true);
  EXPECT_EQ(body.take_text("address").value(), std::nullopt);
  EXPECT_EQ(body.take_flag("starred").value(), std::nullopt);
  EXPECT_TRUE(body.check_all_taken());
}

TEST(JsonBody, RefusesWhatItIsntAskedFor) {
  auto body = JsonBody::parse(R"({"name": 7, "shared": "yes", "owner": "me"})").value();
  EXPECT_THAT(body.take_text("name").error().text(), HasSubstr("'name' is a text"));
  EXPECT_THAT(body.take_flag("shared").error().text(), HasSubstr("true or false"));
  const auto unknown = body.check_all_taken();
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, Error::Kind::kUsage);
  EXPECT_THAT(unknown.error().text(), HasSubstr("'owner'"));
  EXPECT_FALSE(JsonBody::parse(R"({"name": null})").value().take_text("name"));
}

TEST(JsonBody, RefusesWhatIsNoObject) {
  for (const char* text : {"", "{", "[]", "\"a\"", "{\"a\": 1} x", "{\"a\": \"\xff\"}"}) {
    const auto body = JsonBody::parse(text);
    ASSERT_FALSE(body) << text;
    EXPECT_EQ(body.error().kind, Error::Kind::kUsage) << text;
  }
  EXPECT_FALSE(JsonBody::parse(std::string(50'000, '[')));
}

TEST(JsonBody, SaysThatItIsJson) {
  for (const char* type :
       {"application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;charset=utf-8"}) {
    EXPECT_FALSE(refused_unless_json({.content_type = type})) << type;
  }
  for (const char* type :
       {"", "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "text/plain; application/json"}) {
    const auto refused = refused_unless_json({.content_type = type});
    ASSERT_TRUE(refused) << type;
    EXPECT_EQ(refused->status, 415) << type;
  }
}

}  // namespace
}  // namespace farthing
