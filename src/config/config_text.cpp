#include "config/config_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "config/fields.hpp"

namespace farthing {
namespace {

bool is_plain_yaml(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '/'; };
  if (text.empty() || !is_letter(text.front()) || !std::ranges::all_of(text, fits)) return false;
  const auto word = lower(text);
  // What YAML takes for another thing than a text.
  return word != "null" && word != "true" && word != "false" && word != "yes" && word != "no" && word != "on" &&
         word != "off" && word != "y" && word != "n";
}

std::string yaml_text(std::string_view text) {
  if (is_plain_yaml(text)) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

// A path may hold a line end, a comment may not.
std::string comment_text(std::string text) {
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, '?');
  return "  # " + text;
}

std::string yaml_list(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const auto& text : texts) items.push_back(yaml_text(text));
  return "[" + join(items, ", ") + "]";
}

std::string yaml_map(const std::map<std::string, std::string>& values) {
  std::vector<std::string> items;
  for (const auto& [key, value] : values) items.push_back(yaml_text(key) + ": " + yaml_text(value));
  return "{" + join(items, ", ") + "}";
}

std::string rule_yaml(const SharedCostRule& rule) {
  std::string out = fmt::format("    - name: {}\n      when: {}\n      split: {}\n      scope: {}\n",
                                yaml_text(rule.name), yaml_text(rule.when), rule.split, rule.scope);
  if (rule.split == "even" || rule.split == "fixed" || rule.to != "team")
    out += "      to: " + yaml_text(rule.to) + "\n";
  if (rule.split == "fixed") out += "      parts: " + yaml_map(rule.parts) + "\n";
  if (rule.split == "by_metric") out += "      metric: " + rule.metric + "\n";
  return out;
}

std::string dimension_yaml(const DimensionRule& rule) {
  std::vector<std::string> sources;
  for (const auto& source : rule.from) sources.push_back(source.text());
  std::string out = "    from: " + yaml_list(sources) + "\n";
  if (!rule.map.empty()) out += "    map:\n";
  for (const auto& [source, values] : rule.map) out += "      " + yaml_text(source) + ": " + yaml_map(values) + "\n";
  // Stated even if empty, so that the text means the same whatever the default is.
  out += rule.synonyms.empty() ? "    synonyms: {}\n" : "    synonyms:\n";
  for (const auto& [value, synonyms] : rule.synonyms)
    out += "      " + yaml_text(value) + ": " + yaml_list(synonyms) + "\n";
  return out;
}

// One setting: "weights:" and what stands behind it, with its lines indented as in the file.
struct SettingText {
  std::string group;
  std::string name;
  std::string value;   // on the same line
  std::string origin;  // a comment
  std::string block;   // the lines below

  [[nodiscard]] std::string key() const { return group + "." + name; }
  [[nodiscard]] std::string text(std::string_view shown_name) const {
    return fmt::format("{}:{}{}{}\n{}", shown_name, value.empty() ? "" : " ", value, origin, block);
  }
};

std::vector<SettingText> setting_texts(const Config& config) {
  std::vector<SettingText> texts;
  const auto add = [&](const char* group, const std::string& name, const std::string& value, std::string block) {
    const auto origin = comment_text(config.origin(std::string(group) + "." + name));
    texts.push_back({group, name, value, origin, std::move(block)});
  };
  const auto& allocation = config.allocation;
  add("allocation", "weights", allocation.weights, "");
  add("allocation", "share_by", allocation.share_by, "");
  add("allocation", "idle", allocation.idle, "");
  std::string rules;
  for (const auto& rule : allocation.shared) rules += rule_yaml(rule);
  add("allocation", "shared", rules.empty() ? "[]" : "", rules);
  for (const auto& rule : allocation.dimensions) add("dimensions", rule.name, "", dimension_yaml(rule));
  // Defaults that the configuration took away.
  for (const auto& rule : default_allocation_config().dimensions) {
    if (std::ranges::find(allocation.dimensions, rule.name, &DimensionRule::name) == allocation.dimensions.end())
      add("dimensions", rule.name, "{from: []}", "");
  }
  return texts;
}

}  // namespace

std::string config_yaml(const Config& config) {
  std::string out = comment_text(config.file.empty() ? "no farthing.yaml" : config.file.string()).substr(2) + "\n";
  std::string group;
  for (const auto& setting : setting_texts(config)) {
    if (setting.group != group) out += setting.group + ":\n";
    group = setting.group;
    out += setting.text("  " + setting.name);
  }
  return out;
}

Result<std::string> explain_config(const Config& config, std::string_view key) {
  std::string out;
  std::vector<std::string> known;
  for (const auto& setting : setting_texts(config)) {
    known.push_back(setting.key());
    if (setting.key() == key || setting.group == key) out += setting.text(setting.key());
  }
  if (out.empty()) return misuse(fmt::format("there is no setting '{}'", shown(key)), suggestion(key, known));
  return out;
}

}  // namespace farthing
