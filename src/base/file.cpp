#include "base/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>

#include "base/time.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

tl::unexpected<Error> failed_call(const fs::path& path) { return fail(std::strerror(errno), path.string()); }

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  [[nodiscard]] int value() const { return value_; }

 private:
  int value_;
};

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(const char* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    std::string text;
    for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

Done write_and_sync(const fs::path& path, std::string_view bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (file.value() < 0) return failed_call(path);
  for (std::size_t written = 0; written < bytes.size();) {
    const auto n = ::write(file.value(), bytes.data() + written, bytes.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failed_call(path);
    written += static_cast<std::size_t>(n);
  }
  if (::fsync(file.value()) != 0) return failed_call(path);
  return {};
}

}  // namespace

Result<std::string> read_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return fail("is a folder, not a file", path.string());
  std::ifstream in(path, std::ios::binary);
  if (!in) return failed_call(path);
  std::string bytes;
  std::string buffer(1 << 16, '\0');
  // read() notes a disk's failure in the stream; iterators over its buffer would throw it.
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    bytes.append(buffer, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failed_call(path);
  return bytes;
}

Done sync_path(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.value() < 0 || ::fsync(file.value()) != 0) return failed_call(path);
  return {};
}

Done write_file_durably(const fs::path& path, std::string_view bytes) {
  const fs::path aside = path.string() + "." + unique_id() + ".tmp";
  auto done = write_and_sync(aside, bytes);
  if (done) done = move_path(aside, path);
  if (done) return {};
  ::unlink(aside.c_str());
  return fail(done.error().what, path.string());  // users know nothing of the file aside
}

Done make_folders(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return fail(error.message(), path.string());
  return {};
}

Done move_path(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return failed_call(to);
  return sync_path(to.has_parent_path() ? to.parent_path() : ".");
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  return hash.hex();
}

Result<std::string> sha256_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failed_call(path);
  Sha256 hash;
  std::string buffer(1 << 20, '\0');
  while (in.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || in.gcount() > 0) {
    hash.add(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return failed_call(path);
  return hash.hex();
}

std::string unique_id() {
  std::string stamp;
  for (const char c : format_timestamp(Timestamp{system_now().micros / 1'000'000 * 1'000'000})) {
    if (c != '-' && c != ':' && c != 'Z') stamp += c;
  }
  std::random_device random;
  return fmt::format("{}-{:08x}", stamp, random());
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // what stays behind is tidied up by the next `lake gc`
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

Result<TemporaryFolder> TemporaryFolder::create() {
  std::error_code error;
  const fs::path below = fs::temp_directory_path(error);
  if (error)
    return fail("there is no folder for temporary files: " + error.message(), "TMPDIR", "name one that exists");
  const fs::path path = below / ("farthing-" + unique_id());
  TRY_DONE(make_folders(path));
  return TemporaryFolder(path);
}

Result<FileLock> FileLock::acquire(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return failed_call(path);
  while (::flock(descriptor, LOCK_EX) != 0) {
    if (errno == EINTR) continue;
    const auto error = failed_call(path);
    ::close(descriptor);
    return error;
  }
  return FileLock(descriptor);
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace farthing
