#include <fmt/format.h>

#include <cstdio>

#include "base/text.hpp"
#include "cli/command.hpp"

namespace farthing {
namespace {

constexpr double kLongestGrace = 1'000'000;  // hours, a century

struct GarbageOptions {
  double hours = 24;
  bool dry_run = false;
};

}  // namespace

void add_lake_commands(CLI::App& app, Program& program) {
  auto* lake = app.add_subcommand("lake", "the lake's own upkeep");
  lake->require_subcommand(1);
  auto* command = lake->add_subcommand("gc", "remove files that no recent snapshot names");
  auto options = std::make_shared<GarbageOptions>();
  command->add_option("--older-than", options->hours, "hours for which snapshots and files are kept")
      ->check(number_between(0, kLongestGrace))
      ->capture_default_str();
  command->add_flag("--dry-run", options->dry_run, "only say what would be removed");
  command->callback([options, &program] {
    program.action = [options, &program]() -> Result<int> {
      const std::chrono::seconds grace(static_cast<std::int64_t>(options->hours * 3600));
      TRY(auto report, program.lake().collect_garbage(grace, options->dry_run));
      for (const auto& path : report.removed) std::printf("%s\n", path.c_str());
      std::fprintf(stderr, "%s %zu paths, %s bytes\n", options->dry_run ? "would remove" : "removed",
                   report.removed.size(), with_thousands(report.bytes).c_str());
      return 0;
    };
  });
}

}  // namespace farthing
