#include "ask/allocated_plan.hpp"

#include <algorithm>
#include <set>

#include "ask/allocated_costs.hpp"
#include "ask/delivered.hpp"
#include "ask/shared_rule_sql.hpp"
#include "base/text.hpp"
#include "domain/allocation_dimension.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

constexpr const char* kIdleModes[] = {"separate", "by_cost", "by_node", "by_cluster", "to_pool_owner"};

Done check_allocated(const CostsQuestion& question) {
  TRY_DONE(check_combination(question));
  if (question.granularity == Granularity::kHour) {
    return misuse("the roll-up of allocation is by day, so --granularity hour has no answer here",
                  "ask by day, or for the hours: farthing query \"SELECT hour, ... FROM allocated_costs ...\"");
  }
  if (question.quantity) {
    return misuse("quantities are of the bill's lines, which aren't split to workloads",
                  "ask for --quantity without workloads' dimensions, --idle and --shared");
  }
  return {};
}

Done find_all(const CostsQuestion& question, const AllocationConfig& config, AllocatedPlan& plan) {
  std::set<std::string> seen;
  for (const auto& name : question.by) {
    TRY(auto dimension, find_allocation_dimension(name, config));
    if (!seen.insert(dimension.sql()).second) {
      return misuse("'" + name + "' is in --by twice", "name each dimension once");
    }
    auto shown = dimension;
    if (shown.column == "currency") shown.column = "BillingCurrency";
    plan.shown.by.push_back(std::move(shown));
    plan.dimensions.push_back(std::move(dimension));
  }
  return {};
}

// What a cost is laid on in equal or fixed parts must be told apart.
Result<bool> lays_on_containers(const AllocationConfig& config) {
  for (const auto& rule : config.shared) {
    if (rule.split != "even" && rule.split != "fixed") continue;
    TRY(const auto to, find_allocation_dimension(shared_among(rule), config));
    if (is_of_containers(to.column)) return true;
  }
  return false;
}

Result<bool> needs_containers(const AllocatedPlan& plan) {
  // An explanation goes down to node-hours.
  if (plan.shown.question.explain) return true;
  const auto is_one = [](const Dimension& dimension) { return is_of_containers(dimension.column); };
  if (std::any_of(plan.dimensions.begin(), plan.dimensions.end(), is_one)) return true;
  if (plan.shown.condition) {
    const auto& columns = plan.shown.condition->columns;
    if (std::any_of(columns.begin(), columns.end(), is_of_containers)) return true;
  }
  if (!plan.shared) return false;
  return lays_on_containers(plan.config);
}

}  // namespace

const char* AllocatedPlan::costs_table() const { return of_containers ? kAllocationDaily : kWorkloadDaily; }
const char* AllocatedPlan::moves_table() const { return of_containers ? kIdleMoves : kWorkloadIdleMoves; }

Result<bool> asks_for_workloads(const CostsQuestion& question, const AllocationConfig& config) {
  const auto of_workloads = [&](const std::string& name) { return is_workload_dimension(name, config); };
  if (question.idle || question.shared || std::any_of(question.by.begin(), question.by.end(), of_workloads)) {
    return true;
  }
  if (!question.where) return false;
  TRY(const auto names, names_in_condition(*question.where));
  return std::any_of(names.begin(), names.end(), of_workloads);
}

Result<std::string> parse_idle_mode(const std::string& name) {
  for (const char* mode : kIdleModes) {
    if (lower(name) == mode) return std::string(mode);
  }
  const std::vector<std::string> modes(std::begin(kIdleModes), std::end(kIdleModes));
  return misuse("there is no mode of idle '" + name + "'", "choose one of: " + join(modes, ", "));
}

Result<Spellings> read_spellings(Engine& engine) {
  TRY(const auto rows, engine.query("SELECT dimension, spelling, value FROM dimension_spellings"));
  Spellings spellings;
  for (const auto& row : rows.rows) {
    if (row[0] && row[1] && row[2]) spellings[{*row[0], lower(*row[1])}] = *row[2];
  }
  return spellings;
}

Result<std::optional<Timestamp>> newest_allocated(Engine& engine, const Snapshot& snapshot) {
  if (const auto newest = newest_usage_end(snapshot)) return newest;
  TRY(const auto rows, engine.query("SELECT CAST(max(day) + INTERVAL 1 DAY AS DATE) FROM allocation_daily"));
  return rows.rows[0][0] ? parse_timestamp(*rows.rows[0][0]) : std::nullopt;
}

Result<AllocatedPlan> plan_allocated_costs(const CostsQuestion& question, const AllocationConfig& config,
                                           std::optional<Timestamp> newest_usage_end, const Spellings& spellings) {
  TRY_DONE(check_allocated(question));
  AllocatedPlan plan;
  plan.shown.question = question;
  TRY_DONE(find_all(question, config, plan));
  TRY_DONE(plan_periods(question, newest_usage_end, !newest_usage_end, plan.shown));
  TRY(plan.idle, parse_idle_mode(question.idle.value_or(config.idle)));
  plan.shared = question.shared.value_or(false);
  plan.config = config;
  if (question.where) {
    TRY(plan.shown.condition,
        parse_condition(
            *question.where, kAllocationDaily,
            [&](std::string_view name) { return find_allocation_dimension(name, config); }, spellings));
  }
  TRY(plan.of_containers, needs_containers(plan));
  plan.shown.why_table = "dimensions of workloads, idle and shared costs are only there";
  return plan;
}

}  // namespace farthing
