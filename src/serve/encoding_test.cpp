#include "serve/encoding.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace farthing {
namespace {

TEST(Encoding, IsTheOneThatIsTakenMostGladly) {
  EXPECT_EQ(best_coding(""), Coding::kNone);
  EXPECT_EQ(best_coding("identity"), Coding::kNone);
  EXPECT_EQ(best_coding("deflate"), Coding::kNone);
  EXPECT_EQ(best_coding("gzip"), Coding::kGzip);
  EXPECT_EQ(best_coding("gzip, deflate, br, zstd"), Coding::kBrotli);
  EXPECT_EQ(best_coding("GZIP , BR"), Coding::kBrotli);
  EXPECT_EQ(best_coding("br;q=0.5, gzip"), Coding::kGzip);
  EXPECT_EQ(best_coding("br;q=0.5, gzip;q=0.5"), Coding::kBrotli);
  EXPECT_EQ(best_coding("br; q=0.8,gzip; q=0.9"), Coding::kGzip);
  EXPECT_EQ(best_coding("*"), Coding::kBrotli);
  EXPECT_EQ(best_coding("br;q=0, *"), Coding::kGzip);
  EXPECT_EQ(best_coding("*;q=0"), Coding::kNone);
}

TEST(Encoding, IsNoneThatIsRefusedOrCantBeRead) {
  for (const char* header : {"gzip;q=0", "gzip;q=0.0, br;q=0.000", "br;q=x", "gzip;level=9", "gzip;q=2",
                             "gzip;q=", "brotli", "xbr", ",,;", "br;q=-1"}) {
    EXPECT_EQ(best_coding(header), Coding::kNone) << header;
  }
  EXPECT_EQ(quality_of("gzip;q=0.25", Coding::kGzip), 0.25);
  EXPECT_EQ(quality_of("gzip", Coding::kNone), 1);
  EXPECT_EQ(quality_of("identity;q=0", Coding::kNone), 0);
}

// Whatever the header says, what is chosen is what it takes, and the body comes back.
TEST(Encoding, ChoosesNothingThatIsRefused) {
  const std::vector<std::string> codings = {"br", "gzip", "identity", "*", "deflate", ""};
  const std::vector<std::string> weights = {"", ";q=0", ";q=0.5", ";q=1", "; q=0.001", ";q=1.5"};
  for (const auto& first : codings) {
    for (const auto& second : codings) {
      for (const auto& weight : weights) {
        for (const auto& other : weights) {
          const auto header = first + weight + ", " + second + other;
          const auto best = best_coding(header);
          if (best == Coding::kNone) continue;
          EXPECT_GT(quality_of(header, best), 0) << header;
          for (const auto coding : {Coding::kGzip, Coding::kBrotli}) {
            EXPECT_GE(quality_of(header, best), quality_of(header, coding)) << header;
          }
        }
      }
    }
  }
}

TEST(Encoding, PacksWhatIsWorthItOnce) {
  const auto header = [](const HttpResponse& response, const std::string& name) {
    std::string found;
    for (const auto& [key, value] : response.headers) found += key == name ? value : "";
    return found;
  };
  HttpResponse small{200, {}, std::string(100, 'x')}, big{200, {}, std::string(5'000, 'x')};
  pack(small, "br");
  EXPECT_EQ(small.body.size(), 100u);
  EXPECT_EQ(header(small, "vary"), "");
  auto plain = big;
  pack(plain, "");
  EXPECT_EQ(plain.body, big.body);
  EXPECT_EQ(header(plain, "vary"), "accept-encoding");
  pack(big, "gzip, br");
  EXPECT_EQ(header(big, "content-encoding"), "br");
  EXPECT_LT(big.body.size(), 100u);
  const auto once = big.body;
  pack(big, "gzip, br");
  EXPECT_EQ(big.body, once);
}

TEST(Encoding, AFileThatIsPackedInItselfIsLeftAsItIs) {
  HttpResponse file{200, {{"content-disposition", "attachment"}}, std::string(5'000, 'x')};
  pack(file, "br");
  EXPECT_EQ(file.body.size(), 5'000u);
  EXPECT_EQ(file.headers.size(), 1u);
}

}  // namespace
}  // namespace farthing
