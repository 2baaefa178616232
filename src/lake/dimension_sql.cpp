#include "lake/dimension_sql.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

bool is_same_lower(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

// Without the blanks around it; nothing if it says nothing.
std::string_view known_text(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const bool is_none = text.empty() || is_same_lower(text, "null") || is_same_lower(text, "none");
  return is_none ? std::string_view() : text;
}

std::string known_value(const std::string& value) { return "known_text(" + value + ")"; }

// Case and separators don't matter, as in what is shown.
std::string mapped_value(const std::string& value, const std::map<std::string, std::string>& values) {
  std::string sql = "CASE " + normal_form_sql(value);
  for (const auto& [from, to] : values) {
    sql += " WHEN " + normal_form_sql(sql_literal(from)) + " THEN " + sql_literal(to);
  }
  return sql + " END";
}

std::string keyed(const std::string& map, const DimensionSource& source) {
  return map + "[" + sql_literal(source.key) + "]";
}

}  // namespace

std::string normal_form_sql(const std::string& spelling) {
  return "regexp_replace(lower(nfc_normalize(trim(" + spelling + "))), '[-_. /]+', '-')";
}

std::string dimension_spelling_sql(const DimensionRule& rule, const SourceSql& source) {
  std::vector<std::string> values;
  for (const auto& one : rule.from) {
    const auto value = source(one);
    if (!value) continue;
    const auto map = rule.map.find(one.text());
    values.push_back(known_value(map == rule.map.end() ? *value : mapped_value(*value, map->second)));
  }
  if (values.empty()) return "CAST(NULL AS VARCHAR)";
  const auto spelling = values.size() == 1 ? values[0] : "coalesce(" + join(values, ", ") + ")";
  if (rule.synonyms.empty()) return spelling;
  std::string sql = "CASE";
  for (const auto& [value, others] : rule.synonyms) {
    std::vector<std::string> forms;
    for (const auto& other : others) forms.push_back(normal_form_sql(sql_literal(other)));
    if (!forms.empty()) {
      sql += " WHEN " + normal_form_sql(spelling) + " IN (" + join(forms, ", ") + ") THEN " + sql_literal(value);
    }
  }
  return sql == "CASE" ? spelling : sql + " ELSE " + spelling + " END";
}

Done add_dimension_functions(Engine& engine) { return engine.add_text_function("known_text", known_text); }

std::optional<std::string> node_source_sql(const DimensionSource& source) {
  if (source.kind == "node_label") return keyed("n.labels", source);
  if (source.kind == "account" || source.kind == "cluster") return "n." + source.kind;
  return std::nullopt;
}

std::optional<std::string> workload_source_sql(const DimensionSource& source) {
  if (source.kind == "label") return keyed("w.labels", source);
  if (source.kind == "tag") return keyed("w.tags", source);
  if (source.kind == "namespace" || source.kind == "ecs_service" || source.kind == "workload") {
    return "w." + source.kind;
  }
  if (source.kind == "account" || source.kind == "cluster")
    return "coalesce(w." + source.kind + ", n." + source.kind + ")";
  return node_source_sql(source);
}

std::optional<std::string> charge_source_sql(const DimensionSource& source) {
  if (source.kind == "tag") return keyed("Tags", source);
  if (source.kind == "cost_category") return keyed("x_CostCategories", source);
  if (source.kind == "account") return "SubAccountId";
  return std::nullopt;
}

}  // namespace farthing
