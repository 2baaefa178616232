#include "serve/api.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "ask/costs.hpp"
#include "base/embedded_text.hpp"
#include "base/text.hpp"
#include "lake/running_work.hpp"
#include "report/json.hpp"
#include "serve/routes.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {

extern const EmbeddedText embedded_api[];

namespace {

using ::testing::HasSubstr;

std::string header(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

boost::json::object openapi() { return boost::json::parse(embedded_api[0].text).as_object(); }

class ApiTest : public BillLakeFixture {
 protected:
  void fill() const {
    import_text(CurCsv().line({{"lineItem/UnblendedCost", "10"}}).line({{"lineItem/UnblendedCost", "2.5"}}).text());
  }
  void fill_june() const {
    import_text(CurCsv()
                    .line({{"lineItem/UnblendedCost", "1"},
                           {"bill/BillingPeriodStartDate", "2026-06-01T00:00:00Z"},
                           {"bill/BillingPeriodEndDate", "2026-07-01T00:00:00Z"},
                           {"lineItem/UsageStartDate", "2026-06-02T00:00:00Z"},
                           {"lineItem/UsageEndDate", "2026-06-02T01:00:00Z"}})
                    .text(),
                "june.csv");
  }
  HttpResponse get(const std::string& target, const std::string& if_none_match = "") {
    return api_.answer({.target = target, .if_none_match = if_none_match, .id = "r1"});
  }
  std::string problem_of(int status, const std::string& target) {
    const auto response = get(target);
    EXPECT_EQ(response.status, status) << target << response.body;
    EXPECT_EQ(header(response, "content-type"), "application/problem+json");
    const auto body = boost::json::parse(response.body).as_object();
    EXPECT_EQ(body.at("status").as_int64(), status);
    EXPECT_EQ(body.at("request_id").as_string(), "r1");
    return response.body;
  }
  static AllocationConfig config() {
    AllocationConfig config;
    config.dimensions.push_back({"team", {}, {}, {}});
    return config;
  }
  Api api_ = Api(lake_, config());
};

TEST_F(ApiTest, AnswersAsTheCommandLineDoes) {
  fill();
  auto view = LakeView::open(lake_, std::nullopt);
  ASSERT_TRUE(view);
  const auto answer = ask_costs(*view, {.by = {"service"}});
  ASSERT_TRUE(answer);
  const auto response = get("/api/v1/costs?by=service");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(header(response, "content-type"), "application/json");
  EXPECT_EQ(response.body, render_titled_json(*answer));
  EXPECT_THAT(response.body, HasSubstr("\"12.5\""));
}

TEST_F(ApiTest, ATableCanBeAWorkbook) {
  const auto book = get("/api/v1/costs?format=xlsx");
  EXPECT_EQ(book.status, 200);
  EXPECT_EQ(book.body.substr(0, 2), "PK");
  EXPECT_EQ(header(book, "content-disposition"), "attachment; filename=\"farthing-costs.xlsx\"");
  EXPECT_EQ(header(book, "content-encoding"), "");
  EXPECT_EQ(get("/api/v1/summary?format=xlsx").status, 400);
  EXPECT_EQ(get("/api/v1/costs?format=pdf").status, 400);
}

TEST_F(ApiTest, AnEmptyLakeSaysSoAndShowsNoZero) {
  for (const auto& route : routes()) {
    // These say what they are asked about.
    if (route.path == "/api/v1/query" || route.path == "/api/v1/run") continue;
    const auto response = get(std::string(route.path));
    EXPECT_EQ(response.status, 200) << route.path << response.body;
    EXPECT_THAT(response.body, HasSubstr("\"snapshot\":")) << route.path;
    EXPECT_THAT(response.body, ::testing::Not(HasSubstr("\"0\""))) << route.path;
  }
  EXPECT_EQ(get("/api/v1/health").body,
            "{\"status\": \"ok\", \"snapshot\": 0, \"freshness\": null, \"demo\": false}\n");
}

TEST_F(ApiTest, AnAnswerThatIsKnownIsNotSentAgainUntilTheLakeChanges) {
  fill();
  const auto first = get("/api/v1/costs?by=service&top=3");
  const auto etag = header(first, "etag");
  EXPECT_THAT(etag, ::testing::StartsWith("W/\""));
  const auto again = get("/api/v1/costs?top=3&by=service", etag);
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(get("/api/v1/costs?by=service", etag).status, 200);
  fill_june();
  EXPECT_EQ(get("/api/v1/costs?by=service&top=3", etag).status, 200);
}

TEST_F(ApiTest, AnswersFromAnEarlierSnapshot) {
  fill();
  fill_june();
  EXPECT_THAT(get("/api/v1/costs?as_of=1").body, HasSubstr("\"12.5\""));
  EXPECT_THAT(get("/api/v1/costs").body, HasSubstr("\"13.5\""));
  EXPECT_THAT(problem_of(400, "/api/v1/costs?as_of=7"), HasSubstr("there is no snapshot 7"));
}

TEST_F(ApiTest, WhatCantBeUnderstoodSaysWhatToDo) {
  fill();
  EXPECT_THAT(problem_of(400, "/api/v1/costs?by=servce"), HasSubstr("did you mean 'service'?"));
  EXPECT_THAT(problem_of(400, "/api/v1/costs?granularty=day"), HasSubstr("did you mean 'granularity'?"));
  EXPECT_THAT(problem_of(400, "/api/v1/costs?cost=amortised"), HasSubstr("effective"));
  EXPECT_THAT(problem_of(400, "/api/v1/costs?where=service+%3D"), HasSubstr("syntax error at end of input"));
  EXPECT_THAT(problem_of(400, "/api/v1/costs?where=1%3D1)+OR+(SELECT+1"), HasSubstr("detail"));
  EXPECT_THAT(problem_of(400, "/api/v1/idle?by=moon"), HasSubstr("advice"));
  EXPECT_THAT(problem_of(400, "/api/v1/query"), HasSubstr("'sql' is missing"));
  EXPECT_THAT(problem_of(400, "/api/v1/query?sql=DROP+TABLE+charges"), HasSubstr("detail"));
  EXPECT_THAT(problem_of(404, "/api/v1/cost"), HasSubstr("did you mean /api/v1/costs?"));
  EXPECT_THAT(problem_of(404, "/api/v1/../../etc/passwd"), HasSubstr("nothing at"));
}

TEST_F(ApiTest, OnlyReads) {
  const auto refused = api_.answer({.method = "DELETE", .target = "/api/v1/costs", .id = "r1"});
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(header(refused, "allow"), "GET, HEAD");
}

TEST_F(ApiTest, WhatIsThereAlreadyIsQuick) {
  fill();
  const HttpRequest request = {.target = "/api/v1/costs?by=service"};
  EXPECT_FALSE(api_.is_quick(request));
  EXPECT_EQ(api_.answer(request).status, 200);
  EXPECT_TRUE(api_.is_quick(request));
  for (const char* target : {"/api/v1/health", "/nothing", "/api/v1/costs?unknown=1"}) {
    EXPECT_TRUE(api_.is_quick({.target = target})) << target;
  }
}

TEST_F(ApiTest, APackedAnswerIsMadeOnceAndIsTheSame) {
  fill();
  const HttpRequest request = {.target = "/api/v1/summary", .accept_encoding = "gzip, br"};
  const auto plain = get("/api/v1/summary");
  EXPECT_GT(plain.body.size(), 1'024u);
  EXPECT_EQ(header(plain, "vary"), "accept-encoding");
  EXPECT_EQ(header(plain, "content-encoding"), "");
  EXPECT_FALSE(api_.is_quick(request)) << "it is there, but not packed yet";
  const auto packed = api_.answer(request);
  EXPECT_EQ(header(packed, "content-encoding"), "br");
  EXPECT_EQ(header(packed, "etag"), header(plain, "etag"));
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_TRUE(api_.is_quick(request));
  EXPECT_EQ(api_.answer(request).body, packed.body);
  EXPECT_EQ(header(api_.answer({.target = "/api/v1/summary", .accept_encoding = "gzip"}), "content-encoding"), "gzip");
}

TEST_F(ApiTest, WhatThePageAsksFirstIsWorkedOutAhead) {
  const auto all_ahead = [&] {
    int works = 0;
    for (auto work = api_.work_ahead(); work && works < 10; work = api_.work_ahead(), ++works) work();
    return works;
  };
  EXPECT_EQ(all_ahead(), 0) << "an empty lake needs none";
  fill();
  EXPECT_EQ(all_ahead(), 0) << "nobody asked";
  EXPECT_EQ(get("/api/v1/imports").status, 200);
  EXPECT_EQ(all_ahead(), 2);
  for (const char* target : {"/api/v1/summary", "/api/v1/reconciliation?month=2026-05"}) {
    EXPECT_TRUE(api_.is_quick({.target = target, .accept_encoding = "gzip, deflate, br"})) << target;
  }
  EXPECT_EQ(all_ahead(), 0);
  fill_june();
  EXPECT_EQ(all_ahead(), 0) << "nobody asked since the last time";
  EXPECT_EQ(get("/api/v1/summary").status, 200);
  EXPECT_EQ(all_ahead(), 1) << "the summary is there already";
  EXPECT_TRUE(api_.is_quick({.target = "/api/v1/reconciliation?month=2026-06"}));
}

TEST_F(ApiTest, AServerThatStartsWorksAhead) {
  fill();
  Api started(lake_, config());
  const auto work = started.work_ahead();
  ASSERT_TRUE(work);
  work();
  EXPECT_TRUE(started.is_quick({.target = "/api/v1/summary", .accept_encoding = "br"}));
}

TEST_F(ApiTest, MetricsSayWhatIsKnown) {
  PrometheusText empty;
  api_.write_metrics(empty);
  EXPECT_THAT(empty.text(), HasSubstr("farthing_snapshot 0\n"));
  EXPECT_THAT(empty.text(), ::testing::Not(HasSubstr("freshness")));
  fill();
  EXPECT_EQ(get("/api/v1/summary").status, 200);
  EXPECT_EQ(get("/api/v1/summary").status, 200);
  PrometheusText text;
  api_.write_metrics(text);
  for (const char* line : {"farthing_snapshot 1\n", "farthing_cache_hits_total 1\n", "farthing_cache_misses_total 1\n"})
    EXPECT_THAT(text.text(), HasSubstr(line));
  EXPECT_THAT(text.text(), ::testing::ContainsRegex("farthing_freshness_age_seconds [0-9]"));
}

TEST_F(ApiTest, EventsAreTheSnapshotAndWhatOthersDo) {
  fill();
  const auto first = api_.events();
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].id, "1");
  EXPECT_THAT(first[0].text, HasSubstr("\"freshness\":\"2026-05-0"));
  const auto folder = lake_.root() / kRunningFolder;
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "a.json") << R"({"what": "import", "done": 5, "total": 10, "detail": "bytes"})";
  const auto both = api_.events();
  ASSERT_EQ(both.size(), 2u);
  EXPECT_THAT(both[1].text, HasSubstr("event: progress\ndata: {\"what\":\"import\",\"done\":5"));
  std::ofstream(lake_.root() / "current") << "nonsense";
  EXPECT_THAT(api_.events().at(0).text, ::testing::StartsWith(": "));
}

TEST_F(ApiTest, MoreRowsThanAPageTakesAreRefused) {
  fill();
  const auto response = get("/api/v1/query?sql=SELECT+range+FROM+range(6000)");
  EXPECT_NE(response.status, 500) << response.body;
  CurCsv many;
  for (std::size_t i = 0; i <= kMostRows; ++i) many.line({{"lineItem/ResourceId", "i-" + std::to_string(i)}});
  import_text(many.text());
  EXPECT_THAT(problem_of(400, "/api/v1/costs?by=resource_id"), HasSubstr("ask for top=N"));
}

TEST_F(ApiTest, TheDescriptionNamesEveryAddress) {
  std::vector<std::string> described, there = other_addresses();
  const auto document = openapi();
  for (const auto& [path, unused] : document.at("paths").as_object()) described.emplace_back(path);
  for (const auto& route : routes()) there.emplace_back(route.path);
  EXPECT_THAT(described, ::testing::UnorderedElementsAreArray(there));
  EXPECT_EQ(openapi().at("openapi").as_string(), "3.1.0");
  EXPECT_EQ(boost::json::parse(get("/api/openapi.json").body), boost::json::value(openapi()));
}

std::string sample_of(const std::string& name) {
  const std::map<std::string, std::string> kSamples = {
      {"by", "cluster"},       {"where", "true"},    {"cost", "billed"},   {"granularity", "day"},
      {"compare", "previous"}, {"top", "3"},         {"idle", "separate"}, {"shared", "on"},
      {"quantity", "false"},   {"explain", "true"},  {"month", "2026-05"}, {"from", "2026-05-01"},
      {"to", "2026-05-02"},    {"last", "3d"},       {"as_of", "0"},       {"dimension", "team"},
      {"sql", "SELECT 1"},     {"with", "2026-04"},  {"format", "json"},   {"run", "r"},
      {"only", "r"},           {"status", "running"}};
  const auto found = kSamples.find(name);
  return found == kSamples.end() ? "" : found->second;
}

// A parameter that is described and unknown, or known and not described, is a fault of either.
TEST_F(ApiTest, TheDescriptionNamesEveryParameter) {
  for (const auto& route : routes()) {
    std::vector<std::string> described;
    const auto path = openapi().at("paths").at(route.path);
    if (const auto* list = path.at("get").as_object().if_contains("parameters")) {
      for (const auto& one : list->as_array()) {
        auto parameter = one.as_object();
        if (const auto* reference = parameter.if_contains("$ref")) {
          const std::string name(reference->as_string());
          parameter = openapi().at("components").at("parameters").at(name.substr(name.rfind('/') + 1)).as_object();
        }
        described.emplace_back(parameter.at("name").as_string());
      }
    }
    for (const auto& name : described) {
      EXPECT_NE(sample_of(name), "") << "no sample of " << name;
      auto parameters = Parameters::parse(name + "=" + sample_of(name)).value();
      static_cast<void>(route.understand(parameters, config()));
      if (name != "as_of" && name != "format")
        EXPECT_TRUE(parameters.check_all_taken()) << route.path << " doesn't know " << name;
    }
    // What it asks for, it says when it meets what it doesn't know.
    auto parameters = Parameters::parse("zzzzzzzzzzzz=1").value();
    static_cast<void>(route.understand(parameters, config()));
    const auto known = parameters.check_all_taken().error().advice;
    for (const auto& name : split(known.substr(std::min(known.size(), std::string("known: ").size())), ',')) {
      const auto trimmed =
          name.substr(name.find_first_not_of(' ') == std::string::npos ? name.size() : name.find_first_not_of(' '));
      if (!trimmed.empty()) EXPECT_THAT(described, ::testing::Contains(trimmed)) << route.path;
    }
  }
}

}  // namespace
}  // namespace farthing
