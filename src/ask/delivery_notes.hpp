// What the snapshot knows of the deliveries behind an answer, as lines to read.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "lake/snapshot.hpp"

namespace farthing {

/// What import found odd, e.g. "2026-10, report main (123456789012): 3 negations without covered lines". A finding is
/// of all that one import brought: where that was several months or payers, it is told once.
[[nodiscard]] std::vector<std::string> delivery_findings(const Snapshot& snapshot,
                                                         const std::optional<std::string>& month);
/// For explanations: the snapshot, and each delivery with its lines and files.
[[nodiscard]] std::vector<std::string> delivery_sources(const Snapshot& snapshot,
                                                        const std::optional<std::string>& month);

}  // namespace farthing
