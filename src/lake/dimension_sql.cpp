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

bool is_same_key(const DimensionSource& a, const DimensionSource& b) {
  return a.kind == b.kind && lower(a.key) == lower(b.key);
}

bool has_keys_of(const AllocationConfig& config, std::string_view kind) {
  return std::any_of(config.dimensions.begin(), config.dimensions.end(), [&](const auto& rule) {
    return std::any_of(rule.from.begin(), rule.from.end(), [&](const auto& source) { return source.kind == kind; });
  });
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
  auto spelling = values.size() == 1 ? values[0] : "coalesce(" + join(values, ", ") + ")";
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

DimensionRule with_keys_as_written(const DimensionRule& rule,
                                   const std::map<std::string, std::set<std::string>>& keys) {
  DimensionRule written = rule;
  written.from.clear();
  for (auto source = rule.from.begin(); source != rule.from.end(); ++source) {
    written.from.push_back(*source);
    const auto found = keys.find(source->kind);
    // A key that the rule itself has, in any letter case, comes before those that it hasn't.
    const bool again =
        std::any_of(source + 1, rule.from.end(), [&](const auto& one) { return is_same_key(one, *source); });
    if (source->key.empty() || found == keys.end() || again) continue;
    for (const auto& key : found->second) {
      const DimensionSource other = {source->kind, key};
      if (!is_same_key(other, *source) || std::find(rule.from.begin(), rule.from.end(), other) != rule.from.end())
        continue;
      written.from.push_back(other);
      const auto map = rule.map.find(source->text());
      if (map != rule.map.end()) written.map[other.text()] = map->second;
    }
  }
  return written;
}

Result<AllocationConfig> with_keys_as_written(Engine& engine, const AllocationConfig& config,
                                              const std::vector<KeyPlace>& places) {
  std::map<std::string, std::set<std::string>> keys;
  for (const auto& place : places) {
    if (!has_keys_of(config, place.kind)) continue;
    TRY(const auto rows,
        engine.query(std::string("SELECT DISTINCT unnest(map_keys(") + place.column + ")) FROM " + place.table));
    for (const auto& row : rows.rows) keys[place.kind].insert(row[0].value_or(""));
  }
  auto written = config;
  for (auto& rule : written.dimensions) rule = with_keys_as_written(rule, keys);
  return written;
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
