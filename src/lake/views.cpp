#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "domain/cost_basis.hpp"
#include "domain/dataset.hpp"
#include "domain/dimension.hpp"
#include "lake/lake.hpp"
#include "lake/model_tables.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

struct ViewColumn {
  std::string name;
  std::string type;  // in SQL
};

std::vector<ViewColumn> lake_columns(std::span<const LakeColumn> columns) {
  std::vector<ViewColumn> out;
  for (const auto& column : columns) out.push_back({column.name, std::string(sql_type(column.type))});
  return out;
}

// As models/costs_daily.sql makes them.
std::vector<ViewColumn> daily_columns() {
  std::vector<ViewColumn> out;
  for (const auto& name : daily_rollup_dimensions()) {
    out.push_back({name, std::string(sql_type(find_charge_column(name)->type))});
  }
  out.push_back({"lines", "BIGINT"});
  for (const auto& basis : kCostBases) out.push_back({basis.column, std::string(sql_type(LakeType::kCost))});
  for (const auto& basis : kCostBases) out.push_back({std::string(basis.column) + "_unknown_lines", "BIGINT"});
  return out;
}

std::vector<ViewColumn> dataset_view_columns(const Dataset& dataset) {
  std::vector<ViewColumn> out;
  for (const auto& column : dataset.columns) out.push_back({column.name, std::string(sql_type(column.type))});
  out.push_back({"x_Unknown", std::string(sql_type(DatasetType::kMap))});
  return out;
}

std::vector<ViewColumn> model_view_columns(std::span<const ModelColumn> columns) {
  std::vector<ViewColumn> out;
  for (const auto& column : columns) out.push_back({column.name, column.sql_type});
  return out;
}

// The spelling with the most money stands for a value.
constexpr const char* kDimensionSpellings =
    "CREATE OR REPLACE VIEW dimension_spellings AS SELECT dimension, value, max_by(spelling, (cost, spelling)) AS "
    "spelling "
    "FROM (SELECT dimension, value, spelling, coalesce(sum(effective_cost), 0) AS cost FROM dimension_days GROUP BY 1, "
    "2, 3) "
    "GROUP BY 1, 2";

std::string empty_table(const std::vector<ViewColumn>& columns) {
  std::vector<std::string> list;
  for (const auto& column : columns) list.push_back("CAST(NULL AS " + column.type + ") AS " + sql_name(column.name));
  return "SELECT " + join(list, ", ") + " WHERE false";
}

// The schema is given, so the engine opens no file before a question needs it (union_by_name would read the footers of
// all), and a column that a file lacks is NULL of the right type.
std::string files_as_table(const std::vector<ViewColumn>& columns, const std::vector<std::string>& files) {
  std::vector<std::string> list;
  for (const auto& column : columns) {
    const auto name = sql_literal(column.name);
    list.push_back(name + ": {name: " + name + ", type: " + sql_literal(column.type) + ", default_value: NULL}");
  }
  return "SELECT * FROM read_parquet([" + join(files, ", ") + "], hive_partitioning = false, schema = MAP {" +
         join(list, ", ") + "})";
}

}  // namespace

Done Lake::create_views(Engine& engine, const Snapshot& snapshot) const {
  std::error_code error;
  const fs::path root = fs::absolute(root_, error);
  if (error) return fail(error.message(), root_.string());
  std::vector<std::pair<std::string, std::vector<ViewColumn>>> tables = {
      {kCharges, lake_columns(charge_columns())},
      {kSplitCharges, lake_columns(split_charge_columns())},
      {kCostsDaily, daily_columns()},
  };
  for (const auto& dataset : datasets()) tables.emplace_back(dataset.name, dataset_view_columns(dataset));
  for (const auto& table : model_tables()) tables.emplace_back(table.name, model_view_columns(table.columns));
  for (const auto& [dataset, columns] : tables) {
    std::vector<std::string> files;
    for (const auto& partition : snapshot.partitions(dataset)) {
      for (const auto& file : partition.files) files.push_back(sql_literal(exact_pattern((root / file.path).string())));
    }
    auto table = files.empty() ? empty_table(columns) : files_as_table(columns, files);
    // What is wrong with runs is looked up when it is asked for, as runs change between builds.
    if (dataset == kDataIssues) table += " UNION ALL SELECT * FROM (" + std::string(model_sql(kRunIssues)) + ")";
    TRY_DONE(engine.run("CREATE OR REPLACE VIEW " + sql_name(dataset) + " AS " + table));
  }
  for (const auto& [name, sql] : allocation_views()) {
    TRY_DONE(engine.run("CREATE OR REPLACE VIEW " + name + " AS " + sql));
  }
  TRY_DONE(engine.run(kDimensionSpellings));
  return engine.run("CREATE OR REPLACE VIEW allocated_costs AS " + std::string(model_sql(kAllocatedCosts)));
}

}  // namespace farthing
