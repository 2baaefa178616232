// The question `models`: what serving models cost, per token and per request, on two bases.
#pragma once
#include "ask/sums_table.hpp"

namespace farthing {

/// By model and model_version unless asked otherwise: endpoint, tenant, cluster, namespace, day, month.
///
/// Columns: the dimensions; requests, input_tokens, output_tokens, cached_tokens; `allocation_<basis>_cost` =
/// `allocated_` + `idle_`; `usage_`, `unmeasured_`, `idling_` (= allocation - usage) and
/// `without_requests_<basis>_cost`; on both bases
/// `_per_1m_tokens`, `_per_1m_input`, `_per_1m_output`, `_per_1m_cached` and `_per_request`; card_hours,
/// used_card_hours, currency. What is unknown or has no tokens is NULL. Reads unit_costs_daily. An unknown dimension is
/// a usage error.
[[nodiscard]] Result<Answer> ask_models(LakeView& view, const SumsQuestion& question, const AllocationConfig& config);

}  // namespace farthing
