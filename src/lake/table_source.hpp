// Rows made in C++ that SQL can read: the engine pulls batches from a TableSource on several threads.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace farthing {

enum class ColumnType { kText, kDecimal, kTimestamp, kInteger, kDouble, kBoolean, kMap };  // kMap: text to text

struct SourceColumn {
  std::string name;
  ColumnType type = ColumnType::kText;
};

/// The batch that is being filled: columns by their index in TableSource::columns(), rows from 0.
/// Text is not copied: it must stay in place until the next call of the same Reader::fill.
class Batch {
 public:
  static constexpr std::size_t kCapacity = 2048;

  void set_text(std::size_t column, std::size_t row, std::string_view value);
  void set_decimal(std::size_t column, std::size_t row, Decimal value);
  void set_timestamp(std::size_t column, std::size_t row, Timestamp value);
  void set_integer(std::size_t column, std::size_t row, std::int64_t value);
  void set_double(std::size_t column, std::size_t row, double value);
  void set_boolean(std::size_t column, std::size_t row, bool value);
  void set_null(std::size_t column, std::size_t row);
  /// A map's entries are added in order of rows: begin_map, add_entry..., end_map. Keys of one row must differ.
  void begin_map(std::size_t column, std::size_t row);
  void add_entry(std::size_t column, std::string_view key, std::string_view value);
  void end_map(std::size_t column, std::size_t row);

  struct Column;
  explicit Batch(void* chunk, const std::vector<SourceColumn>& columns);  ///< used by the engine only
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

 private:
  std::vector<Column> columns_;
};

/// Thread safety: new_reader() and each Reader are called from one thread each, several readers run at once.
class TableSource {
 public:
  virtual ~TableSource() = default;
  [[nodiscard]] virtual const std::vector<SourceColumn>& columns() const = 0;

  class Reader {
   public:
    virtual ~Reader() = default;
    /// Fills up to Batch::kCapacity rows, every column of each (set_null where there is nothing), and says how many;
    /// 0 is the end of this reader.
    [[nodiscard]] virtual Result<std::size_t> fill(Batch& batch) = 0;
  };
  [[nodiscard]] virtual std::unique_ptr<Reader> new_reader() = 0;
  /// The most readers that make sense at once.
  [[nodiscard]] virtual std::size_t max_readers() const = 0;
};

}  // namespace farthing
