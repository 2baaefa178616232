#include <fmt/format.h>

#include <cstdio>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "collect/prices/seed_prices.hpp"
#include "lake/build.hpp"

namespace farthing {
namespace {

// "2026-10-01 to 2026-10-30: new" of the days that follow one another in the list for one reason.
std::vector<std::string> built_lines(const std::vector<DayToBuild>& days) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < days.size();) {
    auto end = begin + 1;
    while (end < days.size() && days[end].why == days[begin].why) ++end;
    const auto& first = days[begin].day;
    const auto& last = days[end - 1].day;
    lines.push_back(fmt::format("built {}{}, {} {}: {}", first, last == first ? "" : " to " + last, end - begin,
                                end - begin == 1 ? "day" : "days", days[begin].why));
    begin = end;
  }
  return lines;
}

}  // namespace

void add_build_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("build", "split the cost of machines to what ran on them, where data changed");
  auto settings = std::make_shared<AllocationSettings>();
  command->add_option("--weights", settings->weights, "how a machine's price falls on its resources: aws, opencost")
      ->envname("FARTHING_ALLOCATION_WEIGHTS");
  command
      ->add_option("--share-by", settings->share_by, "what a workload held: max (of reserved and used), request, usage")
      ->envname("FARTHING_ALLOCATION_SHARE_BY");
  command->callback([settings, &program] {
    program.action = [settings, &program]() -> Result<int> {
      TRY(const auto seeded, seed_prices(program.lake()));
      if (seeded > 0) std::printf("added %lld list prices of the bundled catalog\n", static_cast<long long>(seeded));
      TRY(const auto report, build_models(program.lake(), *settings));
      for (const auto& line : built_lines(report.days.changed)) std::printf("%s\n", line.c_str());
      for (const auto& day : report.days.gone) std::printf("removed %s: there are no nodes any more\n", day.c_str());
      if (!report.days.kept.empty())
        std::printf("kept %zu %s\n", report.days.kept.size(), report.days.kept.size() == 1 ? "day" : "days");
      std::printf("%s\n", fmt::format("{} node-hours, {} shares built\nsnapshot {}", with_thousands(report.node_hours),
                                      with_thousands(report.shares), report.snapshot)
                              .c_str());
      return 0;
    };
  });
}

}  // namespace farthing
