// What of a machine's cards containers claim, and how busy the cards were: the adapter between the many ways in which
// accelerators are shared and the models, which know parts of a card and seconds.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/accelerator.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes accelerator_cards, mig_profiles and machine_accelerators, once for a build.
[[nodiscard]] Done make_accelerator_facts(Engine& engine, const AcceleratorFacts& facts);

/// Makes node_cards, accelerator_claims (one row: a container x an interval in which its part of a card is constant),
/// device_claims (the same x a card or slice that it names) and card_excess (what of that is more than the card). Needs
/// day_nodes and workload_spans.
[[nodiscard]] Done make_accelerator_claims(Engine& engine);

}  // namespace farthing
