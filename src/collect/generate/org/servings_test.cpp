#include "collect/generate/org/servings.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/token_sizes.hpp"
#include "collect/generate/org/usage.hpp"

namespace farthing::generate::org {
namespace {

class OrgServings : public ::testing::Test {
 protected:
  static const Organisation& organisation() {
    static const Organisation made = small_organisation(3, 6, 20, 150);
    return made;
  }
};

TEST_F(OrgServings, TokensAreAsInTheTraceOnAverage) {
  std::int64_t context = 0, generated = 0;
  for (const auto& size : token_sizes()) {
    context += size.context;
    generated += size.generated;
  }
  EXPECT_NEAR(static_cast<double>(context) / kTokenSizes, 1'154.7, 1);
  EXPECT_NEAR(static_cast<double>(generated) / kTokenSizes, 211.1, 1);
  std::int64_t requests = 0, input = 0, output = 0;
  for (const auto& row : organisation().requests) {
    if (!servings()[row.serving].generates) continue;
    requests += row.requests;
    input += row.input;
    output += row.output;
  }
  EXPECT_NEAR(static_cast<double>(input) / static_cast<double>(requests), 1'154.7, 40);
  EXPECT_NEAR(static_cast<double>(output) / static_cast<double>(requests), 211.1, 10);
}

TEST_F(OrgServings, CardsComputeWhatTheRequestsTake) {
  std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> computed, up;
  for (const auto& row : organisation().requests) {
    computed[{row.serving, row.hour}] += row.prefill_micros + row.decode_micros;
  }
  for (const Pod& pod : organisation().pods) {
    const int serving = serving_of(organisation().controllers[pod.controller].name);
    if (serving < 0) continue;
    for (std::int64_t hour = pod.start / kHourSeconds; hour * kHourSeconds < pod.end; ++hour) {
      up[{static_cast<std::size_t>(serving), hour}] += seconds_in(pod.start, pod.end, hour);
    }
  }
  ASSERT_GT(computed.size(), 500u);
  for (const auto& [key, micros] : computed) {
    ASSERT_GT(up[key], 0) << "nobody answers while no pod is there";
    const std::int64_t load = organisation().loads[key.first][static_cast<std::size_t>(key.second)];
    ASSERT_LE(load, 925'000);
    ASSERT_EQ(load, micros / up[key]);
  }
}

TEST_F(OrgServings, AreAskedMoreInTheAfternoonThanAtNight) {
  std::map<std::int64_t, std::int64_t> by_hour;
  for (const auto& row : organisation().requests) {
    if (servings()[row.serving].model == std::string_view("summarize-3b")) by_hour[row.hour % 24] += row.requests;
  }
  EXPECT_GT(by_hour[17], by_hour[5] * 3 / 2);
}

TEST_F(OrgServings, HaveTenantsOfDifferentSizesAndOneThatNobodyAsks) {
  std::map<std::string, std::int64_t> tenants;
  std::set<std::string> models, cached;
  for (const auto& row : organisation().requests) {
    const Serving& serving = servings()[row.serving];
    models.insert(serving.model);
    if (row.cached > 0) cached.insert(serving.model);
    EXPECT_LE(row.cached, row.input);
    EXPECT_LE(row.errors, row.requests);
    if (serving.model == std::string_view("chat-8b")) tenants[serving.tenants[row.tenant].name] += row.requests;
  }
  EXPECT_GT(tenants["acme"], tenants["umbrella"] * 3);
  EXPECT_EQ(models.size(), 8u);
  EXPECT_FALSE(models.contains("legacy-7b"));
  EXPECT_EQ(cached, (std::set<std::string>{"chat-8b", "code-13b"}));
}

}  // namespace
}  // namespace farthing::generate::org
