#include "ask/compare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_costs.hpp"
#include "ask/compare_leaves.hpp"
#include "ask/compare_periods.hpp"
#include "ask/compare_rows.hpp"
#include "ask/costs.hpp"
#include "ask/delivered.hpp"
#include "base/text.hpp"
#include "domain/allocation_dimension.hpp"

namespace farthing {
namespace {

constexpr const char* kTeam = "team";

Result<bool> has_workloads(Engine& engine, const AllocationConfig& config) {
  if (!is_workload_dimension(kTeam, config)) return false;
  TRY(const auto rows, engine.query("SELECT 1 FROM workload_daily LIMIT 1"));
  return !rows.rows.empty();
}

// The same question about the costs of both periods, whose answer the rows and notes are taken from.
Result<CostsQuestion> costs_of(Engine& engine, const CompareQuestion& question, const ComparedPeriods& periods,
                               const AllocationConfig& config) {
  CostsQuestion costs;
  costs.by = question.by;
  if (costs.by.empty()) {
    TRY(const bool of_workloads, has_workloads(engine, config));
    costs.by = {of_workloads ? kTeam : "service"};
  }
  costs.where = question.where;
  costs.basis = question.basis;
  costs.explain = question.explain;
  const auto& now = periods.now;
  costs.period.month = now.kind == Period::Kind::kMonth ? std::optional(now.month) : std::nullopt;
  if (now.from) costs.period.from = format_date(*now.from);
  if (now.to) costs.period.to = format_date(*now.to);
  costs.compare = periods.before.label();
  TRY(const bool of_workloads, asks_for_workloads(costs, config));
  if (of_workloads) costs.idle = "separate";
  return costs;
}

Result<ComparedThings> read_leaves(Engine& engine, const Snapshot& snapshot, const CostsQuestion& costs,
                                   const AllocationConfig& config, const std::map<RowKey, std::size_t>& rows) {
  if (!costs.idle) {
    TRY(const auto plan, plan_costs(costs, newest_usage_end(snapshot), snapshot.partitions(kCharges).empty()));
    return read_bill_leaves(engine, plan, rows);
  }
  TRY(const auto newest, newest_allocated(engine, snapshot));
  TRY(const auto spellings, read_spellings(engine));
  TRY(const auto plan, plan_allocated_costs(costs, config, newest, spellings));
  return read_workload_leaves(engine, plan, rows);
}

AnswerPeriod named_period(const char* name, const Period& period) {
  const bool month = period.kind == Period::Kind::kMonth;
  const auto from = month ? parse_month(period.month) : period.from;
  const auto to = month ? parse_month(shift_month(period.month, 1)) : period.to;
  return {name, period.label(), from ? format_date(*from) : "", to ? format_date(*to) : ""};
}

void add_words(const CompareQuestion& question, const CostsQuestion& costs, const ComparedPeriods& periods,
               Answer& answer) {
  // Who named no end needn't hear how one is meant.
  const auto of_dates = question.period.to ? std::vector<std::string>{} : period_notes(costs.period, periods.now);
  std::erase_if(answer.notes, [&](const std::string& note) {
    return std::find(of_dates.begin(), of_dates.end(), note) != of_dates.end();
  });
  answer.periods = {named_period("period", periods.now), named_period("compared_with", periods.before)};
  answer.complete = answer.complete && periods.complete;
  answer.notes.insert(answer.notes.begin(), periods.notes.begin(), periods.notes.end());
  const bool of_workloads = costs.idle.has_value();
  answer.notes.emplace_back(
      of_workloads
          ? "quantities are node-hours: what a workload held, by what an hour of such a machine cost; other is what "
            "has "
            "none, such as shared costs and costs outside of clusters: by service their quantities are known"
          : "quantities are those of SKUs; other is what has none, such as fees, taxes and credits; idle is unused "
            "commitments, as the bill alone knows no idle machines");
}

constexpr std::size_t kPoolsExplained = 12;

// What the parts of the rows that changed most are worked out from.
std::vector<std::string> explain_parts(const CompareRows& rows, const ComparedThings& things, const char* table) {
  std::vector<std::string> lines = {
      std::string("parts from: ") + table,
      "formula: change = after - before = price + quantity + mix + new + gone + idle + other",
      "  quantity: cost before x (quantity after / quantity before - 1)",
      "  mix: quantity after at the prices before, less quantity after at the average price before",
      "  price: cost after less quantity after at the prices before",
      "  new and gone: what had no cost in the other period; other: what has no quantity",
      "of what was there in both periods, the largest first:"};
  auto pools = bridge_pools(things.leaves);
  const auto size = [](const BridgePool& pool) {
    const auto change = pool.cost_after - pool.cost_before;
    return change < Decimal{} ? -change : change;
  };
  std::stable_sort(pools.begin(), pools.end(),
                   [&](const BridgePool& a, const BridgePool& b) { return size(a) > size(b); });
  for (std::size_t i = 0; i < std::min(pools.size(), kPoolsExplained); ++i) {
    const auto& pool = pools[i];
    lines.push_back(fmt::format("  {}: {} {}, then {}; cost {}, then {}; {} at the prices before", rows.name(pool.row),
                                pool.quantity_before.text(), things.units.at(pool.id), pool.quantity_after.text(),
                                pool.cost_before.text(), pool.cost_after.text(), pool.at_rates_before.text()));
  }
  return lines;
}

Answer nothing_to_compare(const Snapshot& snapshot) {
  Answer answer = answer_from(snapshot);
  answer.complete = false;
  answer.notes.emplace_back("the lake is empty: farthing import PATH");
  return answer;
}

}  // namespace

Result<Answer> answer_compare(Engine& engine, const Snapshot& snapshot, const CompareQuestion& question,
                              const AllocationConfig& config) {
  if (question.top && *question.top < 1) return misuse("top must be 1 or more", "leave it out for all rows");
  TRY(const auto newest, newest_allocated(engine, snapshot));
  if (!newest) return nothing_to_compare(snapshot);
  TRY(const auto periods, compared_periods(question.period, question.with, newest));
  TRY(const auto costs, costs_of(engine, question, periods, config));
  TRY(auto answer, answer_costs(engine, snapshot, costs, config));
  const CompareRows rows(answer, costs.by.size());
  TRY(const auto things, read_leaves(engine, snapshot, costs, config, rows.by_key()));
  if (rows.put_into(answer, bridge(things.leaves, rows.size()), question.top)) {
    answer.notes.push_back(fmt::format("the largest {} changes; all others are in (other)", *question.top));
  }
  answer.title = "Change of " + lower(answer.title.substr(0, 1)) + answer.title.substr(1);
  add_words(question, costs, periods, answer);
  if (question.explain) {
    const auto parts = explain_parts(rows, things, costs.idle ? "the roll-up of allocation" : "the lines of the bill");
    answer.explanation.insert(answer.explanation.begin(), parts.begin(), parts.end());
  }
  return answer;
}

Result<Answer> ask_compare(LakeView& view, const CompareQuestion& question, const AllocationConfig& config) {
  return answer_compare(view.engine(), view.snapshot(), question, config);
}

}  // namespace farthing
