#include "lake/engine.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/text.hpp"
#include "lake/duckdb_cells.hpp"
#include "lake/duckdb_result.hpp"
#include "lake/exact_functions.hpp"
#include "lake/map_functions.hpp"
#include "lake/table_function.hpp"

namespace farthing {

struct Engine::Handles {
  std::atomic<std::int64_t> roundings = 0;
  std::atomic<bool> interrupted = false;  // by somebody, since the last query began
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  ~Handles() {
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }
};

namespace {

struct RowLimits {
  std::size_t rows;
  std::size_t bytes;  // what is left of them
};

Result<bool> add_chunk(duckdb_data_chunk chunk, RowLimits& limits, Rows& rows) {
  const idx_t columns = duckdb_data_chunk_get_column_count(chunk);
  for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); ++row) {
    if (rows.rows.size() == limits.rows || limits.bytes == 0) {
      rows.cut = true;
      return false;
    }
    auto& cells = rows.rows.emplace_back();
    cells.reserve(columns);
    for (idx_t column = 0; column < columns; ++column) {
      TRY(auto cell, cell_text(duckdb_data_chunk_get_vector(chunk, column), row));
      limits.bytes -= std::min(limits.bytes, sizeof(Cell) + (cell ? cell->size() : 0));
      cells.push_back(std::move(cell));
    }
  }
  return true;
}

Done apply_options(Engine& engine, const Engine::Options& options) {
  // Footers can be kept, as the lake's files never change.
  std::string settings =
      "SET TimeZone='UTC'; SET integer_division=true; SET parquet_metadata_cache=true; SET memory_limit=" +
      sql_literal(options.memory_limit) + ";";
  if (options.threads > 0) settings += fmt::format("SET threads={};", options.threads);
  settings += "SET temp_directory=" + sql_literal(options.spill_folder.string()) + ";";
  return engine.run(settings);
}

}  // namespace

Engine::Engine(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
Engine::~Engine() = default;
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;

Result<Engine> Engine::open(const Options& options) {
  auto handles = std::make_unique<Handles>();
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  for (const char* setting :
       {"autoinstall_known_extensions", "autoload_known_extensions", "allow_community_extensions"}) {
    duckdb_set_config(config, setting, "false");
  }
  char* text = nullptr;
  const auto opened = duckdb_open_ext(nullptr, &handles->database, config, &text);
  duckdb_destroy_config(&config);
  if (opened != DuckDBSuccess) {
    auto error = engine_error(text);
    duckdb_free(text);
    return error;
  }
  if (duckdb_connect(handles->database, &handles->connection) != DuckDBSuccess) return engine_error(nullptr);
  TRY_DONE(register_exact_functions(handles->connection, handles->roundings));
  TRY_DONE(register_map_functions(handles->connection));
  Engine engine(std::move(handles));
  TRY_DONE(apply_options(engine, options));
  return engine;
}

Result<Rows> Engine::query(const std::string& sql, std::size_t max_rows, std::size_t max_bytes) {
  RowLimits limits{max_rows, max_bytes};
  handles_->interrupted = false;
  StatementHandle statement;
  if (duckdb_prepare(handles_->connection, sql.c_str(), &statement.value) != DuckDBSuccess) {
    return engine_error(duckdb_prepare_error(statement.value));
  }
  ResultHandle result;
  if (duckdb_execute_prepared_streaming(statement.value, &result.value) != DuckDBSuccess) {
    return engine_error(duckdb_result_error(&result.value));
  }
  Rows rows;
  for (idx_t i = 0; i < duckdb_column_count(&result.value); ++i) {
    rows.columns.push_back(describe_column(result.value, i));
  }
  while (auto chunk = duckdb_fetch_chunk(result.value)) {
    const auto more = add_chunk(chunk, limits, rows);
    duckdb_destroy_data_chunk(&chunk);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return rows;
  }
  if (const char* error = duckdb_result_error(&result.value); error != nullptr && *error != '\0') {
    // A fault on another of the engine's threads may show as an interrupt that nobody asked for: asked again, without
    // streaming, the engine says what it was.
    if (std::string_view(error).starts_with("INTERRUPT") && !handles_->interrupted) TRY_DONE(run(sql));
    return engine_error(error);
  }
  return rows;
}

Result<RowStream> Engine::stream(const std::string& sql) { return open_row_stream(handles_->connection, sql); }

Done Engine::run(const std::string& sql) {
  ResultHandle result;
  if (duckdb_query(handles_->connection, sql.c_str(), &result.value) != DuckDBSuccess) {
    return engine_error(duckdb_result_error(&result.value));
  }
  return {};
}

Result<Rows> Engine::query_within(const std::string& sql, std::chrono::milliseconds limit, std::size_t max_rows,
                                  std::size_t max_bytes) {
  std::mutex mutex;
  std::condition_variable wake;
  bool finished = false;
  bool expired = false;
  std::thread watch([&] {
    std::unique_lock lock(mutex);
    // Again and again: an interrupt that comes before the statement has begun is forgotten by the engine.
    auto deadline = std::chrono::steady_clock::now() + limit;
    while (!wake.wait_until(lock, deadline, [&] { return finished; })) {
      expired = true;
      interrupt();
      deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    }
  });
  auto rows = query(sql, max_rows, max_bytes);
  {
    const std::lock_guard lock(mutex);
    finished = true;
  }
  wake.notify_one();
  watch.join();
  if (!rows && expired) {
    return fail(fmt::format("took longer than {} s and was stopped", static_cast<double>(limit.count()) / 1000.0));
  }
  return rows;
}

Done Engine::lock_down(const std::vector<std::filesystem::path>& folders) {
  std::string list;
  for (const auto& folder : folders) {
    // Paths are held against this list as patterns first, then as what they match.
    const std::string pattern = exact_pattern(folder.string());
    list += (list.empty() ? "" : ", ") + sql_literal(folder.string());
    if (pattern != folder.string()) list += ", " + sql_literal(pattern);
  }
  // The order matters: folders first, then the door is shut, then the key is thrown away.
  return run("SET allowed_directories=[" + list + "]; SET enable_external_access=false; SET lock_configuration=true;");
}

Done Engine::add_table(const std::string& name, std::shared_ptr<TableSource> source) {
  return register_table_function(handles_->connection, name, std::move(source));
}

Done Engine::add_text_function(const char* name, TextFunction function) {
  return register_text_function(handles_->connection, name, function);
}

std::int64_t Engine::roundings() const { return handles_->roundings; }
void Engine::interrupt() {
  handles_->interrupted = true;
  duckdb_interrupt(handles_->connection);
}
std::string Engine::version() { return duckdb_library_version(); }

}  // namespace farthing
