#include "cli/command.hpp"
#include "focus/export.hpp"

namespace farthing {
namespace {

struct ExportOptions {
  std::string format = "focus-1.3";
  FocusExport what;
};

}  // namespace

void add_export_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("export", "a month of the bill as FOCUS 1.3, its machines' charges allocated to workloads");
  auto options = std::make_shared<ExportOptions>();
  command->add_option("--format", options->format, "focus-1.3")
      ->check(CLI::IsMember({"focus-1.3"}))
      ->capture_default_str();
  command->add_option("--month", options->what.month, "the billing period, e.g. 2026-10")->type_name("M")->required();
  command->add_option("--out", options->what.out, "the folder to write to")->type_name("DIR")->required();
  command->add_option("--file-type", options->what.file_type, "csv, csv.gz or parquet")->capture_default_str();
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      TRY(const auto config, program.config());
      TRY(auto view, program.view());
      TRY(const auto exported, export_focus(view, program.lake(), config.allocation, options->what));
      TRY(const int printed, program.print(exported.answer));
      return exported.contradicts ? 1 : printed;
    };
  });
}

}  // namespace farthing
