#include "lake/table_source.hpp"

#include <duckdb.h>

#include <cstring>

namespace farthing {
namespace {

duckdb_string_t borrowed(std::string_view text) {
  duckdb_string_t value;
  if (text.size() <= sizeof(value.value.inlined.inlined)) {
    value.value.inlined.length = static_cast<std::uint32_t>(text.size());
    std::memset(value.value.inlined.inlined, 0, sizeof(value.value.inlined.inlined));
    if (!text.empty()) std::memcpy(value.value.inlined.inlined, text.data(), text.size());
  } else {
    value.value.pointer.length = static_cast<std::uint32_t>(text.size());
    std::memcpy(value.value.pointer.prefix, text.data(), sizeof(value.value.pointer.prefix));
    value.value.pointer.ptr = const_cast<char*>(text.data());
  }
  return value;
}

}  // namespace

struct Batch::Column {
  duckdb_vector vector = nullptr;
  void* data = nullptr;
  std::uint64_t* validity = nullptr;

  // Of a map: its list of entries.
  duckdb_vector keys = nullptr, values = nullptr;
  duckdb_string_t* key_data = nullptr;
  duckdb_string_t* value_data = nullptr;
  std::size_t entries = 0, capacity = 0, first = 0;

  void reserve(std::size_t wanted) {
    duckdb_list_vector_reserve(vector, wanted);
    const auto entry = duckdb_list_vector_get_child(vector);
    keys = duckdb_struct_vector_get_child(entry, 0);
    values = duckdb_struct_vector_get_child(entry, 1);
    key_data = static_cast<duckdb_string_t*>(duckdb_vector_get_data(keys));
    value_data = static_cast<duckdb_string_t*>(duckdb_vector_get_data(values));
    capacity = wanted;
  }
};

Batch::Batch(void* chunk_pointer, const std::vector<SourceColumn>& columns) : columns_(columns.size()) {
  const auto chunk = static_cast<duckdb_data_chunk>(chunk_pointer);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto& column = columns_[i];
    column.vector = duckdb_data_chunk_get_vector(chunk, i);
    duckdb_vector_ensure_validity_writable(column.vector);
    column.data = duckdb_vector_get_data(column.vector);
    column.validity = duckdb_vector_get_validity(column.vector);
    if (columns[i].type == ColumnType::kMap) column.reserve(kCapacity);
  }
}

Batch::~Batch() {
  for (auto& column : columns_) {
    if (column.capacity > 0) duckdb_list_vector_set_size(column.vector, column.entries);
  }
}

void Batch::set_text(std::size_t column, std::size_t row, std::string_view value) {
  static_cast<duckdb_string_t*>(columns_[column].data)[row] = borrowed(value);
}
void Batch::set_decimal(std::size_t column, std::size_t row, Decimal value) {
  const auto units = static_cast<unsigned __int128>(value.units());
  static_cast<duckdb_hugeint*>(columns_[column].data)[row] = {static_cast<std::uint64_t>(units),
                                                              static_cast<std::int64_t>(units >> 64)};
}
void Batch::set_timestamp(std::size_t column, std::size_t row, Timestamp value) {
  static_cast<std::int64_t*>(columns_[column].data)[row] = value.micros;
}
void Batch::set_integer(std::size_t column, std::size_t row, std::int64_t value) {
  static_cast<std::int64_t*>(columns_[column].data)[row] = value;
}
void Batch::set_double(std::size_t column, std::size_t row, double value) {
  static_cast<double*>(columns_[column].data)[row] = value;
}
void Batch::set_boolean(std::size_t column, std::size_t row, bool value) {
  static_cast<bool*>(columns_[column].data)[row] = value;
}
void Batch::set_null(std::size_t column, std::size_t row) {
  columns_[column].validity[row / 64] &= ~(std::uint64_t{1} << (row % 64));
}
void Batch::begin_map(std::size_t column, std::size_t) { columns_[column].first = columns_[column].entries; }
void Batch::add_entry(std::size_t column, std::string_view key, std::string_view value) {
  auto& map = columns_[column];
  if (map.entries == map.capacity) {
    duckdb_list_vector_set_size(map.vector, map.entries);
    map.reserve(map.capacity * 2);
  }
  map.key_data[map.entries] = borrowed(key);
  map.value_data[map.entries] = borrowed(value);
  ++map.entries;
}
void Batch::end_map(std::size_t column, std::size_t row) {
  auto& map = columns_[column];
  static_cast<duckdb_list_entry*>(map.data)[row] = {map.first, map.entries - map.first};
}

}  // namespace farthing
