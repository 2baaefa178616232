#include "collect/bill/row_writer.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace farthing {
namespace {

std::string in_quotes(std::string_view text) { return "'" + shown(text) + "'"; }

}  // namespace

RowWriter::RowWriter(const CsvTable& table, const CsvPart& part, const RowPlan& plan, const NullTexts& nulls)
    : part_(&part),
      plan_(&plan),
      nulls_(&nulls),
      file_column_(table.file_column),
      line_column_(table.line_column),
      name_(part.file.name()),
      last_times_(plan.fields.size()),
      last_costs_(plan.fields.size()) {}

Done RowWriter::write(const RecordReader& record, Batch& batch, std::size_t row, ControlSums& sums) {
  if (!record.ascii()) TRY_DONE(check_utf8(record));
  const auto fields = record.fields();
  control_cost_.reset();
  bool fine = true;
  for (std::size_t i = 0; i < plan_->fields.size() && fine; ++i) {
    fine = write_field(i, fields[plan_->fields[i].field], batch, row);
  }
  // What the control total needs is looked at before maps rewrite their fields.
  if (fine) add_to_control(record, sums);
  for (std::size_t i = 0; i < plan_->maps.size() && fine; ++i) fine = write_map(plan_->maps[i], record, batch, row);
  if (!fine) {
    refusal_.where = place(record, refused_field_);
    return tl::unexpected(std::move(refusal_));
  }
  batch.set_text(file_column_, row, name_);
  batch.set_integer(line_column_, row, record.line());
  return {};
}

void RowWriter::write_missing(Batch& batch, std::size_t rows) const {
  for (const auto column : plan_->missing) {
    for (std::size_t row = 0; row < rows; ++row) batch.set_null(column, row);
  }
}

bool RowWriter::write_field(std::size_t index, std::string_view text, Batch& batch, std::size_t row) {
  const auto& planned = plan_->fields[index];
  if (nulls_->contains(text)) {
    if (planned.required) return refuse(planned.field, "is empty", "every line must have a value here");
    batch.set_null(planned.column, row);
    return true;
  }
  switch (planned.use) {
    case FieldUse::kTime:
      return write_time(index, text, batch, row);
    case FieldUse::kCost:
      return write_cost(index, text, batch, row);
    case FieldUse::kNumber:
      if (const auto status = parse_decimal(text).status; status == ParsedDecimal::Status::kNotANumber) {
        return refuse(planned.field, in_quotes(text) + " is not a number", "write it like 12, -1.50 or 4.0E-7");
      } else if (status == ParsedDecimal::Status::kTooLarge) {
        return refuse(planned.field, in_quotes(text) + " is too large", "numbers end below 10^18");
      }
      break;
    default:
      break;
  }
  batch.set_text(planned.column, row, text);
  return true;
}

bool RowWriter::write_time(std::size_t index, std::string_view text, Batch& batch, std::size_t row) {
  auto& last = last_times_[index];
  if (text != last.text) {
    const auto time = parse_timestamp(text);
    if (!time) {
      return refuse(plan_->fields[index].field, in_quotes(text) + " is not a time",
                    "write it like 2026-01-31T00:00:00Z, 2026-01-31 00:00:00, 2026-01-31 or 1/31/26");
    }
    last.text = text;
    last.value = *time;
  }
  batch.set_timestamp(plan_->fields[index].column, row, last.value);
  return true;
}

bool RowWriter::write_cost(std::size_t index, std::string_view text, Batch& batch, std::size_t row) {
  const auto& planned = plan_->fields[index];
  auto& last = last_costs_[index];
  if (text != last.text) {
    const auto cost = parse_decimal(text);
    if (cost.status == ParsedDecimal::Status::kTooLarge) {
      return refuse(planned.field, in_quotes(text) + " is too large", "amounts end below 10^18");
    }
    if (!cost.ok()) {
      return refuse(planned.field, in_quotes(text) + " is not a number", "write it like 12, -1.50 or 4.0E-7");
    }
    last.text = text;
    last.value = cost;
  }
  if (last.value.status == ParsedDecimal::Status::kRounded) ++roundings_;
  batch.set_decimal(planned.column, row, last.value.value);
  if (plan_->cost == planned.field) control_cost_ = last.value.value;
  return true;
}

bool RowWriter::write_map(const PlannedMap& map, const RecordReader& record, Batch& batch, std::size_t row) {
  entries_.clear();
  bool known = !map.has_json;
  for (const auto index : map.fields) {
    const auto& field = part_->fields[index];
    const auto text = record.fields()[index];
    if (nulls_->contains(text)) {
      if (field.required) return refuse(index, "is empty", "every line must have a value here");
      continue;
    }
    known = true;
    if (field.use == FieldUse::kMapEntry) {
      entries_.push_back({field.key, text});
    } else if (!read_json_map(record.mutable_field(index), entries_)) {
      return refuse(index, in_quotes(text) + " is not a JSON object", R"(write it like {"team": "a"})");
    }
  }
  if (map.has_json && entries_.size() > 1) keep_last_of_each_key(entries_);
  batch.begin_map(map.column, row);
  for (const auto& entry : entries_) batch.add_entry(map.column, entry.key, entry.value);
  batch.end_map(map.column, row);
  if (!known) batch.set_null(map.column, row);
  return true;
}

Done RowWriter::check_utf8(const RecordReader& record) const {
  for (const auto& planned : plan_->fields) TRY_DONE(check_text(record, planned.field));
  for (const auto& map : plan_->maps) {
    for (const auto field : map.fields) TRY_DONE(check_text(record, field));
  }
  return {};
}

Done RowWriter::check_text(const RecordReader& record, std::size_t field) const {
  const auto text = record.fields()[field];
  if (is_utf8(text)) return {};
  return fail(in_quotes(text) + " is not UTF-8 text", place(record, field), "save the file as UTF-8");
}

void RowWriter::add_to_control(const RecordReader& record, ControlSums& sums) const {
  const auto text_of = [&](const std::optional<std::size_t>& field) -> std::optional<std::string_view> {
    if (!field || nulls_->contains(record.fields()[*field])) return std::nullopt;
    return record.fields()[*field];
  };
  sums.add({.cost = control_cost_,
            .currency = text_of(plan_->currency),
            .operation = text_of(plan_->operation),
            .has_parent = text_of(plan_->parent).has_value()});
}

std::string RowWriter::place(const RecordReader& record, std::size_t field) const {
  return fmt::format("{}: line {}: column {}", name_, record.line(), part_->fields[field].header);
}

bool RowWriter::refuse(std::size_t field, std::string what, std::string todo) {
  refused_field_ = field;
  refusal_ = Error{.what = std::move(what), .todo = std::move(todo)};
  return false;
}

}  // namespace farthing
