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

TEST(PrometheusText, LabelsCanBeMadeElsewhere) {
  PrometheusText text;
  text.family("node_gpu_count", "gauge", "Accelerators");
  text.sample_of({{"node", "a\"b"}, {"cluster", ""}}, 2);
  text.sample_of({}, 0.5);
  text.add("# others\n");
  EXPECT_EQ(
      text.text(),
      "# HELP node_gpu_count Accelerators\n# TYPE node_gpu_count gauge\nnode_gpu_count{node=\"a\\\"b\",cluster=\"\"} "
      "2\nnode_gpu_count 0.5\n# others\n");
}

}  // namespace
}  // namespace farthing
