#include "focus/split_charge.hpp"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "focus/day_parts.hpp"
#include "focus/largest_remainder.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kWholeRatio = 1'000'000'000'000'000'000;
constexpr std::int64_t kLeastRest = kWholeRatio / 1'000'000'000;

// The double nearest to units of 10^-18.
double nearest_double(int128 units) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  if (units >= 0 && units <= kExact) return static_cast<double>(static_cast<std::int64_t>(units)) / 1e18;
  std::array<char, 64> text{};
  const bool negative = units < 0;
  auto* at = text.data();
  if (negative) *at++ = '-';
  const auto rest = negative ? -units : units;
  at = std::to_chars(at, text.data() + 32, static_cast<std::uint64_t>(rest / kWholeRatio)).ptr;
  *at++ = '.';
  const auto digits = std::to_string(static_cast<std::uint64_t>(rest % kWholeRatio) + kWholeRatio);
  at = std::copy(digits.begin() + 1, digits.end(), at);
  double value = 0;
  std::from_chars(text.data(), at, value);
  return value;
}

constexpr std::array<std::array<const char*, 2>, kResourceCount> kElements = {
    {{"vcpu", "vCPU-Hours"}, {"memory", "GiB-Hours"}, {"accelerator", "Accelerator-Hours"}}};

class ElementsText {
 public:
  ElementsText(std::string_view quote, std::string& out) : quote_(quote), out_(out) {}

  void key(std::string_view name) {
    text(name);
    out_ += ':';
  }
  void text(std::string_view value) {
    out_ += quote_;
    out_ += value;
    out_ += quote_;
  }
  void number(Decimal value) { append_decimal(value, out_); }
  void plain(std::string_view value) { out_ += value; }

 private:
  std::string_view quote_;
  std::string& out_;
};

}  // namespace

std::vector<SplitPart> split_parts(std::span<const ChargePart> parts) {
  int128 rest = kWholeRatio;
  for (const auto& part : parts) rest -= std::accumulate(part.ratios.begin(), part.ratios.end(), int128{0});
  std::vector<SplitPart> splits;
  std::vector<double> ratios;
  for (const auto& part : parts) {
    const bool unallocated = part.kind == kUnallocatedPart;
    if (unallocated && rest <= kLeastRest) continue;
    splits.push_back({&part});
    for (const auto ratio : part.ratios) ratios.push_back(nearest_double(ratio));
    ratios.push_back(unallocated ? nearest_double(rest) : 0);
  }
  const auto units = whole_parts(ratios);
  for (std::size_t i = 0; i < units.size(); ++i)
    splits[i / (kResourceCount + 1)].units[i % (kResourceCount + 1)] = units[i];
  return splits;
}

SplitAmounts::SplitAmounts(const std::vector<SplitPart>& parts, bool as_double) : as_double_(as_double) {
  units_.reserve(parts.size());
  for (const auto& part : parts) units_.push_back(part.sum());
}

std::size_t SplitAmounts::split(Decimal whole) {
  const auto same = std::find_if(amounts_.begin(), amounts_.end(), [&](const auto& one) { return one.whole == whole; });
  const auto place = static_cast<std::size_t>(same - amounts_.begin());
  if (same == amounts_.end()) amounts_.push_back({whole, split_amount(whole, units_, as_double_)});
  return place;
}

void append_method_details(const SplitPart& split, std::string_view quote, std::string& out) {
  ElementsText json(quote, out);
  json.plain("{");
  json.key("Elements");
  json.plain("[");
  bool first = true;
  for (std::size_t i = 0; i <= kResourceCount; ++i) {
    if (split.units[i] <= 0) continue;
    json.plain(first ? "{" : ",{");
    first = false;
    json.key("AllocatedRatio");
    json.number(Decimal::from_units(split.units[i]));
    json.plain(",");
    if (i < kResourceCount && (split.part->hours_known >> i & 1U) != 0) {
      json.key("UsageUnit");
      json.text(kElements[i][1]);
      json.plain(",");
      json.key("UsageQuantity");
      json.number(split.part->hours[i]);
      json.plain(",");
    }
    json.key("x_Resource");
    json.text(i < kResourceCount ? kElements[i][0] : "all");
    json.plain("}");
  }
  if (first) {
    json.plain("{");
    json.key("AllocatedRatio");
    json.plain("0}");
  }
  json.plain("]}");
}

void append_decimal(Decimal amount, std::string& out) {
  if (amount.units() < 0) out += '-';
  const auto units = amount.units() < 0 ? -static_cast<unsigned __int128>(amount.units())
                                        : static_cast<unsigned __int128>(amount.units());
  std::array<char, 64> text{};
  auto* end = text.data() + text.size();
  const auto whole = units / Decimal::kUnitsPerOne;
  auto fraction = static_cast<std::uint64_t>(units % Decimal::kUnitsPerOne);
  if (whole > UINT64_MAX) {
    out += Decimal::from_units(static_cast<int128>(units)).text();
    return;
  }
  end = std::to_chars(text.data(), end, static_cast<std::uint64_t>(whole)).ptr;
  if (fraction != 0) {
    *end = '.';
    for (int i = Decimal::kScale; i > 0; --i, fraction /= 10) end[i] = static_cast<char>('0' + fraction % 10);
    end += Decimal::kScale + 1;
    while (end[-1] == '0') --end;
  }
  out.append(text.data(), end);
}

}  // namespace farthing
