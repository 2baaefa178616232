#include "focus/export_file.hpp"

#include <cerrno>
#include <cstring>

#include "base/file.hpp"
#include "base/gzip.hpp"

namespace farthing {
namespace {

// Users know nothing of the file aside.
tl::unexpected<Error> failed_write(const std::filesystem::path& path) {
  return fail(std::strerror(errno), path.string());
}

}  // namespace

Result<ExportFile> ExportFile::create(std::filesystem::path path, bool packed) {
  ExportFile file(std::move(path), packed);
  file.file_.reset(std::fopen(file.aside().c_str(), "wb"));
  if (!file.file_) return failed_write(file.path_);
  std::setvbuf(file.file_.get(), nullptr, _IONBF, 0);
  return file;
}

ExportFile::~ExportFile() {
  if (!file_) return;
  file_.reset();
  std::error_code ignored;
  std::filesystem::remove(aside(), ignored);
}

Done ExportFile::append(std::string_view bytes) {
  const auto packed = packed_ ? gzip(bytes) : std::string();
  const auto out = packed_ ? std::string_view(packed) : bytes;
  if (std::fwrite(out.data(), 1, out.size(), file_.get()) != out.size()) return failed_write(path_);
  return {};
}

Done ExportFile::keep() {
  if (std::fflush(file_.get()) != 0) return failed_write(path_);
  TRY_DONE(sync_path(aside()));
  TRY_DONE(move_path(aside(), path_));
  file_.reset();
  return {};
}

std::filesystem::path ExportFile::aside() const {
  auto aside = path_;
  aside += ".part";
  return aside;
}

}  // namespace farthing
