#include "lake/exact_functions.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"

namespace farthing {
namespace {

std::string_view text_at(duckdb_vector vector, idx_t row) {
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)) + row;
  return {duckdb_string_t_data(text), duckdb_string_t_length(*text)};
}

bool is_null(duckdb_vector vector, idx_t row) {
  auto* validity = duckdb_vector_get_validity(vector);
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row);
}

// Writes decimals into a result vector, one row after the other.
class DecimalOutput {
 public:
  explicit DecimalOutput(duckdb_vector vector) : vector_(vector) {
    data_ = static_cast<duckdb_hugeint*>(duckdb_vector_get_data(vector));
  }
  void set(idx_t row, Decimal value) {
    const auto units = static_cast<unsigned __int128>(value.units());
    data_[row] = {static_cast<std::uint64_t>(units), static_cast<std::int64_t>(units >> 64)};
  }
  void set_null(idx_t row) {
    duckdb_vector_ensure_validity_writable(vector_);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector_), row);
  }

 private:
  duckdb_vector vector_;
  duckdb_hugeint* data_;
};

std::string trouble_with(const ParsedDecimal& parsed, std::string_view text) {
  const std::string shown = "'" + std::string(text.substr(0, 80)) + "'";
  return parsed.status == ParsedDecimal::Status::kTooLarge ? shown + " is too large for an amount"
                                                           : shown + " is not a number";
}

// A function's argument that is a number: text, or a DOUBLE that is taken by its shortest decimal.
class TextArgument {
 public:
  explicit TextArgument(duckdb_vector vector) : vector_(vector) {}
  [[nodiscard]] bool is_null_at(idx_t row) const { return is_null(vector_, row); }
  [[nodiscard]] bool is_same(idx_t, idx_t) const { return false; }  // to compare costs as much as to read
  [[nodiscard]] std::string_view text(idx_t row) const { return text_at(vector_, row); }

 private:
  duckdb_vector vector_;
};

class DoubleArgument {
 public:
  explicit DoubleArgument(duckdb_vector vector)
      : vector_(vector), values_(static_cast<const double*>(duckdb_vector_get_data(vector))) {}
  [[nodiscard]] bool is_null_at(idx_t row) const { return is_null(vector_, row); }
  [[nodiscard]] bool is_same(idx_t row, idx_t other) const { return values_[row] == values_[other]; }
  [[nodiscard]] DoubleText text(idx_t row) const { return DoubleText(values_[row]); }

 private:
  duckdb_vector vector_;
  const double* values_;
};

std::string_view view_of_text(std::string_view text) { return text; }
std::string_view view_of_text(const DoubleText& text) { return text.view(); }

template <typename Argument>
void exact_decimal(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto& roundings = *static_cast<std::atomic<std::int64_t>*>(duckdb_scalar_function_get_extra_info(info));
  const Argument numbers(duckdb_data_chunk_get_vector(input, 0));
  const auto columns = duckdb_data_chunk_get_vector(input, 1);
  DecimalOutput result(output);
  std::int64_t rounded = 0;
  std::optional<idx_t> last;  // the row that `parsed` is of
  ParsedDecimal parsed;
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    if (numbers.is_null_at(row)) {
      result.set_null(row);
      continue;
    }
    if (!last || !numbers.is_same(row, *last)) {
      const auto number = numbers.text(row);
      parsed = parse_decimal(view_of_text(number));
      if (!parsed.ok()) {
        const std::string error =
            "column " + std::string(text_at(columns, row)) + ": " + trouble_with(parsed, view_of_text(number));
        duckdb_scalar_function_set_error(info, error.c_str());
        return;
      }
      last = row;
    }
    if (parsed.status == ParsedDecimal::Status::kRounded) ++rounded;
    result.set(row, parsed.value);
  }
  roundings += rounded;
}

void exact_product(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto left = duckdb_data_chunk_get_vector(input, 0);
  const auto right = duckdb_data_chunk_get_vector(input, 1);
  DecimalOutput result(output);
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    if (is_null(left, row) || is_null(right, row)) {
      result.set_null(row);
      continue;
    }
    const auto product = multiply_exactly(text_at(left, row), text_at(right, row));
    if (!product.ok()) {
      const std::string both = std::string(text_at(left, row)) + " x " + std::string(text_at(right, row));
      duckdb_scalar_function_set_error(info, trouble_with(product, both).c_str());
      return;
    }
    result.set(row, product.value);
  }
}

void double_text(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const DoubleArgument numbers(duckdb_data_chunk_get_vector(input, 0));
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    if (numbers.is_null_at(row)) {
      duckdb_vector_ensure_validity_writable(output);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
      continue;
    }
    const auto text = numbers.text(row);
    duckdb_vector_assign_string_element_len(output, row, text.view().data(), text.view().size());
  }
}

void exact_ratio(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  DecimalOutput result(output);
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    Decimal arguments[3];
    bool known = true;
    for (idx_t i = 0; i < 3; ++i) {
      const auto vector = duckdb_data_chunk_get_vector(input, i);
      const auto parsed = is_null(vector, row) ? ParsedDecimal{} : parse_decimal(text_at(vector, row));
      known = known && parsed.ok();
      arguments[i] = parsed.value;
    }
    const auto ratio = known ? multiply_then_divide(arguments[0], arguments[1], arguments[2]) : std::nullopt;
    if (ratio) {
      result.set(row, *ratio);
    } else {
      result.set_null(row);
    }
  }
}

void text_function(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto function = *static_cast<TextFunction*>(duckdb_scalar_function_get_extra_info(info));
  const auto texts = duckdb_data_chunk_get_vector(input, 0);
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    const auto text = is_null(texts, row) ? std::string_view{} : function(text_at(texts, row));
    if (text.data() == nullptr) {
      duckdb_vector_ensure_validity_writable(output);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
    } else {
      duckdb_vector_assign_string_element_len(output, row, text.data(), text.size());
    }
  }
}

// Text that is empty is NULL; the rest stays as it is, which the engine does for a dictionary's values once.
void known_text(duckdb_function_info, duckdb_data_chunk input, duckdb_vector output) {
  const auto texts = duckdb_data_chunk_get_vector(input, 0);
  const auto rows = duckdb_data_chunk_get_size(input);
  bool any_empty = false;
  for (idx_t row = 0; row < rows && !any_empty; ++row) {
    any_empty = !is_null(texts, row) && text_at(texts, row).empty();
  }
  if (!any_empty) {
    duckdb_vector_reference_vector(output, texts);
    return;
  }
  duckdb_vector_ensure_validity_writable(output);
  for (idx_t row = 0; row < rows; ++row) {
    const auto text = is_null(texts, row) ? std::string_view{} : text_at(texts, row);
    if (text.empty()) {
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
    } else {
      duckdb_vector_assign_string_element_len(output, row, text.data(), text.size());
    }
  }
}

struct FunctionShape {
  const char* name;
  std::vector<duckdb_type> arguments;
  bool returns_decimal;
  duckdb_scalar_function_t body;
  void* extra;
  duckdb_delete_callback_t delete_extra;
};

duckdb_scalar_function new_function(const FunctionShape& shape) {
  auto function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, shape.name);
  for (const auto argument : shape.arguments) {
    auto type = duckdb_create_logical_type(argument);
    duckdb_scalar_function_add_parameter(function, type);
    duckdb_destroy_logical_type(&type);
  }
  auto returned = shape.returns_decimal ? duckdb_create_decimal_type(38, Decimal::kScale)
                                        : duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_scalar_function_set_return_type(function, returned);
  duckdb_destroy_logical_type(&returned);
  duckdb_scalar_function_set_function(function, shape.body);
  duckdb_scalar_function_set_extra_info(function, shape.extra, shape.delete_extra);
  return function;
}

Done register_one(duckdb_connection connection, const FunctionShape& shape) {
  auto function = new_function(shape);
  const auto state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return fail(std::string("the engine refuses function ") + shape.name);
  return {};
}

}  // namespace

Done register_exact_functions(duckdb_connection connection, std::atomic<std::int64_t>& roundings) {
  constexpr auto kText = DUCKDB_TYPE_VARCHAR, kDouble = DUCKDB_TYPE_DOUBLE;
  const FunctionShape shapes[] = {
      {"exact_decimal", {kText, kText}, true, exact_decimal<TextArgument>, &roundings, nullptr},
      {"double_decimal", {kDouble, kText}, true, exact_decimal<DoubleArgument>, &roundings, nullptr},
      {"double_text", {kDouble}, false, double_text, nullptr, nullptr},
      {"exact_product", {kText, kText}, true, exact_product, nullptr, nullptr},
      {"exact_ratio", {kText, kText, kText}, true, exact_ratio, nullptr, nullptr},
      {"known_text", {kText}, false, known_text, nullptr, nullptr}};
  for (const auto& shape : shapes) TRY_DONE(register_one(connection, shape));
  return {};
}

Done register_text_function(duckdb_connection connection, const char* name, TextFunction function) {
  return register_one(connection, {name,
                                   {DUCKDB_TYPE_VARCHAR},
                                   false,
                                   text_function,
                                   static_cast<void*>(new TextFunction(function)),
                                   [](void* extra) { delete static_cast<TextFunction*>(extra); }});
}

}  // namespace farthing
