#include "serve/failed_sign_ins.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(FailedSignIns, AreTenAMinuteForEachAddress) {
  FailedSignIns failures;
  const FailedSignIns::Time begin;
  for (std::size_t i = 0; i < FailedSignIns::kPerMinute; ++i) {
    EXPECT_TRUE(failures.may_try("10.0.0.1", begin)) << i;
    failures.note("10.0.0.1", begin + std::chrono::seconds(i));
  }
  EXPECT_FALSE(failures.may_try("10.0.0.1", begin + std::chrono::seconds(59)));
  EXPECT_TRUE(failures.may_try("10.0.0.2", begin + std::chrono::seconds(59)));
  // The first is a minute old: one more try.
  EXPECT_TRUE(failures.may_try("10.0.0.1", begin + std::chrono::seconds(60)));
  failures.note("10.0.0.1", begin + std::chrono::seconds(60));
  EXPECT_FALSE(failures.may_try("10.0.0.1", begin + std::chrono::seconds(60)));
  EXPECT_TRUE(failures.may_try("10.0.0.1", begin + std::chrono::minutes(5)));
}

TEST(FailedSignIns, DontGrowWithTheAddresses) {
  FailedSignIns failures;
  const FailedSignIns::Time begin;
  for (std::size_t i = 0; i < FailedSignIns::kPerMinute; ++i) failures.note("10.0.0.1", begin);
  for (std::size_t i = 0; i < FailedSignIns::kMostAddresses; ++i) failures.note(std::to_string(i), begin);
  EXPECT_TRUE(failures.may_try("10.0.0.1", begin)) << "it was forgotten";
}

}  // namespace
}  // namespace farthing
