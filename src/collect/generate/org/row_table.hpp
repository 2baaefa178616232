// A table of rows that C++ makes one after another.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lake/table_source.hpp"

namespace farthing::generate::org {

/// Fills a row's cells in the order of the columns.
class RowCells {
 public:
  RowCells(Batch& batch, std::deque<std::string>& texts) : batch_(batch), texts_(texts) {}
  void begin(std::size_t row) {
    row_ = row;
    column_ = 0;
  }
  /// Text that outlives the batch, e.g. a literal.
  void lasting(std::string_view text) { batch_.set_text(column_++, row_, text); }
  void text(std::string text) { lasting(texts_.emplace_back(std::move(text))); }
  /// "" is NULL.
  void text_if(std::string_view text) { text.empty() ? null() : this->text(std::string(text)); }
  void time(Timestamp time) { batch_.set_timestamp(column_++, row_, time); }
  void number(double number) { batch_.set_double(column_++, row_, number); }
  void integer(std::int64_t number) { batch_.set_integer(column_++, row_, number); }
  void decimal(Decimal value) { batch_.set_decimal(column_++, row_, value); }
  void boolean(bool value) { batch_.set_boolean(column_++, row_, value); }
  void null() { batch_.set_null(column_++, row_); }
  void map(const std::vector<std::pair<std::string, std::string>>& entries) {
    batch_.begin_map(column_, row_);
    for (const auto& [key, value] : entries) {
      const std::string& kept = texts_.emplace_back(key);
      batch_.add_entry(column_, kept, texts_.emplace_back(value));
    }
    batch_.end_map(column_++, row_);
  }

 private:
  Batch& batch_;
  std::deque<std::string>& texts_;
  std::size_t row_ = 0, column_ = 0;
};

/// Rows is made anew for each reading: bool next(RowCells&) puts a row's cells, false at the end; it has a static
/// columns().
template <typename Rows, typename... Made>
class RowTable final : public TableSource {
 public:
  explicit RowTable(Made&... made) : made_(made...), columns_(Rows::columns()) {}
  [[nodiscard]] const std::vector<SourceColumn>& columns() const override { return columns_; }
  [[nodiscard]] std::unique_ptr<Reader> new_reader() override {
    return std::apply([](auto&... made) { return std::make_unique<RowsReader>(made...); }, made_);
  }
  [[nodiscard]] std::size_t max_readers() const override { return 1; }

 private:
  class RowsReader final : public Reader {
   public:
    explicit RowsReader(Made&... made) : rows_(made...) {}
    [[nodiscard]] Result<std::size_t> fill(Batch& batch) override {
      texts_.clear();
      rows_.begin_batch();
      RowCells cells(batch, texts_);
      std::size_t count = 0;
      while (count < Batch::kCapacity) {
        cells.begin(count);
        if (!rows_.next(cells)) break;
        ++count;
      }
      return count;
    }

   private:
    Rows rows_;
    std::deque<std::string> texts_;
  };
  std::tuple<Made&...> made_;
  std::vector<SourceColumn> columns_;
};

}  // namespace farthing::generate::org
