#include "ask/coverage_notes.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "ask/delivered.hpp"
#include "ask/period_state.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

// Two periods of a comparison may share a month.
void note_once(const std::string& text, Answer& answer) {
  if (std::find(answer.notes.begin(), answer.notes.end(), text) == answer.notes.end()) answer.notes.push_back(text);
}

bool bill_touches(const Snapshot& snapshot, const BillPeriod& bill, const Period& period) {
  const auto there = deliveries_in(snapshot, period);
  return std::any_of(bill.partitions.begin(), bill.partitions.end(), [&](const Partition* partition) {
    return std::find(there.begin(), there.end(), partition) != there.end();
  });
}

// Months that may still change, and whether that leaves days of the period without usage.
void add_states(const Snapshot& snapshot, const Period& period, Answer& answer) {
  const auto bills = bill_periods(snapshot, std::nullopt);
  std::set<std::optional<std::string>> payers;
  for (const auto& bill : bills) payers.insert(bill.payer);
  for (const auto& bill : bills) {
    if (bill.state == PeriodState::kFinal || !bill_touches(snapshot, bill, period)) continue;
    const std::string whose = payers.size() > 1 && bill.payer ? " of payer " + *bill.payer : "";
    note_once(bill.period + whose + " is " + name_of(bill.state) + ": " + bill.reason(), answer);
    const auto newest = bill.newest_usage_end ? parse_timestamp(*bill.newest_usage_end) : std::nullopt;
    const bool unfinished = bill.state == PeriodState::kOpen && bill.lines_without_invoice > 0;
    if (unfinished && period.to && newest && *newest < *period.to) {
      answer.complete = false;
      answer.notes.push_back(period.label() + " is partial: usage" + whose + " is there up to " +
                             format_timestamp(*newest));
    }
  }
}

}  // namespace

void add_coverage_notes(const Snapshot& snapshot, const Period& period, bool has_data,
                        const std::vector<std::string>& there, Answer& answer) {
  if (!has_data) {
    answer.complete = false;
    answer.notes.push_back("no data for " + period.label() + ": there are " + join(there, ", "));
    return;
  }
  std::vector<std::string> missing;
  for (const auto& month : period.months()) {
    if (std::find(there.begin(), there.end(), month) == there.end()) missing.push_back(month);
  }
  if (!missing.empty()) {
    answer.complete = false;
    answer.notes.push_back(period.label() + " is partial: no data for " + join(missing, ", "));
  }
  add_states(snapshot, period, answer);
}

}  // namespace farthing
