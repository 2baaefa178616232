#include "lake/row_stream.hpp"

#include <gtest/gtest.h>

#include "lake/engine.hpp"

namespace farthing {
namespace {

class RowStreamTest : public ::testing::Test {
 protected:
  Engine engine_ = Engine::open().value();
};

TEST_F(RowStreamTest, GivesCellsByTheirKind) {
  auto stream = engine_
                    .stream(
                        "SELECT * FROM (VALUES ('a', CAST(-1.5 AS DECIMAL(38,12)), CAST(7 AS BIGINT)), ('a text "
                        "that is longer than twelve', NULL, -1), (NULL, 99999999999999999999, NULL))")
                    .value();
  ASSERT_TRUE(stream.next().value());
  ASSERT_EQ(stream.rows(), 3U);
  EXPECT_EQ(stream.text(0, 0), "a");
  EXPECT_EQ(stream.text(0, 1), "a text that is longer than twelve");
  EXPECT_EQ(stream.text(0, 2), std::nullopt);
  EXPECT_EQ(Decimal::from_units(stream.units(1, 0)).text(), "-1.5");
  EXPECT_TRUE(stream.is_null(1, 1));
  EXPECT_EQ(Decimal::from_units(stream.units(1, 2)).text(), "99999999999999999999");
  EXPECT_EQ(stream.integer(2, 0), 7);
  EXPECT_EQ(stream.integer(2, 1), -1);
  EXPECT_FALSE(stream.next().value());
  EXPECT_EQ(stream.rows(), 0U);
}

TEST_F(RowStreamTest, GoesThroughManyChunksInOrder) {
  auto stream = engine_.stream("SELECT range FROM range(100000)").value();
  std::int64_t expected = 0;
  while (stream.next().value()) {
    for (std::size_t row = 0; row < stream.rows(); ++row) ASSERT_EQ(stream.integer(0, row), expected++);
  }
  EXPECT_EQ(expected, 100'000);
}

TEST_F(RowStreamTest, OneThatIsLeftEarlyIsInNobodysWay) {
  {
    auto stream = engine_.stream("SELECT range FROM range(1000000)").value();
    ASSERT_TRUE(stream.next().value());
  }
  EXPECT_EQ(engine_.query("SELECT 1").value().rows[0][0], "1");
}

TEST_F(RowStreamTest, ErrorsComeAtOnceOrOnTheWay) {
  EXPECT_FALSE(engine_.stream("SELECT nothing FROM nowhere"));
  auto stream =
      engine_.stream("SELECT CAST(CASE WHEN range = 90000 THEN 'x' ELSE '1' END AS BIGINT) FROM range(100000)");
  auto failed = stream ? Result<bool>(true) : Result<bool>(tl::unexpected(stream.error()));
  while (failed && *failed) failed = stream->next();
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what.find("'x'"), std::string::npos) << failed.error().what;
}

}  // namespace
}  // namespace farthing
