// What a snapshot's deliveries cover: months, the newest usage, which of them a period touches.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "domain/period.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// The billing periods that the lake has, in order, each once.
[[nodiscard]] std::vector<std::string> delivered_months(const Snapshot& snapshot);
/// "2026-08 to 2026-10" of months without a gap, else "2026-08, 2026-10".
[[nodiscard]] std::string months_text(const std::vector<std::string>& months);
/// The end of the newest usage of all deliveries: where `--last` counts from. Nothing if none has usage by the day.
[[nodiscard]] std::optional<Timestamp> newest_usage_end(const Snapshot& snapshot);
/// The partitions of `charges` with charges of that period: of its billing month, or with charge starts in its dates
/// (one that doesn't say when its charges start counts). The pointers live as long as the snapshot.
[[nodiscard]] std::vector<const Partition*> deliveries_in(const Snapshot& snapshot, const Period& period);

}  // namespace farthing
