#include "lake/duckdb_cells.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>

#include "base/decimal.hpp"
#include "base/time.hpp"

namespace farthing {
namespace {

class LogicalType {
 public:
  explicit LogicalType(duckdb_logical_type type) : type_(type) {}
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  ~LogicalType() { duckdb_destroy_logical_type(&type_); }
  [[nodiscard]] duckdb_logical_type get() const { return type_; }
  [[nodiscard]] duckdb_type id() const { return duckdb_get_type_id(type_); }

 private:
  duckdb_logical_type type_;
};

template <typename T>
T value_at(duckdb_vector vector, std::size_t row) {
  return static_cast<const T*>(duckdb_vector_get_data(vector))[row];
}

int128 int128_of(duckdb_hugeint value) { return (int128{value.upper} << 64) | int128{value.lower}; }

int128 stored_integer(duckdb_vector vector, std::size_t row, duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
      return value_at<std::int8_t>(vector, row);
    case DUCKDB_TYPE_SMALLINT:
      return value_at<std::int16_t>(vector, row);
    case DUCKDB_TYPE_INTEGER:
      return value_at<std::int32_t>(vector, row);
    case DUCKDB_TYPE_BIGINT:
      return value_at<std::int64_t>(vector, row);
    case DUCKDB_TYPE_UTINYINT:
      return value_at<std::uint8_t>(vector, row);
    case DUCKDB_TYPE_USMALLINT:
      return value_at<std::uint16_t>(vector, row);
    case DUCKDB_TYPE_UINTEGER:
      return value_at<std::uint32_t>(vector, row);
    case DUCKDB_TYPE_UBIGINT:
      return value_at<std::uint64_t>(vector, row);
    default:
      return int128_of(value_at<duckdb_hugeint>(vector, row));
  }
}

// Digits with a decimal point, without trailing zeros behind it.
std::string scaled_text(int128 value, int scale) {
  const bool negative = value < 0;
  unsigned __int128 rest = negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
  while (scale > 0 && rest % 10 == 0) {
    rest /= 10;
    --scale;
  }
  std::string reversed;
  for (int i = 0; rest != 0 || i <= scale; ++i) {
    if (i == scale && scale > 0) reversed += '.';
    reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (negative) reversed += '-';
  return {reversed.rbegin(), reversed.rend()};
}

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  std::array<char, 40> text{};
  // Plain decimals, as long as they are no longer than needed: spreadsheets and people read them best.
  const double size = std::fabs(value);
  const bool is_plain = size == 0 || (size >= 1e-6 && size < 1e17);
  const auto form = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, form).ptr;
  return {text.data(), end};
}

std::string varchar_text(duckdb_vector vector, std::size_t row) {
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)) + row;
  return {duckdb_string_t_data(text), duckdb_string_t_length(*text)};
}

std::string quoted_json(const std::string& text) { return boost::json::serialize(boost::json::value(text)); }

bool is_json_literal(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_DATE:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_ENUM:
    case DUCKDB_TYPE_DECIMAL:
      return false;
    default:
      return true;
  }
}

Result<std::string> json_text(duckdb_vector vector, std::size_t row) {
  TRY(auto text, cell_text(vector, row));
  if (!text) return std::string("null");
  const LogicalType type(duckdb_vector_get_column_type(vector));
  return is_json_literal(type.id()) ? *text : quoted_json(*text);
}

Result<std::string> list_json(duckdb_vector vector, std::size_t row, bool is_map) {
  const auto entry = value_at<duckdb_list_entry>(vector, row);
  const auto child = duckdb_list_vector_get_child(vector);
  std::string out;
  for (std::size_t i = entry.offset; i < entry.offset + entry.length; ++i) {
    if (!out.empty()) out += ", ";
    if (is_map) {
      TRY(auto key, cell_text(duckdb_struct_vector_get_child(child, 0), i));
      TRY(auto value, json_text(duckdb_struct_vector_get_child(child, 1), i));
      out += quoted_json(key.value_or("")) + ": " + value;
    } else {
      TRY(auto value, json_text(child, i));
      out += value;
    }
  }
  return is_map ? "{" + out + "}" : "[" + out + "]";
}

Result<std::string> struct_json(duckdb_vector vector, std::size_t row, const LogicalType& type) {
  std::string out;
  for (idx_t i = 0; i < duckdb_struct_type_child_count(type.get()); ++i) {
    char* name = duckdb_struct_type_child_name(type.get(), i);
    const std::string key = quoted_json(name);
    duckdb_free(name);
    TRY(auto value, json_text(duckdb_struct_vector_get_child(vector, i), row));
    out += (out.empty() ? "" : ", ") + key + ": " + value;
  }
  return "{" + out + "}";
}

// A time whose year has four digits; the engine knows farther ones, and infinity, which no format here can write.
Result<Cell> time_text(int128 micros, const char* type, std::string (*format)(Timestamp)) {
  constexpr std::int64_t kFirst = -62'135'596'800'000'000;   // 0001-01-01
  constexpr std::int64_t kBeyond = 253'402'300'800'000'000;  // 10000-01-01
  if (micros < kFirst || micros >= kBeyond) {
    return fail(fmt::format("a {} outside of the years 1 to 9999 can't be shown", type), "", "CAST it AS VARCHAR");
  }
  return Cell{format(Timestamp{static_cast<std::int64_t>(micros)})};
}

std::string enum_text(duckdb_vector vector, std::size_t row, const LogicalType& type) {
  const auto index = static_cast<idx_t>(stored_integer(vector, row, duckdb_enum_internal_type(type.get())));
  char* text = duckdb_enum_dictionary_value(type.get(), index);
  std::string out = text;
  duckdb_free(text);
  return out;
}

ValueType value_type_of(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return ValueType::kInteger;
    case DUCKDB_TYPE_DECIMAL:
      return ValueType::kDecimal;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return ValueType::kDouble;
    case DUCKDB_TYPE_BOOLEAN:
      return ValueType::kBoolean;
    case DUCKDB_TYPE_DATE:
      return ValueType::kDate;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return ValueType::kTimestamp;
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_ENUM:
      return ValueType::kText;
    default:
      return ValueType::kOther;
  }
}

std::string type_name(const LogicalType& type) {
  switch (type.id()) {
    case DUCKDB_TYPE_DECIMAL:
      return fmt::format("DECIMAL({},{})", duckdb_decimal_width(type.get()), duckdb_decimal_scale(type.get()));
    case DUCKDB_TYPE_VARCHAR:
      return "VARCHAR";
    case DUCKDB_TYPE_ENUM:
      return "VARCHAR";
    case DUCKDB_TYPE_TINYINT:
      return "TINYINT";
    case DUCKDB_TYPE_SMALLINT:
      return "SMALLINT";
    case DUCKDB_TYPE_INTEGER:
      return "INTEGER";
    case DUCKDB_TYPE_BIGINT:
      return "BIGINT";
    case DUCKDB_TYPE_HUGEINT:
      return "HUGEINT";
    case DUCKDB_TYPE_UTINYINT:
      return "UTINYINT";
    case DUCKDB_TYPE_USMALLINT:
      return "USMALLINT";
    case DUCKDB_TYPE_UINTEGER:
      return "UINTEGER";
    case DUCKDB_TYPE_UBIGINT:
      return "UBIGINT";
    case DUCKDB_TYPE_FLOAT:
      return "FLOAT";
    case DUCKDB_TYPE_DOUBLE:
      return "DOUBLE";
    case DUCKDB_TYPE_BOOLEAN:
      return "BOOLEAN";
    case DUCKDB_TYPE_DATE:
      return "DATE";
    case DUCKDB_TYPE_TIMESTAMP:
      return "TIMESTAMP";
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return "TIMESTAMP WITH TIME ZONE";
    case DUCKDB_TYPE_MAP:
      return "MAP";
    case DUCKDB_TYPE_LIST:
      return "LIST";
    case DUCKDB_TYPE_STRUCT:
      return "STRUCT";
    case DUCKDB_TYPE_INTERVAL:
      return "INTERVAL";
    case DUCKDB_TYPE_TIME:
      return "TIME";
    case DUCKDB_TYPE_BLOB:
      return "BLOB";
    case DUCKDB_TYPE_UUID:
      return "UUID";
    default:
      return fmt::format("type {}", static_cast<int>(type.id()));
  }
}

}  // namespace

ResultColumn describe_column(duckdb_result& result, std::size_t column) {
  const LogicalType type(duckdb_column_logical_type(&result, column));
  return {duckdb_column_name(&result, column), value_type_of(type.id()), type_name(type)};
}

Result<Cell> cell_text(duckdb_vector vector, std::size_t row) {
  auto* validity = duckdb_vector_get_validity(vector);
  if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) return Cell{};
  const LogicalType type(duckdb_vector_get_column_type(vector));
  switch (type.id()) {
    case DUCKDB_TYPE_SQLNULL:
      return Cell{};
    case DUCKDB_TYPE_VARCHAR:
      return Cell{varchar_text(vector, row)};
    case DUCKDB_TYPE_BOOLEAN:
      return Cell{value_at<bool>(vector, row) ? "true" : "false"};
    case DUCKDB_TYPE_FLOAT:
      return Cell{double_text(static_cast<double>(value_at<float>(vector, row)))};
    case DUCKDB_TYPE_DOUBLE:
      return Cell{double_text(value_at<double>(vector, row))};
    case DUCKDB_TYPE_DATE:
      return time_text(int128{value_at<std::int32_t>(vector, row)} * kMicrosPerDay, "date", format_date);
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      return time_text(value_at<std::int64_t>(vector, row), "timestamp", format_timestamp);
    case DUCKDB_TYPE_DECIMAL:
      return Cell{scaled_text(stored_integer(vector, row, duckdb_decimal_internal_type(type.get())),
                              duckdb_decimal_scale(type.get()))};
    case DUCKDB_TYPE_ENUM:
      return Cell{enum_text(vector, row, type)};
    case DUCKDB_TYPE_MAP:
      return list_json(vector, row, true);
    case DUCKDB_TYPE_LIST:
      return list_json(vector, row, false);
    case DUCKDB_TYPE_STRUCT:
      return struct_json(vector, row, type);
    default:
      break;
  }
  if (value_type_of(type.id()) == ValueType::kInteger) {
    return Cell{scaled_text(stored_integer(vector, row, type.id()), 0)};
  }
  return fail("a column of type " + type_name(type) + " can't be shown", "", "CAST it AS VARCHAR");
}

}  // namespace farthing
