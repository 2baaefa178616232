#include "lake/build_days.hpp"

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/dataset.hpp"
#include "lake/build_prices.hpp"
#include "lake/build_runs.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

constexpr std::string_view kDay = "2026-10-03";
constexpr const char* kInputs[] = {"nodes", "workloads", "usage_hourly", "accelerator_activity", "requests_hourly"};
// So many samples of cards weigh as much as a row of usage, as they are summed to hours first.
constexpr std::int64_t kSamplesOfARow = 4;

std::string day_after(const std::string& day, std::int64_t days) {
  const auto begins = parse_timestamp(day);
  return begins ? format_date(Timestamp{begins->micros + days * kMicrosPerDay}) : day;
}

// Of what was delivered, the day of the last second.
std::string last_day_before(const std::string& moment) {
  const auto time = parse_timestamp(moment);
  return time ? format_date(Timestamp{time->micros - 1}) : std::string();
}

Result<std::set<std::string>> days_of_data(Engine& engine, const Snapshot& snapshot, const ChargeDays& charges) {
  std::set<std::string> days;
  for (const auto& [day, unused] : charges.days) days.insert(day);
  bool open = false;
  for (const char* dataset : kInputs) {
    for (const auto& partition : snapshot.partitions(dataset)) {
      if (is_day(partition.period)) days.insert(partition.period);
      open = open || !is_day(partition.period);
    }
  }
  if (!open) return days;
  TRY(const auto first,
      engine.query("SELECT CAST(min(start) AS DATE) FROM (SELECT start FROM nodes WHERE \"end\" IS NULL "
                   "UNION ALL SELECT start FROM workloads WHERE \"end\" IS NULL)"));
  const auto end = day_after_newest(snapshot);
  for (auto day = first.rows[0][0].value_or(end); day < end; day = next_day(day)) days.insert(day);
  return days;
}

std::int64_t rows_of_day(const Snapshot& snapshot, const ChargeDay* charges, const std::string& day) {
  const auto of = [&](const char* dataset) {
    std::int64_t rows = 0;
    for (const auto& partition : snapshot.partitions(dataset)) {
      if (partition.period != day) continue;
      for (const auto& file : partition.files) rows += file.rows;
    }
    return rows;
  };
  const auto rows = std::max(of("usage_hourly"), of("accelerator_activity") / kSamplesOfARow);
  return charges == nullptr ? rows : std::max(rows, charges->lines);
}

// What a day's tables are made from: the versions of its datasets, and what the bill says of it.
class InputsOfDays {
 public:
  InputsOfDays(const Snapshot& snapshot, const ChargeDays& charges, const std::map<std::string, std::string>& runs)
      : snapshot_(snapshot), charges_(charges), runs_(runs), end_(day_after_newest(snapshot)) {}

  [[nodiscard]] std::string hash(const std::string& day) const {
    std::vector<std::string> versions;
    for (const char* dataset : kInputs) {
      for (const auto& partition : snapshot_.partitions(dataset)) {
        if (partition.period == day || !is_day(partition.period))
          versions.push_back(dataset + (":" + partition.version));
        if (lasts_into_next_day(dataset) && is_day(partition.period) && next_day(partition.period) == day)
          versions.push_back(dataset + (" before:" + partition.version));
        // How long an open interval is known to last shows in the newest day only.
        if (!is_day(partition.period) && next_day(day) >= end_) versions.push_back("until:" + end_);
      }
    }
    for (const auto& partition : snapshot_.partitions("prices")) versions.push_back("prices:" + partition.version);
    const auto billed = charges_.days.find(day);
    if (billed != charges_.days.end()) versions.push_back("charges:" + billed->second.fingerprint);
    const auto selected = runs_.find(day);
    if (selected != runs_.end()) versions.push_back("runs:" + selected->second);
    return sha256_hex(join(versions, ",")).substr(0, 32);
  }

  // An hour without a line costs what its machine did when it was last billed, or would if it had been.
  [[nodiscard]] std::string bill_before(const std::string& day) const {
    std::string bill;
    const auto end = charges_.days.upper_bound(day);
    for (auto one = charges_.days.lower_bound(day_after(day, -kDaysOfRates)); one != end; ++one) {
      bill += one->first + one->second.fingerprint;
    }
    return sha256_hex(bill).substr(0, 32);
  }

 private:
  const Snapshot& snapshot_;
  const ChargeDays& charges_;
  const std::map<std::string, std::string>& runs_;
  std::string end_;
};

}  // namespace

std::string next_day(const std::string& day) { return day_after(day, 1); }

bool lasts_into_next_day(std::string_view dataset) { return dataset == "accelerator_activity"; }

bool is_day(const std::string& period) { return period.size() == kDay.size(); }

std::string day_after_newest(const Snapshot& snapshot) {
  std::string newest;
  for (const char* dataset : kInputs) {
    for (const auto& partition : snapshot.partitions(dataset)) {
      if (is_day(partition.period)) newest = std::max(newest, partition.period);
    }
  }
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (!partition.delivery || !partition.delivery->newest_usage_end) continue;
    newest = std::max(newest, last_day_before(*partition.delivery->newest_usage_end));
  }
  return newest.empty() ? newest : next_day(newest);
}

Result<DaysToBuild> days_to_build(Engine& engine, const Snapshot& snapshot, const ChargeDays& charges,
                                  const std::string& made_by) {
  TRY(const auto days, days_of_data(engine, snapshot, charges));
  TRY(const auto runs, runs_by_day(engine, day_after_newest(snapshot)));
  const InputsOfDays inputs(snapshot, charges, runs);
  std::map<std::string, ModelMark> there;
  for (const auto& partition : snapshot.partitions(kAllocationRollup)) {
    there.emplace(partition.period, ModelMark::parse(partition.sql_sha256));
  }
  DaysToBuild plan;
  for (const auto& day : days) {
    const ModelMark mark{made_by, inputs.hash(day), inputs.bill_before(day)};
    const auto billed = charges.days.find(day);
    const auto rows = rows_of_day(snapshot, billed == charges.days.end() ? nullptr : &billed->second, day);
    const auto found = there.find(day);
    if (found == there.end()) {
      plan.changed.push_back({day, "new", mark, rows});
    } else if (found->second.inputs != mark.inputs ||
               (!found->second.bill_before.empty() && found->second.bill_before != mark.bill_before)) {
      plan.changed.push_back({day, "its inputs changed", mark, rows});
    } else if (found->second.made_by != made_by) {
      plan.changed.push_back({day, "its SQL or a setting changed", mark, rows});
    } else {
      plan.kept.push_back(day);
    }
  }
  for (const auto& [day, unused] : there) {
    if (!days.contains(day)) plan.gone.push_back(day);
  }
  return plan;
}

}  // namespace farthing
