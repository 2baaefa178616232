#include "ask/gpu.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct GpuOptions {
  GpuQuestion question;
  std::string by, cost = "effective";
};

}  // namespace

void add_gpu_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("gpu", "accelerators: what was allocated, used, wasted and idle, in money");
  auto options = std::make_shared<GpuOptions>();
  add_period_options(*command, options->question.period);
  command->add_option("--by", options->by, "e.g. cluster,node_pool,accelerator,team,workload,hour_of_week")
      ->type_name("DIM,...");
  add_basis_option(*command, options->cost);
  add_top_option(*command, options->question.top);
  command->add_flag("--explain", options->question.explain, "formulas, tables, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      auto question = options->question;
      if (!options->by.empty()) question.by = split(options->by, ',');
      TRY(question.basis, parse_cost_basis(options->cost));
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(const auto answer, ask_gpu(view, question, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
