// The control total of a bill, summed as its lines are read.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/bill/csv_lines.hpp"

namespace farthing {

/// What one record says about the control total; nothing where the field is NULL or missing.
struct ControlLine {
  std::optional<Decimal> cost;
  std::optional<std::string_view> currency;
  std::optional<std::string_view> operation;
  bool has_parent = false;
};

class ControlSums {
 public:
  /// A line that has a parent or one of these operations is counted as a split line and left out.
  explicit ControlSums(const std::vector<std::string>& split_operations) : split_operations_(&split_operations) {}

  void add(const ControlLine& line);
  void add(const ControlSums& other);
  void clear();

  [[nodiscard]] const std::map<std::optional<std::string>, ControlTotal>& totals() const { return totals_; }
  [[nodiscard]] std::int64_t split_lines() const { return split_lines_; }

 private:
  [[nodiscard]] ControlTotal& total_of(std::optional<std::string_view> currency);

  const std::vector<std::string>* split_operations_;
  std::map<std::optional<std::string>, ControlTotal> totals_;
  std::int64_t split_lines_ = 0;
  const std::optional<std::string>* last_currency_ = nullptr;  ///< nearly all lines have the same
  ControlTotal* last_total_ = nullptr;
};

}  // namespace farthing
