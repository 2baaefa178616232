#include "cli/command.hpp"
namespace farthing { Result<int> print_summary(const Program&) { return 0; } void add_summary_command(CLI::App& app, Program&) { app.add_subcommand("summary",""); } }
