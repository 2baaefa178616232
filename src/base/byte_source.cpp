#include "base/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace farthing {
namespace {

class StoredFile final : public StoredBytes {
 public:
  StoredFile(int descriptor, std::uint64_t size, std::string name)
      : descriptor_(descriptor), size_(size), name_(std::move(name)) {}
  StoredFile(const StoredFile&) = delete;
  StoredFile& operator=(const StoredFile&) = delete;
  ~StoredFile() override { ::close(descriptor_); }

  [[nodiscard]] std::uint64_t size() const override { return size_; }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<char> out) override {
    std::size_t filled = 0;
    while (filled < out.size()) {
      const auto got =
          ::pread(descriptor_, out.data() + filled, out.size() - filled, static_cast<off_t>(offset + filled));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(std::strerror(errno), name_);
      if (got == 0) break;
      filled += static_cast<std::size_t>(got);
    }
    return filled;
  }

 private:
  int descriptor_;
  std::uint64_t size_;
  std::string name_;
};

class StoredMemory final : public StoredBytes {
 public:
  StoredMemory(std::string bytes, std::string name) : bytes_(std::move(bytes)), name_(std::move(name)) {}

  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] Result<std::size_t> read_at(std::uint64_t offset, std::span<char> out) override {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(out.data(), out.size(), static_cast<std::size_t>(offset));
  }

 private:
  std::string bytes_;
  std::string name_;
};

class StoredStream final : public ByteSource {
 public:
  StoredStream(std::shared_ptr<StoredBytes> bytes, std::uint64_t offset, std::uint64_t size)
      : bytes_(std::move(bytes)), offset_(offset), left_(size) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), left_));
    if (wanted == 0) return 0;
    TRY(const std::size_t got, bytes_->read_at(offset_, out.first(wanted)));
    if (got < wanted) return fail("ends too early: it was cut while it was read", bytes_->name());
    offset_ += got;
    left_ -= got;
    return got;
  }

 private:
  std::shared_ptr<StoredBytes> bytes_;
  std::uint64_t offset_;
  std::uint64_t left_;
};

}  // namespace

Result<std::shared_ptr<StoredBytes>> open_stored_file(const std::filesystem::path& path) {
  // O_NONBLOCK, so that a pipe without a writer is refused below and not waited for.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return fail(std::strerror(errno), path.string());
  struct stat status{};
  const bool known = ::fstat(descriptor, &status) == 0;
  if (known && S_ISREG(status.st_mode)) {
    return std::make_shared<StoredFile>(descriptor, static_cast<std::uint64_t>(status.st_size), path.string());
  }
  const std::string problem = !known                    ? std::strerror(errno)
                              : S_ISDIR(status.st_mode) ? "is a folder, not a file"
                                                        : "is not a regular file";
  ::close(descriptor);
  return fail(problem, path.string());
}

std::shared_ptr<StoredBytes> stored_in_memory(std::string bytes, std::string name) {
  return std::make_shared<StoredMemory>(std::move(bytes), std::move(name));
}

std::unique_ptr<ByteSource> stream_of(std::shared_ptr<StoredBytes> bytes, std::uint64_t offset, std::uint64_t size) {
  return std::make_unique<StoredStream>(std::move(bytes), offset, size);
}

std::unique_ptr<ByteSource> stream_of(std::shared_ptr<StoredBytes> bytes) {
  const auto size = bytes->size();
  return stream_of(std::move(bytes), 0, size);
}

Result<std::string> read_to_end(ByteSource& source) {
  std::string all;
  std::string buffer(std::size_t{1} << 16, '\0');
  while (true) {
    TRY(const std::size_t got, source.read(buffer));
    if (got == 0) return all;
    all.append(buffer, 0, got);
  }
}

}  // namespace farthing
