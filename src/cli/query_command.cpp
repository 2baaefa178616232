#include <algorithm>
#include <array>
#include <charconv>

#include "ask/query.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct QueryOptions {
  std::string sql;
  double seconds = 60;
  QueryLimits limits;
};

// "700MB", "1.5 GiB". The engine would take "80%" of a machine that others use too.
std::string is_memory_size(const std::string& text) {
  const auto digits = text.find_first_not_of("0123456789.");
  const auto unit = digits == std::string::npos ? digits : text.find_first_not_of(' ', digits);
  double size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool number = error == std::errc{} && end == text.data() + std::min(digits, text.size()) && size > 0;
  static constexpr std::array<std::string_view, 6> kUnits = {"kb", "mb", "gb", "kib", "mib", "gib"};
  const auto name = unit == std::string::npos ? std::string() : lower(text.substr(unit));
  if (number && std::find(kUnits.begin(), kUnits.end(), name) != kUnits.end()) return {};
  return "'" + text + "' is no size of memory: write a number and its unit, e.g. 700MB";
}

}  // namespace

void add_query_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("query", "one read-only SELECT over charges, split_charges, costs_daily and datasets");
  auto options = std::make_shared<QueryOptions>();
  command->add_option("sql", options->sql, "the SELECT")->required();
  command->add_option("--time-limit", options->seconds, "seconds")
      ->check(number_between(0.001, 86400))
      ->capture_default_str();
  command->add_option("--max-rows", options->limits.rows, "rows of the answer at most")->capture_default_str();
  command->add_option("--memory-limit", options->limits.memory, "memory of the engine")
      ->check(is_memory_size)
      ->capture_default_str();
  add_as_of_option(*command, program);
  add_output_option(*command, program);
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      options->limits.time = std::chrono::milliseconds(static_cast<std::int64_t>(options->seconds * 1000));
      TRY(auto answer, ask_query(program.lake(), program.as_of, options->sql, options->limits));
      return program.print(answer);
    };
  });
}

}  // namespace farthing
