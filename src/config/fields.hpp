// Typed reading of a YAML tree's fields: each error names file, line and column, and what is accepted.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml_tree.hpp"

namespace farthing {

/// Reads the fields of one file.
class ConfigFields {
 public:
  explicit ConfigFields(std::string name) : name_(std::move(name)) {}

  /// "farthing.yaml:3:12"
  [[nodiscard]] std::string place(const YamlNode& node) const;
  /// An error at the node.
  [[nodiscard]] tl::unexpected<Error> refuse(const YamlNode& node, std::string what, std::string advice = {}) const;
  /// That the node is a map of no other keys than these; an unknown one is an error with the nearest of them.
  [[nodiscard]] Done expect_map(const YamlNode& node, std::string_view what, std::span<const std::string> known) const;
  /// That the node is a map, of any keys.
  [[nodiscard]] Done expect_map(const YamlNode& node, std::string_view what) const;
  [[nodiscard]] Done expect_list(const YamlNode& node, std::string_view what) const;
  /// A text that isn't empty. `what` names it in an error.
  [[nodiscard]] Result<std::string> text(const YamlNode& node, std::string_view what) const;
  /// One of these texts.
  [[nodiscard]] Result<std::string> choice(const YamlNode& node, std::string_view what,
                                           std::span<const std::string> known) const;

 private:
  std::string name_;
};

/// "did you mean 'market'?", or "choose one of: aws, market".
[[nodiscard]] std::string suggestion(std::string_view typed, std::span<const std::string> known);

}  // namespace farthing
