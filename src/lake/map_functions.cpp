#include "lake/map_functions.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace farthing {
namespace {

using Text = duckdb_string_t;

std::string_view view_of(const Text& text) {
  auto* whole = const_cast<Text*>(&text);  // the engine's function takes no const, and changes nothing
  return {duckdb_string_t_data(whole), duckdb_string_t_length(text)};
}

bool is_valid(const std::uint64_t* validity, idx_t row) {
  return validity == nullptr || (validity[row / 64] >> (row % 64) & 1) != 0;
}

// The flat parts of a vector of maps. The engine hands vectors to functions flat.
struct MapVector {
  explicit MapVector(duckdb_vector vector)
      : lists(static_cast<duckdb_list_entry*>(duckdb_vector_get_data(vector))),
        validity(duckdb_vector_get_validity(vector)),
        size(duckdb_list_vector_get_size(vector)) {
    const auto entries = duckdb_list_vector_get_child(vector);
    keys = duckdb_struct_vector_get_child(entries, 0);
    values = duckdb_struct_vector_get_child(entries, 1);
    key_texts = static_cast<Text*>(duckdb_vector_get_data(keys));
    value_texts = static_cast<Text*>(duckdb_vector_get_data(values));
    value_validity = duckdb_vector_get_validity(values);
  }
  [[nodiscard]] bool is_known(idx_t entry) const {
    return is_valid(value_validity, entry) && duckdb_string_t_length(value_texts[entry]) > 0;
  }

  duckdb_list_entry* lists;
  std::uint64_t* validity;
  idx_t size;  // entries of all maps, and perhaps others
  duckdb_vector keys, values;
  Text* key_texts;
  Text* value_texts;
  std::uint64_t* value_validity;
};

// A tag's new name: `prefix` and then its key from `from` on.
struct TagName {
  std::string_view prefix;
  std::size_t from = 0;
  [[nodiscard]] bool changes() const { return from > 0; }
  [[nodiscard]] bool is(std::string_view key, std::string_view other) const {
    return other.size() == prefix.size() + key.size() - from && other.starts_with(prefix) &&
           other.substr(prefix.size()) == key.substr(from);
  }
};

TagName tag_name(const MapVector& map, duckdb_list_entry list, std::string_view key) {
  TagName name;
  if (key.starts_with("user_") && !key.starts_with("user_aws:")) {
    name = {"", 5};
  } else if (key.starts_with("aws_")) {
    name = {"aws:", 4};
  }
  for (idx_t i = list.offset; name.changes() && i < list.offset + list.length; ++i) {
    if (name.is(key, view_of(map.key_texts[i]))) return {};
  }
  return name;
}

bool has_key_twice(const MapVector& map, duckdb_list_entry list) {
  constexpr idx_t kFew = 32;
  const auto end = list.offset + list.length;
  if (list.length > kFew) {
    std::unordered_set<std::string_view> seen;
    for (idx_t i = list.offset; i < end; ++i) {
      if (map.is_known(i) && !seen.insert(view_of(map.key_texts[i])).second) return true;
    }
    return false;
  }
  for (idx_t i = list.offset; i < end; ++i) {
    for (idx_t j = i + 1; j < end; ++j) {
      if (view_of(map.key_texts[i]) == view_of(map.key_texts[j]) && map.is_known(i) && map.is_known(j)) return true;
    }
  }
  return false;
}

// Writes maps behind one another.
class MapOutput {
 public:
  MapOutput(duckdb_vector vector, idx_t entries) : vector_(vector), map_(reserved(vector, entries)) {}
  void begin(idx_t row) { map_.lists[row] = {count_, 0}; }
  void set_null(idx_t row) {
    duckdb_vector_ensure_validity_writable(vector_);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector_), row);
  }
  void add(idx_t row, std::string_view key, std::string_view value) {
    duckdb_vector_assign_string_element_len(map_.keys, count_, key.data(), key.size());
    duckdb_vector_assign_string_element_len(map_.values, count_, value.data(), value.size());
    ++map_.lists[row].length;
    ++count_;
  }
  void end() { duckdb_list_vector_set_size(vector_, count_); }

 private:
  static duckdb_vector reserved(duckdb_vector vector, idx_t entries) {
    duckdb_list_vector_reserve(vector, entries);
    return vector;
  }
  duckdb_vector vector_;
  MapVector map_;
  idx_t count_ = 0;
};

enum class Naming { kAsTheyAre, kTags };

void write_maps(const MapVector& maps, idx_t rows, Naming naming, idx_t kept, duckdb_vector output) {
  MapOutput result(output, kept);
  std::string renamed;
  for (idx_t row = 0; row < rows; ++row) {
    result.begin(row);
    if (!is_valid(maps.validity, row)) {
      result.set_null(row);
      continue;
    }
    const auto list = maps.lists[row];
    for (idx_t i = list.offset; i < list.offset + list.length; ++i) {
      if (!maps.is_known(i)) continue;
      auto key = view_of(maps.key_texts[i]);
      const auto name = naming == Naming::kTags ? tag_name(maps, list, key) : TagName{};
      if (name.changes() && name.prefix.empty()) {
        key.remove_prefix(name.from);
      } else if (name.changes()) {
        renamed.assign(name.prefix).append(key.substr(name.from));
        key = renamed;
      }
      result.add(row, key, view_of(maps.value_texts[i]));
    }
  }
  result.end();
}

template <Naming naming>
void clean_maps(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto vector = duckdb_data_chunk_get_vector(input, 0);
  const auto rows = duckdb_data_chunk_get_size(input);
  const MapVector maps(vector);
  idx_t kept = 0;
  bool same = true;
  for (idx_t row = 0; row < rows; ++row) {
    if (!is_valid(maps.validity, row)) continue;
    const auto list = maps.lists[row];
    if (has_key_twice(maps, list)) {
      duckdb_scalar_function_set_error(info, "a map has a key twice");
      return;
    }
    for (idx_t i = list.offset; i < list.offset + list.length; ++i) {
      const bool known = maps.is_known(i);
      kept += known ? 1 : 0;
      same = same && known && (naming != Naming::kTags || !tag_name(maps, list, view_of(maps.key_texts[i])).changes());
    }
  }
  if (same) {
    duckdb_vector_reference_vector(output, vector);
  } else {
    write_maps(maps, rows, naming, kept, output);
  }
}

Done register_one_map_function(duckdb_connection connection, const char* name, duckdb_scalar_function_t body) {
  auto function = duckdb_create_scalar_function();
  auto text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  auto map = duckdb_create_map_type(text, text);
  duckdb_scalar_function_set_name(function, name);
  duckdb_scalar_function_add_parameter(function, map);
  duckdb_scalar_function_set_return_type(function, map);
  duckdb_scalar_function_set_function(function, body);
  const auto state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_logical_type(&map);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return fail(std::string("the engine refuses function ") + name);
  return {};
}

}  // namespace

Done register_map_functions(duckdb_connection connection) {
  TRY_DONE(register_one_map_function(connection, "known_entries", clean_maps<Naming::kAsTheyAre>));
  return register_one_map_function(connection, "named_tags", clean_maps<Naming::kTags>);
}

}  // namespace farthing
