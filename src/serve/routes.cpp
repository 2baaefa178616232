#include "serve/routes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/gpu.hpp"
#include "ask/inventory.hpp"
#include "ask/models.hpp"
#include "ask/query.hpp"
#include "ask/summary.hpp"
#include "base/text.hpp"
#include "report/json.hpp"
#include "report/render.hpp"
#include "report/summary_json.hpp"
#include "serve/opencost_routes.hpp"
#include "serve/questions.hpp"

namespace farthing {
namespace {

// A stranger's SQL next to everybody's questions gets less than the command line's.
const QueryLimits kQueryLimits = {
    .time = std::chrono::seconds(20), .rows = kMostRows, .bytes = 32u << 20, .memory = "300MB", .threads = 0};

Result<std::string> rendered(const Answer& answer, OutputFormat format) {
  if (answer.rows.size() > kMostRows) {
    return misuse(fmt::format("the answer has {} rows, and {} are the most",
                              with_thousands(static_cast<long long>(answer.rows.size())),
                              with_thousands(static_cast<long long>(kMostRows))),
                  "ask for top=N, fewer dimensions, a shorter period or a coarser granularity");
  }
  return format == OutputFormat::kJson ? render_titled_json(answer) : render_answer(answer, format);
}

// A question that is understood by `question` and answered by `ask`.
template <typename Question, typename Ask>
Result<WorkOut> asked(Result<Question> question, Ask ask) {
  if (!question) return tl::unexpected(std::move(question).error());
  return WorkOut(
      [question = std::move(*question), ask](const Lake&, LakeView& view, OutputFormat format) -> Result<std::string> {
        TRY(const auto answer, ask(view, question));
        return rendered(answer, format);
      });
}

Result<WorkOut> costs_route(Parameters& parameters, const AllocationConfig& config) {
  return asked(costs_question(parameters),
               [&config](LakeView& view, const CostsQuestion& question) { return ask_costs(view, question, config); });
}

Result<WorkOut> compare_route(Parameters& parameters, const AllocationConfig& config) {
  return asked(compare_question(parameters), [&config](LakeView& view, const CompareQuestion& question) {
    return ask_compare(view, question, config);
  });
}

Result<WorkOut> idle_route(Parameters& parameters, const AllocationConfig&) {
  return asked(idle_question(parameters),
               [](LakeView& view, const IdleQuestion& question) { return ask_idle(view, question); });
}

Result<WorkOut> gpu_route(Parameters& parameters, const AllocationConfig& config) {
  return asked(sums_question(parameters),
               [&config](LakeView& view, const SumsQuestion& question) { return ask_gpu(view, question, config); });
}

Result<WorkOut> models_route(Parameters& parameters, const AllocationConfig& config) {
  return asked(sums_question(parameters),
               [&config](LakeView& view, const SumsQuestion& question) { return ask_models(view, question, config); });
}

Result<WorkOut> runs_route(Parameters& parameters, const AllocationConfig&) {
  return asked(runs_question(parameters),
               [](LakeView& view, const RunsQuestion& question) { return ask_runs(view, question); });
}

Result<WorkOut> run_route(Parameters& parameters, const AllocationConfig&) {
  return asked(run_question(parameters),
               [](LakeView& view, const RunQuestion& question) { return ask_run(view, question); });
}

Result<WorkOut> unmapped_route(Parameters& parameters, const AllocationConfig& config) {
  return asked(unmapped_question(parameters), [&config](LakeView& view, const UnmappedQuestion& question) {
    return ask_unmapped(view, question, config);
  });
}

Result<WorkOut> commitments_route(Parameters& parameters, const AllocationConfig&) {
  return asked(commitments_question(parameters),
               [](LakeView& view, const CommitmentsQuestion& question) { return ask_commitments(view, question); });
}

Result<WorkOut> reconciliation_route(Parameters& parameters, const AllocationConfig&) {
  return asked(reconcile_question(parameters), [](LakeView& view, const ReconcileQuestion& question) -> Result<Answer> {
    TRY(auto reconciled, ask_reconcile(view, question));
    return std::move(reconciled.answer);
  });
}

Result<WorkOut> summary_route(Parameters&, const AllocationConfig&) {
  return WorkOut([](const Lake&, LakeView& view, OutputFormat) -> Result<std::string> {
    TRY(const auto summary, ask_summary(view, SummaryQuestion{}));
    return render_summary_json(summary);
  });
}

Result<WorkOut> query_route(Parameters& parameters, const AllocationConfig&) {
  const auto sql = parameters.take("sql");
  if (!sql) return misuse("parameter 'sql' is missing", "e.g. sql=SELECT+count(*)+FROM+charges");
  return WorkOut([sql = *sql](const Lake& lake, LakeView& view, OutputFormat format) -> Result<std::string> {
    const auto n = view.snapshot().n;
    TRY(const auto answer, ask_query(lake, n == 0 ? std::nullopt : std::optional(n), sql, kQueryLimits));
    return rendered(answer, format);
  });
}

Result<WorkOut> imports_route(Parameters&, const AllocationConfig&) {
  return WorkOut(
      [](const Lake&, LakeView& view, OutputFormat format) { return rendered(list_imports(view.snapshot()), format); });
}

Result<WorkOut> datasets_route(Parameters&, const AllocationConfig&) {
  return WorkOut([](const Lake&, LakeView& view, OutputFormat format) {
    return rendered(list_datasets(view.snapshot()), format);
  });
}

Result<WorkOut> dimensions_route(Parameters&, const AllocationConfig& config) {
  return WorkOut([&config](const Lake&, LakeView& view, OutputFormat format) {
    return rendered(list_dimensions(view.snapshot(), config), format);
  });
}

}  // namespace

const std::vector<Route>& routes() {
  static const std::vector<Route> kRoutes = {
      {"/api/v1/costs", true, costs_route},
      {"/api/v1/compare", true, compare_route},
      {"/api/v1/summary", false, summary_route},
      {"/api/v1/dimensions", true, dimensions_route},
      {"/api/v1/reconciliation", true, reconciliation_route},
      {"/api/v1/imports", true, imports_route},
      {"/api/v1/commitments", true, commitments_route},
      {"/api/v1/idle", true, idle_route},
      {"/api/v1/unmapped", true, unmapped_route},
      {"/api/v1/gpu", true, gpu_route},
      {"/api/v1/runs", true, runs_route},
      {"/api/v1/run", true, run_route},
      {"/api/v1/models", true, models_route},
      {"/api/v1/datasets", true, datasets_route},
      {"/api/v1/query", true, query_route},
  };
  return kRoutes;
}

const Route* find_route(std::string_view path) {
  const auto in = [path](const std::vector<Route>& list) -> const Route* {
    const auto found = std::find_if(list.begin(), list.end(), [path](const Route& one) { return one.path == path; });
    return found == list.end() ? nullptr : &*found;
  };
  if (const auto* route = in(routes())) return route;
  return in(opencost_routes());
}

const std::vector<std::string>& other_addresses() {
  static const std::vector<std::string> kOthers = {"/api/v1/health",    "/api/v1/version", "/api/v1/events",
                                                   "/api/v1/session",   "/api/v1/views",   "/api/v1/views/{id}",
                                                   "/api/v1/run-events"};
  return kOthers;
}

}  // namespace farthing
