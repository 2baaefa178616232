// `farthing gpu` and `farthing models`: sums by dimensions, with the same options.
#include "ask/gpu.hpp"
#include "ask/models.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct SumsOptions {
  SumsQuestion question;
  std::string by, cost = "effective";
};

using AskSums = Result<Answer> (*)(LakeView&, const SumsQuestion&, const AllocationConfig&);

void add_sums_command(CLI::App& app, Program& program, const char* name, const char* help, const char* by,
                      AskSums ask) {
  auto* command = app.add_subcommand(name, help);
  auto options = std::make_shared<SumsOptions>();
  add_period_options(*command, options->question.period);
  command->add_option("--by", options->by, by)->type_name("DIM,...");
  add_basis_option(*command, options->cost);
  add_top_option(*command, options->question.top);
  command->add_flag("--explain", options->question.explain,
                    "formulas, and the largest row down to a card, a node-hour and the bill's lines");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  add_wide_option(*command, program);
  command->callback([options, ask, &program] {
    program.action = [options, ask, &program]() -> Result<int> {
      auto question = options->question;
      if (!options->by.empty()) question.by = split(options->by, ',');
      TRY(question.basis, parse_cost_basis(options->cost));
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(const auto answer, ask(view, question, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace

void add_gpu_command(CLI::App& app, Program& program) {
  add_sums_command(app, program, "gpu", "accelerators: what was allocated, used, wasted and idle, in money",
                   "e.g. cluster,node_pool,accelerator,team,workload,hour_of_week", ask_gpu);
}

void add_models_command(CLI::App& app, Program& program) {
  add_sums_command(app, program, "models", "inference: $ per million tokens and per request, allocated and used",
                   "e.g. model,model_version,tenant,endpoint,day", ask_models);
}

}  // namespace farthing
