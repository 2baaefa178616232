#include "config/dimension_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "domain/dimension.hpp"

namespace farthing {
namespace {

const std::vector<std::string> kDimensionKeys = {"from", "map", "synonyms"};
const std::vector<std::string> kKeyedKinds = {"label", "node_label", "tag", "cost_category"};
const std::vector<std::string> kPlainKinds = {"namespace", "account", "cluster", "ecs_service", "workload"};
// Of machines and workloads (allocation_daily), beside those of the bill.
const std::vector<std::string> kWorkloadDimensions = {
    "cost_kind",     "reason",          "cluster",   "orchestrator", "node_pool",       "node",
    "instance_type", "accelerator",     "namespace", "ecs_service",  "purchase_option", "workload",
    "workload_id",   "controller_kind", "pod",       "container",    "gpu_sharing",     "cost_source",
    "run",           "model",           "tenant",    "dimensions",   "estimated",       "unmapped"};

bool has(std::span<const std::string> texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

Done check_dimension_name(const YamlNode& key, const ConfigFields& fields) {
  const auto& name = key.text;
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (name.empty() || name.size() > 60 || !std::ranges::all_of(name, fits) || name.front() < 'a')
    return fields.refuse(key, fmt::format("'{}' can't name a dimension", shown(name)),
                         "lower case letters, digits and _, a letter first");
  if (has(kWorkloadDimensions, name) || find_dimension(name))
    return fields.refuse(key, fmt::format("'{}' is a dimension already", name), "choose another name");
  return {};
}

Result<DimensionSource> read_source(const YamlNode& node, const ConfigFields& fields) {
  TRY(const auto text, fields.text(node, "a source"));
  const auto colon = text.find(':');
  DimensionSource source{text.substr(0, colon), colon == std::string::npos ? "" : text.substr(colon + 1)};
  if (has(kPlainKinds, source.kind)) {
    if (colon == std::string::npos) return source;
    return fields.refuse(node, fmt::format("{} takes no key", source.kind), "write " + source.kind);
  }
  if (has(kKeyedKinds, source.kind)) {
    if (!source.key.empty()) return source;
    return fields.refuse(node, fmt::format("{} needs a key", source.kind), "write " + source.kind + ":KEY");
  }
  auto kinds = kKeyedKinds;
  kinds.insert(kinds.end(), kPlainKinds.begin(), kPlainKinds.end());
  return fields.refuse(node, fmt::format("there is no source '{}'", shown(source.kind)),
                       suggestion(source.kind, kinds));
}

Result<std::vector<DimensionSource>> read_sources(const YamlNode& node, const ConfigFields& fields) {
  TRY_DONE(fields.expect_list(node, "from"));
  std::vector<DimensionSource> sources;
  std::set<std::string> known;
  for (const auto& item : node.items) {
    TRY(auto source, read_source(item, fields));
    if (!known.insert(source.text()).second)
      return fields.refuse(item, fmt::format("'{}' is there twice", shown(source.text())), "keep the first");
    sources.push_back(std::move(source));
  }
  return sources;
}

Result<std::map<std::string, std::string>> read_values(const YamlNode& node, const ConfigFields& fields) {
  TRY_DONE(fields.expect_map(node, "the map of a source"));
  std::map<std::string, std::string> values;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    TRY(values[node.keys[i].text], fields.text(node.items[i], "a mapped value"));
  }
  return values;
}

Done read_map(const YamlNode& node, const ConfigFields& fields, DimensionRule& rule) {
  std::vector<std::string> sources;
  for (const auto& source : rule.from) sources.push_back(source.text());
  TRY_DONE(fields.expect_map(node, "map"));
  rule.map.clear();
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto& source = node.keys[i].text;
    if (!has(sources, source))
      return fields.refuse(node.keys[i], fmt::format("'{}' isn't among the sources of {}", shown(source), rule.name),
                           suggestion(source, sources));
    TRY(rule.map[source], read_values(node.items[i], fields));
  }
  return {};
}

Done read_synonyms(const YamlNode& node, const ConfigFields& fields, DimensionRule& rule) {
  TRY_DONE(fields.expect_map(node, "synonyms"));
  rule.synonyms.clear();
  std::map<std::string, std::string> stand_for;
  for (const auto& key : node.keys) stand_for[key.text] = key.text;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto& value = node.keys[i].text;
    TRY_DONE(fields.expect_list(node.items[i], "the synonyms of a value"));
    for (const auto& item : node.items[i].items) {
      TRY(const auto synonym, fields.text(item, "a synonym"));
      const auto [other, is_new] = stand_for.try_emplace(synonym, value);
      if (!is_new)
        return fields.refuse(item, fmt::format("'{}' stands for '{}' already", shown(synonym), shown(other->second)));
      rule.synonyms[value].push_back(synonym);
    }
  }
  return {};
}

Result<DimensionRule> read_rule_of(const YamlNode& node, const ConfigFields& fields, DimensionRule rule) {
  TRY_DONE(fields.expect_map(node, "a dimension", kDimensionKeys));
  const auto* from = node.find("from");
  if (from == nullptr && rule.from.empty())
    return fields.refuse(node, fmt::format("the dimension '{}' needs from", rule.name), "e.g. from: [label:team]");
  if (from != nullptr) {
    TRY(rule.from, read_sources(*from, fields));
    rule.map.clear();
  }
  if (const auto* map = node.find("map")) TRY_DONE(read_map(*map, fields, rule));
  if (const auto* synonyms = node.find("synonyms")) TRY_DONE(read_synonyms(*synonyms, fields, rule));
  return rule;
}

}  // namespace

Done read_dimension_rules(const YamlNode& node, const ConfigFields& fields, std::vector<DimensionRule>& dimensions) {
  TRY_DONE(fields.expect_map(node, "dimensions"));
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    TRY_DONE(check_dimension_name(node.keys[i], fields));
    const auto& name = node.keys[i].text;
    auto at = std::ranges::find(dimensions, name, &DimensionRule::name);
    if (at == dimensions.end()) at = dimensions.insert(at, DimensionRule{name, {}, {}, {}});
    TRY(*at, read_rule_of(node.items[i], fields, std::move(*at)));
  }
  std::erase_if(dimensions, [](const DimensionRule& rule) { return rule.from.empty(); });
  return {};
}

}  // namespace farthing
