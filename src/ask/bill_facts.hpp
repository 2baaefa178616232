// What `charges` says about a bill, summed to the few rows from which reconciliation proves its identities.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// The sum of the lines that have the amount, and how many don't.
struct KnownSum {
  Decimal sum;
  std::int64_t unknown = 0;

  KnownSum& operator+=(const KnownSum& other) {
    sum += other.sum;
    unknown += other.unknown;
    return *this;
  }
};

/// One month of one payer in one currency: what an identity holds for. Nothing is a value of its own.
struct BillKey {
  std::string period;  ///< "2026-10"
  Cell payer, currency;
  friend auto operator<=>(const BillKey&, const BillKey&) = default;
};

/// Lines of one kind: see kind_sql() in bill_facts.cpp for what makes a line which.
namespace line_kind {
inline constexpr const char* kRecurringFee = "recurring fee";  ///< of a commitment, in a CUR
inline constexpr const char* kUpfrontFee = "prepaid (upfront)";
inline constexpr const char* kReturned = "commitment refund";
inline constexpr const char* kUnusedPlan = "unused Savings Plan";
inline constexpr const char* kUnusedReservation = "unused reservation";
inline constexpr const char* kPurchase = "purchase";
inline constexpr const char* kDiscount = "discount";
inline constexpr const char* kUsage = "usage";
}  // namespace line_kind

struct BillSlice {
  BillKey bill;
  Cell invoice, issuer, provider, category;
  std::string kind;
  bool from_cur = false;  ///< lines that have a line item type
  std::int64_t lines = 0;
  KnownSum billed, effective, net_billed;
  Decimal billed_without_effective;  ///< billed of the lines whose EffectiveCost is unknown
  KnownSum amortized_upfront;
  std::int64_t estimated_lines = 0;
  Decimal estimated_billed;
  std::int64_t whole_effective_lines = 0;    ///< EffectiveCost without decimals
  std::int64_t fractional_billed_lines = 0;  ///< BilledCost with decimals, no commitment involved
  std::int64_t discounted_lines = 0;         ///< lines that state a total discount and net cost
  Decimal discounted_unblended, discounted_net, total_discount;
};

/// One Savings Plan or reservation in one bill.
struct CommitmentSlice {
  BillKey bill;
  std::string id;
  Cell owner;  ///< the account in its ARN
  bool from_cur = false;
  std::int64_t lines = 0;
  KnownSum used, unused;  ///< effective
  std::int64_t purchase_lines = 0;
  KnownSum purchased;          ///< billed
  std::int64_t fee_lines = 0;  ///< of recurring fees
  KnownSum amortized_upfront, recurring;
};

/// Billed by invoice as the roll-up has it.
struct RollupTotal {
  BillKey bill;
  Cell invoice, issuer;
  Decimal billed;
};

struct BillFacts {
  std::vector<BillSlice> slices;  ///< ordered by bill, issuer, invoice
  std::vector<CommitmentSlice> commitments;
  std::vector<RollupTotal> rollup;
  /// Accounts that the bill has lines of: (period, payer, account).
  std::vector<std::array<Cell, 3>> accounts;
};

/// Reads `charges` and `costs_daily`, of one month or of all.
[[nodiscard]] Result<BillFacts> read_bill_facts(Engine& engine, const std::optional<std::string>& month);

/// " WHERE billing_period = '2026-10'", or nothing for all months. A text that is no month is a usage error.
[[nodiscard]] Result<std::string> where_month(const std::optional<std::string>& month);

}  // namespace farthing
