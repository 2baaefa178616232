#include "ask/allocated_costs.hpp"

#include "ask/allocated_facts.hpp"
#include "ask/allocated_notes.hpp"
#include "ask/costs_answer.hpp"
#include "ask/costs_sql.hpp"
#include "ask/delivered.hpp"
#include "ask/engine_words.hpp"

namespace farthing {
namespace {

Result<AllocatedFacts> gather(Engine& engine, const AllocatedPlan& plan, const AllocationConfig& config) {
  auto facts = gather_allocated_facts(engine, plan, config);
  if (facts || !plan.shown.condition) return facts;
  // A value that a condition can't convert shows only when it meets the row.
  auto error = statement_error(facts.error());
  if (error.kind == Error::Kind::kUsage) error.where = "--where";
  return tl::unexpected(std::move(error));
}

// Where --last counts from: the newest usage of the bill, without one the newest day of the roll-up.
Result<std::optional<Timestamp>> newest_moment(Engine& engine, const Snapshot& snapshot) {
  if (const auto newest = newest_usage_end(snapshot)) return newest;
  TRY(const auto rows, engine.query("SELECT CAST(max(day) + INTERVAL 1 DAY AS DATE) FROM allocation_daily"));
  return rows.rows[0][0] ? parse_timestamp(*rows.rows[0][0]) : std::nullopt;
}

std::string title_of_allocated(const AllocatedPlan& plan, const AllocatedFacts& facts) {
  const auto& last = plan.shown.question.period.last;
  if (!facts.built && last) return plan.shown.title("the last " + *last, "the " + *last + " before");
  const bool all = plan.shown.period.kind == Period::Kind::kAll && !facts.months.empty();
  return plan.shown.title(plan.shown.period.label() + (all ? " (" + months_text(facts.months) + ")" : ""),
                          plan.shown.previous ? plan.shown.previous->label() : "");
}

}  // namespace

Result<Answer> answer_allocated_costs(Engine& engine, const Snapshot& snapshot, const CostsQuestion& question,
                                      const AllocationConfig& config) {
  TRY(const auto newest, newest_moment(engine, snapshot));
  TRY(const auto plan, plan_allocated_costs(question, config, newest, !newest));
  TRY(const auto facts, gather(engine, plan, config));
  Answer answer = answer_from(snapshot);
  answer.title = title_of_allocated(plan, facts);
  TRY_DONE(add_cost_rows(engine, plan.shown, facts.costs, answer));
  answer.total = cost_total_row(plan.shown, facts.costs);
  TRY_DONE(add_allocated_notes(engine, plan, facts, snapshot, answer));
  TRY_DONE(engine.run(std::string("DROP TABLE ") + kCostGroups));
  return answer;
}

}  // namespace farthing
