#include <cstdio>

#include "base/file_search.hpp"
#include "cli/command.hpp"
#include "cli/import_report.hpp"
#include "cli/progress_bar.hpp"
#include "collect/bill/import.hpp"
#include "collect/dataset/import_datasets.hpp"
#include "lake/running_work.hpp"

namespace farthing {
namespace {

struct ImportChoice {
  ImportRequest bills;
  std::optional<std::string> as;  // --as
};

Result<ImportReport> import_bills_with_progress(const Lake& lake, const ImportRequest& request) {
  ImportProgress progress;
  const ProgressBar bar(progress);
  const WorkNotice notice(lake, "import", [&progress] {
    const auto state = progress_state(progress, 0);
    return WorkState{state.bytes, state.total_bytes, "bytes of bills"};
  });
  return import_bills(lake, request, progress);
}

void say_lines(const std::vector<std::string>& lines) {
  for (const auto& line : lines) std::printf("%s\n", line.c_str());
}

// Datasets are read and checked before the bills are taken in, so that a fault in either leaves both out. They are two
// commits: if another import changes the same days of a dataset meanwhile, the bills are in, and that was said.
Done run_import(const Lake& lake, ImportChoice choice) {
  TRY(const auto files, files_at(choice.bills.paths));
  TRY(const auto datasets, find_dataset_files(files, choice.as));
  if (choice.as && datasets.empty()) return fail("there is no file here", choice.bills.paths.front());
  for (const auto& file : datasets) choice.bills.passed_over.insert(std::filesystem::weakly_canonical(file.path));
  std::optional<PreparedDatasets> prepared;
  if (!datasets.empty()) {
    const WorkNotice notice(lake, "import", [] { return WorkState{0, std::nullopt, "datasets"}; });
    TRY(prepared, PreparedDatasets::prepare(lake, datasets));
  }
  if (!choice.as) {
    TRY(const auto report, import_bills_with_progress(lake, choice.bills));
    if (!prepared || !report.months.empty() || !report.skipped.empty()) say_lines(import_report_lines(report));
  }
  if (prepared) {
    TRY(const auto report, std::move(*prepared).commit(lake));
    say_lines(datasets_report_lines(report));
  }
  return {};
}

}  // namespace

Done import_paths(const Lake& lake, const std::vector<std::string>& paths) {
  ImportChoice choice;
  choice.bills.paths = paths;
  return run_import(lake, std::move(choice));
}

void add_import_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("import", "take bills and datasets into the lake");
  auto choice = std::make_shared<ImportChoice>();
  command
      ->add_option("path", choice->bills.paths,
                   "files, folders or globs: CUR legacy, CUR 2.0, FOCUS 1.0 to 1.3; nodes, workloads, usage, prices, "
                   "events as CSV, NDJSON or Parquet")
      ->required()
      ->type_name("PATH...");
  command->add_option("--as", choice->as, "the dataset that the files hold, where their columns don't tell");
  command->add_flag("--replace", choice->bills.replace, "take the place of another source of the same payer and month");
  command->callback([choice, &program] {
    program.action = [choice, &program]() -> Result<int> {
      TRY_DONE(run_import(program.lake(), *choice));
      return 0;
    };
  });
}

}  // namespace farthing
