// Savings Plans and reservations, and the books kept on their use until their monthly fees are stated.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "collect/generate/figure.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate {

enum class Payment { kNoUpfront, kPartialUpfront, kAllUpfront };
/// "Partial Upfront"
[[nodiscard]] const char* name_of(Payment payment);

/// Money of a commitment over the month.
struct MonthlyCommitment {
  Picos total = 0;  ///< amortised upfront + recurring
  Picos amortized_upfront = 0;
  Picos recurring = 0;
};

struct SavingsPlan {
  std::string arn;
  const Account* owner = nullptr;
  const Region* region = nullptr;  ///< of EC2 Instance plans
  const char* offering = "";       ///< "ComputeSavingsPlans" or "EC2InstanceSavingsPlans"
  const char* family = "";         ///< "m5"
  Payment payment = Payment::kNoUpfront;
  int rate_percent = 0;           ///< of the list price
  std::string begin, end;         ///< as bills write them
  std::vector<std::size_t> skus;  ///< what it covers
  Picos used = 0;                 ///< of its commitment, so far

  /// What the plan costs, given how much of it was used: so much per hour, in whole 10^-3 dollars, that some is unused.
  [[nodiscard]] MonthlyCommitment month(int hours) const;
};

struct Reservation {
  std::string arn, subscription_id;
  const Account* owner = nullptr;
  const Sku* sku = nullptr;
  Payment payment = Payment::kNoUpfront;
  std::string begin, end;
  Picos upfront_per_hour = 0;  ///< of one instance, whole 10^-6 dollars
  Picos recurring_per_hour = 0;
  int used_this_hour = 0;        ///< half instance-hours
  int most_used = 0;             ///< in any hour so far: so many were reserved
  std::int64_t used_halves = 0;  ///< half instance-hours

  /// Counts half instance-hours of the current hour.
  void use(int halves);
};

struct Commitments {
  std::vector<SavingsPlan> plans;
  std::vector<Reservation> reservations;
  SavingsPlan returned;  ///< bought by mistake and given back three days later

  void begin_hour();
};

/// None for bills so small that their monthly lines would not fit.
[[nodiscard]] Commitments make_commitments(const World& world, std::int64_t rows);
inline constexpr std::int64_t kLeastRowsForCommitments = 100;

}  // namespace farthing::generate
