#include "ask/gpu.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/block_explain.hpp"
#include "ask/costs_notes.hpp"
#include "ask/gpu_explain.hpp"
#include "ask/gpu_rows.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kUsualGpu[] = {"cluster", "node_pool", "accelerator", "gpu_sharing"};

bool needs_hours(const std::vector<std::string>& by) {
  return std::any_of(by.begin(), by.end(), [](const auto& name) { return lower(name).starts_with("hour"); });
}

Result<SumsTable> gpu_table(const SumsQuestion& question, const Period& period, const AllocationConfig& config) {
  auto names = question.by;
  if (names.empty()) names.assign(std::begin(kUsualGpu), std::end(kUsualGpu));
  SumsTable table;
  for (const auto& name : names) {
    TRY(auto dimension, sums_dimension(name, gpu_dimensions(), config));
    table.by.push_back(std::move(dimension));
  }
  const auto& basis = named(question.basis);
  table.source = needs_hours(names) ? gpu_hour_rows(basis, period) : gpu_day_rows(basis, period);
  const std::string b = basis.name;
  table.sums = {{"x_cost", "sum(cost)"},
                {"x_held", "coalesce(sum(cost) FILTER (WHERE what = 'held'), 0)"},
                {"x_used", "coalesce(sum(used), 0)"},
                {"x_unmeasured", "coalesce(sum(unmeasured), 0)"},
                {"x_parked", "coalesce(sum(parked), 0)"},
                {"x_idle", "coalesce(sum(cost) FILTER (WHERE what = 'idle'), 0)"},
                {"x_fragmented", "coalesce(sum(cost) FILTER (WHERE what = 'fragmented'), 0)"},
                {"x_cards", "sum(card_hours)"},
                {"x_held_cards", "coalesce(sum(card_hours) FILTER (WHERE what = 'held'), 0e0)"},
                {"x_used_cards", "coalesce(sum(used_card_hours), 0e0)"},
                {"x_measured_cards", "coalesce(sum(measured_card_hours), 0e0)"}};
  // Nothing measured of what was held: what was used is unknown, not zero.
  // By the hour neither is worked out: what is left beside slices is idle there, and parked is unknown.
  const bool by_hour = needs_hours(names);
  const std::string blind = "x_held_cards > 0 AND x_measured_cards = 0";
  const auto unless_blind = [&](const std::string& sql) {
    return "CASE WHEN " + blind + " THEN NULL ELSE " + sql + " END";
  };
  table.shown = {
      {b + "_cost", "x_cost"},
      {"allocated_" + b + "_cost", "x_held"},
      {"used_" + b + "_cost", unless_blind("x_used")},
      {"wasted_" + b + "_cost", unless_blind("x_held - x_used - x_unmeasured")},
      {"unmeasured_" + b + "_cost", "x_unmeasured"},
      {"parked_" + b + "_cost", by_hour ? "CAST(NULL AS DECIMAL(38,12))" : unless_blind("x_parked")},
      {"idle_" + b + "_cost", "x_idle"},
      {"fragmented_" + b + "_cost", by_hour ? "CAST(NULL AS DECIMAL(38,12))" : "x_fragmented"},
      {"card_hours", "round(x_cards, 6)"},
      {"held_card_hours", "round(x_held_cards, 6)"},
      {"used_card_hours", unless_blind("round(x_used_cards, 6)")},
      {"used_percent", unless_blind("round(100 * CAST(x_used AS DOUBLE) / nullif(CAST(x_cost - x_unmeasured AS "
                                    "DOUBLE), 0), 2)")}};
  table.order = "x_cost";
  table.top = question.top;
  table.hidden = {{"x_unknown", "count(*) - count(cost)"},
                  {"x_estimated", "sum(cost) FILTER (WHERE estimated)"},
                  {"x_shared", by_hour ? "0" : "sum(used) FILTER (WHERE told_by LIKE 'share%')"}};
  return table;
}

void add_gpu_notes(const HiddenSums& hidden, Answer& answer) {
  const auto& sums = hidden.sums;
  const auto unknown = sums[0].value_or("0");
  if (unknown != "0") {
    answer.complete = false;
    answer.notes.push_back("the cost of " + unknown + " rows of the roll-up is unknown: they are in no sum");
  }
  const auto is_money = [](const Cell& cell) { return cell && parse_decimal(*cell).value != Decimal{}; };
  if (is_money(sums[1])) {
    answer.complete = false;
    answer.notes.push_back("includes " + money_text(sums[1], hidden.currency) + " estimated, not in the bill yet");
  }
  if (is_money(sums[2])) {
    answer.notes.push_back(money_text(sums[2], hidden.currency) +
                           " of what was used is of cards whose telemetry can't tell sharers apart: split by what they "
                           "hold");
  }
}

constexpr const char* kGpuFormulas =
    R"text(cost: node-hour x the accelerators' part of it (allocation.weights), as the bill has it
allocated: cost x share of the cards; a share is 1 per whole card, for MIG the larger of compute and memory slices, for MPS the larger of percent and memory, else 1 / replicas
used: cost x share with the compute units active (SM or graphics engine), by the container's own telemetry, else by the card's; never more than allocated
unmeasured: allocated, but nothing tells its use; wasted: allocated - used - unmeasured; parked: the part of it in hours with more than 5 % of the card's memory held and less than 5 % of the time active
idle: cost that nobody held; fragmented: what is left of MIG cards beside slices that are held)text";

constexpr const char* kTableByHour = "tables: allocation_shares x node_hours (cards of an hour), workload_facts";
constexpr const char* kTableByDay =
    "table: accelerator_daily, from allocation_shares x node_hours; node_hours has the number of the bill's lines";

}  // namespace

Result<Answer> ask_gpu(LakeView& view, const SumsQuestion& question, const AllocationConfig& config) {
  TRY(const auto period, sums_period(view, question.period));
  TRY(const auto table, gpu_table(question, period, config));
  TRY(const auto sums, ask_sums(view.engine(), table));
  TRY(auto answer,
      sums_answer(view, question, period, table, sums, "Accelerators",
                  std::string("costs are ") + named(question.basis).name +
                      "; cost = used + wasted + unmeasured + idle + fragmented; parked is a part of wasted"));
  const std::string b = named(question.basis).name;
  answer.secondary = {"allocated_" + b + "_cost", "unmeasured_" + b + "_cost",
                      "parked_" + b + "_cost",    "card_hours",
                      "held_card_hours",          "used_card_hours"};
  const bool by_hour = needs_hours(question.by);
  if (by_hour) answer.notes.emplace_back("by the hour, what is left beside MIG slices is in idle");
  for (const auto& hidden : sums.hidden) add_gpu_notes(hidden, answer);
  if (!question.explain) return answer;
  answer.explanation = split(kGpuFormulas, '\n');
  answer.explanation.emplace_back(by_hour ? kTableByHour : kTableByDay);
  TRY_DONE(explain_gpu(view.engine(), table, named(question.basis), by_hour, answer.rows, answer.explanation));
  TRY(const auto blocks,
      explain_blocks(view.engine(), view.snapshot(), named(question.basis),
                     "SELECT capacity_block FROM (SELECT capacity_block, day AS charge_date, strftime(day, '%Y-%m') AS "
                     "billing_period FROM node_hours) WHERE " +
                         period.sql()));
  answer.explanation.insert(answer.explanation.end(), blocks.begin(), blocks.end());
  explain_sums(question, answer, view.snapshot());
  return answer;
}

}  // namespace farthing
