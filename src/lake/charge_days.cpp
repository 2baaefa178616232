#include "lake/charge_days.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "lake/build_charges.hpp"
#include "lake/build_days.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

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
                                    "ListCost",
                                    "PricingQuantity",
                                    "PricingUnit"};

std::string file_list(const Lake& lake, const Partition& partition) {
  std::vector<std::string> files;
  for (const auto& file : partition.files)
    files.push_back(sql_literal(exact_pattern((lake.root() / file.path).string())));
  return "read_parquet([" + join(files, ", ") + "], hive_partitioning = false)";
}

// The sum of the lines' hashes: the same in any order, another if a line is there once more.
std::string fingerprints_sql(const std::string& columns) {
  return fmt::format(
      "SELECT CAST(make_timestamp(day_number * 86400000000) AS DATE) AS day, count(*) AS lines, CAST(sum(CAST(x_hash "
      "AS "
      "HUGEINT)) AS VARCHAR) AS fingerprint FROM (SELECT hash({}) AS x_hash, unnest(generate_series(x_first, x_last)) "
      "AS "
      "day_number FROM ({})) GROUP BY 1",
      columns, charge_days_sql("true"));
}

std::string block_lines_sql(const std::string& columns) {
  return fmt::format(
      "SELECT CAST(make_timestamp(x_start_day * 86400000000) AS DATE) AS day, 0 AS lines, CAST(hash({}) AS VARCHAR) AS "
      "fingerprint, {} AS reservation, {} AS line_key, epoch_us(ChargePeriodStart) // 1000000 AS begins, "
      "epoch_us(ChargePeriodEnd) // 1000000 AS ends, CAST(PricingQuantity AS DOUBLE) AS quantity, coalesce(BilledCost "
      "> "
      "0 OR EffectiveCost > 0, false) AS is_fee, coalesce(lower(PricingUnit) LIKE '%h%rs%' OR lower(PricingUnit) LIKE "
      "'%hour%', false) AS in_hours FROM ({}) WHERE reservation IS NOT NULL",
      columns, reservation_id_sql("ResourceId"), block_line_key_sql(), charge_days_sql(kIsBlockLine));
}

struct DayRowsSql {
  std::string days, blocks;
};

// What models read of a day, and what they read of lines that lie on other days too.
DayRowsSql charge_days_rows_sql(const std::set<std::string>& columns) {
  std::vector<std::string> names;
  for (const auto& name : columns) names.push_back(sql_name(name));
  const auto hashed = join(names, ", ");
  return {fingerprints_sql(hashed), block_lines_sql(hashed)};
}

constexpr const char* kNoBlockLines =
    "SELECT CAST(NULL AS VARCHAR) AS reservation, CAST(NULL AS VARCHAR) AS line_key, CAST(NULL AS BIGINT) AS begins, "
    "CAST(NULL AS BIGINT) AS ends, CAST(NULL AS DOUBLE) AS quantity, CAST(NULL AS BOOLEAN) AS is_fee, CAST(NULL AS "
    "BOOLEAN) AS in_hours WHERE false";

// Most bills have no Capacity Block, which one column shows.
Done write_rows(Engine& engine, const DayRowsSql& rows, const std::filesystem::path& file) {
  TRY(const auto any,
      engine.query("SELECT 1 FROM charges WHERE contains(ResourceId, 'capacity-reservation/') LIMIT 1"));
  const auto sql = rows.days + " UNION ALL BY NAME " + (any.rows.empty() ? kNoBlockLines : rows.blocks);
  return engine.run("COPY (" + sql + ") TO " + sql_literal(file.string()) + " (FORMAT parquet, COMPRESSION zstd)");
}

Result<std::map<std::string, ChargeDay>> read_days(Engine& engine, const std::string& table) {
  TRY(const auto rows, engine.query("SELECT day, CAST(sum(lines) AS BIGINT), string_agg(fingerprint, ',' ORDER BY "
                                    "fingerprint) FROM " +
                                    table + " WHERE reservation IS NULL GROUP BY 1"));
  std::map<std::string, ChargeDay> days;
  for (const auto& row : rows.rows) {
    days[row[0].value_or("")] = {std::stoll(row[1].value_or("0")), row[2].value_or("")};
  }
  return days;
}

Result<std::vector<BlockLine>> read_block_lines(Engine& engine, const std::string& table) {
  TRY(const auto rows, engine.query("SELECT line_key, fingerprint, reservation, epoch_us(CAST(day AS TIMESTAMP)) // "
                                    "86400000000, coalesce(begins, 0), coalesce(ends, 0), coalesce(quantity, 0), "
                                    "is_fee, in_hours FROM " +
                                    table + " WHERE reservation IS NOT NULL ORDER BY ALL"));
  std::vector<BlockLine> lines;
  for (const auto& row : rows.rows) {
    BlockLine line;
    line.key = row[0].value_or("");
    line.fingerprint = row[1].value_or("");
    line.reservation = row[2].value_or("");
    line.charge_day = std::stoll(row[3].value_or("0"));
    // A line without a time is of the day on which it was billed.
    line.begins = row[4] == "0" ? line.charge_day * kDaySeconds : std::stoll(*row[4]);
    line.ends = std::max<std::int64_t>(line.begins + 1, std::stoll(row[5].value_or("0")));
    line.quantity = std::stod(row[6].value_or("0"));
    line.is_fee = row[7] == "true";
    line.in_hours = row[8] == "true";
    lines.push_back(std::move(line));
  }
  return lines;
}

// Each day of a block is made from its lines, and from how they lie.
void add_to_days(const BlockLine& line, std::map<std::string, ChargeDay>& days) {
  const auto mark = fmt::format(",{}:{}:{}:{}", line.fingerprint, line.begins, line.ends, line.instances);
  for (auto day = line.begins / kDaySeconds; day <= (line.ends - 1) / kDaySeconds; ++day) {
    days[format_date(Timestamp{day * kMicrosPerDay})].fingerprint += mark;
  }
  days[format_date(Timestamp{line.charge_day * kMicrosPerDay})].fingerprint += mark;
}

// `table` has the rows of charge_days.
Done read_all(Engine& engine, const Snapshot& snapshot, const std::string& table, ChargeDays& found) {
  TRY(found.days, read_days(engine, table));
  TRY(auto lines, read_block_lines(engine, table));
  if (lines.empty()) return {};
  TRY(const auto machines,
      machines_of_reservations(engine, reservations_to_look_up(lines), day_after_newest(snapshot)));
  found.blocks = place_block_lines(std::move(lines), machines);
  for (const auto& line : found.blocks) add_to_days(line, found.days);
  return {};
}

}  // namespace

Result<ChargeDays> find_charge_days(Engine& engine, const Lake& lake, const Snapshot& snapshot,
                                    const std::vector<std::string>& columns, UncommittedFolders& folders) {
  std::set<std::string> all(std::begin(kColumns), std::end(kColumns));
  all.insert(columns.begin(), columns.end());
  const auto sql = charge_days_rows_sql(all);
  const auto made_by = sha256_hex(sql.days + sql.blocks).substr(0, 32);
  ChargeDays found;
  for (const auto& charges : snapshot.partitions(kCharges)) {
    const auto mark = ModelMark{made_by, charges.version}.text();
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
        const auto written = write_rows(engine, sql, folder / "part-0.parquet");
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
  TRY_DONE(read_all(engine, snapshot, "read_parquet([" + join(files, ", ") + "], hive_partitioning = false)", found));
  return found;
}

Result<ChargeDays> known_charge_days(Engine& engine, const Snapshot& snapshot) {
  ChargeDays known;
  known.partitions = snapshot.partitions(kChargeDays);
  TRY_DONE(read_all(engine, snapshot, kChargeDays, known));
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
