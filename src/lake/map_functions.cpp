#include "lake/map_functions.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domain/tag_name.hpp"

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

TagName tag_name(const MapVector& map, duckdb_list_entry list, std::string_view key) {
  const auto name = legacy_tag_name(key);
  for (idx_t i = list.offset; name.changes() && i < list.offset + list.length; ++i) {
    if (name.is(key, view_of(map.key_texts[i]))) return {};
  }
  return name;
}

// Length and first four characters stand together in front, and tell nearly all keys apart.
bool may_be_same(const Text& a, const Text& b) { return std::memcmp(&a, &b, 8) == 0; }

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
      if (may_be_same(map.key_texts[i], map.key_texts[j]) && view_of(map.key_texts[i]) == view_of(map.key_texts[j]) &&
          map.is_known(i) && map.is_known(j)) {
        return true;
      }
    }
  }
  return false;
}

// Short texts are written where they stand, without the engine's check of what was checked when it was read.
void assign_text(duckdb_vector vector, Text* texts, idx_t at, std::string_view text) {
  Text& to = texts[at];
  if (text.size() > sizeof to.value.inlined.inlined) {
    duckdb_vector_assign_string_element_len(vector, at, text.data(), text.size());
    return;
  }
  to = {};
  to.value.inlined.length = static_cast<std::uint32_t>(text.size());
  std::copy(text.begin(), text.end(), to.value.inlined.inlined);
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
    assign_text(map_.keys, map_.key_texts, count_, key);
    assign_text(map_.values, map_.value_texts, count_, value);
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

// The key that a tag gets; `space` holds it if it can't be seen in the old one.
std::string_view new_key(const MapVector& maps, duckdb_list_entry list, idx_t entry, std::string& space) {
  const auto key = view_of(maps.key_texts[entry]);
  const auto name = tag_name(maps, list, key);
  if (!name.changes()) return key;
  if (name.prefix.empty()) return key.substr(name.from);
  return space.assign(name.prefix).append(key.substr(name.from));
}

// Maps whose keys change only: lists and values are the same as before.
void write_keys(const MapVector& maps, idx_t rows, duckdb_vector output) {
  duckdb_list_vector_reserve(output, maps.size);
  MapVector result(output);
  std::string space;
  std::fill_n(result.key_texts, maps.size, Text{});  // entries that no map has are texts as well
  for (idx_t row = 0; row < rows; ++row) {
    if (!is_valid(maps.validity, row)) {
      result.lists[row] = {0, 0};
      duckdb_vector_ensure_validity_writable(output);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
      continue;
    }
    const auto list = result.lists[row] = maps.lists[row];
    for (idx_t i = list.offset; i < list.offset + list.length; ++i) {
      assign_text(result.keys, result.key_texts, i, new_key(maps, list, i, space));
    }
  }
  duckdb_vector_reference_vector(result.values, maps.values);
  duckdb_list_vector_set_size(output, maps.size);
}

void write_maps(const MapVector& maps, idx_t rows, Naming naming, idx_t kept, duckdb_vector output) {
  MapOutput result(output, kept);
  std::string space;
  for (idx_t row = 0; row < rows; ++row) {
    result.begin(row);
    if (!is_valid(maps.validity, row)) {
      result.set_null(row);
      continue;
    }
    const auto list = maps.lists[row];
    for (idx_t i = list.offset; i < list.offset + list.length; ++i) {
      if (!maps.is_known(i)) continue;
      const auto key = naming == Naming::kTags ? new_key(maps, list, i, space) : view_of(maps.key_texts[i]);
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
  bool all_known = true, any_new = false;
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
      all_known = all_known && known;
      any_new = any_new || (naming == Naming::kTags && tag_name(maps, list, view_of(maps.key_texts[i])).changes());
    }
  }
  if (!all_known) {
    write_maps(maps, rows, naming, kept, output);
  } else if (any_new) {
    write_keys(maps, rows, output);
  } else {
    duckdb_vector_reference_vector(output, vector);
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
