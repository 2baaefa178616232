// The embedded engine: a thin owner of DuckDB's C handles. No DuckDB name leaves this room except through
// table_source.hpp.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

class RowStream;
class TableSource;

/// A function of one text for SQL. What it returns lives as long as its argument or forever; a view without data is
/// NULL.
using TextFunction = std::string_view (*)(std::string_view);

/// What a result's column holds, as far as those who show it need to know.
enum class ValueType { kText, kInteger, kDecimal, kDouble, kBoolean, kDate, kTimestamp, kOther };

struct ResultColumn {
  std::string name;
  ValueType type = ValueType::kText;
  std::string sql_type;  ///< e.g. "DECIMAL(38,12)"
  bool of_some = false;  ///< NULL means that the row has no such thing, not that it is unknown
};

/// A cell as text; nothing is NULL. Decimals are plain and without trailing zeros, times RFC 3339 UTC.
using Cell = std::optional<std::string>;

struct Rows {
  std::vector<ResultColumn> columns;
  std::vector<std::vector<Cell>> rows;
  bool cut = false;  ///< there were more rows than asked for
};

/// One in-memory engine with one connection, UTC, no extensions and no network. One thread at a time, except
/// interrupt().
class Engine {
 public:
  struct Options {
    std::string memory_limit = "700MB";
    int threads = 0;                          ///< 0: as many as there are cores
    std::filesystem::path spill_folder = {};  ///< where big sorts and joins go; empty: nowhere
  };
  [[nodiscard]] static Result<Engine> open(const Options& options);
  [[nodiscard]] static Result<Engine> open() { return open(Options{}); }
  ~Engine();
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;

  /// Runs one statement and fetches its result, `max_rows` rows and about `max_bytes` of text at most.
  [[nodiscard]] Result<Rows> query(const std::string& sql, std::size_t max_rows = SIZE_MAX,
                                   std::size_t max_bytes = SIZE_MAX);
  /// Runs one statement, of which the rows are read as they come.
  [[nodiscard]] Result<RowStream> stream(const std::string& sql);
  /// Runs statements whose result nobody needs.
  [[nodiscard]] Done run(const std::string& sql);
  /// Runs one statement, gives up after `limit` with an error that says so.
  [[nodiscard]] Result<Rows> query_within(const std::string& sql, std::chrono::milliseconds limit,
                                          std::size_t max_rows = SIZE_MAX, std::size_t max_bytes = SIZE_MAX);
  /// Shuts the door: from now on only files below `folders` can be read, no setting can be changed.
  [[nodiscard]] Done lock_down(const std::vector<std::filesystem::path>& folders);
  /// Makes `source` a table function `name()`. The source must outlive the engine's last query of it.
  [[nodiscard]] Done add_table(const std::string& name, std::shared_ptr<TableSource> source);
  /// Makes `function` a SQL function `name(VARCHAR) -> VARCHAR`.
  [[nodiscard]] Done add_text_function(const char* name, TextFunction function);
  /// How often exact_decimal() and exact_product() had to round since the engine was opened (see exact_functions.cpp).
  [[nodiscard]] std::int64_t roundings() const;
  void interrupt();
  [[nodiscard]] static std::string version();

  struct Handles;

 private:
  explicit Engine(std::unique_ptr<Handles> handles);
  std::unique_ptr<Handles> handles_;
};

}  // namespace farthing
