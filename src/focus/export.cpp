#include "focus/export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "base/embedded_text.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"
#include "focus/day_parts.hpp"
#include "focus/export_columns.hpp"
#include "focus/export_file.hpp"
#include "focus/export_totals.hpp"
#include "focus/largest_remainder.hpp"
#include "focus/month_file.hpp"
#include "lake/build_accelerators.hpp"
#include "lake/charge_days.hpp"
#include "lake/dimension_sql.hpp"

namespace farthing {
namespace fs = std::filesystem;

extern const EmbeddedText embedded_lake_sql[];

namespace {

Done check_choices(const FocusExport& what) {
  TRY_DONE(check_period({.month = what.month}));
  for (const char* type : {"csv", "csv.gz", "parquet"}) {
    if (what.file_type == type) return {};
  }
  return misuse("'" + what.file_type + "' is no type of file", "choose one of: csv, csv.gz, parquet");
}

// Two charges of one name can't be told apart, nor their parts.
Done check_origins(Engine& engine, const std::string& month) {
  TRY(const auto rows,
      engine.query(fmt::format("SELECT min({0}) FROM charges WHERE billing_period = {1} AND AllocatedMethodId IS NULL "
                               "GROUP BY {2} HAVING count(*) > 1 ORDER BY 1 LIMIT 1",
                               origin_id_sql(), sql_literal(month), origin_key_sql())));
  if (rows.rows.empty()) return {};
  return fail("two charges come from one place of the bill, so their parts can't be told apart",
              rows.rows[0][0].value_or(""), "import the bills again from files of different names");
}

Done check_bill(Engine& engine, const std::string& month) {
  TRY(const auto rows, engine.query("SELECT 1 FROM charges WHERE billing_period = " + sql_literal(month) + " LIMIT 1"));
  if (rows.rows.empty()) return missing("there is no bill of " + month);
  return check_origins(engine, month);
}

// The month's charges as they are seen in the file: of maps that parts don't have those of whole charges alone.
Done make_exported_charges(Engine& engine, const std::string& month, const fs::path& parts) {
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE split_origins AS " + split_origins_sql(parts)));
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP VIEW focus_charges AS SELECT c.* REPLACE (CASE WHEN s.origin IS NULL THEN x_Discounts "
      "END "
      "AS x_Discounts) FROM (SELECT *, CASE WHEN AllocatedMethodId IS NULL THEN {} END AS x_key FROM charges WHERE "
      "billing_period = {}) AS c LEFT JOIN split_origins AS s ON s.origin = c.x_key",
      origin_key_sql(), sql_literal(month)));
}

// What the days were worked out with takes memory that their charges need.
Done drop_day_tables(Engine& engine) {
  TRY(const auto tables, engine.query("SELECT table_name FROM duckdb_tables() WHERE temporary"));
  for (const auto& row : tables.rows) TRY_DONE(engine.run("DROP TABLE temp." + sql_name(row[0].value_or(""))));
  return {};
}

Done stage_parts(LakeView& view, const Lake& lake, const AllocationConfig& config, const std::string& month,
                 const fs::path& parts) {
  auto& engine = view.engine();
  TRY_DONE(make_folders(names_folder(parts)));
  TRY(const auto known, known_charge_days(engine, view.snapshot()));
  TRY_DONE(make_block_charges(engine, known.blocks));
  for (const auto& days : built_days(view.snapshot(), month)) {
    TRY_DONE(write_day_parts(engine, lake, view.snapshot(), month, days, config, parts));
  }
  TRY_DONE(drop_day_tables(engine));
  return lake.create_views(engine, view.snapshot());
}

Done prepare(Engine& engine) {
  for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) TRY_DONE(engine.run(sql->text));
  TRY_DONE(add_dimension_functions(engine));
  TRY_DONE(make_accelerator_facts(engine, {}));  // of cards nothing is asked here
  return add_plain_number(engine);
}

}  // namespace

Result<FocusExported> export_focus(LakeView& view, const Lake& lake, const AllocationConfig& config,
                                   const FocusExport& what) {
  TRY_DONE(check_choices(what));
  auto& engine = view.engine();
  FocusExported exported{view.new_answer()};
  auto& answer = exported.answer;
  answer.title = "FOCUS 1.3, " + what.month + ": the bill and what was exported";
  TRY(answer.notes, allocation_state_notes(engine, view.snapshot()));
  TRY_DONE(check_bill(engine, what.month));
  TRY_DONE(prepare(engine));
  TRY_DONE(make_folders(what.out));
  const auto path = what.out / ("focus-1.3-" + what.month + "." + what.file_type);
  TRY(auto file, ExportFile::create(path, what.file_type == "csv.gz"));
  TRY(const auto folder, TemporaryFolder::create());
  const auto parts = folder.path() / "parts";
  TRY_DONE(stage_parts(view, lake, config, what.month, parts));
  TRY_DONE(make_exported_charges(engine, what.month, parts));
  ExportedMonth month{what.month, {}, parts, {}, what.file_type == "parquet"};
  TRY(month.columns, plan_export_columns(engine, "focus_charges"));
  TRY(month.groups, charge_groups(engine, what.month, parts));
  TRY(const auto totals,
      write_month(engine, std::move(month), "farthing-" + config.weights + "-" + config.share_by + "-v1", file));
  TRY(exported.contradicts, compare_totals(engine, what.month, totals, answer));
  if (exported.contradicts) return exported;
  TRY_DONE(file.keep());
  add_count_notes(totals, path, answer);
  return exported;
}

}  // namespace farthing
