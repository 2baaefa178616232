#include "cli/progress_bar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ProgressLine, has_a_bar_bytes_rate_and_the_rest_of_the_time) {
  EXPECT_EQ(progress_line({1'300'000'000, 2'600'000'000, 3'100'000, 10}, 10),
            "[=====     ] 50%  1.3 GB of 2.6 GB  310,000 lines/s  ETA 10 s");
}

TEST(ProgressLine, has_no_bar_where_nobody_could_redraw_it) {
  EXPECT_EQ(progress_line({25, 100, 50, 5}, 0), "25%  25 B of 100 B  10 lines/s  ETA 15 s");
}

TEST(ProgressLine, starts_without_rate_and_rest) {
  EXPECT_EQ(progress_line({0, 2'000, 0, 0}, 4), "[    ] 0%  0 B of 2.0 kB");
  EXPECT_THAT(progress_line({1, 1'000, 0, 3}, 0), Not(HasSubstr("ETA")));  // too early to tell
}

TEST(ProgressLine, ends_full_and_without_a_rest) {
  EXPECT_EQ(progress_line({2'000, 2'000, 7, 1}, 4), "[====] 100%  2.0 kB of 2.0 kB  7 lines/s");
}

TEST(ProgressLine, of_nothing_is_no_division) { EXPECT_EQ(progress_line({0, 0, 0, 0}, 4), "[    ] 0%  0 B of 0 B"); }

TEST(ProgressLine, never_leaves_its_bar) {
  EXPECT_EQ(progress_line({3'000, 2'000, 0, 1}, 4), "[====] 100%  3.0 kB of 2.0 kB");
  EXPECT_EQ(progress_line({-5, 2'000, 0, 1}, 4), "[    ] 0%  -5 B of 2.0 kB");
}

TEST(ProgressLine, names_bytes_in_their_unit) {
  EXPECT_THAT(progress_line({0, 999, 0, 0}, 0), HasSubstr("of 999 B"));
  EXPECT_THAT(progress_line({0, 1'500'000, 0, 0}, 0), HasSubstr("of 1.5 MB"));
  EXPECT_THAT(progress_line({0, 5'000'000'000'000'000, 0, 0}, 0), HasSubstr("of 5000.0 TB"));
}

TEST(ProgressBarTest, ends_at_once_with_its_owner) {
  ImportProgress progress;
  progress.total_bytes = 100;
  ::testing::internal::CaptureStderr();
  {
    const ProgressBar bar(progress);
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");  // no terminal, and not ten seconds
}

}  // namespace
}  // namespace farthing
