// What a tag of CUR 2.0 is called in a legacy report.
#pragma once
#include <cstddef>
#include <string_view>

namespace farthing {

/// A tag's new name: `prefix` and then its key from `from` on.
struct TagName {
  std::string_view prefix;
  std::size_t from = 0;  ///< 0: it keeps its name
  [[nodiscard]] bool changes() const { return from > 0; }
  /// Is `other` the new name of `key`?
  [[nodiscard]] bool is(std::string_view key, std::string_view other) const {
    return other.size() == prefix.size() + key.size() - from && other.starts_with(prefix) &&
           other.substr(prefix.size()) == key.substr(from);
  }
};

/// "user_team" becomes "team", "aws_name" becomes "aws:name". Whoever renames leaves a tag as it is if its new name is
/// there as well.
[[nodiscard]] inline TagName legacy_tag_name(std::string_view key) {
  if (key.starts_with("user_") && !key.starts_with("user_aws:")) return {"", 5};
  if (key.starts_with("aws_")) return {"aws:", 4};
  return {};
}

}  // namespace farthing
