// The lines of an hour: what runs then, who owns it, how much of it is used and what it costs.
#pragma once
#include <cstdint>
#include <optional>

#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

/// What the n-th running thing of an hour is. Numbers are taken from 0 upwards in each hour, so low ones run all the
/// time and high ones only when much is going on; every so often a number's thing ends and another takes its place.
struct Running {
  std::uint64_t bits = 0;  ///< its identity
  const Sku* sku = nullptr;
  const Account* account = nullptr;
  const TagSet* tags = nullptr;
  char zone = 0;
  std::optional<std::size_t> plan = {}, reservation = {};  ///< that pays for it
  bool node = false;                                       ///< carries pods or tasks with split-cost rows
};

[[nodiscard]] Running running(const World& world, const Commitments& commitments, int hour, std::int64_t number);
/// Its line of that hour. A reservation's use is booked, a plan's too.
void write_usage(BillLine& line, const World& world, Commitments& commitments, const Running& thing, int hour);

inline constexpr std::size_t kSplitRows = 4;  ///< two pods or tasks, vCPU and memory
/// Row `number` of the split of `parent`'s amortised cost: the four sum to it exactly.
void write_split(BillLine& line, const World& world, const BillLine& parent, std::size_t number);

}  // namespace farthing::generate
