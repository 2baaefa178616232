// A Savings Plan and reserved instances of an organisation: what they pay in an hour, and what they cost.
#pragma once
#include <vector>

#include "collect/generate/bill_line.hpp"
#include "collect/generate/org/bill_world.hpp"

namespace farthing::generate::org {

/// Money for so many seconds of an hourly amount, at 10 decimals.
[[nodiscard]] Picos for_seconds(Picos hourly, std::int64_t seconds);

/// Books of the reserved instances and the Savings Plan, hour by hour.
class OrgCommitments {
 public:
  OrgCommitments(const Organisation& organisation, const BillWorld& bill);

  /// Seconds of this machine's `seconds` in the current hour that reservations pay; books them.
  [[nodiscard]] std::int64_t reserve(const MachineType& type, std::int64_t seconds);
  /// Seconds that the Savings Plan pays with what is left of its commitment; books them.
  [[nodiscard]] std::int64_t cover(const MachineType& type, std::int64_t seconds);
  /// The next hour begins; says what the plan paid in the one that ends.
  Picos end_hour();

  [[nodiscard]] const SavingsPlan& plan() const { return plan_; }
  [[nodiscard]] const Reservation& reservation() const { return reservation_; }
  [[nodiscard]] Picos commitment() const { return hourly_; }
  [[nodiscard]] int reserved() const { return reserved_; }
  [[nodiscard]] std::int64_t reserved_seconds_used() const { return seconds_used_; }
  [[nodiscard]] static Figure plan_rate(const MachineType& type);
  /// What the plan pays for so many seconds of a type, at 8 decimals.
  [[nodiscard]] static Picos plan_cost(const MachineType& type, std::int64_t seconds);
  [[nodiscard]] static bool is_covered(const Node& node);

 private:
  SavingsPlan plan_;
  Reservation reservation_;
  Picos hourly_ = 0;                ///< of the plan
  int reserved_ = 0;                ///< instances
  Picos used_ = 0;                  ///< of hourly_, in this hour
  std::int64_t reserved_left_ = 0;  ///< seconds in this hour
  std::int64_t seconds_used_ = 0;   ///< of all hours
};

}  // namespace farthing::generate::org
