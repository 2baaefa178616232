// An owner of SQLite's handles. No name of SQLite leaves this room.
#pragma once
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/result.hpp"

struct sqlite3;

namespace farthing {

/// What stands for a ? of a statement.
using SqlValue = std::variant<std::int64_t, std::string>;
/// Cells as text, NULL as "".
using SqlRows = std::vector<std::vector<std::string>>;

/// One connection to one file, of one thread at a time. Errors name the file.
class Database {
 public:
  /// Opens it, or makes it if it isn't there, readable by its owner alone. Readers don't wait for writers (WAL),
  /// writers wait five seconds for each other. A file that is no database, or a damaged one, is an error.
  [[nodiscard]] static Result<Database> open(const std::filesystem::path& file);

  /// Runs one statement. A constraint that it breaks is an error of kind kConflict.
  [[nodiscard]] Result<SqlRows> run(const char* sql, std::initializer_list<SqlValue> values = {});
  /// Runs several statements without values.
  [[nodiscard]] Done run_all(const char* sql);
  /// How many rows the last statement changed.
  [[nodiscard]] int changed() const;
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  [[nodiscard]] tl::unexpected<Error> failed(int code) const;

  Database(std::filesystem::path file, sqlite3* handle) : file_(std::move(file)), handle_(handle) {}
  std::filesystem::path file_;
  std::unique_ptr<sqlite3, Close> handle_;
};

/// All or nothing: what was written is undone unless commit() comes before the end.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  [[nodiscard]] Done commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace farthing
