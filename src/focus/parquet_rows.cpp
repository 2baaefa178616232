#include "focus/parquet_rows.hpp"

#include <charconv>

#include "focus/day_parts.hpp"

namespace farthing {
namespace {

ColumnType source_type(const ExportColumn& column) {
  if (column.role == CellRole::kAmount || column.type == LakeType::kRate) return ColumnType::kDouble;
  return column.type == LakeType::kTime ? ColumnType::kTimestamp : ColumnType::kText;
}

// The double whose shortest decimal that amount is, if it has one.
double double_of(Decimal amount) {
  std::string text;
  append_decimal(amount, text);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

class ParquetRows::ChargeReader final : public TableSource::Reader {
 public:
  explicit ChargeReader(ParquetRows& rows) : rows_(rows) {}

  // Texts lie in the reader's chunk: a batch ends where that does.
  Result<std::size_t> fill(Batch& batch) override {
    details_.clear();
    std::size_t filled = 0;
    while (filled < Batch::kCapacity) {
      if (part_ < parts_.size()) {
        set_part(batch, filled++);
        continue;
      }
      if (row_ == end_ && filled > 0) return filled;
      if (row_ == end_) {
        TRY(const bool more, rows_.reader_.next());
        if (!more) return std::size_t{0};
        row_ = 0;
        end_ = rows_.reader_.rows();
        continue;
      }
      take_charge(row_++);
      if (parts_.empty()) set_whole(batch, filled++);
    }
    return filled;
  }

 private:
  void take_charge(std::size_t row) {
    charge_.emplace(rows_.reader_.charge(row));
    parts_ = split_parts(rows_.reader_.parts_of(*charge_));
    part_ = 0;
    amounts_.clear();
    places_.assign(rows_.columns_.size(), 0);
    if (parts_.empty()) return;
    ++rows_.totals_.split_charges;
    split_amounts();
  }

  void split_amounts() {
    SplitAmounts split(parts_, true);
    auto& sums = rows_.totals_.of(charge_->currency());
    for (std::size_t i = 0; i < rows_.columns_.size(); ++i) {
      const auto& column = rows_.columns_[i];
      const auto whole = column.role == CellRole::kAmount ? charge_->amount(i) : std::nullopt;
      if (!whole) continue;
      places_[i] = split.split(*whole);
      for (const auto part : split.all()[places_[i]].parts) count(sums, column, part);
    }
    for (const auto& amount : split.all()) {
      auto& doubles = amounts_.emplace_back();
      for (const auto part : amount.parts) doubles.push_back(double_of(part));
    }
  }

  void count(ExportTotals::Sums& sums, const ExportColumn& column, Decimal amount) {
    ExportTotals::add(sums, column.basis, amount);
    if (column.basis && parse_decimal(double_of(amount)).value != amount) ++rows_.totals_.not_doubles;
  }

  static void set_cell(Batch& batch, std::size_t column, std::size_t row, std::optional<std::string_view> text) {
    text ? batch.set_text(column, row, *text) : batch.set_null(column, row);
  }

  // A cell that a charge and its parts have in common.
  void set_own(Batch& batch, std::size_t i, std::size_t row) const {
    const auto& column = rows_.columns_[i];
    if (column.role == CellRole::kOrigin) {
      batch.set_text(i, row, charge_->origin_id());
    } else if (column.type == LakeType::kRate) {
      const auto number = charge_->number(i);
      number ? batch.set_double(i, row, *number) : batch.set_null(i, row);
    } else if (column.type == LakeType::kTime) {
      const auto time = charge_->time(i);
      time ? batch.set_timestamp(i, row, Timestamp{*time}) : batch.set_null(i, row);
    } else {
      set_cell(batch, i, row, charge_->text(i));
    }
  }

  void set_whole(Batch& batch, std::size_t row) {
    ++rows_.totals_.rows;
    auto& sums = rows_.totals_.of(charge_->currency());
    for (std::size_t i = 0; i < rows_.columns_.size(); ++i) {
      const auto& column = rows_.columns_[i];
      const auto amount = column.role == CellRole::kAmount ? charge_->amount(i) : std::nullopt;
      if (amount) {
        count(sums, column, *amount);
        batch.set_double(i, row, double_of(*amount));
      } else if (column.role == CellRole::kAmount || column.role == CellRole::kKind) {
        batch.set_null(i, row);
      } else {
        set_own(batch, i, row);
      }
    }
  }

  void set_part(Batch& batch, std::size_t row) {
    const auto number = part_++;
    const auto& split = parts_[number];
    const auto* name = split.part->kind == kAllocatedPart ? &rows_.reader_.names()[split.part->workload] : nullptr;
    ++rows_.totals_.rows;
    ++rows_.totals_.parts;
    rows_.totals_.workload_parts += name != nullptr ? 1 : 0;
    for (std::size_t i = 0; i < rows_.columns_.size(); ++i) {
      switch (rows_.columns_[i].role) {
        case CellRole::kAmount:
          if (charge_->amount(i)) {
            batch.set_double(i, row, amounts_[places_[i]][number]);
          } else {
            batch.set_null(i, row);
          }
          break;
        case CellRole::kMethodDetails:
          append_method_details(split, "\"", details_.emplace_back());
          batch.set_text(i, row, details_.back());
          break;
        case CellRole::kMethodId:
          batch.set_text(i, row, rows_.method_);
          break;
        case CellRole::kWorkloadId:
          set_cell(batch, i, row, name == nullptr ? std::nullopt : std::optional<std::string_view>(name->id));
          break;
        case CellRole::kWorkloadName:
          set_cell(batch, i, row, name == nullptr ? std::nullopt : std::optional<std::string_view>(name->name));
          break;
        case CellRole::kWorkloadTags:
          set_cell(batch, i, row, name == nullptr ? std::nullopt : std::optional<std::string_view>(name->tags));
          break;
        case CellRole::kNotOfParts:
          batch.set_null(i, row);
          break;
        case CellRole::kKind:
          batch.set_text(i, row, part_kind_name(split.part->kind));
          break;
        default:
          set_own(batch, i, row);
      }
    }
  }

  ParquetRows& rows_;
  std::size_t row_ = 0, end_ = 0;  // of the reader's chunk
  std::optional<ChargeRow> charge_;
  std::vector<SplitPart> parts_;
  std::size_t part_ = 0;
  std::vector<std::vector<double>> amounts_;  // an amount, and what of it falls on each part
  std::vector<std::size_t> places_;           // of a column: which of amounts_
  std::deque<std::string> details_;           // of the batch
};

ParquetRows::ParquetRows(std::vector<ExportColumn> columns, std::string method, MonthReader& reader,
                         ExportTotals& totals)
    : columns_(std::move(columns)), method_(std::move(method)), reader_(reader), totals_(totals) {
  for (const auto& column : columns_) types_.push_back({column.name, source_type(column)});
}

std::unique_ptr<TableSource::Reader> ParquetRows::new_reader() { return std::make_unique<ChargeReader>(*this); }

}  // namespace farthing
