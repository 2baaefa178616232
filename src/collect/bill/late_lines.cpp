#include "collect/bill/late_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace farthing {
namespace {

// Always in quotes: whatever the field holds, it is read back as it was.
void append_quoted_field(std::string& out, std::string_view field) {
  if (!out.empty() && out.back() != '\n') out += ',';
  if (field.empty()) {
    out += "\"\"";
    return;
  }
  out += '"';
  for (const char c : field) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string quoted_record(std::int64_t line, const RecordGroup& records, std::size_t record) {
  std::string out = "\n";
  append_quoted_field(out, std::to_string(line));
  for (std::size_t i = 0; i < records.width(); ++i) append_quoted_field(out, records.field(record, i));
  return out;
}

}  // namespace

LateLines::LateLines(const CsvTable& table, const std::filesystem::path& folder) : table_(table) {
  for (std::size_t part = 0; part < table.parts.size(); ++part) {
    files_.push_back({folder / fmt::format("late-{}.csv", part), nullptr});
  }
}

LateLines::~LateLines() {
  for (auto& file : files_) {
    if (file.file != nullptr) std::fclose(file.file);
  }
}

bool LateLines::is_late(const RecordGroup& records, std::size_t record, const RowPlan& plan) const {
  const auto is_in = [&](const std::optional<std::size_t>& field, const std::vector<std::string>& texts) {
    return field && std::find(texts.begin(), texts.end(), records.field(record, *field)) != texts.end();
  };
  return is_in(plan.kind, table_.late_kinds) || is_in(plan.operation, table_.split_operations) ||
         (plan.parent && !records.field(record, *plan.parent).empty());
}

Done LateLines::take_out(RecordGroup& records, std::size_t part, const RowPlan& plan) {
  std::string text;
  records.erase_if([&](std::size_t record) {
    if (!is_late(records, record, plan)) return false;
    text += quoted_record(records.line(record), records, record);
    return true;
  });
  return text.empty() ? Done() : append(part, text);
}

Done LateLines::append(std::size_t part, std::string_view text) {
  const std::lock_guard lock(mutex_);
  auto& [path, file] = files_[part];
  if (file == nullptr) {
    file = std::fopen(path.c_str(), "wb");
    if (file == nullptr || std::fputs("line", file) < 0) return fail(std::strerror(errno), path.string());
    for (const auto& field : table_.parts[part].fields) {
      std::string header = ",";
      append_quoted_field(header, field.header);
      if (std::fwrite(header.data() + 1, 1, header.size() - 1, file) != header.size() - 1) {
        return fail(std::strerror(errno), path.string());
      }
    }
  }
  if (std::fwrite(text.data(), 1, text.size(), file) != text.size()) return fail(std::strerror(errno), path.string());
  return {};
}

Result<CsvTable> LateLines::finish() {
  const std::lock_guard lock(mutex_);
  CsvTable late = table_;
  late.parts.clear();
  late.late_folder.clear();
  for (std::size_t part = 0; part < files_.size(); ++part) {
    auto& [path, file] = files_[part];
    if (file == nullptr) continue;
    const bool written = std::fputs("\n", file) >= 0 && std::fflush(file) == 0;
    const int closed = std::fclose(file);
    file = nullptr;
    if (!written || closed != 0) return fail(std::strerror(errno), path.string());
    CsvPart again = table_.parts[part];
    again.taken_from = again.file;
    again.file = {path};
    again.fields.insert(again.fields.begin(), CsvField{"line", FieldUse::kLine});
    late.parts.push_back(std::move(again));
  }
  return late;
}

}  // namespace farthing
