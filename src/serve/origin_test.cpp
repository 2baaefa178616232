#include "serve/origin.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(Origin, LoopbackIsThisMachineByNameOrAddress) {
  for (const char* host : {"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "127.1.2.3:80",
                           "[::1]", "[::1]:8080"}) {
    EXPECT_TRUE(is_loopback_host(host)) << host;
  }
}

TEST(Origin, LoopbackIsNoStrangersName) {
  for (const char* host :
       {"", "evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", "127.evil.example",
        "localhost:80@evil.example", "localhost:", "localhost:x", "[::1", "[::1]x", "[::2]:80", "0.0.0.0", "10.0.0.1",
        "127.0.0.1:80:80", "127.1", "localhost:123456"}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

TEST(Origin, IsThatOfTheHostOrNone) {
  const auto same = [](const std::string& origin, const std::string& host) {
    return is_same_origin({.host = host, .origin = origin});
  };
  EXPECT_TRUE(same("", "localhost:8080"));
  EXPECT_TRUE(same("http://localhost:8080", "localhost:8080"));
  EXPECT_TRUE(same("https://Costs.example", "costs.example"));
  EXPECT_FALSE(same("null", "localhost:8080"));
  EXPECT_FALSE(same("http://localhost:8081", "localhost:8080"));
  EXPECT_FALSE(same("http://evil.example", "localhost:8080"));
  EXPECT_FALSE(same("http://localhost:8080.evil.example", "localhost:8080"));
  EXPECT_FALSE(same("http://", ""));
}

}  // namespace
}  // namespace farthing
