// OpenCost's parameters as questions. What a parameter can't mean here is a usage error, not silence.
#pragma once
#include "base/time.hpp"
#include "opencost/allocation_question.hpp"
#include "opencost/assets.hpp"
#include "opencost/cloud_cost_question.hpp"
#include "opencost/inference.hpp"
#include "opencost/older_filter.hpp"
#include "serve/parameters.hpp"

namespace farthing {

/// Of /allocation. Puts the moments that the window means by `now` in its place.
[[nodiscard]] Result<AllocationQuestion> allocation_question(Parameters& parameters, Timestamp now);

/// Of /cloudCost: a set a day by default.
[[nodiscard]] Result<CloudCostQuestion> cloud_cost_question(Parameters& parameters, Timestamp now);
/// Of its views, which have a metric, an order and a limit.
[[nodiscard]] Result<CloudCostQuestion> cloud_view_question(Parameters& parameters, Timestamp now);

/// Of /assets. OpenCost has one object of the window; with `as_list`, Kubecost's list of sets.
[[nodiscard]] Result<AssetQuestion> asset_question(Parameters& parameters, Timestamp now, bool as_list);

/// Of /inferenceCost/total, which is one set, and /inferenceCost/timeseries, where `accumulate` is needed.
[[nodiscard]] Result<InferenceQuestion> inference_question(Parameters& parameters, Timestamp now, bool as_series);

/// The sets that `step`, `accumulate` and `accumulateBy` ask for.
[[nodiscard]] Result<std::vector<TimeWindow>> asked_sets(Parameters& parameters, const TimeWindow& window);
/// What has commas between its parts, without the blanks around them.
[[nodiscard]] std::vector<std::string> asked_list(Parameters& parameters, const std::string& name);
/// The parameter `filter` and the older ones: who has several asks for what all of them choose. An error if a field
/// isn't in `columns`.
[[nodiscard]] Result<Filter> asked_filter(Parameters& parameters, const std::vector<FilterColumn>& columns,
                                          const std::vector<OlderFilter>& older);
/// The parameter `window`, which must be there.
[[nodiscard]] Result<TimeWindow> asked_window(Parameters& parameters, Timestamp now);

}  // namespace farthing
