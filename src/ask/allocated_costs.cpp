#include "ask/allocated_costs.hpp"

#include "ask/allocated_explain.hpp"
#include "ask/allocated_facts.hpp"
#include "ask/allocated_notes.hpp"
#include "ask/costs_answer.hpp"
#include "ask/costs_sql.hpp"
#include "ask/delivered.hpp"
#include "ask/engine_words.hpp"

namespace farthing {
namespace {

Result<AllocatedFacts> gather(Engine& engine, const AllocatedPlan& plan) {
  auto facts = gather_allocated_facts(engine, plan);
  if (facts || !plan.shown.condition) return facts;
  // A value that a condition can't convert shows only when it meets the row.
  auto error = statement_error(facts.error());
  if (error.kind == Error::Kind::kUsage) error.where = "--where";
  return tl::unexpected(std::move(error));
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
  TRY(const auto newest, newest_allocated(engine, snapshot));
  TRY(const auto spellings, read_spellings(engine));
  TRY(const auto plan, plan_allocated_costs(question, config, newest, spellings));
  TRY(auto facts, gather(engine, plan));
  Answer answer = answer_from(snapshot);
  answer.title = title_of_allocated(plan, facts);
  TRY(facts.costs.has_others, add_cost_rows(engine, plan.shown, facts.costs, answer));
  answer.total = cost_total_row(plan.shown, facts.costs);
  TRY_DONE(add_allocated_notes(engine, plan, facts, snapshot, answer));
  if (question.explain) {
    TRY(answer.explanation, explain_allocated_costs(engine, plan, facts, snapshot));
  }
  TRY_DONE(engine.run(std::string("DROP TABLE ") + kCostGroups));
  return answer;
}

}  // namespace farthing
