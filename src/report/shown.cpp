#include "report/shown.hpp"

#include <fmt/format.h>

#include <iterator>

#include "base/text.hpp"
#include "report/utf8.hpp"

namespace farthing {
namespace {

// Marks that change the direction or the line of what follows them: they could make a row read as another.
bool misleads(char32_t value) {
  return (value >= 0x200E && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069);
}

void append_shown(std::string& out, const CodePoint& point, std::string_view bytes) {
  if (point.valid && point.value == '\n') {
    out += "\\n";
  } else if (point.valid && point.value == '\r') {
    out += "\\r";
  } else if (point.valid && point.value == '\t') {
    out += "\\t";
  } else if (!point.valid || point.value < 0x20 || point.value == 0x7F) {
    fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(point.value));
  } else if ((point.value >= 0x80 && point.value < 0xA0) || misleads(point.value)) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
  } else {
    out += bytes;
  }
}

// Decimals are money but where the name says that they count something.
bool is_money(const ResultColumn& column) {
  if (column.type != ValueType::kDecimal) return false;
  const std::string name = name_key(column.name);
  for (const char* counted : {"quantity", "usage", "units", "hours"}) {
    if (name.find(counted) != std::string::npos) return false;
  }
  return true;
}

std::string shown_cell(const ResultColumn& column, const Cell& cell, const char* null) {
  if (cell) return shown_text(*cell);
  return is_money(column) && !column.of_some ? "unknown" : null;
}

}  // namespace

std::string shown_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    append_shown(out, point, text.substr(0, point.bytes));
    text.remove_prefix(point.bytes);
  }
  return out;
}

bool is_number(ValueType type) {
  return type == ValueType::kInteger || type == ValueType::kDecimal || type == ValueType::kDouble;
}

std::vector<std::string> shown_row(const std::vector<ResultColumn>& columns, const std::vector<Cell>& row) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < columns.size(); ++i) shown.push_back(shown_cell(columns[i], row[i], "-"));
  return shown;
}

std::vector<std::string> shown_total(const std::vector<ResultColumn>& columns, const std::vector<Cell>& total) {
  std::vector<std::string> shown;
  for (std::size_t i = 0; i < columns.size(); ++i) shown.push_back(shown_cell(columns[i], total[i], ""));
  if (!shown.empty() && shown[0].empty() && !total[0]) shown[0] = "total";
  return shown;
}

std::string shown_origin(const Answer& answer) {
  std::string origin = fmt::format("snapshot {}", answer.snapshot);
  if (answer.freshness) origin += ", newest usage " + shown_text(*answer.freshness);
  if (!answer.complete) origin += ", incomplete";
  return origin;
}

}  // namespace farthing
