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

Done print_and_space(const Program& program, const Answer& answer) {
  TRY_DONE(program.print(answer));
  std::printf("\n");
  return {};
}

// GPUs, training runs and tokens.
Done print_ai_answers(const Program& program, LakeView& view, const AllocationConfig& config) {
  constexpr int kMostGpu = 8, kMostRuns = 8;
  TRY(const auto fleet, ask_gpu(view, {.by = {"cluster", "node_pool", "gpu_sharing"}, .top = kMostGpu}, config));
  TRY_DONE(print_and_space(program, fleet));
  TRY(const auto runs, ask_runs(view, {.top = kMostRuns}));
  TRY_DONE(print_and_space(program, runs));
  TRY(const auto models, ask_models(view, {}, config));
  return print_and_space(program, models);
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
