#include "collect/generate/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSkuAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

std::string attribute_if(bool wanted, std::string_view text) { return wanted ? std::string(text) : std::string(); }

std::array<std::string, kProductAttributes> product_of(const Sku& sku) {
  const Offer& offer = *sku.offer;
  const Machine& machine = offer.machine;
  const bool is_machine = machine.vcpu > 0;
  const std::string_view type = machine.type;
  const std::string_view usage_type = offer.usage_type;
  const bool transfer = std::string_view(offer.family) == "Data Transfer";
  const bool block_storage = usage_type.starts_with("EBS:VolumeUsage");
  std::array<std::string, kProductAttributes> product;
  const auto set = [&](ProductAttribute attribute, std::string value) {
    product[static_cast<std::size_t>(attribute)] = std::move(value);
  };
  using enum ProductAttribute;
  set(kProductName, offer.service->product_name);
  set(kFromLocation, attribute_if(transfer, sku.region->location));
  set(kGpu, machine.gpus > 0 ? std::to_string(machine.gpus) : "");
  set(kGpuMemory, machine.gpu_memory);
  set(kInstanceType, machine.type);
  set(kInstanceTypeFamily,
      std::string(type.substr(0, type.rfind('.') == std::string_view::npos ? 0 : type.rfind('.'))));
  set(kLocation, attribute_if(!transfer, sku.region->location));
  set(kLocationType, "AWS Region");
  set(kMemory, is_machine ? fmt::format("{} GiB", machine.memory_gib) : "");
  set(kOperatingSystem, attribute_if(is_machine, "Linux"));
  set(kOperation, offer.operation);
  set(kProductFamily, offer.family);
  set(kRegion, sku.region->id);
  set(kRegionCode, sku.region->id);
  set(kServicecode, offer.service->code);
  set(kServicename, offer.service->product_name);
  set(kSku, sku.sku);
  set(kStorageClass, attribute_if(offer.resource == ResourceKind::kBucket && offer.measure == Measure::kGigabyteMonths,
                                  "General Purpose"));
  set(kTenancy, attribute_if(is_machine, "Shared"));
  set(kToLocation, attribute_if(transfer, "External"));
  set(kTransferType,
      attribute_if(transfer, usage_type.find("Out") != std::string_view::npos ? "AWS Outbound" : "AWS Inbound"));
  set(kUsagetype, sku.usage_type);
  set(kVcpu, is_machine ? std::to_string(machine.vcpu) : "");
  set(kVolumeApiName, attribute_if(block_storage, usage_type.substr(usage_type.rfind('.') + 1)));
  return product;
}

void add_skus(World& world) {
  int region_number = 0;
  for (const Region& region : regions()) {
    for (const Offer& offer : offers()) {
      const std::size_t index = world.skus.size();
      world.skus.push_back(make_sku(index, offer, region));
      if (offer.traits.has(Trait::kSplit)) world.split_skus.push_back(index);
      if (offer.weight > 0) {
        world.usage_sku.add(index,
                            static_cast<std::uint64_t>(offer.weight) * static_cast<std::uint64_t>(region.weight));
      }
      // Commitments are bought where most of the usage is, so that their groups of an hour have many lines.
      const bool main_region = region_number < 2;
      if (main_region && offer.traits.has(Trait::kSavingsPlan) && offer.machine.gpus < 4) {
        world.covered_skus.push_back(index);
      }
      if (main_region && offer.traits.has(Trait::kReservable)) world.reservable_skus.push_back(index);
    }
    ++region_number;
  }
}

void add_accounts(World& world, std::int64_t rows) {
  static constexpr const char* kDivisions[] = {"Research", "Payments", "Platform", "Data & AI", "Retail, EU", "Größe"};
  static constexpr const char* kStages[] = {"production", "staging", "development", "sandbox"};
  const auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(rows / 2'000, 50, 3'000));
  for (std::size_t i = 0; i < count; ++i) {
    Dice dice(mix(world.seed ^ 0xacc0u, i));
    Account account{.index = i};
    account.id = fmt::format("{}{}", dice.below(9) + 1, random_text(dice.next(), 11, kDigits));
    if (i == 0) account.id = world.payer_id;
    const std::string_view division = kDivisions[dice.below(std::size(kDivisions))];
    const std::string_view stage = kStages[dice.below(std::size(kStages))];
    account.name = i == 0 ? world.payer_name : fmt::format("{} {} {}", division, stage, i);
    if (!dice.one_in(5)) account.cost_categories = {std::string(division), std::string(stage)};
    world.accounts.push_back(std::move(account));
    // Zipf with exponent 1.1: the weight of rank k is k^-1.1.
    const int steps = 40 * kStepsPerOctave - steps_of(i + 1) * 11 / 10;
    world.account_by_size.add(i, static_cast<std::uint64_t>(scale_by_steps(1, steps)));
  }
}

// One way in which people spell a tag's value.
std::string misspelt(std::string_view value, Dice& dice) {
  std::string text(value);
  switch (dice.below(12)) {
    case 0:
      std::transform(text.begin(), text.end(), text.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      break;
    case 1:
      text[0] = text[0] >= 'a' && text[0] <= 'z' ? static_cast<char>(text[0] - 32) : text[0];
      break;
    case 2:
      if (text.size() > 4 && text[2] >= 'a' && text[3] >= 'a' && text[2] <= 'z' && text[3] <= 'z')
        std::swap(text[2], text[3]);
      break;
    case 3:
      text += ' ';
      break;
    default:
      break;
  }
  return text;
}

void add_tag_sets(World& world) {
  static constexpr const char* kTeams[] = {"search",        "fraud", "vision", "llm-serving",
                                           "data_platform", "größe", "広告"};
  static constexpr const char* kProjects[] = {"atlas", "ranking v2", "recsys,eu", "checkout", "whisper-ft"};
  static constexpr const char* kEnvironments[] = {"prod", "dev", "staging"};
  static constexpr const char* kNotes[] = {"keep", "asked for \"24/7\", see wiki", "first line\nsecond line",
                                           "naïve – ok?"};
  world.tag_sets.push_back({});
  for (std::size_t i = 1; i <= 400; ++i) {
    Dice dice(mix(world.seed ^ 0x7a65u, i));
    TagSet tags{.index = i};
    if (dice.one_in(3))
      tags.values[0] = fmt::format("AssumedRole:AROA{}:ci", random_text(dice.next(), 8, kSkuAlphabet));
    if (dice.one_in(6)) tags.values[1] = fmt::format("eks-{}", dice.below(2) + 1);
    if (tags.values[1].empty() && dice.one_in(10)) tags.values[2] = "ecs-main";
    tags.values[3] = misspelt(kEnvironments[dice.below(std::size(kEnvironments))], dice);
    if (dice.one_in(2)) tags.values[4] = misspelt(kProjects[dice.below(std::size(kProjects))], dice);
    if (!dice.one_in(5)) tags.values[5] = misspelt(kTeams[dice.below(std::size(kTeams))], dice);
    if (dice.one_in(2)) tags.values[6] = fmt::format("{:04}", dice.below(40));
    if (dice.one_in(8)) tags.values[7] = kNotes[dice.below(std::size(kNotes))];
    if (dice.one_in(3)) tags.values[8] = fmt::format("user{}@example.com", dice.below(200));
    world.tag_sets.push_back(std::move(tags));
  }
}

}  // namespace

void WeightedChoice::add(std::size_t index, std::uint64_t weight) {
  ends_.push_back((ends_.empty() ? 0 : ends_.back()) + std::max<std::uint64_t>(weight, 1));
  indexes_.push_back(index);
}

std::size_t WeightedChoice::at(std::uint64_t bits) const {
  const std::uint64_t drawn = below(bits, ends_.back());
  return indexes_[static_cast<std::size_t>(std::upper_bound(ends_.begin(), ends_.end(), drawn) - ends_.begin())];
}

std::pair<const Sku*, const Sku*> World::split_pair(const Region& region, bool ecs) const {
  const auto number = static_cast<std::size_t>(&region - regions().data());
  const std::size_t first = number * 4 + (ecs ? 2 : 0);
  return {&skus[split_skus[first]], &skus[split_skus[first + 1]]};
}

World make_world(std::uint64_t seed, std::int64_t rows, const std::string& month) {
  World world{.seed = seed, .month = month};
  world.begin = parse_month(month).value();
  world.end = parse_month(shift_month(month, 1)).value();
  world.hours = static_cast<int>((world.end.micros - world.begin.micros) / 3'600'000'000);
  Dice dice(mix(seed ^ 0xf001u));
  world.payer_id = fmt::format("{}{}", dice.below(9) + 1, random_text(dice.next(), 11, kDigits));
  world.payer_name = fmt::format("Generated organisation {}", seed);
  world.invoice_id = random_text(dice.next(), 10, "123456789");
  world.marketplace_invoice_id = random_text(dice.next(), 10, "123456789");
  add_accounts(world, rows);
  add_tag_sets(world);
  add_skus(world);
  return world;
}

Sku make_sku(std::size_t index, const Offer& offer, const Region& region) {
  const std::uint64_t bits = mix(0x5b1u, index);  // not the seed: SKUs are AWS's
  Sku sku{.index = index, .offer = &offer, .region = &region};
  sku.usage_type = std::string(region.prefix) + offer.usage_type;
  sku.list_rate = {offer.price * region.price_percent / 100, 10};
  sku.contract_rate = sku.list_rate;
  if (offer.traits.has(Trait::kNegotiated)) sku.contract_rate.digits = sku.list_rate.digits * 93 / 100;
  if (offer.traits.has(Trait::kFreeTier)) sku.contract_rate.digits = 0;
  sku.description = fmt::format("${} per {} - {} in {}", plain_text(sku.contract_rate), offer.unit, offer.description,
                                region.location);
  sku.sku = random_text(bits, 16, kSkuAlphabet);
  sku.rate_code = fmt::format("{}.JRTCKXETXF.6YS6EN2CT7", sku.sku);
  sku.rate_id = random_text(mix(bits), 10, "123456789");
  const std::string_view usage_type = offer.usage_type;
  sku.meter = usage_type.substr(0, usage_type.find(':'));
  const Machine& machine = offer.machine;
  if (machine.vcpu > 0) {
    sku.price_details = fmt::format(R"({{"InstanceType":"{}","CoreCount":{},"MemorySize":{}}})", machine.type,
                                    machine.vcpu, machine.memory_gib);
  }
  sku.product = product_of(sku);
  return sku;
}

std::string random_text(std::uint64_t bits, int size, std::string_view alphabet) {
  std::string text;
  for (int i = 0; i < size; ++i) {
    bits = mix(bits);
    text += alphabet[below(bits, alphabet.size())];
  }
  return text;
}

}  // namespace farthing::generate
