#include <fmt/format.h>

#include <cstdio>

#include "ask/condition.hpp"
#include "base/text.hpp"
#include "catalog/accelerators.hpp"
#include "catalog/market_weights.hpp"
#include "cli/command.hpp"
#include "collect/prices/seed_prices.hpp"
#include "lake/build.hpp"
#include "lake/running_work.hpp"

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

Result<BuildSettings> settings_of(const AllocationConfig& config) {
  BuildSettings settings;
  settings.config = config;
  for (const auto& rate : market_rates()) {
    settings.market.push_back(
        {rate.instance_type, rate.usd_per_vcpu, rate.usd_per_gib, rate.usd_per_accelerator, rate.fit});
  }
  settings.accelerators = accelerator_facts();
  for (const auto& rule : config.shared) {
    auto condition = parse_condition(rule.when);
    if (!condition) {
      condition.error().where = "allocation.shared, rule '" + rule.name + "'";
      return tl::unexpected(condition.error());
    }
    settings.shared.push_back({rule.name, condition->sql});
    settings.shared_columns.insert(settings.shared_columns.end(), condition->columns.begin(), condition->columns.end());
  }
  return settings;
}

std::string percent_of(const Decimal& estimated, const Decimal& actual) {
  const double right = actual.to_double();
  return right == 0 ? "" : fmt::format(" ({:+.2f} %)", (estimated.to_double() - right) / right * 100);
}

// How well the market's prices of a vCPU and a GiB fit the list prices that they were found from.
std::string fit_of(const std::string& weights) {
  for (const auto& fit : market_fits()) {
    if (weights != "market: " + fit.name) continue;
    return fmt::format(": {:.6f} USD a vCPU, {:.6f} a GiB, at most {:.1f} % off over {} types", fit.usd_per_vcpu,
                       fit.usd_per_gib, fit.max_error * 100, fit.types);
  }
  return "";
}

void print_build(const BuildReport& report) {
  for (const auto& weights : report.weights) std::printf("weights %s%s\n", weights.c_str(), fit_of(weights).c_str());
  for (const auto& line : built_lines(report.days.changed)) std::printf("%s\n", line.c_str());
  for (const auto& day : report.days.gone) std::printf("removed %s: there are no data any more\n", day.c_str());
  if (!report.days.kept.empty())
    std::printf("kept %zu %s\n", report.days.kept.size(), report.days.kept.size() == 1 ? "day" : "days");
  for (const auto& one : report.estimates) {
    std::printf("%s\n", fmt::format("{} node-hours estimated by {} became actual: estimated {}, billed {}{}",
                                    with_thousands(one.node_hours), one.source, one.estimated.text(), one.actual.text(),
                                    percent_of(one.estimated, one.actual))
                            .c_str());
  }
  if (report.issues > 0)
    std::printf("%s\n", fmt::format("{} data issues: farthing query \"SELECT * FROM data_issues\"",
                                    with_thousands(report.issues))
                            .c_str());
  std::printf("%s\n", fmt::format("{} node-hours, {} shares built (the shares in {:.1f} s)\nsnapshot {}",
                                  with_thousands(report.node_hours), with_thousands(report.shares),
                                  report.seconds_of_shares, report.snapshot)
                          .c_str());
}

}  // namespace

Done build_lake(const Lake& lake, const AllocationConfig& config) {
  TRY(const auto settings, settings_of(config));
  const WorkNotice notice(lake, "build", [] { return WorkState{0, std::nullopt, "splitting costs"}; });
  TRY(const auto seeded, seed_prices(lake));
  TRY(const auto report, build_models(lake, settings));
  if (seeded > 0) std::printf("added %lld list prices of the bundled catalog\n", static_cast<long long>(seeded));
  print_build(report);
  return {};
}

void add_build_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("build", "split the cost of machines to what ran on them, where data changed");
  auto weights = std::make_shared<std::optional<std::string>>(),
       share_by = std::make_shared<std::optional<std::string>>();
  command->add_option("--weights", *weights, "how a machine's price falls on its resources: aws, opencost, market");
  command->add_option("--share-by", *share_by, "what a workload held: max (of reserved and used), request, usage");
  command->callback([weights, share_by, &program] {
    program.action = [weights, share_by, &program]() -> Result<int> {
      TRY(auto config, program.config());
      config.allocation.weights = weights->value_or(config.allocation.weights);
      config.allocation.share_by = share_by->value_or(config.allocation.share_by);
      TRY_DONE(build_lake(program.lake(), config.allocation));
      return 0;
    };
  });
}

}  // namespace farthing
