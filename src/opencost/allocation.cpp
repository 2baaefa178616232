#include "opencost/allocation.hpp"

#include <fmt/format.h>

#include "ask/allocated_notes.hpp"
#include "ask/row_reader.hpp"
#include "base/text.hpp"
#include "opencost/allocation_cells.hpp"
#include "opencost/allocation_json.hpp"
#include "opencost/allocation_sql.hpp"
#include "opencost/distribute.hpp"
#include "opencost/envelope.hpp"

namespace farthing {
namespace {

// The lines that a rule takes are by day: a set has its part of a day by the seconds.
std::string shared_lines_sql(const AllocationQuestion& question) {
  std::vector<std::string> rules;
  for (const auto& rule : question.share_rules) rules.push_back(sql_literal(rule));
  return fmt::format(
      "WITH sets(step, starts, ends) AS ({}) SELECT s.step, a.day, sum(a.{}_cost), max(epoch(least(s.ends, CAST(a.day "
      "AS TIMESTAMP) + INTERVAL 1 DAY)) - epoch(greatest(s.starts, CAST(a.day AS TIMESTAMP)))) "
      "FROM allocation_daily AS a JOIN sets AS s ON CAST(a.day AS TIMESTAMP) < s.ends AND CAST(a.day AS TIMESTAMP) + "
      "INTERVAL 1 DAY > s.starts "
      "WHERE a.cost_kind = 'shared' AND a.reason IN ({}) AND {}{} GROUP BY 1, 2 ORDER BY 1, 2",
      sets_values(question.sets), named(question.basis).name, join(rules, ", "),
      days_of_window(question.window, "a.day"),
      question.currency ? " AND a.currency = " + sql_literal(*question.currency) : "");
}

Done read_shared_lines(Engine& engine, const AllocationQuestion& question, AllocationInput& input) {
  TRY(const auto rows, engine.query(shared_lines_sql(question)));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    auto& set = input.sets.at(static_cast<std::size_t>(reader.count()));
    reader.cell();
    const auto amount = reader.sum();
    set.shared_lines += part_of(amount, reader.sum(), Decimal::from_integer(86'400));
    if (reader.overflow()) return sum_too_large();
  }
  return {};
}

std::vector<std::string> warnings_of(const AllocationInput& input) {
  std::vector<std::string> warnings;
  if (input.unknown_hours > 0) {
    warnings.push_back(fmt::format("{} hours of machines have no known cost: they are in no sum",
                                   with_thousands(input.unknown_hours)));
  }
  if (input.estimated != Decimal{}) {
    warnings.push_back(fmt::format("of the machines' cost, {} {} are estimated: the bill doesn't have them yet",
                                   input.estimated.text(2), input.currency.value_or("")));
  }
  return warnings;
}

Done cut_rows(std::vector<AllocationSet>& sets, const AllocationQuestion& question) {
  std::size_t count = 0;
  for (auto& set : sets) {
    const auto from = std::min(question.offset, set.rows.size());
    set.rows.erase(set.rows.begin(), set.rows.begin() + static_cast<std::ptrdiff_t>(from));
    if (question.limit && *question.limit < set.rows.size()) set.rows.resize(*question.limit);
    count += set.rows.size();
  }
  if (count <= kMostAllocations) return {};
  return misuse(fmt::format("the answer has {} rows, and {} are the most",
                            with_thousands(static_cast<long long>(count)), with_thousands(kMostAllocations)),
                "ask for limit=N (and offset=N), a coarser aggregate or longer steps");
}

}  // namespace

Result<AllocationAnswer> ask_allocation(LakeView& view, const AllocationQuestion& question) {
  TRY(auto input, read_allocations(view.engine(), question, held_by(view.snapshot(), question)));
  if (!question.share_rules.empty()) TRY_DONE(read_shared_lines(view.engine(), question, input));
  AllocationAnswer answer;
  TRY(answer.warnings, allocation_state_notes(view.engine(), view.snapshot()));
  for (auto& warning : warnings_of(input)) answer.warnings.push_back(std::move(warning));
  for (std::size_t i = 0; i < question.sets.size(); ++i) {
    answer.sets.push_back(make_set(question.sets[i], std::move(input.sets[i]), question));
  }
  TRY_DONE(cut_rows(answer.sets, question));
  return answer;
}

Result<std::string> allocation_body(LakeView& view, const AllocationQuestion& question) {
  TRY(const auto answer, ask_allocation(view, question));
  const AllocationShown shown{question.proportional_costs, question.metadata};
  return opencost_answer([&](JsonWriter& json) { write_allocations(json, answer.sets, shown); }, answer.warnings);
}

Result<std::string> allocation_summary_body(LakeView& view, const AllocationQuestion& question) {
  TRY(const auto answer, ask_allocation(view, question));
  return opencost_answer([&](JsonWriter& json) { write_summaries(json, answer.sets, question.window); },
                         answer.warnings);
}

}  // namespace farthing
