#include "ask/query.hpp"

#include <fmt/format.h>

#include "ask/condition.hpp"
#include "ask/engine_words.hpp"
#include "ask/lake_view.hpp"
#include "base/text.hpp"
#include "domain/dataset.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

std::vector<std::string> table_names() {
  std::vector<std::string> names = {kCharges,        kSplitCharges,      kCostsDaily,
                                    kAllocatedCosts, kAllocationDaily,   kIdleMoves,
                                    kWorkloadDaily,  kWorkloadIdleMoves, "dimension_spellings"};
  for (const auto& table : model_tables()) names.emplace_back(table.name);
  for (const auto& dataset : datasets()) names.emplace_back(dataset.name);
  return names;
}

void say_it_was_cut(Answer& answer, const QueryLimits& limits) {
  const auto shown = answer.rows.size();
  const bool by_rows = shown == limits.rows;
  answer.complete = false;
  answer.notes.push_back(fmt::format("only the first {} rows are here, the result has more: {}",
                                     with_thousands(static_cast<long long>(shown)),
                                     by_rows ? "that is the limit" : "they hold as much as a result may"));
}

}  // namespace

Result<Answer> ask_query(const Lake& lake, std::optional<std::int64_t> as_of, std::string_view sql,
                         const QueryLimits& limits) {
  TRY(const auto checked, check_query(sql, table_names()));
  TRY(auto view, LakeView::open(lake, as_of, {.memory_limit = limits.memory, .threads = limits.threads}));
  TRY_DONE(view.engine().lock_down({lake.root()}));
  auto rows = view.engine().query_within(checked, limits.time, limits.rows, limits.bytes);
  if (!rows) return tl::unexpected(statement_error(std::move(rows).error()));
  Answer answer = view.new_answer();
  answer.columns = std::move(rows->columns);
  answer.rows = std::move(rows->rows);
  if (rows->cut) say_it_was_cut(answer, limits);
  answer.explanation = {"run as: " + checked, fmt::format("snapshot {}", answer.snapshot)};
  return answer;
}

}  // namespace farthing
