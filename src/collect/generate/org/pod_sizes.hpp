// How big a pod is and what it asks for, and how long it lives.
#pragma once
#include "collect/generate/org/organisation.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {

/// What a pod of this controller is made for, on a machine that holds about `expected` hundredths of pods. Cards aren't
/// in it.
[[nodiscard]] Amounts pod_size(const Controller& controller, const Amounts& capacity, std::int64_t expected,
                               Dice& dice);
/// What a trainer or model takes with that many of the machine's cards.
[[nodiscard]] Amounts size_with_cards(const Amounts& capacity, std::int64_t cards, Dice& dice);
/// What it asks for, given what is free: its size, or what is left of that, or nothing where that is too little.
[[nodiscard]] Amounts request_within(const Amounts& size, const Amounts& free);
/// One of the sizes in which Fargate tasks come.
[[nodiscard]] Amounts fargate_size(Dice& dice);
/// Seconds: at least 30, of a Fargate task at least 60.
[[nodiscard]] std::int64_t pod_life(Kind kind, bool fargate, Dice& dice);

}  // namespace farthing::generate::org
