#include <cstdio>

#include "cli/command.hpp"
#include "cli/import_report.hpp"
#include "cli/progress_bar.hpp"
#include "collect/bill/import.hpp"

namespace farthing {

void add_import_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("import", "take bills into the lake");
  auto request = std::make_shared<ImportRequest>();
  command->add_option("path", request->paths, "files, folders or globs: CUR legacy, CUR 2.0, FOCUS 1.0 to 1.3")
      ->required()
      ->type_name("PATH...");
  command->add_flag("--replace", request->replace, "take the place of another source of the same payer and month");
  command->callback([request, &program] {
    program.action = [request, &program]() -> Result<int> {
      ImportProgress progress;
      auto report = [&] {
        const ProgressBar bar(progress);
        return import_bills(program.lake(), *request, progress);
      }();
      if (!report) return tl::unexpected(report.error());
      for (const auto& line : import_report_lines(*report)) std::printf("%s\n", line.c_str());
      return 0;
    };
  });
}

}  // namespace farthing
