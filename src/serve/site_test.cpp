// Who may ask what: the site as it stands before the network.
#include "serve/site.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/file.hpp"
#include "serve/pages.hpp"
#include "serve/routes.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

std::string value_of(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

class SiteTest : public ::testing::Test {
 protected:
  HttpRequest request(const std::string& method, const std::string& target, const std::string& body = "") const {
    return {.method = method,
            .target = target,
            .id = "r1",
            .body = body,
            .content_type = body.empty() ? "" : "application/json",
            .host = "localhost:8080",
            .peer = "127.0.0.1"};
  }
  HttpRequest as(const std::string& token, HttpRequest request) const {
    request.authorization = "Bearer " + token;
    return request;
  }
  std::string token(const std::string& name) { return Tokens(data()).add(name, Timestamp{}).value(); }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
  static boost::json::object json(const HttpResponse& response) {
    boost::json::error_code error;
    auto value = boost::json::parse(response.body, error);
    EXPECT_TRUE(value.is_object()) << response.status << response.body;
    return value.is_object() ? value.as_object() : boost::json::object();
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Site open_{data(), {}, false};
  Site closed_{data(), {}, true};
};

TEST_F(SiteTest, WithoutSignInItAnswersThisMachineByItsNamesOnly) {
  EXPECT_EQ(open_.answer(request("GET", "/api/v1/costs")).status, 200);
  for (const char* target : {"/api/v1/costs", "/api/v1/health", "/api/v1/session", "/", "/nothing"}) {
    auto rebound = request("GET", target);
    rebound.host = "evil.example:8080";
    const auto refused = open_.answer(rebound);
    EXPECT_EQ(refused.status, 403) << target;
    EXPECT_THAT(refused.body, HasSubstr("'evil.example:8080' is no name of this machine"));
    EXPECT_TRUE(open_.is_quick(rebound)) << target;
  }
  auto by_name = request("GET", "/api/v1/health");
  by_name.host = "costs.example";
  EXPECT_EQ(closed_.answer(by_name).status, 200);
}

TEST_F(SiteTest, ItIsNoProxy) {
  for (const char* target :
       {"http://localhost/api/v1/costs", "http://evil.example/", "evil.example:443", "", "*", "x"}) {
    EXPECT_EQ(open_.answer(request("GET", target)).status, 400) << target;
    EXPECT_TRUE(open_.is_quick(request("GET", target))) << target;
  }
}

TEST_F(SiteTest, PagesOfOthersAskNothing) {
  for (const char* target : {"/api/v1/costs", "/api/v1/query?sql=SELECT+1", "/api/v1/events", "/metrics"}) {
    auto foreign = request("GET", target);
    foreign.origin = "http://evil.example";
    EXPECT_EQ(open_.answer(foreign).status, 403) << target;
    EXPECT_TRUE(open_.is_quick(foreign)) << target;
    auto image = request("GET", target);
    image.fetch_site = "cross-site";
    image.fetch_dest = "image";
    EXPECT_EQ(open_.answer(image).status, 403) << target;
    EXPECT_THAT(open_.answer(image).body, HasSubstr("another site"));
  }
  // A link in a mail or a chat leads to a page, and to an answer that a person looks at.
  for (const char* target : {"/", "/api/v1/health"}) {
    auto link = request("GET", target);
    link.fetch_site = "cross-site";
    link.fetch_dest = "document";
    EXPECT_NE(open_.answer(link).status, 403) << target;
  }
}

TEST_F(SiteTest, PagesOfOthersChangeNothing) {
  const auto maria = token("maria");
  for (const char* method : {"POST", "PATCH", "DELETE", "OPTIONS"}) {
    for (const char* target : {"/api/v1/views", "/api/v1/views/x", "/api/v1/session", "/"}) {
      auto forged = as(maria, request(method, target, "{}"));
      forged.origin = "http://evil.example";
      EXPECT_EQ(open_.answer(forged).status, 403) << method << target;
      EXPECT_EQ(closed_.answer(forged).status, 403) << method << target;
    }
  }
  auto own = request("POST", "/api/v1/views", R"({"name": "a", "address": "/"})");
  own.origin = "http://localhost:8080";
  EXPECT_EQ(open_.answer(own).status, 201);
  auto form = request("POST", "/api/v1/views", R"({"name": "b", "address": "/"})");
  form.content_type = "text/plain";
  EXPECT_EQ(open_.answer(form).status, 415);
}

TEST_F(SiteTest, WithSignInEverythingButWhatComesBeforeItNeedsAToken) {
  const auto maria = token("maria");
  std::vector<std::string> guarded = {"/api/v1/views", "/api/v1/views/x", "/api/v1/nothing", "/api/"};
  for (const auto& route : routes()) guarded.emplace_back(route.path);
  for (const auto& target : guarded) {
    for (const char* method : {"GET", "HEAD", "POST", "DELETE"}) {
      const auto refused = closed_.answer(request(method, target, "{}"));
      EXPECT_EQ(refused.status, 401) << method << target;
      EXPECT_EQ(value_of(refused, "www-authenticate"), "Bearer");
      EXPECT_EQ(value_of(refused, "content-type"), "application/problem+json");
      EXPECT_TRUE(target.starts_with("/api/v1/views") || closed_.is_quick(request(method, target)));
      EXPECT_NE(closed_.answer(as(maria, request(method, target, "{}"))).status, 401) << method << target;
    }
  }
  for (const char* target : {"/api/v1/health", "/api/v1/version", "/api/openapi.json", "/api/v1/session"}) {
    EXPECT_EQ(closed_.answer(request("GET", target)).status, 200) << target;
  }
  if (has_pages()) EXPECT_EQ(closed_.answer(request("GET", "/")).status, 200);
  ASSERT_TRUE(Tokens(data()).revoke("maria", Timestamp{}));
  EXPECT_EQ(closed_.answer(as(maria, request("GET", "/api/v1/costs"))).status, 401);
}

TEST_F(SiteTest, ATokenComesInTheHeaderOrTheCookie) {
  const auto maria = token("maria");
  const auto status = [&](const std::string& authorization, const std::string& cookie) {
    auto asked = request("GET", "/api/v1/costs");
    asked.authorization = authorization;
    asked.cookie = cookie;
    return closed_.answer(asked).status;
  };
  EXPECT_EQ(status("Bearer " + maria, ""), 200);
  EXPECT_EQ(status("bearer  " + maria, ""), 200);
  EXPECT_EQ(status("", "farthing_session=" + maria), 200);
  EXPECT_EQ(status("", "a=b; farthing_session=" + maria + "; c=d"), 200);
  EXPECT_EQ(status("", "xfarthing_session=" + maria), 401);
  EXPECT_EQ(status("", "farthing_session=" + maria + "x"), 401);
  EXPECT_EQ(status("Basic " + maria, "farthing_session=" + maria), 401);
  EXPECT_EQ(status("Bearer", ""), 401);
  EXPECT_EQ(status("Bearer " + std::string(10'000, 'x'), ""), 401);
}

TEST_F(SiteTest, ASessionBeginsAndEnds) {
  const auto maria = token("maria");
  EXPECT_EQ(json(closed_.answer(request("GET", "/api/v1/session"))),
            (boost::json::object{{"sign_in", true}, {"owner", nullptr}}));
  const auto begun = closed_.answer(request("POST", "/api/v1/session", "{\"token\": \"" + maria + "\"}"));
  EXPECT_EQ(begun.status, 204);
  EXPECT_EQ(value_of(begun, "set-cookie"), "farthing_session=" + maria + "; HttpOnly; SameSite=Strict; Path=/");
  auto known = request("GET", "/api/v1/session");
  known.cookie = "farthing_session=" + maria;
  EXPECT_EQ(json(closed_.answer(known)).at("owner"), "maria");
  const auto ended = closed_.answer(request("DELETE", "/api/v1/session"));
  EXPECT_EQ(ended.status, 204);
  EXPECT_THAT(value_of(ended, "set-cookie"), HasSubstr("farthing_session=; "));
  EXPECT_THAT(value_of(ended, "set-cookie"), HasSubstr("Max-Age=0"));
  auto secure = request("POST", "/api/v1/session", "{\"token\": \"" + maria + "\"}");
  secure.host = "costs.example";
  secure.origin = "https://costs.example";
  EXPECT_THAT(value_of(closed_.answer(secure), "set-cookie"), HasSubstr("; Secure"));
}

TEST_F(SiteTest, ASessionThatCantBeginSaysWhy) {
  const auto status = [&](const std::string& body) {
    return closed_.answer(request("POST", "/api/v1/session", body)).status;
  };
  EXPECT_EQ(status("{\"token\": \"frt_wrong\"}"), 401);
  EXPECT_EQ(status("{}"), 400);
  EXPECT_EQ(status("nonsense"), 400);
  EXPECT_EQ(status("{\"token\": 7}"), 400);
  EXPECT_EQ(status("{\"token\": \"" + std::string(5'000, 'x') + "\"}"), 401);
  EXPECT_EQ(closed_.answer(request("POST", "/api/v1/session")).status, 415);
  EXPECT_EQ(value_of(closed_.answer(request("PUT", "/api/v1/session")), "allow"), "GET, HEAD, POST, DELETE");
  EXPECT_EQ(json(open_.answer(request("GET", "/api/v1/session"))),
            (boost::json::object{{"sign_in", false}, {"owner", nullptr}}));
  EXPECT_EQ(open_.answer(request("POST", "/api/v1/session", "{\"token\": \"x\"}")).status, 409);
}

TEST_F(SiteTest, GuessingIsSlow) {
  const auto maria = token("maria");
  const auto status = [&](const std::string& guess, const std::string& peer) {
    auto tried = request("POST", "/api/v1/session", "{\"token\": \"" + guess + "\"}");
    tried.peer = peer;
    return closed_.answer(tried).status;
  };
  for (std::size_t i = 0; i < FailedSignIns::kPerMinute; ++i) EXPECT_EQ(status("frt_guess", "10.0.0.1"), 401);
  EXPECT_EQ(status("frt_guess", "10.0.0.1"), 429);
  EXPECT_EQ(status(token("late"), "10.0.0.1"), 204) << "who has a token comes in, whoever else is behind that address";
  EXPECT_EQ(status(maria, "10.0.0.2"), 204);
  // Who has a token already isn't held up by others at the same address.
  EXPECT_EQ(closed_.answer(as(maria, request("GET", "/api/v1/costs"))).status, 200);
}

TEST_F(SiteTest, EventsAndMetricsAreForThoseWhoMayAsk) {
  const auto maria = token("maria");
  for (const char* target : {"/api/v1/events", "/metrics"}) {
    EXPECT_EQ(closed_.answer(request("GET", target)).status, 401) << target;
    EXPECT_EQ(closed_.answer(as(maria, request("GET", target))).status, 200) << target;
    EXPECT_EQ(open_.answer(request("GET", target)).status, 200) << target;
    EXPECT_EQ(open_.answer(request("POST", target, "{}")).status, 405) << target;
    EXPECT_TRUE(closed_.is_quick(as(maria, request("GET", target)))) << target;
  }
  const auto listener = as(maria, request("GET", "/api/v1/events"));
  EXPECT_TRUE(closed_.answer(listener).listens);
  EXPECT_TRUE(closed_.may_listen(listener));
  ASSERT_TRUE(Tokens(data()).revoke("maria", Timestamp{}));
  EXPECT_FALSE(closed_.may_listen(listener));
  EXPECT_EQ(closed_.events().size(), 1u);
}

TEST_F(SiteTest, MetricsCountWhatWasAnswered) {
  open_.count(request("GET", "/api/v1/costs?by=team"), 200, 0.01);
  open_.count(request("GET", "/api/v1/views/abc"), 404, 0.01);
  open_.figures()->connections = 3;
  const auto text = open_.answer(request("GET", "/metrics")).body;
  for (const char* line :
       {"farthing_requests_total{route=\"/api/v1/costs\",status=\"200\"} 1\n",
        "farthing_requests_total{route=\"/api/v1/views/{id}\",status=\"404\"} 1\n", "farthing_connections 3\n",
        "farthing_requests_waiting 0\n", "farthing_snapshot 0\n", "# TYPE process_resident_memory_bytes gauge\n",
        "farthing_build_info{version=\"" FARTHING_VERSION "\",engine=\""}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST_F(SiteTest, AStateThatCantBeReadOpensNothing) {
  const auto maria = token("maria");
  const auto file = data() / "state" / "farthing.db";
  std::filesystem::remove_all(data() / "state");
  std::filesystem::create_directories(file);
  const auto refused = closed_.answer(as(maria, request("GET", "/api/v1/costs")));
  EXPECT_EQ(refused.status, 500);
  EXPECT_THAT(refused.body, HasSubstr("farthing.db"));
}

}  // namespace
}  // namespace farthing
