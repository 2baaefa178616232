// Makes a year of a lake that holds one built month, for measuring: farthing_year_lake DATA
// The eleven months before it get the month's rows with their times moved, straight into the lake's tables, as no bill
// of that size is at hand. Its roll-ups become as large as those that a year of 100 million lines leaves, 2 to 3
// million rows each: the bill's with its accounts repeated, that of workloads with its workloads repeated, and a part
// of that of containers.
#include <fmt/format.h>

#include <cstdio>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/lake.hpp"
#include "lake/model_tables.hpp"
#include "lake/new_files.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace {

constexpr int kMonthsBefore = 11;
constexpr int kAccounts = 190, kWorkloads = 10, kContainersTaken = 4;

struct Grown {
  const char* dataset;
  std::string columns;      ///< what replaces columns of a row; {0}: the month, {1}: how many months earlier
  std::string more = {};    ///< what each row is repeated by, or which rows are taken
  bool newest_too = false;  ///< the month that is there grows as well
};

std::vector<Grown> grown_datasets() {
  const auto moved = [](std::initializer_list<const char*> times) {
    std::string sql;
    for (const char* time : times) sql += fmt::format(", CAST({0} - to_months({{1}}) AS TIMESTAMP) AS {0}", time);
    return sql;
  };
  const std::string day = "CAST(day - to_months({1}) AS DATE) AS day";
  const std::string month = "'{0}' AS billing_period";
  const std::string date = ", CAST(charge_date - to_months({1}) AS DATE) AS charge_date";
  std::string shares;
  for (const char* cost :
       {"BilledCost", "EffectiveCost", "x_NetBilledCost", "x_NetEffectiveCost", "ContractedCost", "ListCost"}) {
    shares += fmt::format(", CAST({0} / {1} AS DECIMAL(38,12)) AS {0}", cost, kAccounts);
  }
  return {
      {kCharges,
       month + date + moved({"ChargePeriodStart", "ChargePeriodEnd", "BillingPeriodStart", "BillingPeriodEnd"})},
      {kCostsDaily, month + date + ", SubAccountId || '-' || n AS SubAccountId" + shares,
       fmt::format(", range({}) AS repeated(n)", kAccounts), true},
      {kAllocationRollup, day + ", " + month, fmt::format(" WHERE hash(workload_id) % {} = 0", kContainersTaken), true},
      {kWorkloadRollup, day + ", " + month + ", workload || '-' || n AS workload",
       fmt::format(", range({}) AS repeated(n)", kWorkloads), true},
      {kIdleHours, day + moved({"hour"})},
      {kDimensionDays, day},
  };
}

// "2026-10" or "2026-10-31" so many months earlier; nothing if there is no such day.
std::optional<std::string> earlier(const std::string& period, int months) {
  const auto moved = shift_month(period.substr(0, 7), -months) + period.substr(7);
  return period.size() == 7 || parse_timestamp(moved) ? std::optional(moved) : std::nullopt;
}

class YearLake {
 public:
  YearLake(Lake lake, Snapshot snapshot, Engine engine)
      : lake_(std::move(lake)), snapshot_(std::move(snapshot)), engine_(std::move(engine)) {}

  Done grow() {
    std::map<std::string, Manifest> all = snapshot_.datasets;
    for (const auto& one : grown_datasets()) {
      const auto before = all[one.dataset].partitions;
      if (one.newest_too) all[one.dataset].partitions.clear();
      for (int months = one.newest_too ? 0 : 1; months <= kMonthsBefore; ++months) {
        for (const auto& partition : before) {
          const auto period = earlier(partition.period, months);
          if (!period) continue;
          TRY(auto moved, move(one, partition, *period, months));
          all[one.dataset].partitions.push_back(std::move(moved));
        }
      }
      std::printf("%s: %zu partitions\n", one.dataset, all[one.dataset].partitions.size());
      std::fflush(stdout);
    }
    TRY(const auto n, lake_.commit("bench", [&](const Snapshot&) { return all; }));
    folders_.keep();
    std::printf("snapshot %lld\n", static_cast<long long>(n));
    return {};
  }

 private:
  Result<Partition> move(const Grown& one, const Partition& partition, const std::string& period, int months) {
    auto moved = partition;
    moved.period = period;
    moved.version = unique_id();
    TRY(const auto folder, lake_.new_partition_folder(one.dataset, period, moved.version));
    folders_.add(folder);
    const auto from = (lake_.root() / partition.files.at(0).path).parent_path();
    const auto columns = fmt::format(fmt::runtime(one.columns), period.substr(0, 7), months);
    TRY_DONE(engine_.run(fmt::format(
        "COPY (SELECT * {}REPLACE ({}) FROM {}{}) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)",
        one.more.starts_with(",") ? "EXCLUDE (n) " : "", columns, read_folder(from), one.more,
        sql_literal((folder / "part-0.parquet").string()))));
    TRY(moved.files, describe_files(engine_, lake_.root(), folder));
    if (moved.delivery && months > 0) move_times(*moved.delivery, months);
    return moved;
  }
  static void move_times(Delivery& delivery, int months) {
    for (auto* time : {&delivery.first_charge, &delivery.last_charge_end, &delivery.newest_usage_end}) {
      if (*time) *time = shift_month((*time)->substr(0, 7), -months) + "-28" + (*time)->substr(10);
    }
  }

  Lake lake_;
  Snapshot snapshot_;
  Engine engine_;
  UncommittedFolders folders_;
};

Done make_year(const std::filesystem::path& data) {
  Lake lake(data);
  TRY(auto snapshot, lake.snapshot());
  TRY(auto engine, Engine::open({.memory_limit = "2GB", .spill_folder = data / "spill"}));
  return YearLake(std::move(lake), std::move(snapshot), std::move(engine)).grow();
}

}  // namespace
}  // namespace farthing

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: farthing_year_lake DATA\n");
    return 2;
  }
  const auto done = farthing::make_year(argv[1]);
  if (!done) std::fprintf(stderr, "%s\n", done.error().text().c_str());
  return done ? 0 : 1;
}
