#include <cstdio>

#include "cli/command.hpp"
#include "cli/import_report.hpp"
#include "collect/bill/import.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// Beside the installed program, else in the source tree that it was built from.
Result<fs::path> demo_bill() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  auto installed = program.parent_path() / FARTHING_DEMO_INSTALLED / FARTHING_DEMO_BILL;
  if (!error && fs::exists(installed, error)) return installed;
  auto in_source = fs::path(FARTHING_DEMO_SOURCE) / FARTHING_DEMO_BILL;
  if (fs::exists(in_source, error)) return in_source;
  return fail("the sample bill is missing", installed.string(), "install Farthing again");
}

}  // namespace

void add_demo_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("demo", "a real sample bill and a generated organisation: where their money went");
  command->callback([&program] {
    program.action = [&program]() -> Result<int> {
      TRY(auto bill, demo_bill());
      // A data folder of its own, so that the sample never mixes with a real bill.
      const auto data = program.data_folder();
      program.data = (data / "demo").string();
      std::printf("This is the demo: a real, anonymised AWS bill of November 2023. Its lake is %s.\n\n",
                  program.data.c_str());
      ImportProgress progress;
      TRY(auto report, import_bills(program.lake(), {{bill.string()}, false}, progress));
      for (const auto& line : import_report_lines(report)) std::printf("%s\n", line.c_str());
      std::printf("\n");
      TRY(const int printed, print_summary(program));
      program.data = (data / "demo-organisation").string();
      TRY_DONE(demo_organisation(program));
      std::printf(
          "\nIn the browser: farthing --data %s serve\nNext: farthing import PATH, then farthing costs --by service\n",
          program.data.c_str());
      return printed;
    };
  });
}

}  // namespace farthing
