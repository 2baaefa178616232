#include "ask/costs.hpp"

#include "ask/allocated_costs.hpp"
#include "ask/costs_answer.hpp"
#include "ask/costs_facts.hpp"
#include "ask/costs_notes.hpp"
#include "ask/delivered.hpp"
#include "ask/engine_words.hpp"
#include "domain/allocation_dimension.hpp"

namespace farthing {
namespace {

// Names and types are only known to the engine: it binds the condition over no rows.
Done check_condition(Engine& engine, const CostsPlan& plan) {
  if (!plan.condition) return {};
  const auto rows = engine.query("SELECT (" + plan.condition->sql + ") FROM charges LIMIT 0");
  if (!rows) return misuse("the condition has no meaning: " + engine_words(rows.error().what));
  if (rows->columns[0].type != ValueType::kBoolean) {
    return misuse("a condition must be true or false, this one is a " + rows->columns[0].sql_type,
                  "compare it with something, e.g. service = 'AmazonEC2'");
  }
  return {};
}

Result<CostsFacts> gather_with_condition(Engine& engine, const CostsPlan& plan) {
  auto facts = gather_costs_facts(engine, plan);
  // A value that a condition can't convert shows only when it meets the line.
  if (!facts && plan.condition) {
    auto error = statement_error(facts.error());
    if (error.kind == Error::Kind::kUsage) error.where = "--where";
    return tl::unexpected(std::move(error));
  }
  return facts;
}

std::string title_of(const CostsPlan& plan, const Snapshot& snapshot) {
  const auto months = delivered_months(snapshot);
  const auto& last = plan.question.period.last;
  if (months.empty() && last) return plan.title("the last " + *last, "the " + *last + " before");
  const bool all = plan.period.kind == Period::Kind::kAll && !months.empty();
  return plan.title(plan.period.label() + (all ? " (" + months_text(months) + ")" : ""),
                    plan.previous ? plan.previous->label() : "");
}

}  // namespace

Result<Answer> answer_costs(Engine& engine, const Snapshot& snapshot, const CostsQuestion& question,
                            const AllocationConfig& config) {
  TRY(const bool of_workloads, asks_for_workloads(question, config));
  if (of_workloads) return answer_allocated_costs(engine, snapshot, question, config);
  // A mistyped name may have been meant of a workload.
  for (const auto& name : question.by) {
    if (!find_dimension(name)) TRY_DONE(find_allocation_dimension(name, config));
  }
  const bool lake_is_empty = snapshot.partitions(kCharges).empty();
  TRY(const auto plan, plan_costs(question, newest_usage_end(snapshot), lake_is_empty));
  TRY_DONE(check_condition(engine, plan));
  TRY(auto facts, gather_with_condition(engine, plan));
  Answer answer = answer_from(snapshot);
  answer.title = title_of(plan, snapshot);
  TRY(facts.has_others, add_cost_rows(engine, plan, facts, answer));
  answer.total = cost_total_row(plan, facts);
  add_costs_notes(plan, facts, snapshot, answer);
  if (question.explain) answer.explanation = explain_costs(plan, facts, snapshot);
  TRY_DONE(engine.run(std::string("DROP TABLE ") + kCostGroups));
  return answer;
}

Result<Answer> ask_costs(LakeView& view, const CostsQuestion& question, const AllocationConfig& config) {
  return answer_costs(view.engine(), view.snapshot(), question, config);
}

}  // namespace farthing
