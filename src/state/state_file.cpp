#include "state/state_file.hpp"

#include <fmt/format.h>

#include "base/file.hpp"

namespace farthing {
namespace {

constexpr int kSchemaVersion = 1;

// A token's hash is of 256 random bits, so it needs neither salt nor a slow hash. A name is free again once it is
// revoked.
constexpr const char* kSchema = R"(
CREATE TABLE tokens (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL UNIQUE,
                     created_at TEXT NOT NULL, revoked_at TEXT) STRICT;
CREATE UNIQUE INDEX live_tokens ON tokens (name) WHERE revoked_at IS NULL;
CREATE TABLE views (id TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, owner TEXT NOT NULL,
                    shared INTEGER NOT NULL, created_at TEXT NOT NULL, UNIQUE (owner, name)) STRICT;
CREATE TABLE stars (owner TEXT NOT NULL, view TEXT NOT NULL REFERENCES views ON DELETE CASCADE,
                    PRIMARY KEY (owner, view)) STRICT;
CREATE TABLE default_views (owner TEXT PRIMARY KEY, view TEXT NOT NULL REFERENCES views ON DELETE CASCADE) STRICT;
PRAGMA user_version = 1;
)";

Result<int> version_of(Database& database) {
  TRY(const auto rows, database.run("PRAGMA user_version"));
  return std::stoi(rows.at(0).at(0));
}

Done bring_up_to_date(Database& database) {
  TRY(auto version, version_of(database));
  if (version == 0) {
    TRY(auto transaction, Transaction::begin(database));
    // Another process may have been quicker.
    TRY(version, version_of(database));
    if (version == 0) {
      TRY_DONE(database.run_all(kSchema));
      TRY_DONE(transaction.commit());
      return {};
    }
  }
  if (version > kSchemaVersion)
    return fail(
        fmt::format("a newer Farthing wrote the file (version {}, this program knows {})", version, kSchemaVersion),
        database.file().string(), "use the newer program");
  return {};
}

}  // namespace

Result<StateFile::Held> StateFile::if_there() {
  std::unique_lock lock(mutex_);
  std::error_code error;
  if (!database_ && !std::filesystem::exists(file_, error)) {
    if (error) return fail(error.message(), file_.string());
    return Held(std::move(lock), nullptr);
  }
  return opened(std::move(lock));
}

Result<StateFile::Held> StateFile::made() {
  std::unique_lock lock(mutex_);
  if (!database_) TRY_DONE(make_folders(file_.parent_path()));
  return opened(std::move(lock));
}

Result<StateFile::Held> StateFile::opened(std::unique_lock<std::mutex> lock) {
  if (!database_) {
    TRY(auto database, Database::open(file_));
    TRY_DONE(bring_up_to_date(database));
    database_.emplace(std::move(database));
  }
  return Held(std::move(lock), &*database_);
}

}  // namespace farthing
