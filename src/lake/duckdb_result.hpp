// Owners of the engine's handles of a statement and its result, and its errors in its own words.
#pragma once
#include <duckdb.h>

#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "lake/row_stream.hpp"

namespace farthing {

class StatementHandle {
 public:
  StatementHandle() = default;
  StatementHandle(const StatementHandle&) = delete;
  StatementHandle& operator=(const StatementHandle&) = delete;
  ~StatementHandle() { duckdb_destroy_prepare(&value); }
  duckdb_prepared_statement value = nullptr;
};

class ResultHandle {
 public:
  ResultHandle() = default;
  ResultHandle(const ResultHandle&) = delete;
  ResultHandle& operator=(const ResultHandle&) = delete;
  ~ResultHandle() { duckdb_destroy_result(&value); }
  duckdb_result value{};
};

// The engine's own words without its labels, e.g. "Invalid Input Error: ".
inline tl::unexpected<Error> engine_error(const char* text) {
  std::string what = text != nullptr ? text : "the engine failed without a word";
  for (const std::string_view label : {"Invalid Input Error: ", "Invalid Error: ", "IO Error: "}) {
    if (what.starts_with(label)) what.erase(0, label.size());
  }
  return fail(std::move(what));
}

/// Begins the statement; its rows come as they are asked for.
[[nodiscard]] Result<RowStream> open_row_stream(duckdb_connection connection, const std::string& sql);

}  // namespace farthing
