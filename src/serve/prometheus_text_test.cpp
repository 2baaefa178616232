#include "serve/prometheus_text.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(PrometheusText, IsFamiliesOfSamples) {
  PrometheusText text;
  text.family("farthing_a_total", "counter", "What it counts");
  text.sample({{"route", "/api"}, {"status", "200"}}, 3);
  text.sample({}, 1.5);
  text.family("farthing_b", "histogram", "b");
  text.sample({{"le", "+Inf"}}, 7, "_bucket");
  EXPECT_EQ(text.text(),
            "# HELP farthing_a_total What it counts\n# TYPE farthing_a_total counter\n"
            "farthing_a_total{route=\"/api\",status=\"200\"} 3\nfarthing_a_total 1.5\n"
            "# HELP farthing_b b\n# TYPE farthing_b histogram\nfarthing_b_bucket{le=\"+Inf\"} 7\n");
}

TEST(PrometheusText, EscapesWhatWouldEndALine) {
  PrometheusText text;
  text.family("a", "gauge", "x\\y\nz \"q\"");
  text.sample({{"l", "x\\y\nz \"q\""}}, 1);
  EXPECT_EQ(text.text(), "# HELP a x\\\\y\\nz \"q\"\n# TYPE a gauge\na{l=\"x\\\\y\\nz \\\"q\\\"\"} 1\n");
}

}  // namespace
}  // namespace farthing
