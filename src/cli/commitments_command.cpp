#include "ask/commitments.hpp"
#include "cli/command.hpp"

namespace farthing {

void add_commitments_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("commitments", "each Savings Plan and reservation: use, coverage, savings");
  auto question = std::make_shared<CommitmentsQuestion>();
  command->add_option("period,--month", question->month, "a billing period, e.g. 2026-10")->type_name("M");
  command->add_flag("--explain", question->explain, "formulas, inputs, snapshot");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([question, &program] {
    program.action = [question, &program]() -> Result<int> {
      TRY(auto view, program.view());
      TRY(auto answer, ask_commitments(view, *question));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
