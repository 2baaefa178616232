#include "focus/largest_remainder.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>

namespace farthing {
namespace {

// The places of the `count` largest remainders, the first of equals first.
std::vector<std::size_t> largest(const std::vector<double>& remainders, std::size_t count) {
  std::vector<std::size_t> order(remainders.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  order.resize(std::min(count, order.size()));
  return order;
}

// Amounts beyond this many units are closer to each other as doubles than a unit.
constexpr int128 kExactAsDouble = int128{4096} * kWholeUnits;

int128 step_of(int128 total, bool as_double) {
  int128 step = 1;
  while (as_double && total / step >= kExactAsDouble) step *= 10;
  return step;
}

// The engine copies what a function returns before it calls it again.
std::string& answer_of_this_thread() {
  thread_local std::string answer;
  answer.clear();
  return answer;
}

// A double's shortest decimal without an exponent.
std::string_view plain_number(std::string_view text) {
  const auto at = text.find_first_of("eE");
  if (at == std::string_view::npos) return text;
  int exponent = 0;
  const auto* begin = text.data() + at + 1 + (text[std::min(at + 1, text.size() - 1)] == '+' ? 1 : 0);
  if (std::from_chars(begin, text.data() + text.size(), exponent).ec != std::errc{} || std::abs(exponent) > 400)
    return {};
  auto digits = text.substr(0, at);
  const bool negative = digits.starts_with('-');
  if (negative) digits.remove_prefix(1);
  const auto point = std::min(digits.find('.'), digits.size());
  std::string all(digits.substr(0, point));
  if (point < digits.size()) all += digits.substr(point + 1);
  const int whole = static_cast<int>(point) + exponent;
  auto& answer = answer_of_this_thread();
  if (negative) answer += '-';
  if (whole <= 0) return answer += "0." + std::string(static_cast<std::size_t>(-whole), '0') + all;
  if (static_cast<std::size_t>(whole) >= all.size())
    return answer += all + std::string(static_cast<std::size_t>(whole) - all.size(), '0');
  return answer += all.substr(0, static_cast<std::size_t>(whole)) + "." + all.substr(static_cast<std::size_t>(whole));
}

}  // namespace

std::vector<std::int64_t> whole_parts(std::span<const double> parts) {
  std::vector<std::int64_t> units(parts.size(), 0);
  const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
  if (units.empty()) return units;
  if (!(sum > 0)) {
    units[0] = kWholeUnits;
    return units;
  }
  std::vector<double> remainders(parts.size(), 0);
  std::int64_t left = kWholeUnits;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const double exact = parts[i] / sum * static_cast<double>(kWholeUnits);
    units[i] = std::min(static_cast<std::int64_t>(std::floor(exact)), left);
    remainders[i] = parts[i] > 0 ? exact - static_cast<double>(units[i]) : -1;
    left -= units[i];
  }
  const auto places = largest(remainders, static_cast<std::size_t>(left));
  for (const auto place : places) ++units[place];
  // Rounding of doubles may leave more than one unit a part.
  const auto most = std::max_element(units.begin(), units.end());
  *most += left - static_cast<std::int64_t>(places.size());
  return units;
}

std::vector<Decimal> split_amount(Decimal total, std::span<const std::int64_t> units, bool as_double) {
  const bool negative = total.units() < 0;
  const int128 amount = negative ? -total.units() : total.units();
  const int128 step = step_of(amount, as_double);
  const int128 steps = amount / step;
  // total x units / 10^12, in two halves that don't overflow.
  const int128 high = steps / kWholeUnits, low = steps % kWholeUnits;
  std::vector<int128> parts;
  std::vector<double> remainders;
  int128 left = steps;
  for (const auto unit : units) {
    parts.push_back(high * unit + low * unit / kWholeUnits);
    remainders.push_back(unit > 0 ? static_cast<double>(static_cast<std::int64_t>(low * unit % kWholeUnits)) : -1);
    left -= parts.back();
  }
  for (const auto place : largest(remainders, static_cast<std::size_t>(left))) ++parts[place];
  std::vector<Decimal> amounts;
  const auto most = static_cast<std::size_t>(std::max_element(parts.begin(), parts.end()) - parts.begin());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const int128 part = parts[i] * step + (i == most ? amount % step : 0);
    amounts.push_back(Decimal::from_units(negative ? -part : part));
  }
  return amounts;
}

Done add_plain_number(Engine& engine) { return engine.add_text_function("plain_number", plain_number); }

}  // namespace farthing
