#include "base/gzip.hpp"

#include <isa-l/igzip_lib.h>

#include <array>
#include <cstdint>

#include "base/result.hpp"

namespace farthing {

std::string gzip(std::string_view text) {
  // Deflate at worst stores a block of 64 KiB with five bytes before it.
  std::string packed(text.size() + text.size() / 1'024 + 1'024, '\0');
  std::array<std::uint8_t, ISAL_DEF_LVL1_DEFAULT> scratch;
  isal_zstream stream;
  isal_deflate_stateless_init(&stream);
  stream.level = 1;
  stream.level_buf = scratch.data();
  stream.level_buf_size = static_cast<std::uint32_t>(scratch.size());
  stream.gzip_flag = IGZIP_GZIP;
  stream.end_of_stream = 1;
  stream.flush = NO_FLUSH;
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // isal reads only
  stream.avail_in = static_cast<std::uint32_t>(text.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(packed.data());
  stream.avail_out = static_cast<std::uint32_t>(packed.size());
  const int failed = isal_deflate_stateless(&stream);
  FARTHING_CHECK(failed == COMP_OK && stream.avail_in == 0);
  packed.resize(stream.total_out);
  return packed;
}

}  // namespace farthing
