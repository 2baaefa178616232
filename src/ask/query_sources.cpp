// The part of QueryWalk that looks at what stands in FROM.
#include <algorithm>

#include "ask/query_walk.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr double kColumnsOfTable = 100;  // charges has fewer

std::string word_of_source(const JsonObject& node) {
  const auto type = text_of(node, "type");
  if (type == "SHOW_REF") return "SHOW, DESCRIBE or SUMMARIZE";
  if (type == "PIVOT") return "PIVOT or UNPIVOT";
  return std::string(type);
}

// The VALUES of a subquery that is nothing but SELECT * FROM them and has the name that the engine gives it.
JsonValue* bare_values(JsonObject& subquery) {
  if (text_of(subquery, "alias") != "valueslist" || says_something(subquery, "column_name_alias")) return nullptr;
  auto& select = subquery["subquery"].as_object()["node"].as_object();
  const auto& items = select["select_list"].if_array();
  if (items == nullptr || items->size() != 1) return nullptr;
  const auto& star = (*items)[0].as_object();
  if (text_of(star, "class") != "STAR") return nullptr;
  for (const auto* key : {"relation_name", "exclude_list", "replace_list", "rename_list", "qualified_exclude_list",
                          "columns", "expr", "alias"}) {
    if (says_something(star, key)) return nullptr;
  }
  for (const auto* key :
       {"modifiers", "where_clause", "group_expressions", "group_sets", "having", "qualify", "sample"}) {
    if (says_something(select, key)) return nullptr;
  }
  if (says_something(select["cte_map"].as_object(), "map")) return nullptr;
  auto& from = select["from_table"];
  return text_of(from.as_object(), "type") == "EXPRESSION_LIST" ? &from : nullptr;
}

}  // namespace

Result<QueryExtent> QueryWalk::check_source(JsonValue& value) {
  auto& node = value.as_object();
  const auto type = text_of(node, "type");
  if (says_something(node, "sample")) return refuse("a sample");
  if (says_something(node, "alias")) sources_.insert(lower(text_of(node, "alias")));
  if (type == "EMPTY") {
    TRY_DONE(only_keys(node, {}));
    return QueryExtent{};
  }
  if (type == "BASE_TABLE") return check_base_table(node);
  if (type == "JOIN") return check_join(node);
  if (type == "EXPRESSION_LIST") return check_values(node);
  if (type == "TABLE_FUNCTION") return check_unnest(node);
  if (type == "SUBQUERY") {
    TRY_DONE(only_keys(node, {"subquery", "column_name_alias"}));
    if (auto* values = bare_values(node)) {
      // As the engine writes VALUES: (SELECT * FROM (VALUES ...) AS valueslist). Left alone it'd grow with each pass.
      JsonValue inner = *values;
      value = std::move(inner);
      return check_values(value.as_object());
    }
    return check_select_statement(node["subquery"]);
  }
  return refuse(word_of_source(node));
}

Result<QueryExtent> QueryWalk::check_base_table(const JsonObject& node) {
  TRY_DONE(only_keys(node, {"schema_name", "catalog_name", "table_name", "column_name_alias"}));
  std::string name(text_of(node, "table_name"));
  for (const auto* part : {"schema_name", "catalog_name"}) {
    if (says_something(node, part)) return refuse("the table " + std::string(text_of(node, part)) + "." + name);
  }
  const std::string key = lower(name);
  sources_.insert(key);
  for (auto scope = ctes_.rbegin(); scope != ctes_.rend(); ++scope) {
    if (const auto found = scope->find(key); found != scope->end()) return found->second;
  }
  if (!tables_.contains(key)) return refuse("the table '" + name + "'");
  return QueryExtent{1, kColumnsOfTable, 1};
}

Result<QueryExtent> QueryWalk::check_join(JsonObject& node) {
  TRY_DONE(only_keys(node, {"left", "right", "condition", "join_type", "ref_type", "using_columns"}));
  TRY(const auto left, check_source(node["left"]));
  TRY(const auto right, check_source(node["right"]));
  TRY_DONE(check_optional(node, "condition"));
  if (left.long_values || right.long_values) return refuse_long_values();
  // The right side may be a lateral subquery of the left one's columns.
  return within_bounds({left.tables + right.tables, left.columns + right.columns, left.growth * right.growth});
}

Result<QueryExtent> QueryWalk::check_values(JsonObject& node) {
  TRY_DONE(only_keys(node, {"expected_names", "expected_types", "values"}));
  QueryExtent extent{1, 0, 1};
  for (auto& row : node["values"].as_array()) {
    TRY(const double growth, check_all(row));
    extent.growth = std::max(extent.growth, growth);
    extent.columns = std::max(extent.columns, static_cast<double>(row.as_array().size()));
  }
  return within_bounds(extent);
}

// The only table function allowed: it reads nothing but the value it is given.
Result<QueryExtent> QueryWalk::check_unnest(JsonObject& node) {
  TRY_DONE(only_keys(node, {"function", "column_name_alias", "with_ordinality"}));
  const auto& call = node["function"].as_object();
  const std::string name(text_of(call, "function_name"));
  if (text_of(call, "class") != "FUNCTION" || lower(name) != "unnest") return refuse(name + "()");
  TRY(const double growth, check(node["function"]));
  sources_.insert("unnest");
  return within_bounds({1, kColumnsOfTable, std::max(1.0, growth)});
}

}  // namespace farthing
