#include "lake/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/embedded_text.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/build_inputs.hpp"
#include "lake/models.hpp"
#include "lake/new_files.hpp"

namespace farthing {

extern const EmbeddedText embedded_lake_sql[];

namespace fs = std::filesystem;
namespace {

// Per vCPU, GiB and card; the second row is of machines with accelerators. AWS: 9 to 1, and 90 to 9 to 1. OpenCost: its
// default prices in us-east-1.
constexpr std::pair<const char*, const char*> kWeights[] = {
    {"aws", "(false, 9e0, 1e0, 0e0), (true, 0.9e0, 0.1e0, 9e0)"},
    {"opencost", "(false, 0.031611e0, 0.004237e0, 0e0), (true, 0.031611e0, 0.004237e0, 0.95e0)"},
};
constexpr const char* kShareBy[] = {"max", "request", "usage"};

Result<std::string> weights_sql(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& [known, rows] : kWeights) {
    if (name == known) return std::string(rows);
    names.emplace_back(known);
  }
  return misuse("there are no weights '" + name + "'", "choose one of: " + join(names, ", "));
}

Done check_share_by(const std::string& name) {
  if (std::find(std::begin(kShareBy), std::end(kShareBy), name) != std::end(kShareBy)) return {};
  return misuse("nothing is shared by '" + name + "'", "choose one of: max, request, usage");
}

std::string made_by(const AllocationSettings& settings) {
  return sha256_hex(std::string(model_sql(kNodeHours)) + std::string(model_sql(kAllocationShares)) + settings.weights +
                    "," + settings.share_by)
      .substr(0, 32);
}

Done make_settings(Engine& engine, const AllocationSettings& settings) {
  TRY_DONE(check_share_by(settings.share_by));
  TRY(const auto weights, weights_sql(settings.weights));
  TRY_DONE(engine.run("CREATE TEMP TABLE allocation_weights AS SELECT * FROM (VALUES " + weights +
                      ") AS v(has_accelerator, vcpu, gib, accelerator)"));
  return engine.run("CREATE TEMP TABLE allocation_settings AS SELECT " + sql_literal(settings.share_by) +
                    " AS share_by");
}

// Days of one month read the same months of the bill, so they are built together.
std::vector<std::vector<DayToBuild>> by_month(const std::vector<DayToBuild>& days) {
  std::map<std::string, std::vector<DayToBuild>> months;
  for (const auto& day : days) months[day.day.substr(0, std::string_view("2026-10").size())].push_back(day);
  std::vector<std::vector<DayToBuild>> out;
  for (auto& [unused, of_month] : months) out.push_back(std::move(of_month));
  return out;
}

class MonthBuilder {
 public:
  MonthBuilder(Engine& engine, const Lake& lake, fs::path staging, UncommittedFolders& folders)
      : engine_(engine), lake_(lake), staging_(std::move(staging)), folders_(folders) {}

  /// The partitions of these days by table.
  Result<std::map<std::string, std::vector<Partition>>> build(const std::vector<DayToBuild>& days,
                                                              const std::string& end) {
    std::vector<std::string> names;
    for (const auto& day : days) names.push_back(day.day);
    TRY_DONE(make_day_tables(engine_, names, end));
    std::map<std::string, std::vector<Partition>> built;
    for (const char* table : {kNodeHours, kAllocationShares}) {
      const auto folder = staging_ / days.front().day / table;
      TRY_DONE(make_folders(folder));
      TRY_DONE(engine_.run(fmt::format(
          "COPY (SELECT *, strftime(day, '%Y-%m-%d') AS x_day FROM ({})) TO {} (FORMAT parquet, COMPRESSION zstd, "
          "ROW_GROUP_SIZE 122880, PARTITION_BY (x_day), OVERWRITE_OR_IGNORE)",
          model_sql(table), sql_literal(folder.string()))));
      for (const auto& day : days) {
        TRY(auto partition, place(table, folder / ("x_day=" + day.day), day));
        built[table].push_back(std::move(partition));
      }
      if (table == std::string_view(kNodeHours)) TRY_DONE(make_node_hours_table(built[table]));
    }
    return built;
  }

 private:
  Result<Partition> place(const char* table, const fs::path& made, const DayToBuild& day) {
    Partition partition;
    partition.period = day.day;
    partition.version = unique_id();
    partition.sql_sha256 = day.mark.text();
    TRY(const auto folder, lake_.new_partition_folder(table, day.day, partition.version));
    folders_.add(folder);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(made, error)) {
      TRY_DONE(move_path(entry.path(), folder / entry.path().filename()));
    }
    // A day without rows has no folder.
    if (error && error != std::errc::no_such_file_or_directory) return fail(error.message(), made.string());
    TRY(partition.files, describe_files(engine_, lake_.root(), folder));
    return partition;
  }

  // What allocation_shares reads are the node-hours that were just made.
  Done make_node_hours_table(const std::vector<Partition>& partitions) {
    std::vector<std::string> files;
    for (const auto& partition : partitions) {
      for (const auto& file : partition.files) {
        files.push_back(sql_literal(exact_pattern((lake_.root() / file.path).string())));
      }
    }
    const auto rows = files.empty() ? "(SELECT * FROM node_hours WHERE false)"
                                    : "read_parquet([" + join(files, ", ") + "], hive_partitioning = false)";
    return engine_.run("CREATE OR REPLACE TEMP TABLE node_hours AS SELECT * FROM " + rows);
  }

  Engine& engine_;
  const Lake& lake_;
  fs::path staging_;
  UncommittedFolders& folders_;
};

std::int64_t rows_of(const std::vector<Partition>& partitions) {
  std::int64_t rows = 0;
  for (const auto& partition : partitions) {
    for (const auto& file : partition.files) rows += file.rows;
  }
  return rows;
}

using BuiltTables = std::map<std::string, std::vector<Partition>>;

std::map<std::string, Manifest> put_built(const Snapshot& current, const BuiltTables& built,
                                          const std::vector<std::string>& gone) {
  auto after = current.datasets;
  for (const char* table : {kNodeHours, kAllocationShares}) {
    auto& manifest = after[table];
    manifest.dataset = table;
    const auto found = built.find(table);
    const auto is_replaced = [&](const Partition& old) {
      if (std::find(gone.begin(), gone.end(), old.period) != gone.end()) return true;
      return found != built.end() && std::any_of(found->second.begin(), found->second.end(),
                                                 [&](const auto& one) { return one.period == old.period; });
    };
    std::erase_if(manifest.partitions, is_replaced);
    if (found == built.end()) continue;
    manifest.partitions.insert(manifest.partitions.end(), found->second.begin(), found->second.end());
  }
  return after;
}

}  // namespace

Result<BuildReport> build_models(const Lake& lake, const AllocationSettings& settings) {
  BuildReport report;
  TRY(const auto snapshot, lake.snapshot());
  const TemporaryFolder staging(lake.root() / "staging" / unique_id());
  TRY_DONE(make_folders(staging.path()));
  TRY(auto engine, Engine::open({.memory_limit = "700MB", .threads = 0, .spill_folder = staging.path() / "spill"}));
  TRY_DONE(lake.create_views(engine, snapshot));
  TRY_DONE(make_settings(engine, settings));
  TRY(report.days, days_to_build(engine, snapshot, made_by(settings)));
  report.snapshot = snapshot.n;
  if (report.days.changed.empty() && report.days.gone.empty()) return report;
  for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) TRY_DONE(engine.run(sql->text));
  UncommittedFolders folders;
  MonthBuilder builder(engine, lake, staging.path(), folders);
  BuiltTables built;
  for (const auto& days : by_month(report.days.changed)) {
    TRY(auto tables, builder.build(days, day_after_newest(snapshot)));
    for (auto& [table, partitions] : tables) {
      std::move(partitions.begin(), partitions.end(), std::back_inserter(built[table]));
    }
  }
  report.node_hours = rows_of(built[kNodeHours]);
  report.shares = rows_of(built[kAllocationShares]);
  TRY(report.snapshot, lake.commit("build", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    return put_built(current, built, report.days.gone);
  }));
  folders.keep();
  return report;
}

}  // namespace farthing
