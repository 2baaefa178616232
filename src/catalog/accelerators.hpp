// The bundled catalog of accelerators: cards, and the profiles by which MIG cuts them.
#pragma once
#include <span>

#include "domain/accelerator.hpp"

namespace farthing {

/// In the order in which a name is held against them: the first pattern that is found counts.
[[nodiscard]] std::span<const AcceleratorCard> accelerator_cards();

/// All profiles of all cards. A variant (`+me`, `+gfx`, `-me`) is cut like its profile.
[[nodiscard]] std::span<const MigProfile> mig_profiles();

/// All of it: cards, profiles, and how many cards each instance type has whose cards are among them.
[[nodiscard]] AcceleratorFacts accelerator_facts();

}  // namespace farthing
