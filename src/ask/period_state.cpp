#include "ask/period_state.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

bool reaches_end_of(const std::string& period, const std::optional<std::string>& usage_end) {
  const auto end = usage_end ? parse_timestamp(*usage_end) : std::nullopt;
  const auto next_month = parse_month(shift_month(period, 1));
  return end && next_month && *end >= *next_month;
}

}  // namespace

const char* name_of(PeriodState state) {
  switch (state) {
    case PeriodState::kOpen:
      return "open";
    case PeriodState::kEstimated:
      return "estimated";
    case PeriodState::kFinal:
      return "final";
  }
  return "open";
}

std::string BillPeriod::reason() const {
  switch (state) {
    case PeriodState::kOpen:
      return newest_usage_end ? "usage until " + *newest_usage_end : "no usage lines say how far the month is";
    case PeriodState::kEstimated:
      return with_thousands(lines_without_invoice) + " of " + with_thousands(lines) + " lines have no invoice id" +
             (lines_without_invoice == lines ? "; if this bill never states them, it can't say that it is final" : "");
    case PeriodState::kFinal:
      return "the month is over and every line has an invoice id";
  }
  return {};
}

std::vector<BillPeriod> bill_periods(const Snapshot& snapshot, const std::optional<std::string>& month) {
  std::map<std::pair<std::string, std::optional<std::string>>, BillPeriod> found;
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (month && partition.period != *month) continue;
    auto& bill = found[{partition.period, partition.payer}];
    bill.period = partition.period;
    bill.payer = partition.payer;
    bill.partitions.push_back(&partition);
    if (!partition.delivery) continue;
    bill.lines += partition.delivery->lines;
    bill.lines_without_invoice += partition.delivery->lines_without_invoice;
    bill.newest_usage_end = std::max(bill.newest_usage_end, partition.delivery->newest_usage_end);
  }
  std::vector<BillPeriod> all;
  for (auto& [key, bill] : found) {
    if (reaches_end_of(bill.period, bill.newest_usage_end)) {
      bill.state = bill.lines_without_invoice == 0 ? PeriodState::kFinal : PeriodState::kEstimated;
    }
    all.push_back(std::move(bill));
  }
  return all;
}

}  // namespace farthing
