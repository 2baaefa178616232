#include "support/made_allocation.hpp"

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "domain/cost_basis.hpp"
#include "lake/lake.hpp"
#include "lake/model_tables.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace {

// What tests put rows into; all else is the lake's empty view.
constexpr const char* kFilled[] = {
    "charges",          "nodes",      "workloads",  "node_hours",         "allocation_shares",
    "allocation_daily", "idle_moves", "idle_hours", "dimension_spellings"};

void spread_cost(MadeRow& row) {
  const auto found = row.find("cost");
  if (found == row.end()) return;
  for (const auto& basis : kCostBases) row.try_emplace(std::string(basis.name) + "_cost", found->second);
  row.erase("cost");
}

void put_dimensions(MadeRow& row) {
  std::vector<std::string> entries;
  for (const char* name : {"team", "environment"}) {
    const auto found = row.find(name);
    if (found == row.end()) continue;
    entries.push_back(sql_literal(name) + ": " + sql_literal(found->second));
    row.erase(found);
  }
  if (!entries.empty()) row["dimensions"] = "MAP {" + join(entries, ", ") + "}";
}

}  // namespace

MadeAllocation::MadeAllocation() {
  const Lake nowhere("no such folder");
  if (const auto made = nowhere.create_views(engine, Snapshot{}); !made) {
    check_failed(made.error().text().c_str(), __FILE__, __LINE__);
  }
  // A temporary table goes before a view of its name.
  for (const char* table : kFilled)
    run(std::string("CREATE TEMP TABLE ") + table + " AS SELECT * FROM memory.main." + table);
  run("CREATE TEMP VIEW costs_daily AS " + std::string(model_sql("costs_daily")));
  for (const auto& [view, table] :
       {std::pair(kWorkloadDaily, kAllocationDaily), std::pair(kWorkloadIdleMoves, kIdleMoves)})
    run(std::string("CREATE TEMP VIEW ") + view +
        " AS SELECT * REPLACE (NULL AS node, NULL AS pod, NULL AS container, "
        "NULL AS workload_id) FROM " +
        table);
  snapshot.n = 7;
  snapshot.written_at = "2026-11-25T00:00:00Z";
  for (const char* name : {"team", "environment"}) config.dimensions.push_back({name, {}, {}, {}});
}

void MadeAllocation::run(const std::string& sql) {
  if (const auto done = engine.run(sql); !done) check_failed(done.error().text().c_str(), __FILE__, __LINE__);
}

std::string MadeAllocation::ask_one(const std::string& sql) {
  const auto rows = engine.query(sql);
  if (!rows) return "error: " + rows.error().text();
  return rows->rows.at(0).at(0).value_or("NULL");
}

void MadeAllocation::add_to(const std::string& table, MadeRow row) {
  if (table == "allocation_daily" || table == "idle_moves") {
    row.try_emplace("billing_period", "2026-10");
    row.try_emplace("hours", "1");
    put_dimensions(row);
  }
  row.try_emplace("day", "2026-10-05");
  if (table != kAllocationShares) {
    row.try_emplace("currency", "USD");
    row.try_emplace("estimated", "false");
  }
  spread_cost(row);
  std::vector<std::string> names, values;
  for (const auto& [name, value] : row) {
    names.push_back(sql_name(name));
    values.push_back(name == "dimensions" || value == "NULL" ? value : sql_literal(value));
  }
  run("INSERT INTO " + table + " (" + join(names, ", ") + ") VALUES (" + join(values, ", ") + ")");
}

Answer MadeAllocation::ask(const CostsQuestion& question) {
  auto answer = answer_costs(engine, snapshot, question, config);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  empty.complete = false;
  return empty;
}

MadeRow held_by(const std::string& team, const std::string& cost, const MadeRow& more) {
  MadeRow row = {{"cost_kind", "allocated"}, {"account", "111"},      {"cluster", "prod"}, {"namespace", team},
                 {"workload_id", team},      {"cost_source", "bill"}, {"team", team},      {"cost", cost}};
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

}  // namespace farthing
