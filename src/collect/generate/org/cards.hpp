// Who holds which card or slice, what it computes, and what a card's telemetry says.
#pragma once
#include <string>
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// Gives each pod with whole cards its cards: the lowest of its machine's that are free. Fills Pod::cards.
void give_cards(Organisation& organisation);

/// Millionths of its time in an hour that what a pod holds of cards computes.
[[nodiscard]] std::int64_t computes(const Organisation& organisation, const Pod& pod, std::int64_t hour);

/// "GPU-..." of a card of a machine; of an Inferentia device "neuron-...".
[[nodiscard]] std::string card_id(const Node& node, int card);
/// "MIG-..."
[[nodiscard]] std::string slice_id(const Node& node, int card, int slice);
/// What a pod's dataset row says that it holds; empty where its cards are shared in a way that no id tells.
[[nodiscard]] std::vector<std::string> held_ids(const Organisation& organisation, const Pod& pod);

/// One row of accelerator_activity.
struct Activity {
  std::uint32_t node = 0;
  int card = 0, slice = -1;
  std::int64_t start = 0, seconds = 0;
  std::int64_t active_micros = 0;  ///< x seconds
  std::int64_t memory_mib_seconds = 0;
  std::vector<std::uint32_t> held_by = {};  ///< pods; empty where telemetry can't tell
};

/// Walks over the activity of all cards and slices, machine by machine. Telemetry tells who holds a whole card or a
/// slice, not who shares one. Intervals are cut where the holder changes.
class Activities {
 public:
  explicit Activities(const Organisation& organisation);
  /// The rows of the next machine; empty at the end.
  [[nodiscard]] const std::vector<Activity>& next();

 private:
  void walk(std::uint32_t node, int card, int slice, const std::vector<std::uint32_t>& pods);
  void add(std::uint32_t node, int card, int slice, std::int64_t from, std::int64_t to,
           const std::vector<std::uint32_t>& pods);

  const Organisation& organisation_;
  std::vector<std::size_t> first_pod_;  ///< of each node, and one past the last's
  std::uint32_t next_node_ = 0;
  std::vector<Activity> rows_;
};

}  // namespace farthing::generate::org
