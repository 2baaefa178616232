#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "ask/condition.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

int report_error(const Error& error) {
  std::fprintf(stderr, "farthing: %s\n", error.text().c_str());
  return error.kind == Error::Kind::kUsage ? 2 : 1;
}

// The command that isn't there, where one is missing; CLI11 only says that it is.
Error unknown_command(CLI::App& app) {
  const CLI::App* of = &app;
  while (!of->get_subcommands().empty()) of = of->get_subcommands().front();
  const auto left = app.remaining(true);
  const auto commands = of->get_subcommands([](const CLI::App*) { return true; });
  if (left.empty() || left[0].starts_with('-') || commands.empty()) return {};
  std::vector<std::string> names;
  for (const auto* command : commands) names.push_back(command->get_name());
  const auto near = nearest(left[0], names);
  const auto known = of == &app ? std::string("farthing --help shows them") : "choose one of: " + join(names, ", ");
  return misuse("there is no command '" + left[0] + "'", near.empty() ? known : "did you mean '" + near + "'?").value();
}

Done check_conditions(const Config& config) {
  for (const auto& rule : config.allocation.shared) {
    const auto condition = parse_condition(rule.when);
    if (!condition)
      return fail(fmt::format("the condition of rule '{}': {}", rule.name, condition.error().what),
                  config.origin("allocation.shared"), condition.error().advice);
  }
  return {};
}

}  // namespace

std::filesystem::path Program::data_folder() const {
  if (!data.empty()) return data;
  if (const auto folder = environment("FARTHING_DATA"); !folder.empty()) return folder;
  if (const auto home = environment("XDG_DATA_HOME"); !home.empty()) return std::filesystem::path(home) / "farthing";
  return std::filesystem::path(environment("HOME")) / ".local/share/farthing";
}

Lake Program::lake() const { return Lake(std::filesystem::absolute(data_folder())); }

Result<Config> Program::config() const {
  std::error_code unknown;  // a working folder that is gone has no farthing.yaml
  TRY(const auto file, find_config_file(config_file, std::filesystem::current_path(unknown), data_folder()));
  TRY(auto config, read_config(file));
  // The default rules are accepted: a test holds them against the same check.
  if (config.origins.contains("allocation.shared")) TRY_DONE(check_conditions(config));
  return config;
}

Result<int> Program::print(const Answer& answer) const {
  TRY(const auto format, parse_output_format(output));
  if (is_binary(format) && isatty(STDOUT_FILENO) == 1) {
    return misuse("a terminal can't show " + output, "write it to a file: ... -o " + output + " > costs." + output);
  }
  Answer all;
  if (wide && !answer.secondary.empty()) {
    all = answer;
    all.secondary.clear();
  }
  TRY(const auto text, render_answer(all.columns.empty() ? answer : all, format));
  TRY_DONE(write_out(text));
  if (!carries_notes(format)) {
    for (const auto& note : answer.notes) std::fprintf(stderr, "note: %s\n", note.c_str());
    for (const auto& line : answer.explanation) std::fprintf(stderr, "explain: %s\n", line.c_str());
  }
  return 0;
}

Done write_out(std::string_view text) {
  const auto written = std::fwrite(text.data(), 1, text.size(), stdout);
  if (written != text.size() || std::fflush(stdout) != 0) return fail("can't write the answer", "stdout");
  return {};
}

void add_output_option(CLI::App& command, Program& program) {
  command.add_option("-o,--output", program.output, "table, json, ndjson, csv, tsv, markdown or xlsx")
      ->check([](const std::string& name) {
        const auto format = parse_output_format(name);
        return format ? std::string() : format.error().text();
      })
      ->capture_default_str();
}

void add_wide_option(CLI::App& command, Program& program) {
  command.add_flag("--wide", program.wide, "all columns, however wide the table gets");
}

void add_as_of_option(CLI::App& command, Program& program) {
  command.add_option("--as-of", program.as_of, "answer from snapshot N")->type_name("N");
}

CLI::Validator number_between(double least, double most) {
  const auto check = [least, most](const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && value >= least && value <= most
               ? std::string()
               : fmt::format("'{}' is not a number from {} to {}", text, least, most);
  };
  return {check, fmt::format("{} to {}", least, most)};
}

void add_basis_option(CLI::App& command, std::string& basis) {
  command.add_option("--cost", basis, "billed, effective, net_billed, net_effective, contracted or list")
      ->capture_default_str();
}

void add_top_option(CLI::App& command, std::optional<int>& top) {
  command.add_option("--top", top, "the N largest")->type_name("N")->check(number_between(1, 1e9));
}

void add_period_options(CLI::App& command, PeriodChoice& period) {
  command.add_option("--month", period.month, "a billing period, e.g. 2026-10")->type_name("M");
  command.add_option("--from", period.from, "from this date of charge start")->type_name("DATE");
  command.add_option("--to", period.to, "up to this date, which is excluded")->type_name("DATE");
  command.add_option("--last", period.last, "the last 30d (4w, 3m) of the data")->type_name("SPAN");
}

int run_program(int argc, char** argv) {
  CLI::App app(
      "farthing: FinOps for AI workloads on AWS ECS and EKS\n\n"
      "  farthing import bill.csv.gz\n  farthing costs --by service\n  farthing reconcile");
  Program program;
  app.set_version_flag("--version", "farthing " FARTHING_VERSION ", DuckDB " + Engine::version());
  app.add_option("--data", program.data, "the data folder (FARTHING_DATA, else ~/.local/share/farthing)")
      ->type_name("DIR");
  app.add_option("--config", program.config_file, "the configuration (else farthing.yaml here or in the data folder)")
      ->type_name("FILE");
  app.require_subcommand(1);
  app.fallthrough();
  for (auto* add : {add_import_command,   add_imports_commands,      add_build_command,     add_costs_command,
                    add_compare_command,  add_summary_command,       add_reconcile_command, add_commitments_command,
                    add_idle_command,     add_gpu_command,           add_runs_commands,     add_models_command,
                    add_unmapped_command, add_compare_split_command, add_query_command,     add_generate_commands,
                    add_lake_commands,    add_config_commands,       add_demo_command,      add_serve_command,
                    add_token_commands,   add_validate_command,      add_export_command}) {
    add(app, program);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RequiredError& error) {
    if (const auto unknown = unknown_command(app); !unknown.what.empty()) return report_error(unknown);
    (void)app.exit(error);
    return 2;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const auto code = program.action();
  return code ? *code : report_error(code.error());
}

}  // namespace farthing
