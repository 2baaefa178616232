// The charges of a month as an export takes them from the lake, one after the other, each with its parts.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "focus/charge_parts.hpp"
#include "focus/export_columns.hpp"
#include "lake/row_stream.hpp"

namespace farthing {

/// A charge as it lies in the lake.
class ChargeRow {
 public:
  ChargeRow(const RowStream& stream, std::size_t row) : stream_(&stream), row_(row) {}
  /// The cell of an ExportColumn, by its place: as CSV what isn't an amount is text.
  [[nodiscard]] std::optional<std::string_view> text(std::size_t column) const {
    return stream_->text(kOwn + column, row_);
  }
  [[nodiscard]] std::optional<Decimal> amount(std::size_t column) const {
    if (stream_->is_null(kOwn + column, row_)) return std::nullopt;
    return Decimal::from_units(stream_->units(kOwn + column, row_));
  }
  /// As Parquet a rate is a number, and a time microseconds.
  [[nodiscard]] std::optional<double> number(std::size_t column) const {
    return stream_->is_null(kOwn + column, row_) ? std::nullopt : std::optional(stream_->number(kOwn + column, row_));
  }
  [[nodiscard]] std::optional<std::int64_t> time(std::size_t column) const {
    return stream_->is_null(kOwn + column, row_) ? std::nullopt : std::optional(stream_->integer(kOwn + column, row_));
  }
  [[nodiscard]] std::string_view origin_id() const { return stream_->text(2, row_).value_or(""); }
  [[nodiscard]] std::optional<std::string_view> currency() const { return stream_->text(3, row_); }
  /// What it may be split by; nothing if it came in allocated.
  [[nodiscard]] std::optional<std::uint64_t> key() const {
    if (stream_->integer(1, row_) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(stream_->integer(0, row_));
  }

 private:
  static constexpr std::size_t kOwn = 4;  // columns before those of the file
  const RowStream* stream_;
  std::size_t row_;
};

/// What is to be read.
struct ExportedMonth {
  std::string month;
  std::vector<ExportColumn> columns;
  std::filesystem::path parts;      ///< the folder of write_day_parts()
  std::vector<ChargeGroup> groups;  ///< those of charge_groups()
  bool parquet = false;             ///< whose cells have types
};

/// Goes through the month's charges, group by group, in the order of the lake. The engine has the snapshot's views, and
/// nothing else to do.
class MonthReader {
 public:
  MonthReader(Engine& engine, ExportedMonth month) : engine_(&engine), month_(std::move(month)) {}

  /// Goes on to the next charges; false: there are none. What was read before is gone.
  [[nodiscard]] Result<bool> next();
  [[nodiscard]] std::size_t rows() const { return stream_->rows(); }
  [[nodiscard]] ChargeRow charge(std::size_t row) const { return {*stream_, row}; }
  /// Nothing if it isn't split.
  [[nodiscard]] std::span<const ChargePart> parts_of(const ChargeRow& charge) const;
  /// What workloads are called, and the number of the group in which they are.
  [[nodiscard]] const std::vector<WorkloadName>& names() const { return parts_.names(); }
  [[nodiscard]] std::size_t group() const { return group_; }

 private:
  Engine* engine_;
  ExportedMonth month_;
  std::size_t group_ = 0;  // from 1
  PartsOfCharges parts_;
  std::optional<RowStream> stream_;
};

/// As many parts and charges as may be in memory at once.
inline constexpr std::int64_t kPartsAtOnce = 500'000;

/// Groups of days of the month's charges, each of not many more than so many parts and charges. `parts`: the folder of
/// write_day_parts().
[[nodiscard]] Result<std::vector<ChargeGroup>> charge_groups(Engine& engine, const std::string& month,
                                                             const std::filesystem::path& parts,
                                                             std::int64_t at_once = kPartsAtOnce);

}  // namespace farthing
