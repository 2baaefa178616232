#include "base/inflate.hpp"

#include <isa-l/crc.h>

#include "base/inflate_stream.hpp"

namespace farthing {
namespace {

class Gunzip final : public ByteSource {
 public:
  Gunzip(std::unique_ptr<ByteSource> source, std::string name, std::string_view first)
      : stream_(std::move(source), std::move(name), ISAL_GZIP) {
    stream_.give(first);
  }

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    while (!ended_) {
      TRY(const std::size_t got, stream_.inflate(out));
      if (got > 0) return got;
      TRY_DONE(next_member());
    }
    return 0;
  }

 private:
  Done next_member() {
    TRY(auto byte, stream_.peek());
    if (byte == std::uint8_t{0x1f}) {
      stream_.restart();
      return {};
    }
    while (byte) {
      if (*byte != 0) return damaged_content(stream_.name(), "there are bytes behind its compressed content");
      stream_.skip_byte();
      TRY(byte, stream_.peek());
    }
    ended_ = true;
    return {};
  }

  InflateStream stream_;
  bool ended_ = false;
};

// Counts what comes out of a stream and holds it against what was expected.
class ContentCheck {
 public:
  ContentCheck(std::string name, ExpectedContent expected) : name_(std::move(name)), expected_(expected) {}

  Done add(std::size_t size) {
    size_ += size;
    if (size_ > expected_.size) return damaged_content(name_, "it holds more bytes than it declares");
    return {};
  }
  [[nodiscard]] Done end(std::uint32_t crc) const {
    if (size_ < expected_.size) return damaged_content(name_, "it holds fewer bytes than it declares");
    if (crc != expected_.crc32) return damaged_content(name_, "its checksum is wrong");
    return {};
  }

 private:
  std::string name_;
  ExpectedContent expected_;
  std::uint64_t size_ = 0;
};

class RawInflate final : public ByteSource {
 public:
  RawInflate(std::unique_ptr<ByteSource> source, std::string name, ExpectedContent expected)
      : stream_(std::move(source), name, ISAL_GZIP_NO_HDR), check_(std::move(name), expected) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    TRY(const std::size_t got, stream_.inflate(out));
    TRY_DONE(got > 0 ? check_.add(got) : check_.end(stream_.crc()));
    return got;
  }

 private:
  InflateStream stream_;
  ContentCheck check_;
};

class CheckedSource final : public ByteSource {
 public:
  CheckedSource(std::unique_ptr<ByteSource> source, std::string name, ExpectedContent expected)
      : source_(std::move(source)), check_(std::move(name), expected) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    TRY(const std::size_t got, source_->read(out));
    crc_ = crc32_gzip_refl(crc_, reinterpret_cast<const std::uint8_t*>(out.data()), got);
    TRY_DONE(got > 0 ? check_.add(got) : check_.end(crc_));
    return got;
  }

 private:
  std::unique_ptr<ByteSource> source_;
  ContentCheck check_;
  std::uint32_t crc_ = 0;
};

// A stream whose first bytes were read already.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(std::string first, std::unique_ptr<ByteSource> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    if (given_ == first_.size()) return rest_->read(out);
    const auto size = first_.copy(out.data(), out.size(), given_);
    given_ += size;
    return size;
  }

 private:
  std::string first_;
  std::size_t given_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> inflate_if_gzip(std::unique_ptr<ByteSource> source, std::string name) {
  std::string first(2, '\0');
  std::size_t filled = 0;
  while (filled < first.size()) {
    TRY(const std::size_t got, source->read(std::span(first).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  first.resize(filled);
  if (first == "\x1f\x8b") return std::make_unique<Gunzip>(std::move(source), std::move(name), first);
  return std::make_unique<PrefixedSource>(std::move(first), std::move(source));
}

std::unique_ptr<ByteSource> inflate_raw(std::unique_ptr<ByteSource> source, std::string name,
                                        ExpectedContent expected) {
  return std::make_unique<RawInflate>(std::move(source), std::move(name), expected);
}

std::unique_ptr<ByteSource> check_content(std::unique_ptr<ByteSource> source, std::string name,
                                          ExpectedContent expected) {
  return std::make_unique<CheckedSource>(std::move(source), std::move(name), expected);
}

}  // namespace farthing
