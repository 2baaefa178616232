#include "lake/row_stream.hpp"

#include <vector>

#include "lake/duckdb_result.hpp"

namespace farthing {

struct RowStream::Handles {
  struct Column {
    const void* data;
    const std::uint64_t* valid;  // nullptr: all are
  };

  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() { duckdb_destroy_data_chunk(&chunk); }

  StatementHandle statement;
  ResultHandle result;
  duckdb_data_chunk chunk = nullptr;
  std::size_t rows = 0;
  std::vector<Column> columns;
};

RowStream::RowStream(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
RowStream::~RowStream() = default;
RowStream::RowStream(RowStream&&) noexcept = default;
RowStream& RowStream::operator=(RowStream&&) noexcept = default;

Result<bool> RowStream::next() {
  auto& own = *handles_;
  duckdb_destroy_data_chunk(&own.chunk);
  own.columns.clear();
  own.rows = 0;
  own.chunk = duckdb_fetch_chunk(own.result.value);
  if (own.chunk == nullptr) {
    const char* error = duckdb_result_error(&own.result.value);
    if (error != nullptr && *error != '\0') return engine_error(error);
    return false;
  }
  own.rows = duckdb_data_chunk_get_size(own.chunk);
  for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(own.chunk); ++i) {
    auto* const vector = duckdb_data_chunk_get_vector(own.chunk, i);
    own.columns.push_back({duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)});
  }
  return true;
}

std::size_t RowStream::rows() const { return handles_->rows; }

bool RowStream::is_null(std::size_t column, std::size_t row) const {
  const auto* valid = handles_->columns[column].valid;
  return valid != nullptr && (valid[row / 64] >> (row % 64) & 1) == 0;
}

std::optional<std::string_view> RowStream::text(std::size_t column, std::size_t row) const {
  if (is_null(column, row)) return std::nullopt;
  // The engine's accessors take what they don't change as if they did.
  auto* string =
      const_cast<duckdb_string_t*>(static_cast<const duckdb_string_t*>(handles_->columns[column].data)) + row;
  return std::string_view(duckdb_string_t_data(string), duckdb_string_t_length(*string));
}

int128 RowStream::units(std::size_t column, std::size_t row) const {
  const auto value = static_cast<const duckdb_hugeint*>(handles_->columns[column].data)[row];
  return (int128{value.upper} << 64) | int128{value.lower};
}

std::int64_t RowStream::integer(std::size_t column, std::size_t row) const {
  return static_cast<const std::int64_t*>(handles_->columns[column].data)[row];
}

double RowStream::number(std::size_t column, std::size_t row) const {
  return static_cast<const double*>(handles_->columns[column].data)[row];
}

Result<RowStream> open_row_stream(duckdb_connection connection, const std::string& sql) {
  auto handles = std::make_unique<RowStream::Handles>();
  if (duckdb_prepare(connection, sql.c_str(), &handles->statement.value) != DuckDBSuccess) {
    return engine_error(duckdb_prepare_error(handles->statement.value));
  }
  if (duckdb_execute_prepared_streaming(handles->statement.value, &handles->result.value) != DuckDBSuccess) {
    return engine_error(duckdb_result_error(&handles->result.value));
  }
  return RowStream(std::move(handles));
}

}  // namespace farthing
