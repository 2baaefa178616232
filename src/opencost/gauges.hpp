// OpenCost's metrics: what things cost in the newest hour that is known.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "ask/lake_view.hpp"

namespace farthing {

struct GaugeSample {
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
};

struct GaugeFamily {
  std::string name, help;
  std::vector<GaugeSample> samples;
};

/// Families under OpenCost's names, those that have samples. What isn't known has no sample.
[[nodiscard]] Result<std::vector<GaugeFamily>> opencost_gauges(LakeView& view);

}  // namespace farthing
