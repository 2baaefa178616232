// <data>/state/farthing.db: where it is, what lies in it, and when it is made.
#pragma once
#include <filesystem>
#include <mutex>
#include <optional>

#include "state/database.hpp"

namespace farthing {

/// Of any thread; each has it for itself until it lets go of what it holds.
class StateFile {
 public:
  explicit StateFile(const std::filesystem::path& data) : file_(data / "state" / "farthing.db") {}

  class Held {
   public:
    Held(std::unique_lock<std::mutex> lock, Database* database) : lock_(std::move(lock)), database_(database) {}
    /// Whether there is a file at all.
    explicit operator bool() const { return database_ != nullptr; }
    [[nodiscard]] Database& operator*() const { return *database_; }
    [[nodiscard]] Database* operator->() const { return database_; }

   private:
    std::unique_lock<std::mutex> lock_;
    Database* database_;
  };

  /// For those who read: nothing is made, and nothing is held if there is no file yet.
  [[nodiscard]] Result<Held> if_there();
  /// For those who leave something: the file is there afterwards.
  [[nodiscard]] Result<Held> made();

 private:
  [[nodiscard]] Result<Held> opened(std::unique_lock<std::mutex> lock);

  std::filesystem::path file_;
  std::mutex mutex_;
  std::optional<Database> database_;
};

}  // namespace farthing
