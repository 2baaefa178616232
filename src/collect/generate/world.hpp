// The organisation behind a bill: accounts, tags, SKUs and the month, all made from the seed before the first line.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "collect/generate/figure.hpp"
#include "collect/generate/offers.hpp"

namespace farthing::generate {

/// The resource tags of a report, in the order of their columns, as legacy reports name them.
inline constexpr std::array<const char*, 9> kTagKeys = {
    "aws:createdBy", "aws:eks:cluster-name", "aws:ecs:clusterName", "user:Environment", "user:Project",
    "user:Team",     "user:cost-center",     "user:note",           "user:owner"};
inline constexpr std::array<const char*, 2> kCostCategoryKeys = {"Division", "Stage"};

/// The products' attributes in the order of their columns.
enum class ProductAttribute : std::size_t {
  kProductName,
  kFromLocation,
  kGpu,
  kGpuMemory,
  kInstanceType,
  kInstanceTypeFamily,
  kLocation,
  kLocationType,
  kMemory,
  kOperatingSystem,
  kOperation,
  kProductFamily,
  kRegion,
  kRegionCode,
  kServicecode,
  kServicename,
  kSku,
  kStorageClass,
  kTenancy,
  kToLocation,
  kTransferType,
  kUsagetype,
  kVcpu,
  kVolumeApiName,
  kCount,
};
inline constexpr std::size_t kProductAttributes = static_cast<std::size_t>(ProductAttribute::kCount);

/// An offer in a region.
struct Sku {
  std::size_t index = 0;  ///< in World::skus
  const Offer* offer = nullptr;
  const Region* region = nullptr;
  std::string usage_type = {};
  std::string description = {};
  std::string sku = {}, rate_code = {}, rate_id = {};
  std::string meter = {};          ///< FOCUS SkuMeter
  std::string price_details = {};  ///< FOCUS SkuPriceDetails, a JSON object, or ""
  Figure list_rate = {};           ///< 10 decimals
  Figure contract_rate = {};       ///< what is billed on demand; of spot offers the market decides
  std::array<std::string, kProductAttributes> product = {};
};

struct Account {
  std::size_t index = 0;
  std::string id = {}, name = {};
  std::array<std::string, kCostCategoryKeys.size()> cost_categories = {};
};

/// Tags of a resource; "" is a tag that it lacks.
struct TagSet {
  std::size_t index = 0;
  std::array<std::string, kTagKeys.size()> values = {};
};

/// Indexes drawn by weight.
class WeightedChoice {
 public:
  void add(std::size_t index, std::uint64_t weight);
  /// The index for 64 random bits. At least one weight was added.
  [[nodiscard]] std::size_t at(std::uint64_t bits) const;

 private:
  std::vector<std::uint64_t> ends_;
  std::vector<std::size_t> indexes_;
};

struct World {
  std::uint64_t seed = 0;
  std::string month;  ///< "2026-09"
  Timestamp begin = {}, end = {};
  int hours = 0;
  std::string payer_id = {}, payer_name = {};
  std::string invoice_id = {}, marketplace_invoice_id = {};
  std::vector<Account> accounts = {};  ///< the first is the payer's
  std::vector<TagSet> tag_sets = {};   ///< the first has no tags
  std::vector<Sku> skus = {};
  WeightedChoice account_by_size = {};         ///< Zipf
  WeightedChoice usage_sku = {};               ///< of plain usage
  std::vector<std::size_t> covered_skus = {};  ///< what Savings Plans cover, few of them
  std::vector<std::size_t> reservable_skus = {};
  std::vector<std::size_t> split_skus = {};  ///< by region: EKS vCPU, EKS GB, ECS vCPU, ECS GB

  /// The moment so many hours after the month's beginning.
  [[nodiscard]] Timestamp at_hour(int hour) const { return {begin.micros + std::int64_t{hour} * 3'600'000'000}; }
  /// The SKUs of split-cost rows (vCPU, memory) in a region.
  [[nodiscard]] std::pair<const Sku*, const Sku*> split_pair(const Region& region, bool ecs) const;
};

/// `month` is a month; `rows` decides how many accounts there are.
[[nodiscard]] World make_world(std::uint64_t seed, std::int64_t rows, const std::string& month);

/// The SKU of an offer in a region: its names and prices depend on nothing else than these and `index`.
[[nodiscard]] Sku make_sku(std::size_t index, const Offer& offer, const Region& region);

/// Text with so many letters or digits made from random bits.
[[nodiscard]] std::string random_text(std::uint64_t bits, int size, std::string_view alphabet);

}  // namespace farthing::generate
