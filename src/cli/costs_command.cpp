#include "ask/costs.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct CostsOptions {
  CostsQuestion question;
  std::string by, cost = "effective", granularity, shared;
};

Result<CostsQuestion> question_of(const CostsOptions& options) {
  auto question = options.question;
  if (!options.by.empty()) question.by = split(options.by, ',');
  TRY(question.basis, parse_cost_basis(options.cost));
  if (!options.granularity.empty()) {
    TRY(question.granularity, parse_granularity(options.granularity));
  }
  if (!options.shared.empty()) {
    if (options.shared != "on" && options.shared != "off") {
      return misuse("--shared is on or off, not '" + options.shared + "'");
    }
    question.shared = options.shared == "on";
  }
  return question;
}

}  // namespace

void add_costs_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("costs", "what was spent, by what, when, compared with what");
  auto options = std::make_shared<CostsOptions>();
  auto& question = options->question;
  add_period_options(*command, question.period);
  command->add_option("--by", options->by, "dimensions, e.g. service,account,tag:team, or cluster,namespace,team")
      ->type_name("DIM,...");
  command->add_option("--where", question.where, "a SQL condition, e.g. \"region = 'us-east-1'\"")
      ->type_name("CONDITION");
  command->add_option("--cost", options->cost, "billed, effective, net_billed, net_effective, contracted or list")
      ->capture_default_str();
  command->add_flag("--quantity", question.quantity, "consumed quantities and their units beside the money");
  command->add_option("--granularity", options->granularity, "hour, day, week or month");
  command->add_option("--compare", question.compare, "with the previous period, or with a named one")
      ->type_name("previous|PERIOD");
  command->add_option("--top", question.top, "the N largest; all others in one row")
      ->type_name("N")
      ->check(number_between(1, 1e9));
  command
      ->add_option("--idle", question.idle,
                   "what becomes of capacity that nobody held: separate, by_cost, by_node, by_cluster or to_pool_owner")
      ->type_name("MODE");
  command
      ->add_option("--shared", options->shared, "on: shared costs are laid on workloads by the rules of farthing.yaml")
      ->type_name("on|off");
  command->add_flag("--explain", question.explain, "formula, inputs, rows, source files, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      TRY(auto asked, question_of(*options));
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(auto answer, ask_costs(view, asked, config.allocation));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
