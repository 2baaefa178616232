// Every question of this room answers an empty lake with no rows, not with an error.
#include <gmock/gmock.h>

#include "ask/commitments.hpp"
#include "ask/reconcile.hpp"
#include "ask/summary.hpp"

namespace farthing {
namespace {

using testing::IsEmpty;

class EmptyLakeTest : public testing::Test {
 protected:
  void SetUp() override {
    auto view = LakeView::open(Lake(testing::TempDir() + "/a folder that isn't there"), std::nullopt);
    ASSERT_TRUE(view) << view.error().text();
    view_.emplace(std::move(*view));
  }
  std::optional<LakeView> view_;
};

TEST_F(EmptyLakeTest, ReconcilesNothing) {
  const auto result = ask_reconcile(*view_, {});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_THAT(result->answer.rows, IsEmpty());
  EXPECT_EQ(result->answer.columns.size(), 11u);
  EXPECT_EQ(result->answer.snapshot, 0);
  EXPECT_FALSE(result->contradicts);
}

TEST_F(EmptyLakeTest, HasNoCommitments) {
  const auto result = ask_commitments(*view_, {});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_THAT(result->rows, IsEmpty());
  EXPECT_EQ(result->columns.size(), 14u);
}

TEST_F(EmptyLakeTest, HasAnEmptySummary) {
  const auto result = ask_summary(*view_, {});
  ASSERT_TRUE(result) << result.error().text();
  EXPECT_THAT(result->parts, IsEmpty());
  EXPECT_EQ(result->snapshot, 0);
}

}  // namespace
}  // namespace farthing
