#include "lake/table_function.hpp"

namespace farthing {
namespace {

using SourceHolder = std::shared_ptr<TableSource>;

duckdb_logical_type new_logical_type(ColumnType type) {
  switch (type) {
    case ColumnType::kText:
      return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    case ColumnType::kDecimal:
      return duckdb_create_decimal_type(38, Decimal::kScale);
    case ColumnType::kTimestamp:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP);
    case ColumnType::kInteger:
      return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case ColumnType::kDouble:
      return duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
    case ColumnType::kBoolean:
      return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case ColumnType::kMap:
      break;
  }
  auto text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  auto map = duckdb_create_map_type(text, text);
  duckdb_destroy_logical_type(&text);
  return map;
}

void bind_source(duckdb_bind_info info) {
  const auto& source = *static_cast<SourceHolder*>(duckdb_bind_get_extra_info(info));
  for (const auto& column : source->columns()) {
    auto type = new_logical_type(column.type);
    duckdb_bind_add_result_column(info, column.name.c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void start_source(duckdb_init_info info) {
  const auto& source = *static_cast<SourceHolder*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_max_threads(info, source->max_readers());
}

void start_reader(duckdb_init_info info) {
  const auto& source = *static_cast<SourceHolder*>(duckdb_init_get_extra_info(info));
  duckdb_init_set_init_data(info, source->new_reader().release(),
                            [](void* reader) { delete static_cast<TableSource::Reader*>(reader); });
}

void fill_chunk(duckdb_function_info info, duckdb_data_chunk output) {
  const auto& source = *static_cast<SourceHolder*>(duckdb_function_get_extra_info(info));
  auto* reader = static_cast<TableSource::Reader*>(duckdb_function_get_local_init_data(info));
  Batch batch(output, source->columns());
  const auto rows = reader->fill(batch);
  if (!rows) {
    duckdb_function_set_error(info, rows.error().text().c_str());
    return;
  }
  duckdb_data_chunk_set_size(output, *rows);
}

}  // namespace

Done register_table_function(duckdb_connection connection, const std::string& name,
                             std::shared_ptr<TableSource> source) {
  auto function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  duckdb_table_function_set_extra_info(function, new SourceHolder(std::move(source)),
                                       [](void* holder) { delete static_cast<SourceHolder*>(holder); });
  duckdb_table_function_set_bind(function, bind_source);
  duckdb_table_function_set_init(function, start_source);
  duckdb_table_function_set_local_init(function, start_reader);
  duckdb_table_function_set_function(function, fill_chunk);
  const auto state = duckdb_register_table_function(connection, function);
  duckdb_destroy_table_function(&function);
  if (state != DuckDBSuccess) return fail("the engine refuses table " + name);
  return {};
}

}  // namespace farthing
