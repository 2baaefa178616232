#include "serve/views_api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class ViewsApiTest : public ::testing::Test {
 protected:
  HttpResponse ask(const std::string& owner, const std::string& method, const std::string& target,
                   const std::string& body = "") {
    return answer_views(views_, owner,
                        {.method = method,
                         .target = target,
                         .id = "r1",
                         .body = body,
                         .content_type = body.empty() ? "" : "application/json; charset=utf-8"});
  }
  std::string add(const std::string& owner, const std::string& body) {
    const auto response = ask(owner, "POST", "/api/v1/views", body);
    EXPECT_EQ(response.status, 201) << response.body;
    return std::string(boost::json::parse(response.body).as_object().at("id").as_string());
  }
  int status(const std::string& owner, const std::string& method, const std::string& target,
             const std::string& body = "") {
    const auto response = ask(owner, method, target, body);
    if (response.status >= 400) EXPECT_EQ(response.headers.at(0).second, "application/problem+json") << response.body;
    return response.status;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  SavedViews views_{folder_.path()};
};

TEST_F(ViewsApiTest, AddressesAreTheListAndItsViews) {
  EXPECT_TRUE(is_views_address("/api/v1/views"));
  EXPECT_TRUE(is_views_address("/api/v1/views/x"));
  EXPECT_FALSE(is_views_address("/api/v1/viewsx"));
  EXPECT_FALSE(is_views_address("/api/v1/view"));
}

TEST_F(ViewsApiTest, AViewIsSavedListedChangedAndDeleted) {
  EXPECT_EQ(ask("maria", "GET", "/api/v1/views").body, "{\"views\":[]}\n");
  const auto saved = ask("maria", "POST", "/api/v1/views", R"({"name": "Teams", "address": "/explore?by=team"})");
  EXPECT_EQ(saved.status, 201);
  const auto view = boost::json::parse(saved.body).as_object();
  const std::string id(view.at("id").as_string());
  EXPECT_EQ(view, (boost::json::object{{"id", id},
                                       {"name", "Teams"},
                                       {"address", "/explore?by=team"},
                                       {"owner", "maria"},
                                       {"shared", false},
                                       {"starred", false},
                                       {"default", false},
                                       {"mine", true}}));
  EXPECT_EQ(saved.headers.back().second, "/api/v1/views/" + id);
  const auto list = boost::json::parse(ask("maria", "GET", "/api/v1/views?x=1").body).as_object();
  EXPECT_EQ(list.at("views").as_array().at(0), view);
  const auto changed = ask("maria", "PATCH", "/api/v1/views/" + id, R"({"shared": true, "default": true})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_THAT(changed.body, HasSubstr("\"default\":true"));
  EXPECT_THAT(ask("ben", "GET", "/api/v1/views").body, HasSubstr("\"mine\":false"));
  const auto gone = ask("maria", "DELETE", "/api/v1/views/" + id);
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(gone.body, "");
  EXPECT_EQ(ask("ben", "GET", "/api/v1/views").body, "{\"views\":[]}\n");
}

TEST_F(ViewsApiTest, WhatIsWrongHasItsStatus) {
  const auto shared = add("maria", R"({"name": "a", "address": "/", "shared": true})");
  const auto own = add("maria", R"({"name": "b", "address": "/"})");
  const std::string views = "/api/v1/views", one = "/api/v1/views/";
  EXPECT_EQ(status("maria", "POST", views, R"({"name": "a", "address": "/x"})"), 409);
  EXPECT_EQ(status("maria", "POST", views, R"({"name": "c", "address": "//evil.example"})"), 400);
  EXPECT_EQ(status("maria", "POST", views, R"({"name": "c"})"), 400);
  EXPECT_EQ(status("maria", "POST", views, R"({"name": "c", "address": "/", "owner": "ben"})"), 400);
  EXPECT_EQ(status("maria", "POST", views, "[1]"), 400);
  EXPECT_EQ(status("maria", "POST", views), 415);
  EXPECT_EQ(status("maria", "PATCH", one + own, R"({"name": "a"})"), 409);
  EXPECT_EQ(status("maria", "PATCH", one + own, R"({"starred": 1})"), 400);
  EXPECT_EQ(status("maria", "PATCH", one + own), 415);
  EXPECT_EQ(status("ben", "PATCH", one + shared, R"({"name": "c"})"), 403);
  EXPECT_EQ(status("ben", "PATCH", one + shared, R"({"starred": true})"), 200);
  EXPECT_EQ(status("ben", "DELETE", one + shared), 403);
  EXPECT_EQ(status("ben", "PATCH", one + own, R"({"starred": true})"), 404);
  EXPECT_EQ(status("ben", "DELETE", one + own), 404);
  EXPECT_EQ(status("ben", "DELETE", one), 404);
  EXPECT_EQ(status("maria", "PUT", views), 405);
  EXPECT_EQ(status("maria", "GET", one + own), 405);
}

}  // namespace
}  // namespace farthing
