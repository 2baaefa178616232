#include "ask/query.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

struct QueryOptions {
  std::string sql;
  double seconds = 60;
  QueryLimits limits;
};

}  // namespace

void add_query_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("query", "one read-only SELECT over charges, split_charges and costs_daily");
  auto options = std::make_shared<QueryOptions>();
  command->add_option("sql", options->sql, "the SELECT")->required();
  command->add_option("--time-limit", options->seconds, "seconds")
      ->check(CLI::Range(0.001, 86400.0))
      ->capture_default_str();
  command->add_option("--max-rows", options->limits.rows, "rows of the answer at most")->capture_default_str();
  command->add_option("--memory-limit", options->limits.memory, "memory of the engine")->capture_default_str();
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
