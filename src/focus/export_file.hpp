// The file of an export while it is being written: aside, and in its place only when it is whole.
#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

class ExportFile {
 public:
  /// `packed`: each append() becomes a member of gzip.
  [[nodiscard]] static Result<ExportFile> create(std::filesystem::path path, bool packed);
  ExportFile(ExportFile&&) noexcept = default;
  ExportFile& operator=(ExportFile&&) = delete;
  /// What wasn't kept goes away.
  ~ExportFile();

  /// Where it lies until then, for somebody else to write.
  [[nodiscard]] std::filesystem::path aside() const;
  [[nodiscard]] Done append(std::string_view bytes);
  /// Puts it durably in place of an older one.
  [[nodiscard]] Done keep();

 private:
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  ExportFile(std::filesystem::path path, bool packed) : path_(std::move(path)), packed_(packed) {}

  std::filesystem::path path_;
  bool packed_;
  std::unique_ptr<std::FILE, Closer> file_;
};

}  // namespace farthing
