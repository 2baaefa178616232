#include "lake/day_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/build_blocks.hpp"
#include "lake/build_days.hpp"
#include "lake/build_inputs.hpp"
#include "lake/build_prices.hpp"
#include "lake/build_reserved.hpp"
#include "lake/dimension_sql.hpp"
#include "lake/model_tables.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

// Adds the time of its life.
class SecondsInto {
 public:
  explicit SecondsInto(double& sum) : sum_(sum) {}
  SecondsInto(const SecondsInto&) = delete;
  SecondsInto& operator=(const SecondsInto&) = delete;
  ~SecondsInto() { sum_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count(); }

 private:
  double& sum_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

std::string kept_columns(const std::string& table) {
  std::vector<std::string> names;
  for (const auto& column : model_columns(table)) names.push_back(sql_name(column.name));
  return join(names, ", ");
}

// What of the datasets and of what was built lies on these days or lasts into them, so that no other file is opened;
// bills whole.
Snapshot snapshot_of_days(const Snapshot& snapshot, const std::vector<std::string>& days) {
  Snapshot narrowed = snapshot;
  const auto is_wanted = [&](const std::string& day) { return std::find(days.begin(), days.end(), day) != days.end(); };
  for (auto& [name, manifest] : narrowed.datasets) {
    const bool lasts = lasts_into_next_day(name);
    std::erase_if(manifest.partitions, [&](const Partition& partition) {
      return is_day(partition.period) && !is_wanted(partition.period) &&
             !(lasts && is_wanted(next_day(partition.period)));
    });
  }
  return narrowed;
}

// Money by the spelling of each dimension's values, of workloads alone: lines of the bill follow them.
std::string dimension_days_sql(const AllocationConfig& config) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < config.dimensions.size(); ++i) {
    const auto name = sql_literal(config.dimensions[i].name);
    parts.push_back(
        fmt::format("SELECT f.day, {0} AS dimension, f.dimensions[{0}] AS value, f.spelling_{1} AS spelling, "
                    "CAST(sum(a.effective_cost) * "
                    "0.000000000001 AS DECIMAL(38,12)) AS effective_cost FROM workload_facts AS f LEFT JOIN (SELECT "
                    "a.workload_key, "
                    "m.day, sum(a.effective_cost) AS effective_cost FROM workload_day_amounts AS a JOIN machine_days "
                    "AS m ON m.group_key "
                    "= a.group_key GROUP BY 1, 2) AS a ON a.workload_key = f.workload_key AND a.day = f.day WHERE "
                    "f.spelling_{1} IS NOT "
                    "NULL GROUP BY 1, 2, 3, 4",
                    name, i));
    parts.push_back(
        fmt::format("SELECT day, {0}, {2}, spelling_{1}, CAST(sum(effective_cost) AS DECIMAL(38,12)) FROM day_lines "
                    "WHERE spelling_{1} IS "
                    "NOT NULL AND node_key IS NULL GROUP BY 1, 2, 3, 4",
                    name, i, normal_form_sql(fmt::format("spelling_{}", i))));
  }
  return parts.empty()
             ? "SELECT day, '' AS dimension, '' AS value, '' AS spelling, NULL AS effective_cost FROM build_days "
               "WHERE false"
             : join(parts, " UNION ALL ");
}

}  // namespace

Done DayBuilder::make_model(const char* name) {
  return engine_.run(std::string("CREATE OR REPLACE TEMP TABLE ") + name + " AS " + std::string(model_sql(name)));
}

Done DayBuilder::make_tables(const std::vector<std::string>& days, const std::string& end) {
  TRY_DONE(make_day_tables(engine_, days, end, settings_.config));
  TRY_DONE(make_workload_tables(engine_, days, settings_.config));
  TRY_DONE(make_day_charges(engine_, days, settings_.shared, settings_.config));
  TRY_DONE(make_model("machine_line_hours"));
  TRY_DONE(make_block_line_hours(engine_));
  TRY_DONE(make_price_estimates(engine_, days));
  TRY_DONE(make_model("node_hours"));
  const SecondsInto timer(seconds_of_shares_);
  for (const char* name :
       {"accelerator_hours", "accelerator_use", "workload_hours", "machine_hours_held", "workload_hour_shares"})
    TRY_DONE(make_model(name));
  return {};
}

Done DayBuilder::make_money_tables() {
  for (const char* name : {"machine_hour_rates", "workload_day_amounts", "machine_days", "idle_hours",
                           "accelerator_day_amounts", "model_hours", "unit_costs"}) {
    TRY_DONE(make_model(name));
  }
  return make_bill_remainder(engine_, settings_.config);
}

// A machine whose price came with `nodes` costs that, whatever was billed before.
Result<std::vector<DayToBuild>> DayBuilder::with_bill_before(const std::vector<DayToBuild>& planned) {
  TRY(const auto estimated,
      engine_.query("SELECT DISTINCT day FROM node_hours WHERE estimated AND cost_source <> 'nodes'"));
  auto days = planned;
  for (auto& day : days) {
    const bool went_in =
        std::any_of(estimated.rows.begin(), estimated.rows.end(), [&](const auto& row) { return row[0] == day.day; });
    if (!went_in) day.mark.bill_before.clear();
  }
  return days;
}

Result<BuiltTables> DayBuilder::build(const std::vector<DayToBuild>& planned, const std::string& end) {
  std::vector<std::string> names;
  for (const auto& day : planned) names.push_back(day.day);
  TRY_DONE(lake_.create_views(engine_, snapshot_of_days(snapshot_, names)));
  TRY_DONE(make_tables(names, end));
  TRY(const auto days, with_bill_before(planned));
  BuiltTables built;
  {
    const SecondsInto timer(seconds_of_shares_);
    TRY_DONE(keep(kAllocationShares, std::string(model_sql(kAllocationShares)), days, built));
  }
  TRY_DONE(make_money_tables());
  TRY(const auto weights, engine_.query("SELECT DISTINCT weights FROM node_hours WHERE weights IS NOT NULL"));
  for (const auto& row : weights.rows) weights_.insert(*row[0]);
  for (const char* table : {kNodeHours, kWorkloadFacts, kIdleHours, kUnitCosts}) {
    TRY_DONE(keep(table, std::string("SELECT * FROM ") + table, days, built));
  }
  TRY_DONE(keep_rollups(days, built));
  TRY_DONE(make_day_reserved(engine_, names));
  for (const char* table : {kWorkloadDays, kAcceleratorDaily, kRunHours, kUnitCostsDaily, kDataIssues}) {
    TRY_DONE(keep(table, std::string(model_sql(table)), days, built));
  }
  TRY_DONE(keep(kDimensionDays, dimension_days_sql(settings_.config), days, built));
  TRY_DONE(keep_estimate_errors(days, built));
  return built;
}

fs::path DayBuilder::folder_of(const std::string& table, const std::vector<DayToBuild>& days) const {
  return staging_ / days.front().day / table;
}

Done DayBuilder::write(const std::string& table, const std::string& sql, const std::vector<DayToBuild>& days) {
  const auto folder = folder_of(table, days);
  TRY_DONE(make_folders(folder));
  return engine_.run(fmt::format(
      "COPY (SELECT {} FROM ({})) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, "
      "PARTITION_BY (day), WRITE_PARTITION_COLUMNS, OVERWRITE_OR_IGNORE)",
      kept_columns(table), sql, sql_literal(folder.string())));
}

Done DayBuilder::place_all(const std::string& table, const std::vector<DayToBuild>& days, BuiltTables& built) {
  for (const auto& day : days) {
    TRY(auto partition, place(table, folder_of(table, days) / ("day=" + day.day), day));
    built[table].push_back(std::move(partition));
  }
  return {};
}

Done DayBuilder::keep(const std::string& table, const std::string& sql, const std::vector<DayToBuild>& days,
                      BuiltTables& built) {
  TRY_DONE(write(table, sql, days));
  return place_all(table, days, built);
}

// The roll-up by workload is summed from the files of the one by container: as a table that would take longer to make
// than to write and read.
Done DayBuilder::keep_rollups(const std::vector<DayToBuild>& days, BuiltTables& built) {
  const std::string rollup(model_sql(kAllocationRollup));
  TRY_DONE(write(kAllocationRollup, rollup, days));
  const auto folder = folder_of(kAllocationRollup, days);
  const auto written = fs::is_empty(folder)
                           ? rollup
                           : "SELECT * FROM read_parquet(" + sql_literal((folder / "*" / "*.parquet").string()) +
                                 ", hive_partitioning = false)";
  TRY_DONE(engine_.run(std::string("CREATE OR REPLACE TEMP VIEW ") + kAllocationRollup + " AS " + written));
  TRY_DONE(keep(kWorkloadRollup, std::string(model_sql(kWorkloadRollup)), days, built));
  TRY_DONE(engine_.run(std::string("DROP VIEW temp.") + kAllocationRollup));
  return place_all(kAllocationRollup, days, built);
}

Result<Partition> DayBuilder::place(const std::string& table, const fs::path& made, const DayToBuild& day) {
  Partition partition;
  partition.period = day.day;
  partition.version = unique_id();
  partition.sql_sha256 = day.mark.text();
  // A day without rows has no folder.
  if (!fs::exists(made)) return partition;
  TRY(const auto folder, lake_.new_partition_folder(table, day.day, partition.version));
  folders_.add(folder);
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(made, error)) {
    TRY_DONE(move_path(entry.path(), folder / entry.path().filename()));
  }
  if (error) return fail(error.message(), made.string());
  TRY(partition.files, describe_files(engine_, lake_.root(), folder));
  return partition;
}

// Of a day that was estimated before and has a bill now; else what was found before stays. What was kept is the view of
// the engine's own database: `main.node_hours` would be the table of the same name that is being built.
Done DayBuilder::keep_estimate_errors(const std::vector<DayToBuild>& days, BuiltTables& built) {
  const auto was_built = [&](const DayToBuild& day) {
    const auto& old = snapshot_.partitions(kNodeHours);
    return std::any_of(old.begin(), old.end(), [&](const auto& one) { return one.period == day.day; });
  };
  std::vector<DayToBuild> again;
  std::copy_if(days.begin(), days.end(), std::back_inserter(again), was_built);
  if (again.empty()) return {};
  TRY_DONE(engine_.run(
      "CREATE OR REPLACE TEMP TABLE estimates_met AS SELECT n.day, o.cost_source, count(*) AS node_hours, "
      "CAST(sum(o.effective_cost) AS DECIMAL(38,12)) AS estimated_cost, CAST(sum(n.effective_cost) AS DECIMAL(38,12)) "
      "AS "
      "actual_cost FROM memory.main.node_hours AS o JOIN node_hours AS n ON n.node_id = o.node_id AND n.hour = o.hour "
      "WHERE "
      "o.estimated AND NOT n.estimated AND o.effective_cost IS NOT NULL AND n.effective_cost IS NOT NULL GROUP BY 1, "
      "2"));
  TRY(const auto met, engine_.query("SELECT DISTINCT day FROM estimates_met"));
  std::erase_if(again, [&](const auto& day) {
    return std::none_of(met.rows.begin(), met.rows.end(), [&](const auto& row) { return row[0] == day.day; });
  });
  if (again.empty()) return {};
  return keep(kEstimateErrors, "SELECT * FROM estimates_met", again, built);
}

}  // namespace farthing
