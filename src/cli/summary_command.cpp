#include "ask/summary.hpp"
#include "cli/command.hpp"

namespace farthing {

Result<int> print_summary(const Program& program) {
  TRY(auto view, program.view());
  TRY(auto summary, ask_summary(view));
  for (std::size_t i = 0; i < summary.answers.size(); ++i) {
    if (i > 0) std::fputs("\n", stdout);
    TRY(const int printed, program.print(summary.answers[i]));
    if (printed != 0) return printed;
  }
  return 0;
}

void add_summary_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("summary", "month to date, run rate, top services, commitments, completeness");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([&program] { program.action = [&program] { return print_summary(program); }; });
}

}  // namespace farthing
