#include "base/brotli.hpp"

#include <brotli/decode.h>
#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

std::string unpacked(const std::string& packed, std::size_t size) {
  std::string text(size + 1, '\0');
  auto got = text.size();
  EXPECT_EQ(BrotliDecoderDecompress(packed.size(), reinterpret_cast<const std::uint8_t*>(packed.data()), &got,
                                    reinterpret_cast<std::uint8_t*>(text.data())),
            BROTLI_DECODER_RESULT_SUCCESS);
  text.resize(got);
  return text;
}

TEST(Brotli, GivesTheTextBack) {
  std::mt19937 random(7);
  std::string noise(100'000, '\0');
  for (auto& c : noise) c = static_cast<char>(random());
  for (const auto& text : {std::string(), std::string("a"), std::string(1'000'000, 'x'), noise}) {
    EXPECT_EQ(unpacked(brotli(text), text.size()), text);
  }
}

TEST(Brotli, MakesJsonSmall) {
  std::string json;
  for (int i = 0; i < 1'000; ++i) json += "{\"service\": \"AmazonEC2\", \"cost\": \"" + std::to_string(i * 37) + "\"},";
  EXPECT_LT(brotli(json).size(), json.size() / 5);
}

}  // namespace
}  // namespace farthing
