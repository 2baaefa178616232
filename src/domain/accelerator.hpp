// What is known of accelerators: how a card is told by its name, what it has, and how MIG cuts it.
#pragma once
#include <string>
#include <vector>

namespace farthing {

/// One kind of card. What isn't known, or doesn't apply, is 0.
struct AcceleratorCard {
  std::string card;          ///< "A100 40GB"; unique
  std::string name_pattern;  ///< a regular expression found in its model's name in lower case, e.g. "a100.*80 ?gb"
  std::string type_pattern;  ///< families of instance types that have it: "p4de", "g6|gr6"; for names that don't tell
  double memory_gib = 0;     ///< as EC2 reports it
  int compute_slices = 0;    ///< of MIG
  int memory_slices = 0;     ///< of MIG
  int cores = 0;             ///< Neuron cores of a device
};

/// A size of slices that MIG can cut from a card.
struct MigProfile {
  std::string card;     ///< AcceleratorCard::card
  std::string profile;  ///< "3g.20gb"
  int compute_slices = 0;
  int memory_slices = 0;
  int instances = 0;  ///< how many at most on one card
};

/// How many cards an instance type has.
struct MachineAccelerators {
  std::string machine;
  double count = 0;  ///< a fraction where it has a part of one
};

/// What is known of cards, from the catalog.
struct AcceleratorFacts {
  std::vector<AcceleratorCard> cards;
  std::vector<MigProfile> profiles;
  std::vector<MachineAccelerators> machines;
};

}  // namespace farthing
