#include "collect/bill/batch_writer.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"

namespace farthing {
namespace {

std::string in_quotes(std::string_view text) { return "'" + shown(text) + "'"; }

}  // namespace

BatchWriter::BatchWriter(const CsvTable& table, const CsvPart& part, const RowPlan& plan, const NullTexts& nulls)
    : table_(&table), part_(&part), plan_(&plan), nulls_(&nulls), last_(plan.fields.size()) {}

Done BatchWriter::write(const RecordGroup& records, Batch& batch, std::size_t first_row, ControlSums& sums) {
  const Target target{&records, &batch, first_row};
  good_ = records.size();
  control_costs_.assign(records.size(), std::nullopt);
  if (!trusted_ && !records.ascii()) check_utf8(records);
  for (std::size_t i = 0; i < plan_->fields.size(); ++i) write_column(target, i);
  // Before the maps, which rewrite their fields.
  if (good_ == records.size()) add_to_control(records, sums);
  for (const auto& map : plan_->maps) write_map(target, map);
  if (good_ < records.size()) return tl::unexpected(std::move(error_));
  for (std::size_t i = 0; i < records.size(); ++i) {
    batch.set_text(table_->file_column, first_row + i, plan_->file_name);
    batch.set_integer(table_->line_column, first_row + i, records.line(i));
  }
  for (const auto column : plan_->missing) {
    for (std::size_t i = 0; i < records.size(); ++i) batch.set_null(column, first_row + i);
  }
  return {};
}

void BatchWriter::check_utf8(const RecordGroup& records) {
  for (const auto& planned : plan_->fields) check_utf8(records, planned.field);
  for (const auto& map : plan_->maps) {
    for (const auto field : map.fields) check_utf8(records, field);
  }
}

void BatchWriter::check_utf8(const RecordGroup& records, std::size_t field) {
  for (std::size_t i = 0; i < good_; ++i) {
    const auto text = records.field(i, field);
    if (!is_utf8(text)) refuse(records, i, field, in_quotes(text) + " is not UTF-8 text", "save the file as UTF-8");
  }
}

void BatchWriter::write_column(const Target& target, std::size_t index) {
  const auto& planned = plan_->fields[index];
  switch (planned.use) {
    case FieldUse::kCost:
      return write_costs(target, planned, last_[index]);
    case FieldUse::kNumber:
      return write_numbers(target, planned, last_[index]);
    case FieldUse::kTime:
      return write_times(target, planned, last_[index]);
    default:
      return write_texts(target, planned);
  }
}

// Calls `write(record, text)` for each field that has a value. The others become NULL, or an error.
template <typename Write>
void BatchWriter::write_values(const Target& target, const PlannedField& planned, Write write) {
  for (std::size_t i = 0; i < good_; ++i) {
    const auto text = target.records->field(i, planned.field);
    if (!nulls_->contains(text)) {
      write(i, text);
    } else if (planned.required) {
      refuse(*target.records, i, planned.field, "is empty", "every line must have a value here");
    } else {
      target.batch->set_null(planned.column, target.first_row + i);
    }
  }
}

void BatchWriter::write_texts(const Target& target, const PlannedField& planned) {
  write_values(target, planned, [&](std::size_t i, std::string_view text) {
    target.batch->set_text(planned.column, target.first_row + i, text);
  });
}

void BatchWriter::write_numbers(const Target& target, const PlannedField& planned, Last& last) {
  write_values(target, planned, [&](std::size_t i, std::string_view text) {
    if (!read_number(target, planned, i, last)) return;
    target.batch->set_text(planned.column, target.first_row + i, text);
  });
}

void BatchWriter::write_costs(const Target& target, const PlannedField& planned, Last& last) {
  const bool is_control = plan_->cost == planned.field;
  write_values(target, planned, [&](std::size_t i, std::string_view) {
    if (!read_number(target, planned, i, last)) return;
    if (last.number.status == ParsedDecimal::Status::kRounded) ++roundings_;
    target.batch->set_decimal(planned.column, target.first_row + i, last.number.value);
    if (is_control) control_costs_[i] = last.number.value;
  });
}

void BatchWriter::write_times(const Target& target, const PlannedField& planned, Last& last) {
  write_values(target, planned, [&](std::size_t i, std::string_view text) {
    if (text != last.text) {
      const auto time = parse_timestamp(text);
      if (!time) {
        return refuse(*target.records, i, planned.field, in_quotes(text) + " is not a time",
                      "write it like 2026-01-31T00:00:00Z, 2026-01-31 00:00:00, 2026-01-31 or 1/31/26");
      }
      last.text = text;
      last.time = *time;
    }
    target.batch->set_timestamp(planned.column, target.first_row + i, last.time);
  });
}

void BatchWriter::write_map(const Target& target, const PlannedMap& map) {
  for (std::size_t i = 0; i < good_; ++i) {
    const bool known = collect_entries(*target.records, i, map);
    const auto row = target.first_row + i;
    target.batch->begin_map(map.column, row);
    for (const auto& entry : entries_) target.batch->add_entry(map.column, entry.key, entry.value);
    target.batch->end_map(map.column, row);
    if (!known) target.batch->set_null(map.column, row);
  }
}

// False if the map is NULL: its JSON is. Single entries that are all empty make an empty map.
bool BatchWriter::collect_entries(const RecordGroup& records, std::size_t record, const PlannedMap& map) {
  entries_.clear();
  bool known = !map.has_json;
  for (const auto index : map.fields) {
    const auto& field = part_->fields[index];
    const auto text = records.field(record, index);
    if (nulls_->contains(text)) {
      if (field.required) refuse(records, record, index, "is empty", "every line must have a value here");
      continue;
    }
    if (field.use == FieldUse::kJsonMap && text == "null") continue;  // JSON's own word
    known = true;
    if (field.use == FieldUse::kMapEntry) {
      entries_.push_back({field.key, text});
      continue;
    }
    const auto json = records.mutable_field(record, index);
    const auto before = entries_.size();
    if (!read_json_map(json, entries_)) {
      refuse(records, record, index, in_quotes(text) + " is not a JSON object", R"(write it like {"team": "a"})");
    } else if (map.of_cur_tags) {
      name_tags(json, std::span(entries_).subspan(before));
    }
  }
  if (map.has_json && entries_.size() > 1) keep_last_of_each_key(entries_);
  // No value is no entry, as where entries are columns. Only now: what comes last counts, and be it nothing.
  std::erase_if(entries_, [](const MapEntry& entry) { return entry.value.empty(); });
  return known;
}

void BatchWriter::add_to_control(const RecordGroup& records, ControlSums& sums) const {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto text_of = [&](const std::optional<std::size_t>& field) -> std::optional<std::string_view> {
      if (!field || nulls_->contains(records.field(i, *field))) return std::nullopt;
      return records.field(i, *field);
    };
    sums.add({.cost = control_costs_[i],
              .currency = text_of(plan_->currency),
              .operation = text_of(plan_->operation),
              .has_parent = text_of(plan_->parent).has_value()});
  }
}

bool BatchWriter::read_number(const Target& target, const PlannedField& planned, std::size_t record, Last& last) {
  const auto text = target.records->field(record, planned.field);
  if (text == last.text) return true;
  const auto number = parse_decimal(text);
  if (number.status == ParsedDecimal::Status::kTooLarge) {
    refuse(*target.records, record, planned.field, in_quotes(text) + " is too large", "numbers end below 10^18");
    return false;
  }
  if (!number.ok()) {
    refuse(*target.records, record, planned.field, in_quotes(text) + " is not a number",
           "write it like 12, -1.50 or 4.0E-7");
    return false;
  }
  last.text = text;
  last.number = number;
  return true;
}

// Records from here on are of no use: what remains to be done is to find an earlier error.
void BatchWriter::refuse(const RecordGroup& records, std::size_t record, std::size_t field, std::string what,
                         std::string advice) {
  if (record >= good_) return;
  good_ = record;
  const auto place =
      fmt::format("{}: line {}: column {}", part_->origin().name(), records.line(record), part_->fields[field].header);
  error_ = Error{.what = std::move(what), .where = place, .advice = std::move(advice)};
}

}  // namespace farthing
