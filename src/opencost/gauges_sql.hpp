// What the gauges are read by.
#pragma once
#include <string>
#include <vector>

namespace farthing {

struct GaugeName {
  const char* name;
  const char* help;
};

/// A row a thing: `labels` columns of text, then a column for each family. NULL: no sample.
struct GaugeQuery {
  std::string sql;
  std::size_t labels = 0;
  std::vector<GaugeName> families;
};

[[nodiscard]] const std::vector<GaugeQuery>& gauge_queries();

}  // namespace farthing
