#include "ask/delivery_notes.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

template <typename Visit>
void each_delivery(const Snapshot& snapshot, const std::optional<std::string>& month, Visit visit) {
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (partition.delivery && (!month || partition.period == *month)) visit(partition, *partition.delivery);
  }
}

}  // namespace

std::vector<std::string> delivery_findings(const Snapshot& snapshot, const std::optional<std::string>& month) {
  std::vector<std::string> notes;
  std::set<std::string> told;
  each_delivery(snapshot, month, [&](const Partition& partition, const Delivery& delivery) {
    const bool alone = delivery.deliveries_of_import == 1;
    if (!alone && !told.insert(delivery.import_id).second) return;
    const auto where = alone ? partition.period + ", " + partition.source
                             : fmt::format("import {} of {} deliveries", delivery.import_id,
                                           with_thousands(delivery.deliveries_of_import));
    for (const auto& finding : delivery.findings) notes.push_back(where + ": " + finding);
  });
  return notes;
}

std::vector<std::string> delivery_sources(const Snapshot& snapshot, const std::optional<std::string>& month) {
  std::vector<std::string> lines{"snapshot " + std::to_string(snapshot.n) + " of " + snapshot.written_at};
  each_delivery(snapshot, month, [&](const Partition& partition, const Delivery& delivery) {
    lines.push_back(partition.period + ", " + partition.source + " (" + delivery.format +
                    "): " + with_thousands(delivery.lines) + " lines, imported " + delivery.imported_at);
    for (const auto& input : delivery.inputs) {
      lines.push_back("  " + input.uri + ", " + with_thousands(input.bytes) + " bytes, sha256 " + input.sha256);
    }
  });
  return lines;
}

}  // namespace farthing
