#include "ask/models.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct ModelsOptions {
  ModelsQuestion question;
  std::string by, cost = "effective";
};

}  // namespace

void add_models_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("models", "inference: $ per million tokens and per request, allocated and used");
  auto options = std::make_shared<ModelsOptions>();
  add_period_options(*command, options->question.period);
  command->add_option("--by", options->by, "e.g. model,model_version,tenant,endpoint,day")->type_name("DIM,...");
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
      TRY(const auto answer, ask_models(view, question, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
