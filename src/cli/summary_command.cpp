#include <cstdio>

#include "ask/summary.hpp"
#include "cli/command.hpp"
#include "report/summary_json.hpp"

namespace farthing {
namespace {

void print_lines(const Summary& summary, std::FILE* out) {
  for (const auto& note : summary.notes) std::fprintf(out, "note: %s\n", note.c_str());
  if (!summary.reconciliation.empty()) std::fprintf(out, "reconciliation: %s\n", summary.reconciliation.c_str());
}

}  // namespace

Result<int> print_summary(const Program& program) {
  TRY(auto view, program.view());
  TRY(auto summary, ask_summary(view, SummaryQuestion{}));
  TRY(const auto format, parse_output_format(program.output));
  if (format == OutputFormat::kJson) {
    TRY_DONE(write_out(render_summary_json(summary)));
    return 0;
  }
  for (const auto& part : summary.parts) {
    TRY(const int printed, program.print(part));
    if (printed != 0) return printed;
    if (format != OutputFormat::kNdjson) std::fputs("\n", stdout);
  }
  print_lines(summary, carries_notes(format) ? stdout : stderr);
  return 0;
}

void add_summary_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("summary", "month to date, run rate, top services, commitments, completeness");
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([&program] { program.action = [&program] { return print_summary(program); }; });
}

}  // namespace farthing
