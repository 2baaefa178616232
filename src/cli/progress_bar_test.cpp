#include "cli/progress_bar.hpp"

#include <gmock/gmock.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ProgressBarTest, the_line_shows_part_bytes_speed_and_time_left) {
  // 1.2 of 2.3 are 52 %; what took 13 s for 1.2 takes 13 * 1.1 / 1.2 = 11.9 s for the other 1.1.
  EXPECT_EQ(progress_line({1'200'000'000, 2'300'000'000, 4'030'000, 13}, 10),
            "[=====     ] 52%  1.2 GB of 2.3 GB  310,000 lines/s  ETA 12 s");
}

TEST(ProgressBarTest, without_a_width_there_is_no_bar) {
  EXPECT_EQ(progress_line({500, 1000, 0, 2}, 0), "50%  500 B of 1.0 kB  ETA 2 s");
}

TEST(ProgressBarTest, nothing_to_read_is_no_division_by_zero) {
  EXPECT_EQ(progress_line({0, 0, 0, 0}, 4), "[    ] 0%  0 B of 0 B");
}

TEST(ProgressBarTest, the_end_has_a_full_bar_and_no_time_left) {
  EXPECT_EQ(progress_line({2'500'000, 2'500'000, 0, 3}, 4), "[====] 100%  2.5 MB of 2.5 MB");
}

TEST(ProgressBarTest, time_left_is_not_guessed_from_the_first_hundredth) {
  EXPECT_THAT(progress_line({10, 1000, 5, 3}, 0), Not(HasSubstr("ETA")));
  EXPECT_THAT(progress_line({11, 1000, 5, 3}, 0), HasSubstr("ETA 270 s"));
}

TEST(ProgressBarTest, speed_is_left_out_while_it_is_unknown) {
  EXPECT_THAT(progress_line({500, 1000, 0, 3}, 0), Not(HasSubstr("lines/s")));
  EXPECT_THAT(progress_line({500, 1000, 900, 0}, 0), Not(HasSubstr("lines/s")));
}

TEST(ProgressBarTest, a_short_import_says_nothing_where_there_is_no_terminal) {
  ::testing::internal::CaptureStderr();
  {
    ImportProgress progress;
    const ProgressBar bar(progress);
  }
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace farthing
