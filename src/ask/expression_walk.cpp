#include "ask/expression_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/growth.hpp"
#include "ask/literal_check.hpp"

namespace farthing {
namespace {

constexpr std::string_view kComparisons[] = {
    "COMPARE_EQUAL",         "COMPARE_NOTEQUAL",          "COMPARE_LESSTHAN",
    "COMPARE_GREATERTHAN",   "COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHANOREQUALTO",
    "COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM"};
constexpr std::string_view kSimpleOperators[] = {"OPERATOR_NOT",  "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL",
                                                 "COMPARE_IN",    "COMPARE_NOT_IN",   "OPERATOR_COALESCE",
                                                 "ARRAY_EXTRACT", "ARRAY_SLICE",      "STRUCT_EXTRACT"};

template <typename List>
bool is_one_of(std::string_view word, const List& list) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// Counts the levels on the way down and up again.
class WalkDepth {
 public:
  explicit WalkDepth(int& depth) : depth_(depth) { ++depth_; }
  WalkDepth(const WalkDepth&) = delete;
  WalkDepth& operator=(const WalkDepth&) = delete;
  ~WalkDepth() { --depth_; }

 private:
  int& depth_;
};

std::string_view words_for_class(std::string_view name) {
  if (name == "PARAMETER") return "a parameter (? or $1)";
  if (name == "LAMBDA") return "a lambda or ->";
  if (name == "STAR") return "* or COLUMNS()";
  if (name == "SUBQUERY") return "a subquery";
  if (name == "WINDOW") return "a window (OVER)";
  if (name == "POSITIONAL_REFERENCE") return "a column by its position (#1)";
  return name;
}

}  // namespace

bool says_something(const JsonObject& node, std::string_view key) {
  const auto* value = node.if_contains(key);
  if (value == nullptr || value->is_null()) return false;
  if (const auto* flag = value->if_bool()) return *flag;
  if (const auto* text = value->if_string()) return !text->empty();
  if (const auto* list = value->if_array()) return !list->empty();
  if (const auto* object = value->if_object()) return !object->empty();
  return true;
}

std::string_view text_of(const JsonObject& node, std::string_view key) {
  const auto* value = node.if_contains(key);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

Done ExpressionWalk::only_keys(const JsonObject& node, std::initializer_list<std::string_view> keys) const {
  for (const auto& [key, value] : node) {
    const bool ours = key == "class" || key == "type" || key == "alias" || key == "query_location";
    if (!ours && !is_one_of(key, keys) && says_something(node, key)) {
      std::string words(key);
      std::replace(words.begin(), words.end(), '_', ' ');
      return refuse("'" + words + "'");
    }
  }
  return {};
}

Done ExpressionWalk::check_growth(double growth) {
  if (growth <= kMostGrowth) return {};
  return misuse(fmt::format("a value may become more than {} times as long as those it is made of", kMostGrowth),
                "put fewer values together");
}

Done ExpressionWalk::count_joined(double values) {
  joined_ += values;
  if (joined_ > kMostJoinedValues)
    return misuse("more values are put together than Farthing allows", "join fewer of them");
  return {};
}

Result<double> ExpressionWalk::check(JsonValue& expression) {
  const WalkDepth level(depth_);
  if (depth_ > kDeepestExpression) return misuse("the expression is nested too deeply");
  auto* node = expression.if_object();
  if (node == nullptr) return refuse("an empty expression");
  if (!over_many_rows() && says_something(*node, "alias")) return refuse("a name of one's own (AS)");
  const bool constant = text_of(*node, "class") == "CONSTANT";
  TRY(const double growth, constant ? check_constant(expression) : check_class(*node));
  raise_peak(growth);
  TRY_DONE(check_growth(growth));
  return growth;
}

Result<double> ExpressionWalk::check_all(JsonValue& expressions, bool sum) {
  double longest = 0;
  double all = 0;
  if (expressions.is_null()) return 0;
  if (!expressions.is_array()) return refuse("an unknown list");
  for (auto& expression : expressions.get_array()) {
    TRY(const double growth, check(expression));
    longest = std::max(longest, growth);
    all += growth;
  }
  return sum ? all : longest;
}

Result<double> ExpressionWalk::check_optional(JsonObject& node, std::string_view key) {
  auto* expression = node.if_contains(key);
  if (expression == nullptr || expression->is_null()) return 0;
  return check(*expression);
}

Done ExpressionWalk::check_pair(JsonObject& node, std::initializer_list<std::string_view> keys) {
  TRY_DONE(only_keys(node, keys));
  for (const auto key : keys) TRY_DONE(check_optional(node, key));
  return {};
}

Result<double> ExpressionWalk::check_class(JsonObject& node) {
  const auto name = text_of(node, "class");
  const auto type = text_of(node, "type");
  if (name == "COLUMN_REF") {
    TRY_DONE(only_keys(node, {"column_names"}));
    TRY_DONE(on_column(node));
    return 1;
  }
  if (name == "FUNCTION") return check_function(node);
  if (name == "OPERATOR") return check_operator(node);
  if (name == "CASE") return check_case(node);
  if (name == "CAST") return check_cast(node);
  if (name == "COMPARISON" && is_one_of(type, kComparisons)) {
    TRY_DONE(check_pair(node, {"left", "right"}));
    return 0;
  }
  if (name == "CONJUNCTION") {
    TRY_DONE(only_keys(node, {"children"}));
    TRY_DONE(check_all(node["children"]));
    return 0;
  }
  if (name == "BETWEEN") {
    TRY_DONE(check_pair(node, {"input", "lower", "upper"}));
    return 0;
  }
  if (name == "SUBQUERY") return check_subquery(node);
  if (over_many_rows() && name == "WINDOW") return check_window(node);
  if (over_many_rows() && name == "POSITIONAL_REFERENCE") return 1;
  return refuse(words_for_class(name));
}

Result<double> ExpressionWalk::check_constant(JsonValue& expression) {
  auto& node = expression.get_object();
  TRY_DONE(only_keys(node, {"value"}));
  TRY(const auto literal, read_literal(node));
  if (literal.kind == Literal::Kind::kOther) return refuse("a literal of type " + literal.type);
  if (literal.kind == Literal::Kind::kFraction) expression = cast_to_double(node, literal.text);
  if (literal.text.size() > kLongestLiteral) {
    return misuse(fmt::format("a text in quotes has {} bytes, more than {}", literal.text.size(), kLongestLiteral));
  }
  return static_cast<double>(literal.text.size()) / static_cast<double>(kLongestLiteral);
}

Result<double> ExpressionWalk::check_cast(JsonObject& node) {
  TRY_DONE(only_keys(node, {"child", "cast_type", "try_cast"}));
  if (!is_plain_type(node["cast_type"])) return refuse("a CAST to " + type_words(node["cast_type"]));
  return check(node["child"]);
}

Result<double> ExpressionWalk::check_case(JsonObject& node) {
  TRY_DONE(only_keys(node, {"case_checks", "else_expr"}));
  TRY(double longest, check_optional(node, "else_expr"));
  for (auto& branch : node["case_checks"].as_array()) {
    TRY_DONE(check(branch.as_object()["when_expr"]));
    TRY(const double growth, check(branch.as_object()["then_expr"]));
    longest = std::max(longest, growth);
  }
  return longest;
}

Result<double> ExpressionWalk::check_operator(JsonObject& node) {
  TRY_DONE(only_keys(node, {"children"}));
  const auto type = text_of(node, "type");
  const bool list = type == "ARRAY_CONSTRUCTOR";
  const bool grouping = type == "GROUPING_FUNCTION" && over_many_rows();
  if (!list && !grouping && !is_one_of(type, kSimpleOperators)) return refuse(type);
  TRY(const double growth, check_all(node["children"], list));
  if (list) TRY_DONE(count_joined(growth));
  return growth;
}

Result<double> ExpressionWalk::check_orders(JsonValue& orders) {
  double longest = 0;
  JsonValue* list = &orders;
  if (auto* modifier = orders.if_object()) list = &(*modifier)["orders"];
  if (list->is_null()) return 0;
  for (auto& order : list->as_array()) {
    auto& node = order.as_object();
    TRY_DONE(only_keys(node, {"null_order", "expression"}));
    TRY(const double growth, check(node["expression"]));
    longest = std::max(longest, growth);
  }
  return longest;
}

}  // namespace farthing
