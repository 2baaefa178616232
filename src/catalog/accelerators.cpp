#include "catalog/accelerators.hpp"

#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/catalog_file.hpp"
#include "catalog/instance_types.hpp"

namespace farthing {
namespace {

int whole_number(const std::string& field) { return field.empty() ? 0 : static_cast<int>(catalog_number(field)); }

std::vector<AcceleratorCard> read_cards() {
  std::vector<AcceleratorCard> cards;
  for (const auto& row : catalog_rows("accelerators")) {
    cards.push_back({.card = row[0],
                     .name_pattern = row[1],
                     .type_pattern = row[2],
                     .memory_gib = catalog_number(row[3]),
                     .compute_slices = whole_number(row[4]),
                     .memory_slices = whole_number(row[5]),
                     .cores = whole_number(row[6])});
  }
  return cards;
}

std::vector<MigProfile> read_profiles() {
  std::vector<MigProfile> profiles;
  for (const auto& row : catalog_rows("mig_profiles")) {
    profiles.push_back({.card = row[0],
                        .profile = row[1],
                        .compute_slices = whole_number(row[2]),
                        .memory_slices = whole_number(row[3]),
                        .instances = whole_number(row[4])});
  }
  return profiles;
}

std::set<std::string> families_with_cards() {
  std::set<std::string> families;
  for (const auto& card : accelerator_cards()) {
    for (const auto& family : split(card.type_pattern, '|')) families.insert(std::string(family));
  }
  return families;
}

}  // namespace

std::span<const AcceleratorCard> accelerator_cards() {
  static const std::vector<AcceleratorCard> cards = read_cards();
  return cards;
}

std::span<const MigProfile> mig_profiles() {
  static const std::vector<MigProfile> profiles = read_profiles();
  return profiles;
}

AcceleratorFacts accelerator_facts() {
  AcceleratorFacts facts;
  facts.cards.assign(accelerator_cards().begin(), accelerator_cards().end());
  facts.profiles.assign(mig_profiles().begin(), mig_profiles().end());
  const auto families = families_with_cards();
  for (const auto& type : instance_types()) {
    if (type.accelerator_count > 0 && families.contains(type.family)) {
      facts.machines.push_back({type.name, type.accelerator_count});
    }
  }
  return facts;
}

}  // namespace farthing
