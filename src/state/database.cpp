#include "state/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace farthing {
namespace {

constexpr int kBusyMilliseconds = 5'000;

struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

int bind_value(sqlite3_stmt* statement, int place, const SqlValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, place, *number);
  const auto& text = std::get<std::string>(value);
  return sqlite3_bind_text64(statement, place, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

std::vector<std::string> row_of(sqlite3_stmt* statement) {
  std::vector<std::string> row;
  for (int i = 0; i < sqlite3_column_count(statement); ++i) {
    const auto* text = sqlite3_column_text(statement, i);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
    row.push_back(text == nullptr ? std::string() : std::string(reinterpret_cast<const char*>(text), size));
  }
  return row;
}

// SQLite would make it readable as the user's umask says; what else it makes beside it takes the file's own mode.
Done make_private(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(std::strerror(errno), file.string());
  ::close(descriptor);
  return {};
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

tl::unexpected<Error> Database::failed(int code) const {
  const int kind = code & 0xff;
  if (kind == SQLITE_CONSTRAINT) return conflict(sqlite3_errmsg(handle_.get()));
  if (kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT)
    return fail("the file is damaged: " + std::string(sqlite3_errmsg(handle_.get())), file_.string(),
                "move it away, or put a copy from a backup in its place: it holds tokens and saved views");
  if (kind == SQLITE_BUSY) return fail("another process holds the file", file_.string(), "try again");
  return fail(sqlite3_errmsg(handle_.get()), file_.string());
}

Result<Database> Database::open(const std::filesystem::path& file) {
  TRY_DONE(make_private(file));
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database database(file, handle);
  if (code != SQLITE_OK) return database.failed(code);
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  TRY(const auto checked, database.run("PRAGMA quick_check(1)"));
  if (checked.empty() || checked[0][0] != "ok") return database.failed(SQLITE_CORRUPT);
  TRY(const auto mode, database.run("PRAGMA journal_mode = WAL"));
  TRY_DONE(database.run_all("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"));
  return database;
}

Result<SqlRows> Database::run(const char* sql, std::initializer_list<SqlValue> values) {
  sqlite3_stmt* made = nullptr;
  if (const int code = sqlite3_prepare_v2(handle_.get(), sql, -1, &made, nullptr); code != SQLITE_OK)
    return failed(code);
  const Statement statement(made);
  int place = 0;
  for (const auto& value : values) {
    if (const int code = bind_value(made, ++place, value); code != SQLITE_OK) return failed(code);
  }
  SqlRows rows;
  int code = sqlite3_step(made);
  for (; code == SQLITE_ROW; code = sqlite3_step(made)) rows.push_back(row_of(made));
  if (code != SQLITE_DONE) return failed(code);
  return rows;
}

Done Database::run_all(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failed(code);
  return {};
}

int Database::changed() const { return sqlite3_changes(handle_.get()); }

Result<Transaction> Transaction::begin(Database& database) {
  TRY_DONE(database.run_all("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  // An error may have ended it already; then there is nothing to undo.
  if (database_ != nullptr) (void)database_->run_all("ROLLBACK");
}

Done Transaction::commit() {
  TRY_DONE(database_->run_all("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace farthing
