// What can be bought: a small catalogue of AWS usage with prices that look like AWS's. Invented for bills that only
// have to look right; the product's own prices come from dataset `prices`.
#pragma once
#include <cstdint>
#include <span>

namespace farthing::generate {

/// How much of a thing an hour's line uses.
enum class Measure {
  kHours,           ///< 1, or a part of the hour
  kRequests,        ///< whole numbers, log-normal
  kGigabytes,       ///< transfer, log-normal
  kGigabyteMonths,  ///< a size / hours of the month
  kThousandTokens,
  kGigabyteSeconds,
  kCapacity,  ///< vCPU or GB held for the hour
};

/// What its resource id looks like.
enum class ResourceKind {
  kNone,
  kInstance,
  kVolume,
  kSnapshot,
  kBucket,
  kFargateTask,
  kEksCluster,
  kNatGateway,
  kLoadBalancer,
  kEndpoint,
  kTrainingJob,
  kModel,
  kDatabase,
  kTable,
  kLogGroup,
  kKey,
  kQueue,
  kFunction,
};

enum class Trait : unsigned {
  kSpot = 1,         ///< billed at a moving market price
  kSavingsPlan = 2,  ///< a Compute Savings Plan covers it
  kReservable = 4,   ///< reserved instances exist
  kNode = 8,         ///< may be a cluster's node with split-cost rows
  kNegotiated = 16,  ///< billed below the list price
  kFreeTier = 32,    ///< billed at 0, listed at a price
  kNoListRate = 64,  ///< the public cost is delivered, the public rate isn't
  kZonal = 128,
  kMarketplace = 256,
  kSplit = 512,  ///< a split-cost row of a pod or task
};
struct Traits {
  unsigned bits = 0;
  [[nodiscard]] constexpr bool has(Trait trait) const { return (bits & static_cast<unsigned>(trait)) != 0; }
};
constexpr Traits operator|(Trait a, Trait b) { return {static_cast<unsigned>(a) | static_cast<unsigned>(b)}; }
constexpr Traits operator|(Traits a, Trait b) { return {a.bits | static_cast<unsigned>(b)}; }

struct Machine {
  const char* type = "";  ///< "m5.large", "" for what is no machine
  int vcpu = 0;
  int memory_gib = 0;
  int gpus = 0;
  const char* gpu_memory = "";
  std::int64_t normalization_tenths = 0;  ///< of the normalisation factor x 10
};

struct Service {
  const char* code;          ///< lineItem/ProductCode
  const char* product_name;  ///< product/ProductName
  const char* name;          ///< FOCUS ServiceName; differs for EBS, which AWS books under EC2
  const char* category;
  const char* subcategory;
};

struct Offer {
  const Service* service;
  const char* family;
  const char* operation;
  const char* usage_type;  ///< without the region's prefix
  const char* unit;
  const char* description;
  std::int64_t price;  ///< 10^-10 dollars a unit in us-east-1
  Measure measure;
  std::int64_t typical;  ///< the median amount, in the measure's own unit
  ResourceKind resource;
  int weight;  ///< share of the lines of plain usage, in 10^-4
  Traits traits = {};
  Machine machine = {};
};

[[nodiscard]] std::span<const Offer> offers();

struct Region {
  const char* id;
  const char* location;
  const char* prefix;  ///< of usage types
  int price_percent;   ///< of us-east-1's price
  int weight;
};
[[nodiscard]] std::span<const Region> regions();

/// The service whose product code a service is billed under: EC2 for block storage, else itself.
[[nodiscard]] const Service& billed_under(const Service& service);
/// Services that appear in closing lines only.
[[nodiscard]] const Service& compute_savings_plans();
[[nodiscard]] const Service& enterprise_support();
[[nodiscard]] const Service& domain_registrar();

}  // namespace farthing::generate
