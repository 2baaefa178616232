// Flat JSON objects, as bills write tags: {"team": "a", "n": 1}, or [{"key": "team", "value": "a"}].
#pragma once
#include <span>
#include <string_view>
#include <vector>

namespace farthing {

struct MapEntry {
  std::string_view key;
  std::string_view value;
};

/// Appends the entries of a JSON object to `entries`, as views into `text`, where escapes are resolved in place.
/// Numbers, booleans and nested values keep their JSON text; null is no entry. False, and `text` untouched, if it's
/// neither an object nor a list of keys and values.
[[nodiscard]] bool read_json_map(std::span<char> text, std::vector<MapEntry>& entries);

/// Tags by the names they have in a legacy report: "user_team" becomes "team", "aws_name" becomes "aws:name", unless
/// that is there as well; as tag_map_sql() does it. `text`: what the entries are views into.
void name_tags(std::span<char> text, std::span<MapEntry> entries);

/// Leaves the last entry of each key.
void keep_last_of_each_key(std::vector<MapEntry>& entries);

}  // namespace farthing
