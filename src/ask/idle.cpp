#include "ask/idle.hpp"

#include <fmt/format.h>

#include <map>

#include "ask/allocated_notes.hpp"
#include "ask/allocated_plan.hpp"
#include "ask/answer_column.hpp"
#include "ask/costs_notes.hpp"
#include "ask/idle_sql.hpp"
#include "ask/row_reader.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kUsualIdle[] = {"cluster", "node_pool", "instance_type", "owner"};

Result<std::vector<IdleDimension>> idle_dimensions(const IdleQuestion& question) {
  std::vector<std::string> names = question.by;
  if (names.empty()) names.assign(std::begin(kUsualIdle), std::end(kUsualIdle));
  std::vector<IdleDimension> by;
  for (const auto& name : names) {
    TRY(const auto dimension, find_idle_dimension(name));
    for (const auto& other : by) {
      if (dimension.name == std::string_view(other.name)) {
        return misuse("'" + name + "' is in --by twice", "name each dimension once");
      }
    }
    by.push_back(dimension);
  }
  return by;
}

// Sums of the rows of one currency.
struct IdleSums {
  std::optional<Decimal> idle, estimated;
  std::int64_t node_hours = 0, unknown_hours = 0, rows = 0;
};

// Where the figures stand in a row: after the dimensions and `what`.
struct IdleTable {
  std::size_t first = 0;
  std::map<Cell, IdleSums> all, others;  // by currency

  void add(const std::vector<Cell>& row, std::map<Cell, IdleSums>& into) const {
    const std::vector<Cell> figures(row.begin() + static_cast<std::ptrdiff_t>(first), row.end());
    RowReader reader(figures);
    const auto idle = reader.amount();
    const auto hours = reader.count();
    reader.cell();
    auto& sums = into[reader.cell()];
    if (idle) sums.idle = sums.idle.value_or(Decimal{}) + *idle;
    sums.node_hours += hours;
    sums.unknown_hours += reader.count();
    if (const auto estimated = reader.amount()) sums.estimated = sums.estimated.value_or(Decimal{}) + *estimated;
    sums.rows += 1;
  }
  [[nodiscard]] std::vector<Cell> row_of(const std::string& name, const Cell& currency, const IdleSums& sums) const {
    std::vector<Cell> row(first);
    row[0] = name;
    row.push_back(answer_column::money_cell(sums.idle));
    row.push_back(std::to_string(sums.node_hours));
    row.emplace_back();
    row.push_back(currency);
    return row;
  }
};

void fill_rows(const Rows& rows, const IdleQuestion& question, IdleTable& table, Answer& answer) {
  const std::size_t shown = table.first + 4;
  answer.columns.assign(rows.columns.begin(), rows.columns.begin() + static_cast<std::ptrdiff_t>(shown));
  if (question.top) answer.columns[0] = answer_column::text(rows.columns[0].name.c_str());
  for (const auto& row : rows.rows) {
    table.add(row, table.all);
    const auto& currency = row[table.first + 3];
    if (question.top && table.all[currency].rows > *question.top) {
      table.add(row, table.others);
      continue;
    }
    answer.rows.emplace_back(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(shown));
  }
  for (const auto& [currency, sums] : table.others) answer.rows.push_back(table.row_of("(other)", currency, sums));
  if (table.all.size() == 1 && answer.rows.size() > 1) {
    answer.total = table.row_of("total", table.all.begin()->first, table.all.begin()->second);
  }
}

void add_idle_notes(const IdleTable& table, Answer& answer) {
  for (const auto& [currency, sums] : table.all) {
    if (sums.unknown_hours > 0) {
      answer.complete = false;
      answer.notes.push_back(
          fmt::format("the cost of {} node-hours is unknown: they are in no sum", with_thousands(sums.unknown_hours)));
    }
    if (sums.estimated && *sums.estimated != Decimal{}) {
      answer.complete = false;
      answer.notes.push_back("includes " + money_text(sums.estimated->text(), currency) +
                             " estimated from prices, not in the bill yet");
    }
  }
}

}  // namespace

Result<Answer> idle(Engine& engine, const Snapshot& snapshot, const IdleQuestion& question) {
  TRY(const auto by, idle_dimensions(question));
  TRY(const auto newest, newest_allocated(engine, snapshot));
  Period period;
  if (newest || !question.period.last) {
    TRY(period, resolve_period(question.period, newest));
  }
  const auto sql = idle_sql(by, named(question.basis), period);
  TRY(const auto rows, engine.query(sql));
  Answer answer = answer_from(snapshot);
  IdleTable table;
  table.first = by.size() + 1;
  std::vector<std::string> names;
  for (const auto& dimension : by) names.emplace_back(dimension.name);
  answer.title = "Idle by " + join(names, ", ") + ", " + period.label();
  fill_rows(rows, question, table, answer);
  answer.notes.push_back(
      fmt::format("costs are {}; idle is what nobody held of a machine's hour, and commitments that "
                  "nothing used",
                  named(question.basis).name));
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  for (auto& note : period_notes(question.period, period)) answer.notes.push_back(std::move(note));
  add_idle_notes(table, answer);
  if (question.explain) {
    answer.explanation = {"formula: cost of the node-hour less what workloads held of it, summed over the node-hours",
                          "percent: of what the same node-hours cost; unknown where one of them has no known cost",
                          "tables: idle_hours and node_hours; what no commitment's usage took: allocation_daily",
                          "snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at};
  }
  return answer;
}

Result<Answer> ask_idle(LakeView& view, const IdleQuestion& question) {
  return idle(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
