// The accelerator estate: machines whose cards are shared in all the ways there are, and what runs on them.
#pragma once
#include <span>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// Pools of one machine each, beside those of pool_shapes().
[[nodiscard]] const std::vector<PoolShape>& estate_shapes();

/// When a place is taken.
enum class Window { kAlways, kFromMiddle, kDaytime };

inline constexpr int kIdle = 0, kByRequests = -1;
/// A place on a card, kept for the pods of one controller.
struct EstateSlot {
  const char* pool = "";
  const char* controller = "";
  const char* container = "";
  int card = 0;
  int slice = 0;             ///< of the card, in the order of mig_layout()
  int load = kIdle;          ///< permille of its part that computes; kByRequests: as the model's requests ask for
  int memory = 0;            ///< permille of its part's memory that it holds
  int percent = 0, gib = 0;  ///< under MPS, where declared
  const char* claim = "";    ///< of DRA; who has the same claim shares it equally
  Window window = Window::kAlways;
  int cards = 1;  ///< whole ones, from `card` on
};
/// In the order of importance: a small organisation has the first of them only.
[[nodiscard]] std::span<const EstateSlot> estate_slots();

/// The MIG profiles of a pool's card; empty without MIG.
[[nodiscard]] std::span<const char* const> mig_layout(const PoolShape& pool, int card);
/// The part of a card that a profile of A100 40 GB has: the larger of compute slices / 7 and memory slices / 8.
[[nodiscard]] std::int64_t mig_part(std::string_view profile);
/// Memory of a card in MiB, as EC2 states it.
[[nodiscard]] std::int64_t card_memory_mib(std::string_view model);
/// The true part of a card that a slot's pod holds, in millionths.
[[nodiscard]] std::int64_t true_part(const EstateSlot& slot, const PoolShape& pool, std::string_view model);

/// Who runs on the estate and trains, to be added behind make_controllers().
[[nodiscard]] std::vector<Controller> estate_controllers();
/// The first of the organisation's machines and pods: nodes gets the estate's machines, pods those of its slots.
/// At most a third of the plan's pods.
void add_estate(Organisation& organisation);

}  // namespace farthing::generate::org
