#include "collect/generate/org/make_organisation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/cards.hpp"
#include "collect/generate/org/controllers.hpp"
#include "collect/generate/org/estate.hpp"
#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/placement.hpp"
#include "collect/generate/random.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate::org {
namespace {

constexpr int kMostNodes = 20'000, kLeastPods = 20, kMostPods = 1'000'000;

// All that pools buy, once each.
std::vector<std::string_view> type_names() {
  std::vector<std::string_view> names;
  for (const auto* shapes : {&pool_shapes(), &estate_shapes()}) {
    for (const auto& pool : *shapes) names.insert(names.end(), pool.types.begin(), pool.types.end());
  }
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

Result<OrgPlan> checked_plan(OrgPlan plan) {
  if (plan.month.empty()) plan.month = kDefaultOrgMonth;
  const auto begin = parse_month(plan.month);
  if (!begin) return misuse("'" + plan.month + "' is not a month", "write it as 2026-10");
  const auto month_days =
      static_cast<int>((parse_month(shift_month(plan.month, 1))->micros - begin->micros) / kMicrosPerDay);
  if (plan.days < 1 || plan.days > month_days) {
    return misuse(fmt::format("{} has no {} days", plan.month, plan.days), fmt::format("choose 1 to {}", month_days));
  }
  if (plan.nodes < least_nodes() || plan.nodes > kMostNodes) {
    return misuse(fmt::format("an organisation can't have {} nodes", plan.nodes),
                  fmt::format("choose {} to {}", least_nodes(), kMostNodes));
  }
  if (plan.pods < kLeastPods || plan.pods > kMostPods) {
    return misuse(fmt::format("an organisation can't have {} pods", plan.pods),
                  fmt::format("choose {} to {}", kLeastPods, kMostPods));
  }
  if (plan.activity_seconds < 60 || plan.activity_seconds > kHourSeconds || kHourSeconds % plan.activity_seconds != 0) {
    return misuse(fmt::format("{} seconds don't divide an hour", plan.activity_seconds), "choose 60, 300, 900 or 3600");
  }
  return plan;
}

Result<Organisation> make_organisation(const OrgPlan& plan) {
  Organisation organisation{.plan = plan, .begin = parse_month(plan.month).value()};
  organisation.seconds = plan.days * kDaySeconds;
  for (std::size_t i = 0; i < organisation.accounts.size(); ++i) {
    const std::uint64_t bits = mix(plan.seed ^ 0xacc7u, i);
    organisation.accounts[i] = fmt::format("{}{}", 1 + i * 3, random_text(bits, 11, "0123456789"));
  }
  TRY(organisation.types, machine_types(type_names(), plan.seed));
  organisation.controllers = make_controllers();
  const auto estate = estate_controllers();
  organisation.controllers.insert(organisation.controllers.end(), estate.begin(), estate.end());
  organisation.rollouts = make_rollouts(organisation);
  organisation.nodes = node_lives(organisation);
  add_estate(organisation);
  place_pods(organisation);
  give_cards(organisation);
  return organisation;
}

}  // namespace farthing::generate::org
