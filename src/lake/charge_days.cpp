#include "lake/charge_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/build_charges.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

// What the models of a day read of a line.
constexpr const char* kColumns[] = {"billing_period",
                                    "ChargePeriodStart",
                                    "ChargePeriodEnd",
                                    "ResourceId",
                                    "BillingCurrency",
                                    "ServiceName",
                                    "SubAccountId",
                                    "SubAccountName",
                                    "RegionId",
                                    "AvailabilityZone",
                                    "ChargeCategory",
                                    "CommitmentDiscountStatus",
                                    "CapacityReservationStatus",
                                    "Tags",
                                    "x_CostCategories",
                                    "x_InstanceType",
                                    "x_PurchaseOption",
                                    "x_ProductFamily",
                                    "x_UsageType",
                                    "BilledCost",
                                    "EffectiveCost",
                                    "x_NetBilledCost",
                                    "x_NetEffectiveCost",
                                    "ContractedCost",
                                    "ListCost"};

std::string file_list(const Lake& lake, const Partition& partition) {
  std::vector<std::string> files;
  for (const auto& file : partition.files)
    files.push_back(sql_literal(exact_pattern((lake.root() / file.path).string())));
  return "read_parquet([" + join(files, ", ") + "], hive_partitioning = false)";
}

// The sum of the lines' hashes: the same in any order, another if a line is there once more.
std::string fingerprints_sql(const std::set<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& name : columns) names.push_back(sql_name(name));
  return fmt::format(
      "SELECT CAST(make_timestamp(day_number * 86400000000) AS DATE) AS day, count(*) AS lines, CAST(sum(CAST(x_hash "
      "AS "
      "HUGEINT)) AS VARCHAR) AS fingerprint FROM (SELECT hash({}) AS x_hash, unnest(generate_series(x_first, x_last)) "
      "AS "
      "day_number FROM ({})) GROUP BY 1",
      join(names, ", "), charge_days_sql("true"));
}

Result<std::map<std::string, ChargeDay>> read_days(Engine& engine, const std::string& table) {
  TRY(const auto rows, engine.query("SELECT day, CAST(sum(lines) AS BIGINT), string_agg(fingerprint, ',' ORDER BY "
                                    "fingerprint) FROM " +
                                    table + " GROUP BY 1"));
  std::map<std::string, ChargeDay> days;
  for (const auto& row : rows.rows) {
    days[row[0].value_or("")] = {std::stoll(row[1].value_or("0")), row[2].value_or("")};
  }
  return days;
}

}  // namespace

Result<ChargeDays> find_charge_days(Engine& engine, const Lake& lake, const Snapshot& snapshot,
                                    const std::vector<std::string>& columns, UncommittedFolders& folders) {
  std::set<std::string> all(std::begin(kColumns), std::end(kColumns));
  all.insert(columns.begin(), columns.end());
  const auto sql = fingerprints_sql(all);
  ChargeDays found;
  for (const auto& charges : snapshot.partitions(kCharges)) {
    const auto mark = ModelMark{sha256_hex(sql).substr(0, 32), charges.version}.text();
    const auto& old = snapshot.partitions(kChargeDays);
    const auto kept = std::find_if(old.begin(), old.end(), [&](const auto& one) { return one.sql_sha256 == mark; });
    if (kept != old.end()) {
      found.partitions.push_back(*kept);
    } else {
      Partition made;
      made.period = charges.period;
      made.source = charges.source;
      made.payer = charges.payer;
      made.version = unique_id();
      made.sql_sha256 = mark;
      TRY(const auto folder, lake.new_partition_folder(kChargeDays, made.period, made.version));
      folders.add(folder);
      if (!charges.files.empty()) {
        TRY_DONE(engine.run("CREATE OR REPLACE TEMP VIEW charges AS SELECT * FROM " + file_list(lake, charges)));
        const auto written = engine.run("COPY (" + sql + ") TO " + sql_literal((folder / "part-0.parquet").string()) +
                                        " (FORMAT parquet, COMPRESSION zstd)");
        TRY_DONE(engine.run("DROP VIEW temp.charges"));
        TRY_DONE(written);
      }
      TRY(made.files, describe_files(engine, lake.root(), folder));
      found.partitions.push_back(std::move(made));
    }
  }
  std::vector<std::string> files;
  for (const auto& partition : found.partitions) {
    for (const auto& file : partition.files)
      files.push_back(sql_literal(exact_pattern((lake.root() / file.path).string())));
  }
  if (files.empty()) return found;
  TRY(found.days, read_days(engine, "read_parquet([" + join(files, ", ") + "], hive_partitioning = false)"));
  return found;
}

Result<ChargeDays> known_charge_days(Engine& engine, const Snapshot& snapshot) {
  ChargeDays known;
  known.partitions = snapshot.partitions(kChargeDays);
  TRY(known.days, read_days(engine, kChargeDays));
  return known;
}

std::vector<std::string> periods_without_charge_days(const Snapshot& snapshot) {
  std::vector<std::string> periods;
  const auto& known = snapshot.partitions(kChargeDays);
  for (const auto& charges : snapshot.partitions(kCharges)) {
    const bool is_known = std::any_of(known.begin(), known.end(), [&](const auto& one) {
      return ModelMark::parse(one.sql_sha256).inputs == charges.version;
    });
    if (!is_known) periods.push_back(charges.period);
  }
  return periods;
}

}  // namespace farthing
