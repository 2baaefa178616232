#include "serve/request_counts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/routes.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

TEST(RequestCounts, RoutesAreThoseThatAreKnown) {
  for (const auto& route : routes()) EXPECT_EQ(route_label(route.path), route.path);
  for (const auto& address : other_addresses()) EXPECT_EQ(route_label(address), address);
  EXPECT_EQ(route_label("/metrics"), "/metrics");
  EXPECT_EQ(route_label("/api/openapi.json"), "/api/openapi.json");
  EXPECT_EQ(route_label("/api/v1/views/abc"), "/api/v1/views/{id}");
  EXPECT_EQ(route_label("/api/v1/views/x/y"), "/api/v1/views/{id}");
  EXPECT_EQ(route_label("/api/v1/\"evil\"\n"), "other");
  EXPECT_EQ(route_label("/assets/index.js"), "page");
  EXPECT_EQ(route_label(""), "other");
}

TEST(RequestCounts, CountByRouteAndStatusAndTime) {
  RequestCounts counts;
  counts.count("/api/v1/costs", 200, 0.0005);
  counts.count("/api/v1/costs", 200, 0.3);
  counts.count("/api/v1/costs", 400, 100);
  counts.count("/explore", 200, 0.001);
  PrometheusText text;
  counts.write(text);
  for (const char* line : {"farthing_requests_total{route=\"/api/v1/costs\",status=\"200\"} 2\n",
                           "farthing_requests_total{route=\"/api/v1/costs\",status=\"400\"} 1\n",
                           "farthing_requests_total{route=\"page\",status=\"200\"} 1\n",
                           "farthing_request_duration_seconds_bucket{route=\"/api/v1/costs\",le=\"0.001\"} 1\n",
                           "farthing_request_duration_seconds_bucket{route=\"/api/v1/costs\",le=\"0.5\"} 2\n",
                           "farthing_request_duration_seconds_bucket{route=\"/api/v1/costs\",le=\"20\"} 2\n",
                           "farthing_request_duration_seconds_bucket{route=\"/api/v1/costs\",le=\"+Inf\"} 3\n",
                           "farthing_request_duration_seconds_count{route=\"/api/v1/costs\"} 3\n",
                           "farthing_request_duration_seconds_sum{route=\"/api/v1/costs\"} 100.3005\n"}) {
    EXPECT_THAT(text.text(), HasSubstr(line));
  }
}

}  // namespace
}  // namespace farthing
