#include "config/shared_rules.hpp"

#include <fmt/format.h>

#include <set>

#include "base/decimal.hpp"
#include "base/utf8.hpp"

namespace farthing {
namespace {

const std::vector<std::string> kRuleKeys = {"name", "when", "split", "scope", "to", "parts", "metric"};
const std::vector<std::string> kSplits = {"even", "proportional", "fixed", "by_metric"};
const std::vector<std::string> kScopes = {"cluster", "account", "all"};
const std::vector<std::string> kMetrics = {"vcpu_hours", "gib_hours", "accelerator_hours", "network_in_bytes",
                                           "network_out_bytes"};

Result<std::map<std::string, std::string>> read_parts(const YamlNode& node, const ConfigFields& fields) {
  TRY_DONE(fields.expect_map(node, "parts"));
  std::map<std::string, std::string> parts;
  const auto one = Decimal::from_integer(1);
  Decimal sum;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const auto& item = node.items[i];
    const auto part = parse_decimal(item.text);
    if (item.kind != YamlNode::Kind::kText || part.status != ParsedDecimal::Status::kExact || part.value < Decimal{} ||
        part.value > one)
      return fields.refuse(item, fmt::format("the part of '{}' must be a number from 0 to 1", shown(node.keys[i].text)),
                           "at most 12 decimals");
    sum += part.value;
    parts[node.keys[i].text] = part.value.text();
  }
  if (sum > one) return fields.refuse(node, "the parts sum to " + sum.text() + ", 1 at most");
  return parts;
}

// What goes with a split and with no other: `key` must be there for `split`, and only then.
Done check_goes_with(const YamlNode& node, const ConfigFields& fields, std::string_view key, std::string_view split,
                     std::string_view chosen) {
  const auto* value = node.find(key);
  if (value == nullptr && chosen == split) return fields.refuse(node, fmt::format("split {} needs {}", split, key));
  if (value != nullptr && chosen != split)
    return fields.refuse(*value, fmt::format("{} belongs to split {}, not to {}", key, split, chosen), "leave it out");
  return {};
}

Result<std::string> choice_or(const YamlNode& node, const ConfigFields& fields, std::string_view key,
                              std::span<const std::string> known, std::string otherwise) {
  const auto* value = node.find(key);
  if (value == nullptr) return otherwise;
  return fields.choice(*value, key, known);
}

Result<SharedCostRule> read_rule(const YamlNode& node, const ConfigFields& fields) {
  TRY_DONE(fields.expect_map(node, "a rule of shared costs", kRuleKeys));
  SharedCostRule rule;
  for (const auto& [key, text] : {std::pair{"name", &rule.name}, {"when", &rule.when}}) {
    const auto* value = node.find(key);
    if (value == nullptr) return fields.refuse(node, fmt::format("a rule of shared costs needs {}", key));
    TRY(*text, fields.text(*value, key));
  }
  TRY(rule.split, choice_or(node, fields, "split", kSplits, "proportional"));
  TRY(rule.scope, choice_or(node, fields, "scope", kScopes, "all"));
  rule.to = "team";
  if (const auto* to = node.find("to")) {
    TRY(rule.to, fields.text(*to, "to"));
  }
  TRY_DONE(check_goes_with(node, fields, "parts", "fixed", rule.split));
  TRY_DONE(check_goes_with(node, fields, "metric", "by_metric", rule.split));
  if (const auto* parts = node.find("parts")) {
    TRY(rule.parts, read_parts(*parts, fields));
  }
  if (const auto* metric = node.find("metric")) {
    TRY(rule.metric, fields.choice(*metric, "metric", kMetrics));
  }
  return rule;
}

}  // namespace

Result<std::vector<SharedCostRule>> read_shared_rules(const YamlNode& node, const ConfigFields& fields) {
  TRY_DONE(fields.expect_list(node, "allocation.shared"));
  std::vector<SharedCostRule> rules;
  std::set<std::string> names;
  for (const auto& item : node.items) {
    TRY(auto rule, read_rule(item, fields));
    if (!names.insert(rule.name).second)
      return fields.refuse(item, fmt::format("there are two rules named '{}'", shown(rule.name)), "rename one");
    rules.push_back(std::move(rule));
  }
  return rules;
}

}  // namespace farthing
