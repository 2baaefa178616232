#include "lake/build_days.hpp"

#include <algorithm>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/dataset.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

constexpr std::string_view kDay = "2026-10-03";
constexpr const char* kInputs[] = {"nodes", "workloads", "usage_hourly"};

bool is_day(const std::string& period) { return period.size() == kDay.size(); }

std::string next_day(const std::string& day) {
  const auto begins = parse_timestamp(day);
  return begins ? format_date(Timestamp{begins->micros + kMicrosPerDay}) : day;
}

// Of what was delivered, the day of the last second.
std::string last_day_before(const std::string& moment) {
  const auto time = parse_timestamp(moment);
  return time ? format_date(Timestamp{time->micros - 1}) : std::string();
}

Result<std::set<std::string>> days_of_nodes(Engine& engine, const Snapshot& snapshot) {
  std::set<std::string> days;
  bool open = false;
  for (const auto& partition : snapshot.partitions("nodes")) {
    if (is_day(partition.period)) days.insert(partition.period);
    open = open || !is_day(partition.period);
  }
  if (!open) return days;
  TRY(const auto first, engine.query("SELECT CAST(min(start) AS DATE) FROM nodes WHERE \"end\" IS NULL"));
  const auto end = day_after_newest(snapshot);
  for (auto day = first.rows[0][0].value_or(end); day < end; day = next_day(day)) days.insert(day);
  return days;
}

// The versions that a day's tables are made from.
std::string inputs_of(const Snapshot& snapshot, const std::string& day, const std::string& end) {
  std::vector<std::string> versions;
  for (const char* dataset : kInputs) {
    for (const auto& partition : snapshot.partitions(dataset)) {
      if (partition.period == day || !is_day(partition.period)) versions.push_back(dataset + (":" + partition.version));
      // How long an open interval is known to last shows in the newest day only.
      if (!is_day(partition.period) && next_day(day) >= end) versions.push_back("until:" + end);
    }
  }
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (day.starts_with(partition.period)) versions.push_back("charges:" + partition.version);
  }
  return sha256_hex(join(versions, ",")).substr(0, 32);
}

}  // namespace

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

Result<DaysToBuild> days_to_build(Engine& engine, const Snapshot& snapshot, const std::string& made_by) {
  TRY(const auto days, days_of_nodes(engine, snapshot));
  const auto end = day_after_newest(snapshot);
  std::map<std::string, ModelMark> there;
  for (const auto& partition : snapshot.partitions(kNodeHours)) {
    there.emplace(partition.period, ModelMark::parse(partition.sql_sha256));
  }
  DaysToBuild plan;
  for (const auto& day : days) {
    const ModelMark mark{made_by, inputs_of(snapshot, day, end)};
    const auto found = there.find(day);
    if (found == there.end()) {
      plan.changed.push_back({day, "new", mark});
    } else if (found->second.inputs != mark.inputs) {
      plan.changed.push_back({day, "its inputs changed", mark});
    } else if (found->second.made_by != mark.made_by) {
      plan.changed.push_back({day, "its SQL or a setting changed", mark});
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
