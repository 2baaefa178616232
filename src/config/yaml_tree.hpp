// A YAML document as a small tree that knows where each of its parts stands.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

struct YamlNode {
  enum class Kind { kNothing, kText, kList, kMap };
  Kind kind = Kind::kNothing;
  int line = 1;
  int column = 1;
  std::string text;             ///< of kText
  std::vector<YamlNode> keys;   ///< of kMap: texts, each once, one for each of `items`
  std::vector<YamlNode> items;  ///< of kList and kMap

  /// The value of a key; nullptr if it isn't there.
  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

/// Reads one document of UTF-8; an empty one is kNothing. An error names "NAME:LINE:COLUMN". What no configuration
/// needs is refused, so that nothing in a file can make it expensive: more than 1 MiB or 16 levels, anchors and
/// aliases, tags, keys that aren't text or come twice, a second document, NUL bytes.
[[nodiscard]] Result<YamlNode> read_yaml(std::string_view text, std::string_view name);

}  // namespace farthing
