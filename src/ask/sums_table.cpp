#include "ask/sums_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "ask/allocated_plan.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::string list_of(const std::vector<NamedSql>& parts, const char* form) {
  std::string sql;
  for (const auto& part : parts) {
    sql += ", " + fmt::format(fmt::runtime(form), fmt::arg("sql", part.sql), fmt::arg("name", sql_name(part.name)));
  }
  return sql;
}

std::string column_names(const std::vector<SumsDimension>& by, const char* form) {
  std::string sql;
  for (const auto& dimension : by)
    sql += fmt::format(fmt::runtime(form), fmt::arg("name", sql_name(dimension.name))) + ", ";
  return sql;
}

// What is beyond the largest is one row, named in the first column.
std::string folded_names(const SumsTable& table) {
  if (!table.top || table.by.empty()) return column_names(table.by, "{name}");
  std::string sql;
  for (std::size_t i = 0; i < table.by.size(); ++i) {
    const auto name = sql_name(table.by[i].name);
    sql += fmt::format("CASE WHEN x_rank <= {} THEN {} {}END AS {}, ", *table.top, name,
                       i == 0 ? "ELSE '(other)' " : "", name);
  }
  return sql;
}

// By position, as a folded column has the name of one that isn't.
std::string fold_key(const SumsTable& table) {
  std::string key;
  for (std::size_t i = 0; i <= table.by.size(); ++i) key += (i == 0 ? "" : ", ") + std::to_string(i + 1);
  return table.top && !table.by.empty() ? key + fmt::format(", x_rank <= {}", *table.top) : key;
}

std::string spelled_names(const SumsTable& table) {
  std::string sql;
  for (std::size_t i = 0; i < table.by.size(); ++i) {
    const auto name = sql_name(table.by[i].name);
    sql += table.by[i].spelled.empty() ? name + ", " : fmt::format("coalesce(s{0}.spelling, r.{1}) AS {1}, ", i, name);
  }
  return sql;
}

std::string spelling_joins(const SumsTable& table) {
  std::string sql;
  for (std::size_t i = 0; i < table.by.size(); ++i) {
    if (table.by[i].spelled.empty()) continue;
    sql += fmt::format(
        "\nLEFT JOIN (SELECT value, max(spelling) AS spelling FROM dimension_spellings WHERE dimension = {} GROUP BY "
        "1) "
        "AS s{} ON s{}.value = r.{}",
        sql_literal(table.by[i].spelled), i, i, sql_name(table.by[i].name));
  }
  return sql;
}

std::string sums_sql(const SumsTable& table) {
  auto sums = table.sums;
  sums.insert(sums.end(), table.hidden.begin(), table.hidden.end());
  std::string dimensions, nothing;
  for (const auto& dimension : table.by) {
    dimensions += fmt::format("CAST({} AS VARCHAR) AS {}, ", dimension.expression, sql_name(dimension.name));
    nothing += "CAST(NULL AS VARCHAR) AS " + sql_name(dimension.name) + ", ";
  }
  return fmt::format(
      R"sql(
WITH grouped AS MATERIALIZED (
  SELECT {dimensions}currency{sums} FROM ({source}) GROUP BY ALL
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY currency ORDER BY {order} DESC NULLS LAST{ties}) AS x_rank FROM grouped
), folded AS (
  SELECT {folded}currency, min(x_rank) AS x_rank{again} FROM ranked GROUP BY {fold_key}
), all_rows AS (
  SELECT 0 AS x_total, {names}currency, x_rank{kept} FROM folded
  UNION ALL SELECT 1, {nothing}currency, 0{again} FROM grouped GROUP BY currency
)
SELECT x_total, {spelled}{shown}, r.currency{hidden}
FROM all_rows AS r{joins}
ORDER BY x_total, {order} IS NULL, {last}{order} DESC, x_rank)sql",
      fmt::arg("dimensions", dimensions), fmt::arg("sums", list_of(sums, "{sql} AS {name}")),
      fmt::arg("source", table.source), fmt::arg("order", sql_name(table.order)),
      fmt::arg("ties", table.by.empty() ? "" : ", " + column_names(table.by, "{name}") + "currency"),
      fmt::arg("folded", folded_names(table)), fmt::arg("again", list_of(sums, "sum({name}) AS {name}")),
      fmt::arg("fold_key", fold_key(table)), fmt::arg("names", column_names(table.by, "{name}")),
      fmt::arg("kept", list_of(sums, "{name}")), fmt::arg("nothing", nothing),
      fmt::arg("spelled", spelled_names(table)), fmt::arg("shown", list_of(table.shown, "{sql} AS {name}").substr(2)),
      fmt::arg("hidden", list_of(table.hidden, "{name}")), fmt::arg("joins", spelling_joins(table)),
      fmt::arg("last", table.top ? fmt::format("x_rank > {}, ", *table.top) : std::string()));
}

}  // namespace

Result<SumsAnswer> ask_sums(Engine& engine, const SumsTable& table) {
  TRY(const auto found, engine.query(sums_sql(table)));
  const auto width = table.by.size() + table.shown.size() + 1;
  SumsAnswer answer;
  const auto cells = [&](const auto& row, std::size_t begin, std::size_t end) {
    return std::vector(row.begin() + static_cast<std::ptrdiff_t>(begin),
                       row.begin() + static_cast<std::ptrdiff_t>(end));
  };
  answer.columns = cells(found.columns, 1, 1 + width);
  std::vector<std::vector<Cell>> totals;
  for (const auto& row : found.rows) {
    auto& rows = row[0] == "0" ? answer.rows : totals;
    rows.push_back(cells(row, 1, 1 + width));
    if (row[0] == "1") answer.hidden.push_back({row[width].value_or(""), cells(row, 1 + width, row.size())});
  }
  if (totals.size() == 1 && answer.rows.size() > 1) {
    answer.total = totals.front();
    if (!table.by.empty()) answer.total->front() = "total";
  }
  return answer;
}

Done make_explained_rows(Engine& engine, const SumsTable& table) {
  std::string keys, same;
  for (std::size_t i = 0; i < table.by.size(); ++i) {
    keys += fmt::format(", CAST({} AS VARCHAR) AS x_key_{}", table.by[i].expression, i);
    same += fmt::format(" AND s.x_key_{0} IS NOT DISTINCT FROM l.x_key_{0}", i);
  }
  const auto order =
      std::find_if(table.sums.begin(), table.sums.end(), [&](const NamedSql& sum) { return sum.name == table.order; });
  FARTHING_CHECK(order != table.sums.end());
  std::string names;
  for (std::size_t i = 0; i < table.by.size(); ++i) names += fmt::format("x_key_{}, ", i);
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE explained_rows AS WITH x_rows AS MATERIALIZED (SELECT *{0} FROM ({1})), x_largest "
      "AS "
      "(SELECT {2}currency FROM x_rows GROUP BY ALL ORDER BY {3} DESC NULLS LAST, {2}currency LIMIT 1) SELECT s.* FROM "
      "x_rows AS s JOIN x_largest AS l ON s.currency IS NOT DISTINCT FROM l.currency{4}",
      keys, table.source, names, order->sql, same));
}

std::string row_name(const SumsTable& table, const std::vector<Cell>& row) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.by.size(); ++i) names.push_back(row[i].value_or("-"));
  return join(names, " / ");
}

Result<SumsDimension> sums_dimension(const std::string& name, const std::vector<std::string>& known,
                                     const AllocationConfig& config) {
  const auto wanted = lower(name);
  if (wanted == "month") return SumsDimension{"month", "billing_period", {}};
  const auto rule = std::find_if(config.dimensions.begin(), config.dimensions.end(),
                                 [&](const DimensionRule& one) { return one.name == name; });
  const bool has_map = std::find(known.begin(), known.end(), "dimensions") != known.end();
  if (std::find(known.begin(), known.end(), wanted) != known.end() && wanted != "dimensions" &&
      (rule == config.dimensions.end() || wanted != "owner")) {
    return SumsDimension{wanted, sql_name(wanted), {}};
  }
  if (has_map && rule != config.dimensions.end()) {
    const auto key = sql_literal(name);
    const auto owner = name == "owner" ? "coalesce(dimensions[" + key + "], owner)" : "dimensions[" + key + "]";
    return SumsDimension{name, owner, name};
  }
  std::vector<std::string> choices;
  for (const auto& one : known) {
    if (one != "dimensions") choices.push_back(one);
  }
  choices.emplace_back("month");
  if (has_map) {
    for (const auto& one : config.dimensions) choices.push_back(one.name);
  }
  return misuse("it is not known by '" + name + "'", "choose of: " + join(choices, ", "));
}

Result<Period> sums_period(LakeView& view, const PeriodChoice& choice) {
  TRY(const auto newest, newest_allocated(view.engine(), view.snapshot()));
  if (!newest && choice.last) return Period{};
  return resolve_period(choice, newest);
}

Result<Answer> sums_answer(LakeView& view, const SumsQuestion& question, const Period& period, const SumsTable& table,
                           SumsAnswer sums, const std::string& title, const std::string& first_note) {
  Answer answer = view.new_answer();
  std::vector<std::string> names;
  for (const auto& dimension : table.by) names.push_back(dimension.name);
  answer.title = title + " by " + join(names, ", ") + ", " + period.label();
  TRY(auto states, allocation_state_notes(view.engine(), view.snapshot()));
  answer.complete = states.empty();
  answer.notes.push_back(first_note);
  for (auto& state : states) answer.notes.push_back(std::move(state));
  for (auto& note : period_notes(question.period, period)) answer.notes.push_back(std::move(note));
  answer.columns = std::move(sums.columns);
  answer.rows = std::move(sums.rows);
  answer.total = std::move(sums.total);
  return answer;
}

void explain_sums(const SumsQuestion& question, Answer& answer, const Snapshot& snapshot) {
  answer.explanation.push_back(std::string("basis: ") + named(question.basis).name);
  answer.explanation.push_back("snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at);
}

}  // namespace farthing
