// The lines of an organisation's bill, hour by hour, and what each machine's hour costs by them.
#pragma once
#include <vector>

#include "collect/generate/bill_line.hpp"
#include "collect/generate/negations.hpp"
#include "collect/generate/org/bill_world.hpp"
#include "collect/generate/org/commitments.hpp"

namespace farthing::generate::org {

/// Money of the bill that has its own name in the truth, on the basis effective.
struct OrgMoney {
  int128 machines =
      0;  ///< instances of the clusters with their root volumes and what they use of their block, and Fargate tasks
  int128 outside = 0;     ///< the instance that no cluster knows
  int128 unused = 0;      ///< commitments that nobody used
  int128 volumes = 0;     ///< root volumes, part of `machines`
  int128 block = 0;       ///< the Capacity Block's fee
  int128 block_used = 0;  ///< of it while its machine was there, part of `machines`
};

/// A machine's root volume.
[[nodiscard]] std::int64_t root_volume_gb(const MachineType& type);
/// What the spot market asks for a type in a zone and hour, in 10^-12 dollars.
[[nodiscard]] Picos spot_price(const MachineType& type, char zone, std::int64_t hour, std::uint64_t seed);
/// What a Capacity Block costs, an instance and hour; and the name by which the fee's line and a node know it.
inline constexpr Picos kBlockPrice = 31'464'000'000'000;
[[nodiscard]] std::string block_id(const Organisation& organisation);
/// Seconds for which it was bought: its machine is there from some minutes after its begin to half an hour before its
/// end.
[[nodiscard]] std::int64_t block_seconds(const Node& node);
/// Fargate Spot is always that part of Fargate.
inline constexpr std::int64_t kFargateSpotPercent = 30;

class OrgBill {
 public:
  /// Both outlive it. Fills Node::costs as the hours pass.
  OrgBill(Organisation& organisation, const BillWorld& bill);

  /// Puts the next hour's lines into `lines`, after the last hour those that close the month; false when there are no
  /// more.
  [[nodiscard]] bool next(std::vector<BillLine>& lines);
  [[nodiscard]] const OrgMoney& money() const { return money_; }

 private:
  void write_machines();
  Picos write_instance(const Node& node, std::int64_t seconds);
  Picos write_volume(const Node& node, std::int64_t seconds);
  Picos write_task(const Node& node, std::int64_t seconds);
  void write_reserved(const Node& node, std::int64_t seconds);
  void write_covered(const Node& node, std::int64_t seconds);
  void write_plan();
  void write_hourly();
  void write_daily();
  void write_block();
  void close_month();
  void write_reservation_fee();
  BillLine& add(std::int64_t hours);
  BillLine& add_usage(const Sku& sku, std::size_t account, std::int64_t hours);
  BillLine& add_instance(const Node& node, std::int64_t seconds);
  void add_amount(const Sku& sku, std::size_t account, std::string_view resource, const TagSet& tags, Figure amount,
                  std::int64_t hours);
  [[nodiscard]] const TagSet& tags_of(const Node& node) const;
  [[nodiscard]] const TagSet& cluster_tags(std::size_t cluster) const;
  [[nodiscard]] std::uint64_t bits(std::uint64_t of) const;

  Organisation& organisation_;
  const BillWorld& bill_;
  OrgCommitments commitments_;
  Negations negations_;
  OrgMoney money_;
  std::vector<std::uint32_t> order_;  ///< nodes by start
  std::vector<std::uint32_t> up_;
  std::size_t next_in_order_ = 0;
  std::int64_t hour_ = 0;
  std::vector<BillLine>* lines_ = nullptr;
  std::uint64_t written_ = 0;
  Picos reserved_used_ = 0;  ///< of one half of the reservation's price
  std::array<Picos, 3> taxed_{};
};

/// An amount of hours as a bill states it.
[[nodiscard]] Figure hours_of(std::int64_t seconds);

}  // namespace farthing::generate::org
