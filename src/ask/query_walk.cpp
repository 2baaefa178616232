#include "ask/query_walk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace farthing {
namespace {

// A star of its own in a list: `*` or `t.*`, neither COLUMNS() nor inside of an expression.
bool is_plain_star(const JsonValue& item) {
  const auto* node = item.if_object();
  return node != nullptr && text_of(*node, "class") == "STAR";
}

std::string word_of_node(std::string_view type) {
  if (type == "RECURSIVE_CTE_NODE") return "WITH RECURSIVE";
  return std::string(type);
}

}  // namespace

QueryWalk::QueryWalk(std::span<const std::string> tables) : allowed_(join(tables, ", ")) {
  for (const auto& table : tables) tables_.insert(lower(table));
}

tl::unexpected<Error> QueryWalk::refuse(std::string_view what) const {
  return misuse(std::string(what) + " is not allowed here", "only SELECT over " + allowed_);
}

Result<QueryExtent> QueryWalk::within_bounds(QueryExtent extent) const {
  if (extent.tables > kMostTables) {
    return misuse(
        fmt::format("the query reads more than {} tables, each CTE counted as often as it is named", kMostTables));
  }
  if (extent.columns > kMostColumns) return misuse(fmt::format("the query has more than {} columns", kMostColumns));
  TRY_DONE(check_growth(extent.growth));
  return extent;
}

Done QueryWalk::check_statement(JsonValue& root) {
  TRY_DONE(check_node(root));
  return check_whole_rows();
}

// One value of 100 MB is within the memory limit; beside each row of another table it isn't.
tl::unexpected<Error> QueryWalk::refuse_long_values() const {
  return misuse(
      "the result of list(), string_agg() or the like can't be joined, unnested or used in a subquery's place",
      "put it into the outermost SELECT");
}

// SELECT t FROM charges t, all columns in one value, doubles with each level of a query.
Done QueryWalk::check_whole_rows() const {
  for (const auto& name : bare_names_) {
    if (sources_.contains(name) || name.starts_with("unnamed_subquery")) {
      return misuse("'" + name + "' names a table, a column is needed here",
                    "write " + name + ".COLUMN, or give the table another name");
    }
  }
  return {};
}

Done QueryWalk::on_column(JsonObject& column) {
  const auto& names = column["column_names"].as_array();
  if (names.empty()) return refuse("a column without a name");
  const std::string first = lower(names[0].as_string());
  if (names.size() == 1) {
    bare_names_.insert(first);
    if (!mentioned_.empty()) mentioned_.back().insert(first);
  } else if (first == "main" || first == "memory" || first == "temp" || first == "system") {
    return refuse("the schema '" + first + "'");
  }
  return {};
}

Done QueryWalk::on_subquery(JsonObject& subquery) {
  TRY(const auto extent, check_select_statement(subquery["subquery"]));
  if (extent.long_values) return refuse_long_values();
  if (subqueries_.empty()) return {};
  subqueries_.back().tables += extent.tables;
  subqueries_.back().growth *= extent.growth;
  return within_bounds(subqueries_.back()).map([](const auto&) {});
}

Result<QueryExtent> QueryWalk::check_select_statement(JsonValue& statement) {
  auto& object = statement.as_object();
  TRY_DONE(only_keys(object, {"node"}));
  return check_node(object["node"]);
}

Result<QueryExtent> QueryWalk::check_node(JsonValue& value) {
  auto& node = value.as_object();
  const auto type = text_of(node, "type");
  const bool select = type == "SELECT_NODE";
  if (!select && type != "SET_OPERATION_NODE") return refuse(word_of_node(type));
  if (ctes_.size() > static_cast<std::size_t>(kDeepestExpression)) return misuse("the query is nested too deeply");
  ctes_.emplace_back();
  subqueries_.emplace_back();
  const Met outer = take_met();
  TRY_DONE(check_ctes(node));
  TRY(auto extent, select ? check_select(node) : check_set_operation(node));
  const Met met = take_met();
  extent.long_values |= met.long_values;
  if (extent.long_values && met.unnest) return refuse_long_values();
  put_back(outer);
  extent.tables += subqueries_.back().tables;
  extent.growth *= subqueries_.back().growth;
  ctes_.pop_back();
  subqueries_.pop_back();
  return within_bounds(extent);
}

Done QueryWalk::check_ctes(JsonObject& node) {
  auto& map = node["cte_map"].as_object();
  if (!says_something(map, "map")) return {};
  for (auto& entry : map["map"].as_array()) {
    auto& cte = entry.as_object()["value"].as_object();
    TRY_DONE(only_keys(cte, {"aliases", "query", "materialized"}));
    const std::string name = lower(entry.as_object()["key"].as_string());
    // A name like 'x.csv' would be a file wherever the CTE isn't in sight.
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
    if (!plain) return misuse("the name '" + name + "' of a WITH query may hold letters, digits and _ only");
    TRY(const auto extent, check_select_statement(cte["query"]));
    ctes_.back()[name] = extent;  // in sight from here on, not in its own body
  }
  return {};
}

Result<QueryExtent> QueryWalk::check_set_operation(JsonObject& node) {
  TRY_DONE(only_keys(node, {"modifiers", "cte_map", "setop_type", "setop_all", "left", "right", "children"}));
  QueryExtent all;
  const auto add = [&](JsonValue& part) -> Done {
    TRY(const auto extent, check_node(part));
    all.tables += extent.tables;
    all.columns += extent.columns;
    all.growth = std::max(all.growth, extent.growth);
    all.long_values |= extent.long_values;
    return {};
  };
  for (const auto* side : {"left", "right"}) {
    if (says_something(node, side)) TRY_DONE(add(node[side]));
  }
  if (says_something(node, "children")) {
    for (auto& part : node["children"].as_array()) TRY_DONE(add(part));
  }
  TRY(const auto sorting, measure([&] { return check_modifiers(node["modifiers"]); }));
  TRY_DONE(check_growth(sorting.peak * all.growth));
  return all;
}

// Runs a check and says which columns it met and how much any value in it grows.
template <typename Check>
Result<QueryWalk::Measured> QueryWalk::measure(const Check& check_part) {
  const double before = take_peak();
  mentioned_.emplace_back();
  TRY_DONE(check_part());
  Measured measured{std::max(1.0, take_peak()), std::move(mentioned_.back())};
  mentioned_.pop_back();
  raise_peak(std::max(before, measured.peak));
  if (!mentioned_.empty()) mentioned_.back().insert(measured.mentioned.begin(), measured.mentioned.end());
  return measured;
}

Result<QueryExtent> QueryWalk::check_select(JsonObject& node) {
  TRY_DONE(only_keys(node, {"modifiers", "cte_map", "select_list", "from_table", "where_clause", "group_expressions",
                            "group_sets", "aggregate_handling", "having", "qualify"}));
  TRY(const auto from, check_source(node["from_table"]));
  TRY(const auto clauses, measure([&]() -> Done {
        for (const auto* part : {"where_clause", "having", "qualify"}) TRY_DONE(check_optional(node, part));
        TRY_DONE(check_all(node["group_expressions"]));
        return check_modifiers(node["modifiers"]);
      }));
  if (says_something(node, "group_sets") && node["group_sets"].as_array().size() > kMostGroupingSets) {
    return misuse(fmt::format("more than {} grouping sets", kMostGroupingSets));
  }
  GrownAliases grown;
  TRY(auto extent, check_select_list(node["select_list"], from, grown));
  TRY_DONE(check_growth(clauses.peak * growth_of_aliases(grown, clauses) * from.growth));
  return extent;
}

// An alias can be used by later items and by clauses: SELECT a || b AS x, x || x AS y ORDER BY y || y.
double QueryWalk::growth_of_aliases(const GrownAliases& grown, const Measured& part) {
  double most = 1;
  for (const auto& name : part.mentioned) {
    if (const auto found = grown.find(name); found != grown.end()) most = std::max(most, found->second);
  }
  return most;
}

Result<QueryExtent> QueryWalk::check_select_list(JsonValue& items, const QueryExtent& from, GrownAliases& grown) {
  QueryExtent extent{from.tables, 0, 1, from.long_values};
  for (auto& item : items.as_array()) {
    const bool star = is_plain_star(item);
    QueryExtent stars;
    double growth = 0;
    TRY(const auto measured, measure([&]() -> Done {
          if (star) return check_star(item.as_object(), from).map([&](const QueryExtent& found) { stars = found; });
          return check(item).map([&](double found) { growth = found; });
        }));
    const double by_aliases = growth_of_aliases(grown, measured);
    TRY_DONE(check_growth(measured.peak * by_aliases * from.growth));
    growth = std::max(growth, stars.growth) * by_aliases;
    extent.columns += star ? stars.columns : 1;
    extent.growth = std::max(extent.growth, growth);
    if (growth > 1 && !star) {
      auto& known = grown[lower(text_of(item.as_object(), "alias"))];
      known = std::max(known, growth);
    }
  }
  extent.growth *= from.growth;
  return within_bounds(extent);
}

Result<QueryExtent> QueryWalk::check_star(JsonObject& star, const QueryExtent& from) {
  if (says_something(star, "columns")) return refuse("COLUMNS()");
  TRY_DONE(only_keys(star, {"relation_name", "exclude_list", "replace_list", "rename_list", "qualified_exclude_list"}));
  QueryExtent extent{0, from.columns, 1};
  if (!says_something(star, "replace_list")) return extent;
  for (auto& replaced : star["replace_list"].as_array()) {
    TRY(const double growth, check(replaced.as_object()["value"]));
    extent.growth = std::max(extent.growth, growth);
  }
  return extent;
}

Done QueryWalk::check_sort(JsonObject& modifier) {
  TRY_DONE(only_keys(modifier, {"orders"}));
  auto& orders = modifier["orders"].as_array();
  const bool all = orders.size() == 1 && is_plain_star(orders[0].as_object()["expression"]);
  if (!all) return check_orders(modifier["orders"]).map([](double) {});
  // ORDER BY ALL is a star whose `columns` is true and that says nothing else.
  return only_keys(orders[0].as_object()["expression"].as_object(), {"columns"});
}

Done QueryWalk::check_modifiers(JsonValue& modifiers) {
  if (modifiers.is_null()) return {};
  for (auto& modifier : modifiers.as_array()) {
    auto& node = modifier.as_object();
    const auto type = text_of(node, "type");
    if (type == "ORDER_MODIFIER") {
      TRY_DONE(check_sort(node));
    } else if (type == "LIMIT_MODIFIER" || type == "LIMIT_PERCENT_MODIFIER") {
      TRY_DONE(only_keys(node, {"limit", "offset"}));
      for (const auto* key : {"limit", "offset"}) TRY_DONE(check_optional(node, key));
    } else if (type == "DISTINCT_MODIFIER") {
      TRY_DONE(only_keys(node, {"distinct_on_targets"}));
      TRY_DONE(check_all(node["distinct_on_targets"]));
    } else {
      return refuse(type);
    }
  }
  return {};
}

}  // namespace farthing
