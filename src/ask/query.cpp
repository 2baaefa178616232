#include "ask/query.hpp"

#include <fmt/format.h>

#include <array>

#include "ask/condition.hpp"
#include "ask/engine_words.hpp"
#include "ask/lake_view.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

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
  static const std::array<std::string, 3> kTables = {kCharges, kSplitCharges, kCostsDaily};
  TRY(const auto checked, check_query(sql, kTables));
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
