// Looks at every node of an expression's parse tree; what isn't on a list is refused.
#pragma once
#include <algorithm>
#include <boost/json/value.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "ask/function_list.hpp"
#include "base/result.hpp"

namespace farthing {

using JsonObject = boost::json::object;
using JsonValue = boost::json::value;

/// The bounds that keep a value from growing beyond what the engine's memory limit sees.
inline constexpr int kDeepestExpression = 200;
inline constexpr std::size_t kLongestLiteral = 2048;  ///< bytes
inline constexpr double kMostGrowth = 256;            ///< times as long as the longest value that goes in
inline constexpr double kMostJoinedValues = 4096;     ///< values that are put together into longer ones, in all

/// What holds anything at all; absent, null, false, "", [] and {} don't.
[[nodiscard]] bool says_something(const JsonObject& node, std::string_view key);
[[nodiscard]] std::string_view text_of(const JsonObject& node, std::string_view key);

/// The walk over one expression. What a column is, and whether there may be subqueries, a derived class says.
class ExpressionWalk {
 public:
  virtual ~ExpressionWalk() = default;

  /// Checks an expression with all it holds. Returns its growth: how many times as long as the longest value of a
  /// column (or kLongestLiteral) its value can be.
  [[nodiscard]] Result<double> check(JsonValue& expression);
  /// The same for all of a list; returns the greatest growth, or with `sum` all of them together.
  [[nodiscard]] Result<double> check_all(JsonValue& expressions, bool sum = false);
  /// The same for an expression that may be absent (null).
  [[nodiscard]] Result<double> check_optional(JsonObject& node, std::string_view key);

 protected:
  virtual Done on_column(JsonObject& column) = 0;
  virtual Done on_subquery(JsonObject& subquery) = 0;
  /// Whether aggregates, windows and names of one's own (AS) belong here.
  [[nodiscard]] virtual bool over_many_rows() const = 0;
  /// A usage error: "`what` is not allowed here (what is allowed)".
  [[nodiscard]] virtual tl::unexpected<Error> refuse(std::string_view what) const = 0;
  /// Refuses a node that says something under any other key.
  [[nodiscard]] Done only_keys(const JsonObject& node, std::initializer_list<std::string_view> keys) const;
  /// {"type": "ORDER_MODIFIER", "orders": [...]} and a window's list of orders.
  Result<double> check_orders(JsonValue& orders);
  Done count_joined(double values);
  [[nodiscard]] static Done check_growth(double growth);
  /// What the walk has met since the last call: list() and the like, unnest().
  struct Met {
    bool long_values = false;
    bool unnest = false;
  };
  /// The greatest growth of any expression, inner ones too, since the last call.
  double take_peak() { return std::exchange(peak_, 0); }
  void raise_peak(double growth) { peak_ = std::max(peak_, growth); }
  Met take_met() { return std::exchange(met_, {}); }
  void put_back(Met met) { met_ = met; }

 private:
  Result<double> check_class(JsonObject& node);
  Result<double> check_constant(JsonValue& expression);
  Result<double> check_cast(JsonObject& node);
  Result<double> check_case(JsonObject& node);
  Result<double> check_operator(JsonObject& node);
  Result<double> check_function(JsonObject& node);
  Result<double> check_window(JsonObject& node);
  Result<double> check_subquery(JsonObject& node);
  Done check_pair(JsonObject& node, std::initializer_list<std::string_view> keys);
  Result<const SqlFunction*> find_function(const JsonObject& node) const;

  int depth_ = 0;
  double peak_ = 0;
  double joined_ = 0;
  Met met_;
};

}  // namespace farthing
