#include "report/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <iterator>
#include <string_view>

#include "report/utf8.hpp"

namespace farthing {
namespace {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) {
      out += "\xEF\xBF\xBD";  // U+FFFD: JSON can't hold other bytes than UTF-8
    } else if (point.value == '"' || point.value == '\\') {
      out += {'\\', static_cast<char>(point.value)};
    } else if (point.value == '\n') {
      out += "\\n";
    } else if (point.value < 0x20 || point.value == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(point.value));
    } else {
      out += text.substr(0, point.bytes);
    }
    text.remove_prefix(point.bytes);
  }
  return out + "\"";
}

// Whether the text can stand in a row as it is: valid, and without a line end between its tokens.
bool is_json(const std::string& text) {
  if (text.find_first_of("\r\n") != std::string::npos) return false;
  boost::json::error_code error;
  boost::json::parse(text, error);
  return !error;
}

bool is_json_number(const std::string& text) {
  return !text.empty() && (text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) && is_json(text);
}

std::string json_cell(ValueType type, const Cell& cell) {
  if (!cell) return "null";
  switch (type) {
    case ValueType::kInteger:
    case ValueType::kDouble:
      return is_json_number(*cell) ? *cell : json_string(*cell);
    case ValueType::kBoolean:
      return *cell == "true" || *cell == "false" ? *cell : json_string(*cell);
    case ValueType::kOther:
      return is_json(*cell) ? *cell : json_string(*cell);
    case ValueType::kText:
    case ValueType::kDecimal:
    case ValueType::kDate:
    case ValueType::kTimestamp:
      break;
  }
  return json_string(*cell);
}

const char* json_type(ValueType type) {
  switch (type) {
    case ValueType::kText:
      return "text";
    case ValueType::kInteger:
      return "integer";
    case ValueType::kDecimal:
      return "decimal";
    case ValueType::kDouble:
      return "double";
    case ValueType::kBoolean:
      return "boolean";
    case ValueType::kDate:
      return "date";
    case ValueType::kTimestamp:
      return "timestamp";
    case ValueType::kOther:
      break;
  }
  return "other";
}

std::string json_strings(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts) out += (out.size() > 1 ? "," : "") + json_string(text);
  return out + "]";
}

std::string json_columns(const std::vector<ResultColumn>& columns) {
  std::string out = "[";
  for (const auto& column : columns) {
    if (out.size() > 1) out += ",";
    out += "{\"name\":" + json_string(column.name) + ",\"type\":\"" + json_type(column.type) + "\"}";
  }
  return out + "]";
}

std::string json_row(const Answer& answer, const std::vector<Cell>& row) {
  std::string out = "[";
  for (std::size_t i = 0; i < row.size(); ++i) out += (i > 0 ? "," : "") + json_cell(answer.columns[i].type, row[i]);
  return out + "]";
}

// The columns' names as keys of an object: each once.
std::vector<std::string> object_keys(const std::vector<ResultColumn>& columns) {
  std::vector<std::string> keys;
  const auto is_taken = [&](const std::string& key) { return std::find(keys.begin(), keys.end(), key) != keys.end(); };
  for (const auto& column : columns) {
    std::string key = column.name;
    for (int n = 2; is_taken(key); ++n) key = fmt::format("{}_{}", column.name, n);
    keys.push_back(std::move(key));
  }
  return keys;
}

}  // namespace

std::string render_json(const Answer& answer) {
  std::string out = "{\"columns\":" + json_columns(answer.columns) + ",\n\"rows\":[";
  for (std::size_t i = 0; i < answer.rows.size(); ++i) out += (i > 0 ? ",\n" : "\n") + json_row(answer, answer.rows[i]);
  out += fmt::format("],\n\"snapshot\":{},\"freshness\":{},\"complete\":{},\n\"notes\":{}", answer.snapshot,
                     answer.freshness ? json_string(*answer.freshness) : "null", answer.complete,
                     json_strings(answer.notes));
  for (const auto& period : answer.periods) {
    out += fmt::format(",\n\"{}\":{{\"label\":{},\"from\":{},\"to\":{}}}", period.name, json_string(period.label),
                       json_string(period.from), json_string(period.to));
  }
  if (!answer.explanation.empty()) out += ",\n\"explanation\":" + json_strings(answer.explanation);
  return out + "}\n";
}

std::string render_titled_json(const Answer& answer) {
  return "{\"title\": " + json_string(answer.title) + ", " + render_json(answer).substr(1);
}

std::string render_ndjson(const Answer& answer) {
  std::string out;
  const auto keys = object_keys(answer.columns);
  for (const auto& row : answer.rows) {
    out += '{';
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ',';
      out += json_string(keys[i]) + ":" + json_cell(answer.columns[i].type, row[i]);
    }
    out += "}\n";
  }
  return out;
}

}  // namespace farthing
