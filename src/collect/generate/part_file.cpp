#include "collect/generate/part_file.hpp"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <system_error>

namespace farthing::generate {
namespace {

constexpr std::size_t kBlocksOnTheirWay = 3;

// RFC 1952: magic, deflate, no flags, no time, fastest, unknown system.
constexpr std::string_view kGzipHeader("\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff", 10);
constexpr std::string_view kEmptyLastBlock("\x01\x00\x00\xff\xff", 5);  // RFC 1951: stored, last, no bytes

// A deflate stream that ends at a byte and looks at nothing before it, so blocks can be packed apart and joined.
TextBlock deflate_block(const TextBlock& text) {
  TextBlock packed(text.size() + text.size() / 8 + 1'024);
  std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> scratch;
  isal_zstream stream;
  isal_deflate_init(&stream);
  stream.level = 1;
  stream.level_buf = scratch.data();
  stream.level_buf_size = static_cast<std::uint32_t>(scratch.size());
  stream.gzip_flag = IGZIP_DEFLATE;
  stream.flush = FULL_FLUSH;
  stream.end_of_stream = 0;
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // isal reads only
  stream.avail_in = static_cast<std::uint32_t>(text.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(packed.data());
  stream.avail_out = static_cast<std::uint32_t>(packed.size());
  const int failed = isal_deflate(&stream);
  FARTHING_CHECK(failed == COMP_OK && stream.avail_in == 0 && stream.avail_out > 0);
  packed.shrink(stream.total_out);
  return packed;
}

// On another thread, or where the machine gives none, on this one when the result is asked for.
std::future<TextBlock> deflate_aside(TextBlock block) {
  const auto text = std::make_shared<TextBlock>(std::move(block));
  const auto work = [text] { return deflate_block(*text); };
  try {
    return std::async(std::launch::async, work);
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, work);
  }
}

std::string little_endian(std::uint32_t number) {
  std::string bytes;
  for (int i = 0; i < 4; ++i) bytes += static_cast<char>((number >> (8 * i)) & 0xff);
  return bytes;
}

tl::unexpected<Error> failed_write(const std::filesystem::path& path) {
  return fail(std::string("can't be written: ") + std::strerror(errno), path.string());
}

}  // namespace

Result<PartFile> PartFile::create(const std::filesystem::path& path, Packing packing) {
  std::FILE* file = std::fopen(path.c_str(), "wbe");
  if (file == nullptr) return failed_write(path);
  std::setvbuf(file, nullptr, _IONBF, 0);  // blocks are big, and a full disk shows in the write that meets it
  PartFile part(path, packing, file);
  if (packing == Packing::kGzip) TRY_DONE(part.put(kGzipHeader));
  return part;
}

Done PartFile::put(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) return failed_write(path_);
  return {};
}

Done PartFile::put_oldest() {
  const TextBlock bytes = packed_.front().get();
  packed_.pop_front();
  return put(bytes.view());
}

Done PartFile::write(TextBlock block) {
  if (block.size() == 0) return {};
  if (packing_ == Packing::kPlain) return put(block.view());
  checksum_ = crc32_gzip_refl(checksum_, reinterpret_cast<const unsigned char*>(block.data()), block.size());
  size_ += static_cast<std::uint32_t>(block.size());
  packed_.push_back(deflate_aside(std::move(block)));
  return packed_.size() > kBlocksOnTheirWay ? put_oldest() : Done{};
}

Done PartFile::close() {
  while (!packed_.empty()) TRY_DONE(put_oldest());
  if (packing_ == Packing::kGzip) {
    TRY_DONE(put(kEmptyLastBlock));
    TRY_DONE(put(little_endian(checksum_) + little_endian(size_)));
  }
  if (std::fclose(file_.release()) != 0) return failed_write(path_);
  return {};
}

}  // namespace farthing::generate
