// One line of a bill before it has a format: what CUR, CUR 2.0 and FOCUS are written from, and the truth is counted
// from.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "collect/generate/commitments.hpp"
#include "collect/generate/figure.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate {

enum class LineType {
  kUsage,
  kCovered,
  kNegation,
  kDiscounted,
  kSpRecurringFee,
  kSpUpfrontFee,
  kRiFee,
  kFee,
  kTax,
  kCredit,
  kRefund,
};
inline constexpr std::size_t kLineTypes = 11;
/// "SavingsPlanCoveredUsage"
[[nodiscard]] const char* name_of(LineType type);

/// A short text inside a line.
template <std::size_t Room>
struct ShortText {
  std::array<char, Room> room;
  std::size_t size = 0;

  void add(std::string_view text) {
    const std::size_t fits = text.size() < Room - size ? text.size() : Room - size;
    std::copy_n(text.begin(), fits, room.begin() + static_cast<std::ptrdiff_t>(size));
    size += fits;
  }
  [[nodiscard]] std::string_view view() const { return {room.data(), size}; }
};

/// An amount and the same after discounts.
struct Priced {
  Picos plain = 0;
  Picos net = 0;
};

/// What a Savings Plan or reservation pays of a line, or owes for the month.
struct CommitmentMoney {
  Priced sp_effective;  ///< covered usage
  Figure sp_rate;
  Picos total = 0, used = 0;         ///< SP fee: commitment of the month, and the part that was used
  Priced amortized_upfront;          ///< fees: of the billing period. Discounted usage: for the usage
  Priced recurring;                  ///< likewise
  Priced unused_upfront;             ///< RI fee
  Priced unused_recurring;           ///< RI fee
  Figure reserved, unused_quantity;  ///< RI fee: hours
  int count = 0;                     ///< RI fee: number of reservations
};

/// AWS's own split of an instance's hour on a pod or task.
struct SplitMoney {
  ShortText<24> parent;
  Figure reserved, actual, split_usage, ratio;
  Priced split, unused;
  Picos public_split = 0, public_unused = 0;
};

struct BillLine {
  LineType type = LineType::kUsage;
  bool split = false;     ///< repeats the parent's money: in no total, and not in FOCUS
  bool returned = false;  ///< refund of a commitment that was given back within 7 days
  std::uint64_t id = 0;   ///< makes identity/LineItemId
  const Service* service = nullptr;
  const Sku* sku = nullptr;  ///< none on closing lines
  const Account* account = nullptr;
  const TagSet* tags = nullptr;  ///< never null; the first set has no tags
  const SavingsPlan* plan = nullptr;
  const Reservation* reservation = nullptr;
  const Region* region = nullptr;  ///< of closing lines of a region
  char zone = 0;                   ///< 'a'; 0 is none
  Timestamp begin, end;
  ShortText<160> resource;
  ShortText<120> description;  ///< of lines without a SKU
  std::optional<Figure> amount;
  std::optional<Figure> unblended_rate, net_rate;
  std::optional<Figure> list_rate;
  std::optional<Picos> list_cost;                ///< as delivered (pricing/publicOnDemandCost)
  Priced cost;                                   ///< unblended and net unblended
  Picos edp_discount = 0, private_discount = 0;  ///< negative; cost.net = cost.plain + both, but on covered usage
  CommitmentMoney commitment;
  SplitMoney split_money;

  [[nodiscard]] bool marketplace() const { return sku != nullptr && sku->offer->traits.has(Trait::kMarketplace); }
  [[nodiscard]] const Region* place() const { return sku != nullptr ? sku->region : region; }
};

/// An enterprise discount of 12 %: what is left of an amount that has at most 10 decimals, exactly.
[[nodiscard]] constexpr Priced discounted(Picos amount) { return {amount, amount / 100 * 88}; }

}  // namespace farthing::generate
