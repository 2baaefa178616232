#include "serve/view_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

class ViewPoolTest : public BillLakeFixture {
 protected:
  std::shared_ptr<const Snapshot> snapshot(std::optional<std::int64_t> as_of = std::nullopt) {
    auto read = pool_.snapshot(as_of);
    EXPECT_TRUE(read);
    return read ? *read : std::make_shared<const Snapshot>();
  }
  ViewPool pool_ = ViewPool(lake_, 1, "200MB");
};

TEST_F(ViewPoolTest, LendsTheSameViewAgain) {
  import_text(CurCsv().line({}).text());
  const LakeView* first = nullptr;
  {
    auto lent = pool_.lend(*snapshot());
    ASSERT_TRUE(lent);
    first = &**lent;
    // One that is lent is nobody else's.
    auto other = pool_.lend(*snapshot());
    ASSERT_TRUE(other);
    EXPECT_NE(&**other, first);
  }
  // One is kept, the other closed.
  auto again = pool_.lend(*snapshot());
  ASSERT_TRUE(again);
  const auto rows = (*again)->engine().query("SELECT count(*) FROM charges");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->rows[0][0], "1");
}

TEST_F(ViewPoolTest, FollowsTheLake) {
  EXPECT_EQ(snapshot()->n, 0);
  import_text(CurCsv().line({}).text());
  EXPECT_EQ(snapshot()->n, 1);
  EXPECT_EQ(snapshot(), snapshot());
  {
    EXPECT_TRUE(pool_.lend(*snapshot()));
  }
  import_text(CurCsv().line({}).line({{"lineItem/UnblendedCost", "2"}}).text());
  auto lent = pool_.lend(*snapshot());
  ASSERT_TRUE(lent);
  EXPECT_EQ((*lent)->snapshot().n, 2);
  auto earlier = pool_.lend(*snapshot(1));
  ASSERT_TRUE(earlier);
  EXPECT_EQ((*earlier)->snapshot().n, 1);
}

TEST_F(ViewPoolTest, ASnapshotThatIsntThereIsTheAskersMistake) {
  import_text(CurCsv().line({}).text());
  const auto missing = pool_.snapshot(9);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, Error::Kind::kUsage);
  EXPECT_THAT(missing.error().text(), ::testing::HasSubstr("there is no snapshot 9"));
}

}  // namespace
}  // namespace farthing
