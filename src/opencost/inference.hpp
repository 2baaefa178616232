// The answers to OpenCost's /inferenceCost: what models cost, by token.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/lake_view.hpp"
#include "base/decimal.hpp"
#include "domain/cost_basis.hpp"
#include "opencost/filter.hpp"
#include "opencost/window.hpp"

namespace farthing {

struct InferenceQuestion {
  TimeWindow window;
  std::vector<TimeWindow> sets;
  std::vector<std::string> aggregate = {"model_name", "namespace"};
  Filter filter;
  CostBasis basis = CostBasis::kEffective;
  bool of_usage = false;  ///< what computed, and not what was held with its idle
  std::optional<std::string> currency;
};

/// Of a name in a set. What nobody knows is nothing.
struct InferenceCost {
  std::string name;
  Cell model, version, name_space, cluster, tenant, endpoint;
  std::optional<Decimal> total;
  std::optional<Decimal> input;  ///< of it; nothing where nothing tells input from output
  Decimal unmeasured;            ///< of usage: what was held and nothing tells the use of
  std::optional<double> prompt_tokens, generation_tokens, cached_tokens, requests;
  Cell method;  ///< "compute_time" or "multiplier"; nothing: unknown, or both

  [[nodiscard]] std::optional<double> tokens() const;
  [[nodiscard]] std::optional<Decimal> output() const;
  [[nodiscard]] std::optional<double> cached_part() const;  ///< of the prompt
};

/// Cost of a million of them; nothing where either is unknown or there are none.
[[nodiscard]] std::optional<double> per_million(const std::optional<Decimal>& cost,
                                                const std::optional<double>& tokens);

struct InferenceAnswer {
  std::vector<std::vector<InferenceCost>> sets;
  std::vector<std::string> warnings;
};

/// A usage error if one of them is none.
[[nodiscard]] Done check_inference_aggregates(const std::vector<std::string>& names);
[[nodiscard]] const std::vector<FilterColumn>& inference_filter_columns();
[[nodiscard]] Result<std::string> inference_sql(const InferenceQuestion& question);
[[nodiscard]] Result<InferenceAnswer> ask_inference(LakeView& view, const InferenceQuestion& question);

/// The bodies of /inferenceCost/total and /inferenceCost/timeseries.
[[nodiscard]] Result<std::string> inference_total_body(LakeView& view, const InferenceQuestion& question);
[[nodiscard]] Result<std::string> inference_series_body(LakeView& view, const InferenceQuestion& question);

}  // namespace farthing
