// The rows of a comparison, from those of `costs` with both periods.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/bridge.hpp"
#include "ask/compare_leaves.hpp"

namespace farthing {

class CompareRows {
 public:
  /// `costs` is an answer about costs with a comparison, by that many dimensions and without `top`.
  CompareRows(const Answer& costs, std::size_t dimensions);

  [[nodiscard]] std::map<RowKey, std::size_t> by_key() const;
  /// "ads, us-east-1, USD": what the i-th row is.
  [[nodiscard]] std::string name(std::size_t i) const;
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// Columns, rows and total of `answer` as compare.hpp says them. `parts` are those of the rows in their order.
  /// Whether `top` left something over, which is the row of all others.
  bool put_into(Answer& answer, const std::vector<BridgeParts>& parts, std::optional<int> top) const;

 private:
  struct Row {
    std::vector<Cell> dimensions;
    Cell currency;
    std::optional<Decimal> before, after;
    BridgeParts parts;
    /// Nothing: a side isn't known.
    [[nodiscard]] std::optional<Decimal> change() const;
  };
  static void say_unknown(const std::vector<Row>& rows, Answer& answer);
  [[nodiscard]] static Row sum_of(const std::vector<const Row*>& rows);
  [[nodiscard]] bool has_currency_column() const { return currency_at_ >= dimensions_.size(); }
  [[nodiscard]] std::vector<Cell> cells(const Row& row) const;

  std::vector<ResultColumn> dimensions_;
  std::size_t currency_at_ = 0;  ///< its column in `costs`, which may be one of the dimensions
  std::vector<Row> rows_;
};

}  // namespace farthing
