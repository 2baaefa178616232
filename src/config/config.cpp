#include "config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/file.hpp"
#include "base/utf8.hpp"
#include "config/dimension_rules.hpp"
#include "config/fields.hpp"
#include "config/shared_rules.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// A setting that is one of a few words.
struct ChoiceSetting {
  const char* key;  // below allocation
  const char* variable;
  std::string AllocationConfig::* value;
  std::vector<std::string> known;
};

const std::vector<ChoiceSetting>& choice_settings() {
  static const std::vector<ChoiceSetting> settings = {
      {"weights", "FARTHING_ALLOCATION_WEIGHTS", &AllocationConfig::weights, {"aws", "opencost", "market"}},
      {"share_by", "FARTHING_ALLOCATION_SHARE_BY", &AllocationConfig::share_by, {"max", "request", "usage"}},
      {"idle",
       "FARTHING_ALLOCATION_IDLE",
       &AllocationConfig::idle,
       {"separate", "by_cost", "by_node", "by_cluster", "to_pool_owner"}},
  };
  return settings;
}

Done read_allocation(const YamlNode& node, const ConfigFields& fields, Config& config) {
  std::vector<std::string> keys;
  for (const auto& setting : choice_settings()) keys.emplace_back(setting.key);
  keys.emplace_back("shared");
  TRY_DONE(fields.expect_map(node, "allocation", keys));
  for (const auto& setting : choice_settings()) {
    const auto* value = node.find(setting.key);
    if (value == nullptr) continue;
    const std::string key = std::string("allocation.") + setting.key;
    TRY(config.allocation.*setting.value, fields.choice(*value, key, setting.known));
    config.origins[key] = fields.place(*value);
  }
  if (const auto* shared = node.find("shared")) {
    TRY(config.allocation.shared, read_shared_rules(*shared, fields));
    config.origins["allocation.shared"] = fields.place(*shared);
  }
  return {};
}

Done read_dimensions(const YamlNode& node, const ConfigFields& fields, Config& config) {
  TRY_DONE(read_dimension_rules(node, fields, config.allocation.dimensions));
  for (const auto& key : node.keys) config.origins["dimensions." + key.text] = fields.place(key);
  return {};
}

// `to` of a rule may name a dimension that only a later part of the file defines, and one that doesn't say it means
// team.
Done check_targets(const Config& config, const YamlNode& rules, const ConfigFields& fields) {
  std::vector<std::string> known = {"namespace", "ecs_service", "workload", "cluster", "account", "node_pool"};
  for (const auto& dimension : config.allocation.dimensions) known.push_back(dimension.name);
  for (std::size_t i = 0; i < rules.items.size(); ++i) {
    const auto& rule = config.allocation.shared[i];
    const auto* to = rules.items[i].find("to");
    if (to == nullptr && rule.split != "even" && rule.split != "fixed") continue;
    if (std::ranges::find(known, rule.to) == known.end())
      return fields.refuse(to == nullptr ? rules.items[i] : *to,
                           fmt::format("there is no dimension '{}' to split to", shown(rule.to)),
                           suggestion(rule.to, known));
  }
  return {};
}

}  // namespace

std::string Config::origin(const std::string& key) const {
  const auto found = origins.find(key);
  return found == origins.end() ? "default" : found->second;
}

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr) return std::nullopt;
  return value;
}

Result<fs::path> find_config_file(const fs::path& option, const fs::path& working_folder, const fs::path& data_folder) {
  std::error_code ignored;
  if (!option.empty()) {
    if (fs::exists(option, ignored)) return option;
    return fail("there is no such file", option.string(), "--config names the configuration to read");
  }
  for (const auto& folder : {working_folder, data_folder}) {
    if (auto file = folder / "farthing.yaml"; fs::exists(file, ignored)) return file;
  }
  return fs::path{};
}

Result<Config> parse_config(std::string_view yaml, const fs::path& file) {
  TRY(const auto root, read_yaml(yaml, file.string()));
  Config config;
  config.file = file;
  if (root.kind == YamlNode::Kind::kNothing) return config;
  const ConfigFields fields(file.string());
  const std::vector<std::string> keys = {"allocation", "dimensions"};
  TRY_DONE(fields.expect_map(root, "the configuration", keys));
  if (const auto* node = root.find("allocation")) TRY_DONE(read_allocation(*node, fields, config));
  if (const auto* node = root.find("dimensions")) TRY_DONE(read_dimensions(*node, fields, config));
  const auto* allocation = root.find("allocation");
  const auto* rules = allocation == nullptr ? nullptr : allocation->find("shared");
  if (rules != nullptr) TRY_DONE(check_targets(config, *rules, fields));
  return config;
}

Done apply_environment(Config& config, const Environment& environment) {
  for (const auto& setting : choice_settings()) {
    const auto value = environment(setting.variable);
    if (!value || value->empty()) continue;
    const auto& known = setting.known;
    if (std::ranges::find(known, *value) == known.end())
      return fail(fmt::format("allocation.{} can't be '{}'", setting.key, shown(*value)), setting.variable,
                  suggestion(*value, known));
    config.allocation.*setting.value = *value;
    auto& origin = config.origins[std::string("allocation.") + setting.key];
    origin = setting.variable + (origin.empty() ? "" : ", over " + origin);
  }
  return {};
}

Result<Config> read_config(const fs::path& file, const Environment& environment) {
  Config config;
  if (!file.empty()) {
    TRY(const auto yaml, read_file(file));
    TRY(config, parse_config(yaml, file));
  }
  TRY_DONE(apply_environment(config, environment));
  return config;
}

}  // namespace farthing
