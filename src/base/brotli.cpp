#include "base/brotli.hpp"

#include <brotli/encode.h>

#include <cstdint>

#include "base/result.hpp"

namespace farthing {

std::string brotli(std::string_view text) {
  constexpr int kQuality = 4;  // higher ones take several times as long for a few percent
  auto size = BrotliEncoderMaxCompressedSize(text.size());
  FARTHING_CHECK(size > 0);  // 0: a text of gigabytes
  std::string packed(size, '\0');
  const auto done = BrotliEncoderCompress(kQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                                          reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                          reinterpret_cast<std::uint8_t*>(packed.data()));
  FARTHING_CHECK(done == BROTLI_TRUE);
  packed.resize(size);
  return packed;
}

}  // namespace farthing
