#include "ask/delivered.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

std::optional<Timestamp> time_of(const std::optional<std::string>& text) {
  return text ? parse_timestamp(*text) : std::nullopt;
}

bool touches(const Partition& partition, const Period& period) {
  if (period.kind == Period::Kind::kAll) return true;
  if (period.kind == Period::Kind::kMonth) return partition.period == period.month;
  if (!partition.delivery) return true;
  const auto first = time_of(partition.delivery->first_charge);
  const auto end = time_of(partition.delivery->last_charge_end);
  return !(period.to && first && *first >= *period.to) && !(period.from && end && *end <= *period.from);
}

}  // namespace

std::vector<std::string> delivered_months(const Snapshot& snapshot) {
  std::set<std::string> months;
  for (const auto& partition : snapshot.partitions(kCharges)) months.insert(partition.period);
  return {months.begin(), months.end()};
}

std::string months_text(const std::vector<std::string>& months) {
  if (months.size() < 3)
    return join(months, months.size() == 2 && shift_month(months[0], 1) == months[1] ? " to " : ", ");
  for (std::size_t i = 1; i < months.size(); ++i) {
    if (shift_month(months[i - 1], 1) != months[i]) return join(months, ", ");
  }
  return months.front() + " to " + months.back();
}

std::optional<Timestamp> newest_usage_end(const Snapshot& snapshot) {
  std::optional<Timestamp> newest;
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (partition.delivery) newest = std::max(newest, time_of(partition.delivery->newest_usage_end));
  }
  return newest;
}

std::vector<const Partition*> deliveries_in(const Snapshot& snapshot, const Period& period) {
  std::vector<const Partition*> found;
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (touches(partition, period)) found.push_back(&partition);
  }
  return found;
}

}  // namespace farthing
