// The part of ExpressionWalk that looks at calls: functions, aggregates, windows, subqueries.
#include <fmt/format.h>

#include <algorithm>

#include "ask/expression_walk.hpp"
#include "ask/growth.hpp"
#include "base/text.hpp"

namespace farthing {

Result<const SqlFunction*> ExpressionWalk::find_function(const JsonObject& node) const {
  const std::string name(text_of(node, "function_name"));
  const std::string schema(text_of(node, "schema"));
  // The parser itself writes "main" before functions that stand for syntax, e.g. main.date_part for EXTRACT.
  if (says_something(node, "catalog") || (!schema.empty() && lower(schema) != "main")) {
    return refuse(schema + "." + name + "()");
  }
  const auto* function = find_sql_function(name);
  if (function == nullptr) {
    auto refused = refuse(name + "()").value();
    if (const auto near = nearest_sql_function(name); !near.empty()) refused.advice += "; did you mean " + near + "()?";
    return tl::unexpected(std::move(refused));
  }
  if (!over_many_rows() && function->use != FunctionUse::kScalar) return refuse(name + "()");
  const auto count = node.at("children").as_array().size();
  if (count > function->most_arguments) {
    return misuse(fmt::format("{}() takes {} arguments at most here, not {}", name, function->most_arguments, count));
  }
  return function;
}

Result<double> ExpressionWalk::check_function(JsonObject& node) {
  TRY_DONE(only_keys(
      node, {"function_name", "schema", "catalog", "children", "filter", "order_bys", "distinct", "is_operator"}));
  TRY(const auto* function, find_function(node));
  met_.long_values |= function->growth == GrowthRule::kManyRows;
  met_.unnest |= function->use == FunctionUse::kUnnest;
  const bool aggregate = function->use == FunctionUse::kAggregate;
  const bool ordered = says_something(node["order_bys"].as_object(), "orders");
  if (!aggregate && (says_something(node, "filter") || says_something(node, "distinct") || ordered)) {
    return refuse(fmt::format("DISTINCT, FILTER or ORDER BY in {}()", function->name));
  }
  TRY_DONE(check_optional(node, "filter"));
  TRY_DONE(check_orders(node["order_bys"]));
  auto& arguments = node["children"].as_array();
  double longest = 0;
  double sum = 0;
  for (auto& argument : arguments) {
    TRY(const double growth, check(argument));
    longest = std::max(longest, growth);
    sum += growth;
  }
  TRY_DONE(check_like_pattern(*function, arguments));
  TRY(const double growth, function_growth(*function, arguments, longest, sum));
  TRY_DONE(count_joined(growth - longest));
  return growth;
}

Result<double> ExpressionWalk::check_window(JsonObject& node) {
  TRY_DONE(only_keys(node, {"function_name", "schema", "catalog", "children", "partitions", "orders", "start", "end",
                            "start_expr", "end_expr", "offset_expr", "default_expr", "ignore_nulls", "filter_expr",
                            "exclude_clause", "distinct", "arg_orders"}));
  TRY(const auto* function, find_function(node));
  const bool fits = function->use == FunctionUse::kAggregate || function->use == FunctionUse::kWindow;
  if (!fits || function->growth == GrowthRule::kManyRows) {
    return refuse(fmt::format("{}() with OVER", function->name));
  }
  for (const auto* key : {"start_expr", "end_expr", "offset_expr", "filter_expr"}) TRY_DONE(check_optional(node, key));
  TRY_DONE(check_all(node["partitions"]));
  TRY_DONE(check_orders(node["orders"]));
  TRY_DONE(check_orders(node["arg_orders"]));
  TRY(const double otherwise, check_optional(node, "default_expr"));
  TRY(const double longest, check_all(node["children"]));
  TRY(const double growth, function_growth(*function, node["children"].as_array(), std::max(longest, otherwise), 0));
  TRY_DONE(count_joined(growth - longest));
  return growth;
}

Result<double> ExpressionWalk::check_subquery(JsonObject& node) {
  TRY_DONE(only_keys(node, {"subquery_type", "subquery", "child", "comparison_type"}));
  const auto comparison = text_of(node, "comparison_type");
  if (comparison != "INVALID" && !comparison.starts_with("COMPARE_")) return refuse(comparison);
  TRY_DONE(check_optional(node, "child"));
  TRY_DONE(on_subquery(node));
  return 1;
}

}  // namespace farthing
