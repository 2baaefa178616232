#include "lake/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "base/embedded_text.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/allocation_weights.hpp"
#include "lake/capacity_blocks.hpp"
#include "lake/charge_days.hpp"
#include "lake/day_builder.hpp"
#include "lake/dimension_sql.hpp"
#include "lake/model_tables.hpp"
#include "lake/new_files.hpp"

namespace farthing {

extern const EmbeddedText embedded_lake_sql[];
extern const EmbeddedText embedded_models[];

namespace {

// Counts up when the tables that models read are made otherwise.
constexpr int kInputsVersion = 8;
// Days are built together up to about so many rows of usage or of the bill: that bounds the memory.
constexpr std::int64_t kRowsAtOnce = 1'000'000;

std::string config_text(const BuildSettings& settings) {
  std::string text = settings.config.weights + "," + settings.config.share_by;
  for (const auto& one : settings.shared) text += "\n" + one.rule + "=" + one.sql;
  for (const auto& rule : settings.config.shared) text += "\n" + rule.name + ":" + rule.split;
  for (const auto& rule : settings.config.dimensions) {
    text += "\n" + rule.name;
    for (const auto& source : rule.from) text += "," + source.text();
    for (const auto& [source, values] : rule.map) {
      for (const auto& [from, to] : values) text += fmt::format("\n{}[{}]={}", source, from, to);
    }
    for (const auto& [value, others] : rule.synonyms) text += "\n" + value + "=" + join(others, ",");
  }
  for (const auto& one : settings.accelerators.cards) {
    text += fmt::format("\n{},{},{},{},{}", one.card, one.name_pattern, one.type_pattern, one.memory_gib, one.cores);
  }
  for (const auto& one : settings.accelerators.profiles) text += "\n" + one.card + "," + one.profile;
  for (const auto& one : settings.accelerators.machines) text += fmt::format("\n{},{}", one.machine, one.count);
  if (settings.config.weights != "market") return text;
  for (const auto& one : settings.market) {
    text += fmt::format("\n{},{},{},{},{}", one.machine, one.vcpu, one.gib, one.accelerator.value_or(-1), one.name);
  }
  return text;
}

std::string made_by(const BuildSettings& settings) {
  std::string text = fmt::format("{}\n", kInputsVersion) + config_text(settings);
  for (const auto* model = embedded_models; model->name != nullptr; ++model) text += model->text;
  return sha256_hex(text).substr(0, 32);
}

// Days of one month read the same months of the bill, so they are built together, as many as memory allows.
std::vector<std::vector<DayToBuild>> groups_of_days(const std::vector<DayToBuild>& days) {
  constexpr std::string_view kMonth = "2026-10";
  std::vector<std::vector<DayToBuild>> groups;
  std::int64_t rows = 0;
  for (const auto& day : days) {
    const bool fits = !groups.empty() && rows + day.rows <= kRowsAtOnce &&
                      groups.back().back().day.substr(0, kMonth.size()) == day.day.substr(0, kMonth.size());
    if (!fits) {
      groups.emplace_back();
      rows = 0;
    }
    groups.back().push_back(day);
    rows += day.rows;
  }
  return groups;
}

std::int64_t rows_of(const std::vector<Partition>& partitions) {
  std::int64_t rows = 0;
  for (const auto& partition : partitions) {
    for (const auto& file : partition.files) rows += file.rows;
  }
  return rows;
}

// The tables of days with the built ones in the place of the old, and without those of days that are gone.
std::map<std::string, Manifest> put_built(const Snapshot& current, const BuiltTables& built,
                                          const ChargeDays& charge_days, const std::vector<std::string>& gone) {
  auto after = current.datasets;
  for (const auto& table : model_tables()) {
    auto& manifest = after[table.name];
    manifest.dataset = table.name;
    if (table.name == std::string_view(kChargeDays)) {
      manifest.partitions = charge_days.partitions;
      continue;
    }
    const auto found = built.find(table.name);
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

Result<std::vector<EstimateError>> estimate_errors(Engine& engine, const Lake& lake, const BuiltTables& built) {
  const auto found = built.find(kEstimateErrors);
  std::vector<EstimateError> errors;
  if (found == built.end()) return errors;
  std::vector<std::string> files;
  for (const auto& partition : found->second) {
    for (const auto& file : partition.files)
      files.push_back(sql_literal(exact_pattern((lake.root() / file.path).string())));
  }
  if (files.empty()) return errors;
  TRY(const auto rows, engine.query("SELECT cost_source, CAST(sum(node_hours) AS BIGINT), sum(estimated_cost), "
                                    "sum(actual_cost) FROM read_parquet([" +
                                    join(files, ", ") + "], hive_partitioning = false) GROUP BY 1 ORDER BY 1"));
  for (const auto& row : rows.rows) {
    const auto estimated = parse_sum(row[2].value_or("")), actual = parse_sum(row[3].value_or(""));
    if (!estimated || !actual) return fail("an estimate's error is no decimal", kEstimateErrors);
    errors.push_back({row[0].value_or(""), std::stoll(row[1].value_or("0")), *estimated, *actual});
  }
  return errors;
}

}  // namespace

Result<BuildReport> build_models(const Lake& lake, const BuildSettings& settings) {
  BuildReport report;
  TRY(const auto snapshot, lake.snapshot());
  const TemporaryFolder staging(lake.root() / "staging" / unique_id());
  TRY_DONE(make_folders(staging.path()));
  TRY(auto engine, Engine::open({.memory_limit = "700MB", .threads = 0, .spill_folder = staging.path() / "spill"}));
  TRY_DONE(engine.run("SET preserve_insertion_order = false"));
  TRY_DONE(lake.create_views(engine, snapshot));
  TRY_DONE(add_dimension_functions(engine));
  TRY_DONE(make_allocation_settings(engine, settings));
  TRY_DONE(make_accelerator_facts(engine, settings.accelerators));
  UncommittedFolders folders;
  TRY(const auto charge_days, find_charge_days(engine, lake, snapshot, settings.shared_columns, folders));
  TRY(report.days, days_to_build(engine, snapshot, charge_days, made_by(settings)));
  report.snapshot = snapshot.n;
  const bool new_bills = charge_days.partitions != snapshot.partitions(kChargeDays);
  if (report.days.changed.empty() && report.days.gone.empty() && !new_bills) return report;
  for (const auto* sql = embedded_lake_sql; sql->name != nullptr; ++sql) TRY_DONE(engine.run(sql->text));
  TRY_DONE(make_block_charges(engine, charge_days.blocks));
  DayBuilder builder(engine, lake, snapshot, settings, staging.path(), folders);
  BuiltTables built;
  for (const auto& days : groups_of_days(report.days.changed)) {
    TRY(auto tables, builder.build(days, day_after_newest(snapshot)));
    for (auto& [table, partitions] : tables) {
      std::move(partitions.begin(), partitions.end(), std::back_inserter(built[table]));
    }
  }
  report.node_hours = rows_of(built[kNodeHours]);
  report.shares = rows_of(built[kAllocationShares]);
  report.seconds_of_shares = builder.seconds_of_shares();
  report.issues = rows_of(built[kDataIssues]);
  TRY(report.estimates, estimate_errors(engine, lake, built));
  report.weights = builder.weights();
  TRY(report.snapshot, lake.commit("build", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    return put_built(current, built, charge_days, report.days.gone);
  }));
  folders.keep();
  return report;
}

}  // namespace farthing
