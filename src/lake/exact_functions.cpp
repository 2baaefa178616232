#include "lake/exact_functions.hpp"

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

void exact_decimal(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto& roundings = *static_cast<std::atomic<std::int64_t>*>(duckdb_scalar_function_get_extra_info(info));
  const auto texts = duckdb_data_chunk_get_vector(input, 0);
  const auto columns = duckdb_data_chunk_get_vector(input, 1);
  DecimalOutput result(output);
  std::int64_t rounded = 0;
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(input); ++row) {
    if (is_null(texts, row)) {
      result.set_null(row);
      continue;
    }
    const auto parsed = parse_decimal(text_at(texts, row));
    if (!parsed.ok()) {
      const std::string error =
          "column " + std::string(text_at(columns, row)) + ": " + trouble_with(parsed, text_at(texts, row));
      duckdb_scalar_function_set_error(info, error.c_str());
      return;
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

struct FunctionShape {
  const char* name;
  int text_arguments;
  bool returns_decimal;
  duckdb_scalar_function_t body;
  void* extra;
  duckdb_delete_callback_t delete_extra;
};

Done register_one(duckdb_connection connection, const FunctionShape& shape) {
  auto function = duckdb_create_scalar_function();
  auto text = duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  auto returned = shape.returns_decimal ? duckdb_create_decimal_type(38, Decimal::kScale)
                                        : duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
  duckdb_scalar_function_set_name(function, shape.name);
  for (int i = 0; i < shape.text_arguments; ++i) duckdb_scalar_function_add_parameter(function, text);
  duckdb_scalar_function_set_return_type(function, returned);
  duckdb_scalar_function_set_function(function, shape.body);
  duckdb_scalar_function_set_extra_info(function, shape.extra, shape.delete_extra);
  const auto state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_logical_type(&returned);
  duckdb_destroy_logical_type(&text);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return fail(std::string("the engine refuses function ") + shape.name);
  return {};
}

}  // namespace

Done register_exact_functions(duckdb_connection connection, std::atomic<std::int64_t>& roundings) {
  const FunctionShape shapes[] = {{"exact_decimal", 2, true, exact_decimal, &roundings, nullptr},
                                  {"exact_product", 2, true, exact_product, nullptr, nullptr},
                                  {"exact_ratio", 3, true, exact_ratio, nullptr, nullptr}};
  for (const auto& shape : shapes) TRY_DONE(register_one(connection, shape));
  return {};
}

Done register_text_function(duckdb_connection connection, const char* name, TextFunction function) {
  return register_one(connection, {name, 1, false, text_function, new TextFunction(function),
                                   [](void* extra) { delete static_cast<TextFunction*>(extra); }});
}

}  // namespace farthing
