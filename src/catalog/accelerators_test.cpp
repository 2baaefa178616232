#include "catalog/accelerators.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <string>

#include "base/text.hpp"
#include "catalog/instance_types.hpp"

namespace farthing {
namespace {

const AcceleratorCard* card_named(const std::string& lower_name) {
  for (const auto& card : accelerator_cards()) {
    if (std::regex_search(lower_name, std::regex(card.name_pattern))) return &card;
  }
  return nullptr;
}

std::string card_of(const std::string& lower_name) {
  const auto* card = card_named(lower_name);
  return card == nullptr ? "none" : card->card;
}

TEST(Accelerators, ACardIsToldByTheNamesThatDriversAndLabelsGiveIt) {
  EXPECT_EQ(card_of("nvidia a100-sxm4-40gb"), "A100 40GB");
  EXPECT_EQ(card_of("nvidia-a100-sxm4-80gb"), "A100 80GB");
  EXPECT_EQ(card_of("nvidia-a100-sxm4-40gb-mig-1g.5gb"), "A100 40GB");
  EXPECT_EQ(card_of("a100"), "A100 40GB");
  EXPECT_EQ(card_of("nvidia a100 80gb pcie"), "A100 80GB");
  EXPECT_EQ(card_of("nvidia h100 80gb hbm3"), "H100 80GB");
  EXPECT_EQ(card_of("nvidia h100 nvl"), "H100 94GB");
  EXPECT_EQ(card_of("nvidia h200"), "H200");
  EXPECT_EQ(card_of("nvidia b200"), "B200");
  EXPECT_EQ(card_of("nvidia gb200"), "GB200");
  EXPECT_EQ(card_of("nvidia a30"), "A30");
  EXPECT_EQ(card_of("nvidia-l4"), "L4");
  EXPECT_EQ(card_of("nvidia l40s"), "L40S");
  EXPECT_EQ(card_of("nvidia a10g"), "A10G");
  EXPECT_EQ(card_of("tesla-t4"), "T4");
  EXPECT_EQ(card_of("t4g"), "T4G");
  EXPECT_EQ(card_of("aws.inferentia2"), "Inferentia2");
  EXPECT_EQ(card_of("aws.trainium"), "Trainium");
  EXPECT_EQ(card_of("trainium2"), "Trainium2");
  EXPECT_EQ(card_of("rtx pro server 6000"), "RTX PRO 6000");
  EXPECT_EQ(card_of("fpga vu47p"), "none");
}

TEST(Accelerators, EachCardOfTheInstanceTypesThatRunsModelsIsKnown) {
  for (const auto& type : instance_types()) {
    const auto& model = type.accelerator_model;
    const bool other = model.empty() || model.starts_with("FPGA") || model.starts_with("Media") ||
                       model.starts_with("Gaudi") || model.starts_with("Cloud AI") || model.starts_with("Radeon");
    if (other) continue;
    EXPECT_NE(card_named(lower(model)), nullptr) << type.name << " " << model;
  }
}

TEST(Accelerators, MachinesHaveAsManyCardsAsTheirTypes) {
  std::map<std::string, double> cards;
  for (const auto& machine : accelerator_facts().machines) cards[machine.machine] = machine.count;
  EXPECT_EQ(cards.at("g5.12xlarge"), 4);
  EXPECT_EQ(cards.at("g6f.large"), 0.125);
  EXPECT_EQ(cards.at("p5.4xlarge"), 1);
  EXPECT_EQ(cards.at("p6-b300.48xlarge"), 8);
  EXPECT_EQ(cards.at("inf2.48xlarge"), 12);
  EXPECT_FALSE(cards.contains("m5.xlarge"));
  EXPECT_FALSE(cards.contains("vt1.3xlarge"));
  // Each of those whose model is a known card is among them.
  for (const auto& type : instance_types()) {
    if (type.accelerator_count > 0 && card_of(lower(type.accelerator_model)) != "none")
      EXPECT_TRUE(cards.contains(type.name)) << type.name;
  }
}

// As a profile is written: so many compute slices, and a memory that is its part of the card's.
TEST(Accelerators, AProfilesNameSaysItsSlices) {
  std::map<std::string, AcceleratorCard> cards;
  for (const auto& card : accelerator_cards()) cards[card.card] = card;
  for (const auto& one : mig_profiles()) {
    ASSERT_TRUE(cards.contains(one.card)) << one.card;
    const auto& card = cards[one.card];
    const auto dot = one.profile.find("g.");
    EXPECT_EQ(std::stoi(one.profile.substr(0, dot)), one.compute_slices) << one.profile;
    const double gigabytes = std::stod(one.profile.substr(dot + 2));
    EXPECT_EQ(std::lround(gigabytes * card.memory_slices / card.memory_gib), one.memory_slices)
        << one.card << " " << one.profile;
    EXPECT_LE(one.instances * one.compute_slices, card.compute_slices) << one.card << " " << one.profile;
    EXPECT_LE(one.instances * one.memory_slices, card.memory_slices) << one.card << " " << one.profile;
  }
}

TEST(Accelerators, EveryCardThatMigCutsHasItsWholeAsAProfile) {
  for (const auto& card : accelerator_cards()) {
    if (card.compute_slices == 0) continue;
    const auto whole = std::ranges::any_of(mig_profiles(), [&](const MigProfile& one) {
      return one.card == card.card && one.compute_slices == card.compute_slices &&
             one.memory_slices == card.memory_slices;
    });
    EXPECT_TRUE(whole) << card.card;
  }
}

}  // namespace
}  // namespace farthing
