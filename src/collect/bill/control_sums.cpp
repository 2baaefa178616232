#include "collect/bill/control_sums.hpp"

#include <algorithm>

namespace farthing {

void ControlSums::add(const ControlLine& line) {
  const auto& split = *split_operations_;
  if (line.has_parent || (line.operation && std::find(split.begin(), split.end(), *line.operation) != split.end())) {
    ++split_lines_;
    return;
  }
  auto& total = total_of(line.currency);
  ++total.lines;
  if (line.cost) total.cost += *line.cost;
}

void ControlSums::add(const ControlSums& other) {
  for (const auto& [currency, total] : other.totals_) {
    auto& sum = totals_[currency];
    sum.lines += total.lines;
    sum.cost += total.cost;
  }
  split_lines_ += other.split_lines_;
}

void ControlSums::clear() {
  totals_.clear();
  split_lines_ = 0;
  last_currency_ = nullptr;
}

ControlTotal& ControlSums::total_of(std::optional<std::string_view> currency) {
  if (last_currency_ != nullptr && last_currency_->has_value() == currency.has_value() &&
      (!currency || **last_currency_ == *currency)) {
    return *last_total_;
  }
  const auto at = totals_.try_emplace(currency ? std::optional(std::string(*currency)) : std::nullopt).first;
  last_currency_ = &at->first;
  last_total_ = &at->second;
  return *last_total_;
}

}  // namespace farthing
