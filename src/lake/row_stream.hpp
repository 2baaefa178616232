// A result of the engine that is read where it lies, chunk by chunk: for those who look at millions of rows.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/decimal.hpp"
#include "base/result.hpp"

namespace farthing {

/// Rows of one statement, in its order. The engine answers nothing else until the stream is gone. The SQL must give
/// what is asked for: VARCHAR as text, DECIMAL with more than 18 digits as units, BIGINT and TIMESTAMP (microseconds)
/// as integers, DOUBLE as number.
class RowStream {
 public:
  /// Goes to the next chunk; false: there is none. What was read before is gone.
  [[nodiscard]] Result<bool> next();
  /// Rows of this chunk.
  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] bool is_null(std::size_t column, std::size_t row) const;
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column, std::size_t row) const;
  [[nodiscard]] int128 units(std::size_t column, std::size_t row) const;
  [[nodiscard]] std::int64_t integer(std::size_t column, std::size_t row) const;

  [[nodiscard]] double number(std::size_t column, std::size_t row) const;

  ~RowStream();
  RowStream(RowStream&&) noexcept;
  RowStream& operator=(RowStream&&) noexcept;

  struct Handles;
  explicit RowStream(std::unique_ptr<Handles> handles);  ///< used by the engine only

 private:
  std::unique_ptr<Handles> handles_;
};

}  // namespace farthing
