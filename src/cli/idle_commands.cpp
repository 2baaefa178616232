#include "ask/compare_split.hpp"
#include "ask/idle.hpp"
#include "ask/unmapped.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct IdleOptions {
  IdleQuestion question;
  std::string by, cost = "effective";
};

struct UnmappedOptions {
  UnmappedQuestion question;
  std::string cost = "effective";
};

}  // namespace

void add_idle_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("idle", "money for capacity that nobody held, and for commitments that nothing used");
  auto options = std::make_shared<IdleOptions>();
  add_period_options(*command, options->question.period);
  command->add_option("--by", options->by, "e.g. cluster,node_pool,owner,hour_of_week")->type_name("DIM,...");
  add_basis_option(*command, options->cost);
  add_top_option(*command, options->question.top);
  command->add_flag("--explain", options->question.explain, "formula, tables, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      auto question = options->question;
      if (!options->by.empty()) question.by = split(options->by, ',');
      TRY(question.basis, parse_cost_basis(options->cost));
      TRY(auto view, program.view());
      TRY(auto answer, ask_idle(view, question));
      return program.print(answer);
    };
  });
}

void add_unmapped_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("unmapped", "money without a team (or another dimension), and what it carries");
  auto options = std::make_shared<UnmappedOptions>();
  add_period_options(*command, options->question.period);
  command->add_option("--dimension", options->question.dimension, "a dimension of farthing.yaml")
      ->capture_default_str();
  add_basis_option(*command, options->cost);
  add_top_option(*command, options->question.top);
  command->add_flag("--explain", options->question.explain, "formula, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      auto question = options->question;
      TRY(question.basis, parse_cost_basis(options->cost));
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(auto answer, ask_unmapped(view, question, config.allocation));
      return program.print(answer);
    };
  });
}

void add_compare_split_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("compare-split", "AWS's split cost allocation data beside ours, per workload");
  auto question = std::make_shared<CompareSplitQuestion>();
  add_period_options(*command, question->period);
  add_top_option(*command, question->top);
  command->add_flag("--explain", question->explain, "formulas, settings, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([question, &program] {
    program.action = [question, &program]() -> Result<int> {
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(auto answer, ask_compare_split(view, *question, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
