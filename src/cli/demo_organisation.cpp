// The second half of `farthing demo`: an organisation that lies in no file, and the answers that its data allow.
#include <algorithm>
#include <cstdio>

#include "ask/costs.hpp"
#include "ask/gpu.hpp"
#include "ask/idle.hpp"
#include "ask/models.hpp"
#include "ask/reconcile.hpp"
#include "ask/runs.hpp"
#include "base/file.hpp"
#include "cli/command.hpp"
#include "collect/generate/org/generate_org.hpp"

namespace farthing {
namespace {

// Lies in the data folder, so that whoever asks on gets the same answers.
constexpr const char* kSettings =
    R"yaml(# How the demo's organisation names its teams. Change it, then: farthing --data DIR build
dimensions:
  team:
    from: [label:team, label:Team, label:owner, tag:team, tag:Team, cost_category:Team]
    synonyms: {search: [srch, search-team], recsys: [rec-sys]}
  owner:
    from: [label:owner, node_label:owner, node_label:team, tag:owner, tag:Owner, tag:Team]
)yaml";

// The datasets are committed after the bill: once they are there, all of it is.
Result<bool> is_there(const Lake& lake) {
  TRY(const auto snapshot, lake.snapshot());
  return !snapshot.partitions(kCharges).empty() && !snapshot.partitions("usage_hourly").empty();
}

// Two whole months, so that there is something to compare.
Done take_in(const Lake& lake) {
  TRY(const auto folder, TemporaryFolder::create());
  std::vector<std::string> months;
  for (const auto& [month, days] : {std::pair("2026-09", 30), std::pair("2026-10", 31)}) {
    OrgPlan plan;
    plan.month = month;
    plan.days = days;
    plan.nodes = 20;
    plan.pods = 150;
    plan.seed = 1;
    plan.open_end = month == std::string_view("2026-10");
    plan.out = folder.path() / month;
    TRY(const auto made, generate_org(plan));
    months.push_back(plan.out.string());
  }
  TRY_DONE(import_paths(lake, months));
  return lake.mark_as_demo();
}

// What doesn't simply hold, and all checks in one line.
Done print_reconciliation(const Program& program, LakeView& view) {
  TRY(auto found, ask_reconcile(view, {}));
  auto& answer = found.answer;
  const auto status = std::find_if(answer.columns.begin(), answer.columns.end(),
                                   [](const ResultColumn& column) { return column.name == "status"; });
  const auto index = static_cast<std::size_t>(status - answer.columns.begin());
  std::erase_if(answer.rows, [&](const std::vector<Cell>& row) { return row.at(index) == "ok"; });
  if (!answer.rows.empty()) TRY_DONE(program.print(answer));
  std::printf("reconciliation: %s\n", found.in_one_line.c_str());
  return {};
}

// Those of an answer's columns that fit beside each other on a screen.
void keep_columns(Answer& answer, const std::vector<std::string>& names) {
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < answer.columns.size(); ++i) {
    if (std::find(names.begin(), names.end(), answer.columns[i].name) != names.end()) kept.push_back(i);
  }
  const auto keep = [&](const auto& all) {
    std::decay_t<decltype(all)> some;
    for (const auto i : kept) some.push_back(all[i]);
    return some;
  };
  answer.columns = keep(answer.columns);
  for (auto& row : answer.rows) row = keep(row);
  if (answer.total) answer.total = keep(*answer.total);
}

Done print_narrow(const Program& program, Answer answer, const std::vector<std::string>& names) {
  keep_columns(answer, names);
  TRY_DONE(program.print(answer));
  std::printf("\n");
  return {};
}

// GPUs, training runs and tokens.
Done print_ai_answers(const Program& program, LakeView& view, const AllocationConfig& config) {
  constexpr int kMostGpu = 8, kMostRuns = 8;
  TRY(auto fleet, ask_gpu(view, {.by = {"cluster", "node_pool", "gpu_sharing"}, .top = kMostGpu}, config));
  TRY_DONE(print_narrow(program, std::move(fleet),
                        {"cluster", "node_pool", "gpu_sharing", "effective_cost", "used_effective_cost",
                         "wasted_effective_cost", "idle_effective_cost", "used_percent", "currency"}));
  TRY(auto runs, ask_runs(view, {.top = kMostRuns}));
  TRY_DONE(print_narrow(program, std::move(runs),
                        {"run", "status", "effective_cost", "effective_cost_per_epoch", "effective_cost_per_checkpoint",
                         "interruption_effective_waste", "projected_effective_cost", "currency"}));
  TRY(auto models, ask_models(view, {}, config));
  return print_narrow(program, std::move(models),
                      {"model", "model_version", "allocation_effective_cost", "allocation_per_1m_tokens",
                       "usage_per_1m_tokens", "idling_per_1m_tokens", "currency"});
}

Done print_answers(const Program& program, const AllocationConfig& config) {
  constexpr int kMostSpent = 10, kMostIdle = 5;
  TRY(auto view, program.view());
  for (const auto& by : {std::vector<std::string>{"team"}, std::vector<std::string>{"cluster", "namespace"}}) {
    CostsQuestion question;
    question.by = by;
    question.top = kMostSpent;
    TRY(const auto answer, ask_costs(view, question, config));
    TRY_DONE(program.print(answer));
    std::printf("\n");
  }
  IdleQuestion question;
  question.top = kMostIdle;
  TRY(const auto answer, ask_idle(view, question));
  TRY_DONE(program.print(answer));
  std::printf("\n");
  TRY_DONE(print_ai_answers(program, view, config));
  return print_reconciliation(program, view);
}

}  // namespace

Done demo_organisation(Program program) {
  std::printf(
      "\nAnd a generated organisation that runs on EKS and ECS, September and October 2026. Its lake is %s.\n\n",
      program.data.c_str());
  const auto lake = program.lake();
  TRY(const bool there, is_there(lake));
  // Its own settings, whatever a farthing.yaml of the working folder says.
  program.config_file = (lake.root() / "farthing.yaml").string();
  if (!there) TRY_DONE(take_in(lake));
  std::error_code error;
  if (!std::filesystem::exists(program.config_file, error)) {
    TRY_DONE(write_file_durably(program.config_file, kSettings));
  }
  TRY(const auto config, program.config());
  TRY_DONE(build_lake(lake, config.allocation));
  std::printf("\n");
  return print_answers(program, config.allocation);
}

}  // namespace farthing
