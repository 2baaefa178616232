// What all commands share: where the data are, how an answer is printed, how a command ends.
#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "domain/allocation.hpp"
#include "domain/period.hpp"
#include "lake/lake.hpp"
#include "report/render.hpp"

namespace farthing {

/// What the chosen command does once the command line is read: an exit code, or the error that becomes one.
using Action = std::function<Result<int>()>;

/// The options of every command, and the command that was chosen.
struct Program {
  std::string data;         ///< --data
  std::string config_file;  ///< --config
  std::optional<std::int64_t> as_of;
  std::string output = "table";  ///< -o
  bool wide = false;             ///< --wide
  Action action;

  [[nodiscard]] Lake lake() const;
  [[nodiscard]] Result<LakeView> view() const { return LakeView::open(lake(), as_of); }
  /// --data, else FARTHING_DATA, else $XDG_DATA_HOME/farthing, else ~/.local/share/farthing.
  [[nodiscard]] std::filesystem::path data_folder() const;
  /// farthing.yaml (--config, else the working folder's, else the data folder's) with the environment over it.
  /// Conditions of its rules that aren't accepted are errors.
  [[nodiscard]] Result<Config> config() const;
  /// Prints the answer to stdout as -o says; notes that the format can't hold go to stderr.
  [[nodiscard]] Result<int> print(const Answer& answer) const;
};

/// Writes an answer to stdout, NUL bytes included: a bill's texts may hold some. What can't be written is an error.
[[nodiscard]] Done write_out(std::string_view text);

void add_output_option(CLI::App& command, Program& program);
/// --wide, of answers with secondary columns
void add_wide_option(CLI::App& command, Program& program);
void add_as_of_option(CLI::App& command, Program& program);
/// Refuses what isn't a number from `least` to `most`, also "nan", which compares with nothing.
[[nodiscard]] CLI::Validator number_between(double least, double most);
/// --month, --from, --to, --last
void add_period_options(CLI::App& command, PeriodChoice& period);
/// --cost
void add_basis_option(CLI::App& command, std::string& basis);
/// --top
void add_top_option(CLI::App& command, std::optional<int>& top);

// One file a command.
void add_import_command(CLI::App& app, Program& program);
void add_imports_commands(CLI::App& app, Program& program);
void add_build_command(CLI::App& app, Program& program);
void add_costs_command(CLI::App& app, Program& program);
void add_compare_command(CLI::App& app, Program& program);
void add_summary_command(CLI::App& app, Program& program);
void add_reconcile_command(CLI::App& app, Program& program);
void add_commitments_command(CLI::App& app, Program& program);
void add_idle_command(CLI::App& app, Program& program);
void add_gpu_command(CLI::App& app, Program& program);
void add_models_command(CLI::App& app, Program& program);
void add_runs_commands(CLI::App& app, Program& program);
void add_unmapped_command(CLI::App& app, Program& program);
void add_compare_split_command(CLI::App& app, Program& program);
void add_query_command(CLI::App& app, Program& program);
void add_generate_commands(CLI::App& app, Program& program);
void add_lake_commands(CLI::App& app, Program& program);
void add_config_commands(CLI::App& app, Program& program);
void add_demo_command(CLI::App& app, Program& program);
void add_serve_command(CLI::App& app, Program& program);
void add_token_commands(CLI::App& app, Program& program);
void add_export_command(CLI::App& app, Program& program);
void add_validate_command(CLI::App& app, Program& program);

/// Prints all of `farthing summary`.
[[nodiscard]] Result<int> print_summary(const Program& program);
/// Takes the bills and datasets at these paths into the lake and prints what came in, as `farthing import`.
[[nodiscard]] Done import_paths(const Lake& lake, const std::vector<std::string>& paths);
/// Builds what changed and prints what and why, as `farthing build`.
[[nodiscard]] Done build_lake(const Lake& lake, const AllocationConfig& config);
/// The rest of `farthing demo`: an organisation in that data folder, which is generated unless it is there, and what it
/// spent.
[[nodiscard]] Done demo_organisation(Program program);

/// The whole program: reads the command line, runs the command, prints its error. Returns the exit code.
[[nodiscard]] int run_program(int argc, char** argv);

}  // namespace farthing
