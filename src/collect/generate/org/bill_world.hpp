// What an organisation's bill is written from: its accounts, tags and the prices of what it buys.
#pragma once
#include <deque>
#include <map>
#include <string>

#include "collect/generate/org/organisation.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate::org {

/// What is bought beside machines.
enum class Item {
  kGp3,
  kFargateVcpu,
  kFargateMemory,
  kFargateSpotVcpu,
  kFargateSpotMemory,
  kEksCluster,
  kNatHours,
  kNatBytes,
  kLoadBalancer,
  kLoadBalancerUnits,
  kFileSystem,
  kBucket,
  kBucketRequests,
  kRegistry,
  kLogs,
  kTransferOut,
};
inline constexpr std::size_t kItems = 16;

class BillWorld {
 public:
  explicit BillWorld(const Organisation& organisation);
  BillWorld(const BillWorld&) = delete;  // SKUs point to the offers
  BillWorld& operator=(const BillWorld&) = delete;

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const Sku& machine(const MachineType& type, bool spot) const;
  /// An hour on the Capacity Block.
  [[nodiscard]] const Sku& block() const { return world_.skus[block_]; }
  [[nodiscard]] const Sku& item(Item item) const { return world_.skus[items_[static_cast<std::size_t>(item)]]; }
  [[nodiscard]] const Account& account(std::size_t index) const { return world_.accounts[index]; }
  /// The tag set of a cluster's resources ("": of none); `team` as someone spelt it, "" for none. The empty set if
  /// nobody in the organisation spells it so.
  [[nodiscard]] const TagSet& tags(const std::string& cluster, const std::string& team) const;

 private:
  void add_accounts(const Organisation& organisation);
  void add_machines(const Organisation& organisation);
  void add_block(const Organisation& organisation);
  void add_items();
  void add_tag_sets(const Organisation& organisation);
  std::size_t add(const Offer& offer);
  const char* keep(std::string text);

  World world_;
  std::deque<Offer> offers_;
  std::deque<std::string> texts_;
  std::map<std::pair<std::string, bool>, std::size_t> machines_;
  std::array<std::size_t, kItems> items_{};
  std::size_t block_ = 0;
  std::map<std::pair<std::string, std::string>, std::size_t> tag_sets_;
};

/// The services of closing lines.
[[nodiscard]] const Service& business_support();
[[nodiscard]] const Service& compute_service();
/// How teams spell themselves in the tags of their buckets; one doesn't.
inline constexpr std::array<const char*, 6> kBucketTeams = {"search",   "ADS",           "rec_sys",
                                                            "research", "data-platform", ""};

}  // namespace farthing::generate::org
