#include "ask/compare.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct CompareOptions {
  CompareQuestion question;
  std::string by, cost = "effective";
};

}  // namespace

void add_compare_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("compare", "what changed between two periods: price, quantity, mix, new, gone, idle");
  auto options = std::make_shared<CompareOptions>();
  auto& question = options->question;
  add_period_options(*command, question.period);
  command->add_option("--with", question.with, "the period before, or a named one")->type_name("previous|PERIOD");
  command->add_option("--by", options->by, "dimensions, e.g. team or service,region")->type_name("DIM,...");
  command->add_option("--where", question.where, "a SQL condition, e.g. \"region = 'us-east-1'\"")
      ->type_name("CONDITION");
  command->add_option("--cost", options->cost, "billed, effective, net_billed, net_effective, contracted or list")
      ->capture_default_str();
  command->add_option("--top", question.top, "the N largest changes; all others in one row")
      ->type_name("N")
      ->check(number_between(1, 1e9));
  command->add_flag("--explain", question.explain, "formulas, inputs, rows, source files, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      auto asked = options->question;
      if (!options->by.empty()) asked.by = split(options->by, ',');
      TRY(asked.basis, parse_cost_basis(options->cost));
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(auto answer, ask_compare(view, asked, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
