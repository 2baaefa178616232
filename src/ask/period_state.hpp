// Whether a month of a payer is still running, over but not yet invoiced, or final.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lake/snapshot.hpp"

namespace farthing {

/// open: usage doesn't reach the month's end. estimated: it does, but lines lack an invoice. final: neither.
enum class PeriodState { kOpen, kEstimated, kFinal };
[[nodiscard]] const char* name_of(PeriodState state);

/// What the deliveries of one month of one payer say together.
struct BillPeriod {
  std::string period;
  std::optional<std::string> payer;
  PeriodState state = PeriodState::kOpen;
  std::optional<std::string> newest_usage_end;  ///< RFC 3339
  std::int64_t lines = 0;
  std::int64_t lines_without_invoice = 0;
  std::vector<const Partition*> partitions;  ///< of the snapshot

  /// Why it is in that state, e.g. "usage until 2026-02-02T00:00:00Z".
  [[nodiscard]] std::string reason() const;
};

/// All months and payers of the snapshot's `charges` (or those of one month), in order. Points into `snapshot`.
[[nodiscard]] std::vector<BillPeriod> bill_periods(const Snapshot& snapshot, const std::optional<std::string>& month);

}  // namespace farthing
