#include "ask/reconcile.hpp"
#include "cli/command.hpp"

namespace farthing {

void add_reconcile_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("reconcile", "whether what is stored and split is the bill; ends with 1 if not");
  auto question = std::make_shared<ReconcileQuestion>();
  command->add_option("--month", question->month, "a billing period, e.g. 2026-10")->type_name("M");
  command->add_flag("--explain", question->explain, "formulas, inputs, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([question, &program] {
    program.action = [question, &program]() -> Result<int> {
      TRY(auto view, program.view());
      TRY(auto reconciliation, ask_reconcile(view, *question));
      TRY(const int printed, program.print(reconciliation.answer));
      return reconciliation.contradicts ? 1 : printed;
    };
  });
}

}  // namespace farthing
