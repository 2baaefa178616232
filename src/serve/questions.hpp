// The parameters of a request as the questions of `ask`. Names are those of the command line: --top 5 is top=5.
#pragma once
#include <optional>
#include <string>

#include "ask/commitments.hpp"
#include "ask/compare.hpp"
#include "ask/costs.hpp"
#include "ask/idle.hpp"
#include "ask/reconcile.hpp"
#include "ask/runs.hpp"
#include "ask/sums_table.hpp"
#include "ask/unmapped.hpp"
#include "report/output_format.hpp"
#include "serve/parameters.hpp"

namespace farthing {

// A value that can't be understood is a usage error; parameters that they don't take are left for check_all_taken().
[[nodiscard]] Result<CostsQuestion> costs_question(Parameters& parameters);
[[nodiscard]] Result<CompareQuestion> compare_question(Parameters& parameters);
[[nodiscard]] Result<IdleQuestion> idle_question(Parameters& parameters);
/// Of `gpu` and of `models`.
[[nodiscard]] Result<SumsQuestion> sums_question(Parameters& parameters);
[[nodiscard]] Result<RunsQuestion> runs_question(Parameters& parameters);
[[nodiscard]] Result<RunQuestion> run_question(Parameters& parameters);
[[nodiscard]] Result<UnmappedQuestion> unmapped_question(Parameters& parameters);
[[nodiscard]] Result<ReconcileQuestion> reconcile_question(Parameters& parameters);
[[nodiscard]] Result<CommitmentsQuestion> commitments_question(Parameters& parameters);
/// Of `format`: JSON, or "xlsx", a workbook.
[[nodiscard]] Result<OutputFormat> asked_format(Parameters& parameters);
/// Of `as_of`: the snapshot to ask; the current one if absent.
[[nodiscard]] Result<std::optional<std::int64_t>> asked_snapshot(Parameters& parameters);

}  // namespace farthing
