#include "config/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace farthing {

std::string ConfigFields::place(const YamlNode& node) const {
  return fmt::format("{}:{}:{}", name_, node.line, node.column);
}

tl::unexpected<Error> ConfigFields::refuse(const YamlNode& node, std::string what, std::string advice) const {
  return fail(std::move(what), place(node), std::move(advice));
}

Done ConfigFields::expect_map(const YamlNode& node, std::string_view what) const {
  if (node.kind != YamlNode::Kind::kMap) return refuse(node, fmt::format("{} must be a map of keys to values", what));
  return {};
}

Done ConfigFields::expect_map(const YamlNode& node, std::string_view what, std::span<const std::string> known) const {
  TRY_DONE(expect_map(node, what));
  for (const auto& key : node.keys) {
    if (std::ranges::find(known, key.text) == known.end())
      return refuse(key, fmt::format("{} has no key '{}'", what, shown(key.text)), suggestion(key.text, known));
  }
  return {};
}

Done ConfigFields::expect_list(const YamlNode& node, std::string_view what) const {
  if (node.kind != YamlNode::Kind::kList) return refuse(node, fmt::format("{} must be a list", what), "[] for none");
  return {};
}

Result<std::string> ConfigFields::text(const YamlNode& node, std::string_view what) const {
  if (node.kind != YamlNode::Kind::kText || node.text.empty())
    return refuse(node, fmt::format("{} must be a text", what));
  return node.text;
}

Result<std::string> ConfigFields::choice(const YamlNode& node, std::string_view what,
                                         std::span<const std::string> known) const {
  TRY(auto typed, text(node, what));
  if (std::ranges::find(known, typed) == known.end())
    return refuse(node, fmt::format("{} can't be '{}'", what, shown(typed)), suggestion(typed, known));
  return typed;
}

std::string suggestion(std::string_view typed, std::span<const std::string> known) {
  const auto near = nearest(typed.substr(0, 60), known);
  return near.empty() ? "choose one of: " + join(known, ", ") : "did you mean '" + near + "'?";
}

}  // namespace farthing
