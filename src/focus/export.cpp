#include "focus/export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "base/embedded_text.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"
#include "focus/allocated_charges.hpp"
#include "focus/day_parts.hpp"
#include "focus/export_file.hpp"
#include "focus/largest_remainder.hpp"
#include "lake/build_accelerators.hpp"
#include "lake/dimension_sql.hpp"

namespace farthing {
namespace fs = std::filesystem;

extern const EmbeddedText embedded_lake_sql[];

namespace {

constexpr const char* kStaged = "focus_charges";

Done check_choices(const FocusExport& what) {
  TRY_DONE(check_period({.month = what.month}));
  for (const char* type : {"csv", "csv.gz", "parquet"}) {
    if (what.file_type == type) return {};
  }
  return misuse("'" + what.file_type + "' is no type of file", "choose one of: csv, csv.gz, parquet");
}

// The days on which the month's charges lie, as many together as memory allows.
Result<std::vector<std::vector<std::string>>> charge_days_of(Engine& engine, const std::string& month) {
  constexpr long long kChargesAtOnce = 20'000;
  TRY(const auto rows, engine.query("SELECT " + part_day_sql() + ", count(*) FROM charges WHERE billing_period = " +
                                    sql_literal(month) + " GROUP BY 1 ORDER BY 1"));
  std::vector<std::vector<std::string>> groups;
  long long together = 0;
  for (const auto& row : rows.rows) {
    const auto charges = std::stoll(row[1].value_or("0"));
    if (groups.empty() || together + charges > kChargesAtOnce) {
      groups.emplace_back();
      together = 0;
    }
    groups.back().push_back(row[0].value_or(""));
    together += charges;
  }
  return groups;
}

// Two charges of one name can't be told apart, nor their parts.
Done check_origins(Engine& engine, const std::string& month) {
  TRY(const auto rows,
      engine.query(fmt::format("SELECT {0} FROM charges WHERE billing_period = {1} AND AllocatedMethodId IS NULL GROUP "
                               "BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1",
                               origin_id_sql(), sql_literal(month))));
  if (rows.rows.empty()) return {};
  return fail("two charges come from one place of the bill, so their parts can't be told apart",
              rows.rows[0][0].value_or(""), "import the bills again from files of different names");
}

// What the days were worked out with takes memory that their charges need.
Done drop_day_tables(Engine& engine) {
  TRY(const auto tables, engine.query("SELECT table_name FROM duckdb_tables() WHERE temporary"));
  for (const auto& row : tables.rows) TRY_DONE(engine.run("DROP TABLE temp." + sql_name(row[0].value_or(""))));
  return {};
}

Done stage_charges(LakeView& view, const Lake& lake, const AllocationConfig& config, const FocusExport& what,
                   const fs::path& folder) {
  auto& engine = view.engine();
  const auto parts = folder / "parts", charges = folder / "charges";
  TRY_DONE(make_folders(parts));
  TRY_DONE(make_folders(charges));
  for (const auto& days : built_days(view.snapshot(), what.month)) {
    TRY_DONE(write_day_parts(engine, lake, view.snapshot(), what.month, days, config, parts));
  }
  TRY_DONE(drop_day_tables(engine));
  TRY_DONE(lake.create_views(engine, view.snapshot()));
  TRY(const auto days, charge_days_of(engine, what.month));
  for (const auto& some : days) {
    const ChargesOfDays of{what.month, some, "farthing-" + config.weights + "-" + config.share_by + "-v1",
                           what.file_type == "parquet"};
    TRY_DONE(write_allocated_charges(engine, of, parts, charges / (some.front() + ".parquet")));
  }
  return engine.run(
      fmt::format("CREATE OR REPLACE TEMP VIEW {} AS SELECT * FROM read_parquet({}, hive_partitioning = false)",
                  kStaged, sql_literal(exact_pattern(charges.string()) + "/*.parquet")));
}

std::string sums_sql(const char* from, const std::string& where) {
  std::vector<std::string> sums;
  for (const auto& basis : kCostBases) sums.push_back(fmt::format("sum({0}) AS \"{0}\"", basis.column));
  return fmt::format("SELECT BillingCurrency AS currency, {} FROM {} WHERE {} GROUP BY 1", join(sums, ", "), from,
                     where);
}

// What the bill says beside what the file says, by currency and basis.
Result<bool> compare_totals(Engine& engine, const std::string& month, Answer& answer) {
  std::vector<std::string> rows;
  for (const auto& basis : kCostBases) {
    rows.push_back(fmt::format(
        "SELECT coalesce(b.currency, f.currency), '{0}', b.\"{1}\", f.\"{1}\", f.\"{1}\" - b.\"{1}\", b.\"{1}\" IS "
        "DISTINCT FROM f.\"{1}\" FROM bill AS b FULL JOIN file AS f ON f.currency IS NOT DISTINCT FROM b.currency",
        basis.name, basis.column));
  }
  TRY(const auto found,
      engine.query("WITH bill AS (" + sums_sql("charges", "billing_period = " + sql_literal(month)) + "), file AS (" +
                   sums_sql(kStaged, "true") + ") " + join(rows, " UNION ALL ") + " ORDER BY 1, 2"));
  answer.columns = {{"currency", ValueType::kText, "VARCHAR"},
                    {"basis", ValueType::kText, "VARCHAR"},
                    {"bill", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"exported", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"difference", ValueType::kDecimal, "DECIMAL(38,12)"}};
  bool differ = false;
  for (const auto& row : found.rows) {
    differ = differ || row[5] == "true";
    answer.rows.emplace_back(row.begin(), row.begin() + 5);
  }
  return differ;
}

Done add_counts(Engine& engine, const fs::path& file, Answer& answer) {
  TRY(const auto rows,
      engine.query(fmt::format("SELECT count(*), count(DISTINCT CASE WHEN {1} IS NOT NULL THEN {0} END), count({1}), "
                               "count(CASE WHEN {1} = 'allocated' THEN 1 END) FROM {2}",
                               kOriginChargeId, kCostKind, kStaged)));
  const auto number = [&](std::size_t at) { return with_thousands(std::stoll(rows.rows[0][at].value_or("0"))); };
  answer.notes.push_back(
      fmt::format("{}: {} charges; {} charges of machines became {} allocated ones, {} of them of workloads",
                  file.string(), number(0), number(1), number(2), number(3)));
  return {};
}

// A bill's own amounts may have more digits than a double.
Done name_rounded_amounts(Engine& engine, Answer& answer) {
  std::vector<std::string> counts;
  for (const auto& basis : kCostBases) {
    counts.push_back(fmt::format(
        "count(CASE WHEN CAST(CAST(CAST(CAST({0} AS VARCHAR) AS DOUBLE) AS VARCHAR) AS DECIMAL(38,12)) <> {0} "
        "THEN 1 END)",
        basis.column));
  }
  TRY(const auto rows, engine.query("SELECT " + join(counts, " + ") + " FROM " + kStaged));
  if (rows.rows[0][0] == "0") return {};
  answer.notes.push_back(*rows.rows[0][0] +
                         " amounts have more digits than a DOUBLE of Parquet holds; as CSV they are exact");
  return {};
}

}  // namespace

Result<FocusExported> export_focus(LakeView& view, const Lake& lake, const AllocationConfig& config,
                                   const FocusExport& what) {
  TRY_DONE(check_choices(what));
  auto& engine = view.engine();
  FocusExported exported{view.new_answer()};
  auto& answer = exported.answer;
  answer.title = "FOCUS 1.3, " + what.month + ": the bill and what was exported";
  TRY(const auto days, charge_days_of(engine, what.month));
  if (days.empty()) return missing("there is no bill of " + what.month);
  TRY(answer.notes, allocation_state_notes(engine, view.snapshot()));
  TRY_DONE(check_origins(engine, what.month));
  TRY_DONE(engine.run("SET preserve_insertion_order = false"));
  for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) TRY_DONE(engine.run(sql->text));
  TRY_DONE(add_dimension_functions(engine));
  TRY_DONE(make_accelerator_facts(engine, {}));  // of cards nothing is asked here
  TRY_DONE(add_split_functions(engine));
  TRY_DONE(make_folders(what.out));
  TRY(const auto folder, TemporaryFolder::create());
  TRY_DONE(stage_charges(view, lake, config, what, folder.path()));
  TRY(exported.contradicts, compare_totals(engine, what.month, answer));
  if (exported.contradicts) return exported;
  TRY(const auto cells, exported_cells(engine, kStaged, what.file_type == "parquet"));
  const auto file = what.out / ("focus-1.3-" + what.month + "." + what.file_type);
  TRY_DONE(write_export(engine, kStaged, cells, file, what.file_type));
  TRY_DONE(add_counts(engine, file, answer));
  if (what.file_type == "parquet") TRY_DONE(name_rounded_amounts(engine, answer));
  return exported;
}

}  // namespace farthing
