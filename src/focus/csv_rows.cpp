#include "focus/csv_rows.hpp"

#include <numeric>

#include "focus/day_parts.hpp"

namespace farthing {
namespace {

std::optional<std::string_view> view_of(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::string csv_of(std::optional<std::string_view> cell) {
  std::string text;
  append_csv(cell, text);
  return text;
}

void append_amount(std::optional<Decimal> amount, std::string& out) {
  if (amount) append_decimal(*amount, out);
}

}  // namespace

CsvRows::CsvRows(std::vector<ExportColumn> columns, std::string method, ExportTotals& totals)
    : columns_(std::move(columns)), method_(csv_of(method)), totals_(totals) {}

void CsvRows::append_header(std::string& out) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out += ',';
    append_csv(columns_[i].name, out);
  }
  out += '\n';
}

void CsvRows::take_names(const std::vector<WorkloadName>& names) {
  names_.clear();
  for (const auto& one : names)
    names_.push_back({csv_of(one.id), csv_of(view_of(one.name)), csv_of(view_of(one.tags))});
}

void CsvRows::append(const ChargeRow& charge, std::span<const ChargePart> parts, std::string& out) {
  if (parts.empty()) return append_whole(charge, out);
  const auto splits = split_parts(parts);
  cut_segments(charge);
  split_amounts(charge, splits);
  ++totals_.split_charges;
  for (std::size_t i = 0; i < splits.size(); ++i) append_part(splits[i], i, out);
}

void CsvRows::append_whole(const ChargeRow& charge, std::string& out) {
  ++totals_.rows;
  auto& sums = totals_.of(charge.currency());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto& column = columns_[i];
    if (i > 0) out += ',';
    if (column.role == CellRole::kAmount) {
      const auto amount = charge.amount(i);
      append_amount(amount, out);
      ExportTotals::add(sums, column.basis, amount);
    } else if (column.role == CellRole::kOrigin) {
      append_csv(charge.origin_id(), out);
    } else if (column.role != CellRole::kKind) {
      append_csv(charge.text(i), out);
    }
  }
  out += '\n';
}

void CsvRows::cut_segments(const ChargeRow& charge) {
  segments_.clear();
  std::string text;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto role = columns_[i].role;
    if (i > 0) text += ',';
    if (role == CellRole::kCharge) {
      append_csv(charge.text(i), text);
    } else if (role == CellRole::kOrigin) {
      append_csv(charge.origin_id(), text);
    } else if (role == CellRole::kMethodId) {
      text += method_;
    } else if (role != CellRole::kNotOfParts && (role != CellRole::kAmount || charge.amount(i))) {
      segments_.push_back({std::move(text), role, i});
      text.clear();
    }
  }
  tail_ = std::move(text) + "\n";
}

void CsvRows::split_amounts(const ChargeRow& charge, const std::vector<SplitPart>& parts) {
  SplitAmounts split(parts, false);
  auto& sums = totals_.of(charge.currency());
  for (auto& segment : segments_) {
    if (segment.role != CellRole::kAmount) continue;
    const auto column = segment.amount;
    segment.amount = split.split(*charge.amount(column));
    const auto& amounts = split.all()[segment.amount].parts;
    if (columns_[column].basis)
      ExportTotals::add(sums, columns_[column].basis, std::accumulate(amounts.begin(), amounts.end(), Decimal()));
  }
  amounts_.clear();
  for (const auto& amount : split.all()) {
    auto& texts = amounts_.emplace_back();
    for (const auto part : amount.parts) append_decimal(part, texts.emplace_back());
  }
}

void CsvRows::append_part(const SplitPart& split, std::size_t number, std::string& out) {
  const auto* name = split.part->kind == kAllocatedPart ? &names_[split.part->workload] : nullptr;
  ++totals_.rows;
  ++totals_.parts;
  totals_.workload_parts += name != nullptr ? 1 : 0;
  for (const auto& segment : segments_) {
    out += segment.text;
    switch (segment.role) {
      case CellRole::kAmount:
        out += amounts_[segment.amount][number];
        break;
      case CellRole::kMethodDetails:
        out += '"';
        append_method_details(split, "\"\"", out);
        out += '"';
        break;
      case CellRole::kWorkloadId:
        if (name != nullptr) out += name->id;
        break;
      case CellRole::kWorkloadName:
        if (name != nullptr) out += name->name;
        break;
      case CellRole::kWorkloadTags:
        if (name != nullptr) out += name->tags;
        break;
      default:
        out += part_kind_name(split.part->kind);
    }
  }
  out += tail_;
}

void append_csv(std::optional<std::string_view> cell, std::string& out) {
  if (!cell) return;
  if (!cell->empty() && cell->find_first_of(",\"\n\r") == std::string_view::npos) {
    out += *cell;
    return;
  }
  out += '"';
  for (const char c : *cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace farthing
