#include "cli/command.hpp"
#include "config/config_text.hpp"

namespace farthing {

void add_config_commands(CLI::App& app, Program& program) {
  auto* config = app.add_subcommand("config", "settings, and where they came from");
  config->require_subcommand(1);
  config->add_subcommand("show", "all settings as a farthing.yaml")->callback([&program] {
    program.action = [&program]() -> Result<int> {
      TRY(const auto read, program.config());
      TRY_DONE(write_out(config_yaml(read)));
      return 0;
    };
  });
  auto* explain = config->add_subcommand("explain", "a setting's value, and where it came from");
  auto key = std::make_shared<std::string>();
  explain->add_option("KEY", *key, "e.g. allocation.weights, dimensions.team, dimensions")->required();
  explain->callback([key, &program] {
    program.action = [key, &program]() -> Result<int> {
      TRY(const auto read, program.config());
      TRY(const auto text, explain_config(read, *key));
      TRY_DONE(write_out(text));
      return 0;
    };
  });
}

}  // namespace farthing
