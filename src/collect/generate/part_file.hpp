// One data file of a bill in CSV, plain or gzipped. Compression runs on other threads while the next lines are made.
#pragma once
#include <cstdint>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <future>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace farthing::generate {

/// Written from one thread, in blocks. The bytes depend on the blocks only, not on the number of cores.
class PartFile {
 public:
  enum class Packing { kPlain, kGzip };
  [[nodiscard]] static Result<PartFile> create(const std::filesystem::path& path, Packing packing);
  PartFile(PartFile&&) noexcept = default;
  PartFile& operator=(PartFile&&) = delete;
  ~PartFile() = default;

  [[nodiscard]] Done write(std::string block);
  /// Writes what is still on its way and the end of the file.
  [[nodiscard]] Done close();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  PartFile(std::filesystem::path path, Packing packing, std::FILE* file)
      : path_(std::move(path)), packing_(packing), file_(file) {}
  [[nodiscard]] Done put(std::string_view bytes);
  [[nodiscard]] Done put_oldest();

  std::filesystem::path path_;
  Packing packing_;
  std::unique_ptr<std::FILE, CloseFile> file_;
  std::deque<std::future<std::string>> packed_;  ///< blocks that are being deflated, in order
  std::uint32_t checksum_ = 0;                   ///< CRC-32 of the text so far
  std::uint32_t size_ = 0;                       ///< of the text, modulo 2^32, as gzip wants it
};

}  // namespace farthing::generate
