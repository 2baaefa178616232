// What a query may use of time, memory and room, and what is left of it when it fails.
#include <gmock/gmock.h>

#include <thread>

#include "base/file.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

class EngineLimits : public ::testing::Test {
 protected:
  Engine engine_ = Engine::open({.memory_limit = "200MB", .threads = 2}).value();
};

TEST_F(EngineLimits, AResultIsCutAtItsBytesAfterAWholeRow) {
  const auto rows = engine_.query("SELECT repeat('x', 1000), range FROM range(100)", SIZE_MAX, 5'000).value();
  EXPECT_TRUE(rows.cut);
  EXPECT_GE(rows.rows.size(), 1U);
  EXPECT_LE(rows.rows.size(), 5U);
  for (const auto& row : rows.rows) EXPECT_EQ(row.size(), 2U);
  EXPECT_FALSE(engine_.query("SELECT repeat('x', 1000)", SIZE_MAX, 1'000'000).value().cut);
}

TEST_F(EngineLimits, NoRowsMayBeAskedForAndTheColumnsAreThere) {
  const auto rows = engine_.query("SELECT 1 AS one", 0).value();
  EXPECT_TRUE(rows.rows.empty());
  EXPECT_TRUE(rows.cut);
  EXPECT_EQ(rows.columns.at(0).name, "one");
  EXPECT_FALSE(engine_.query("SELECT 1 AS one WHERE false", 0).value().cut) << "there was nothing to cut";
}

TEST_F(EngineLimits, AnErrorInALateRowIsAnErrorAndNotAShortResult) {
  const auto rows = engine_.query(
      "SELECT exact_decimal(CASE WHEN range = 90000 THEN 'late' ELSE '1' END, 'cost') FROM range(100000)");
  ASSERT_FALSE(rows) << rows->rows.size();
  EXPECT_THAT(rows.error().text(), HasSubstr("column cost: 'late' is not a number"));
}

TEST_F(EngineLimits, MoreMemoryThanAllowedIsAnErrorAfterWhichTheEngineGoesOn) {
  const auto rows = engine_.query("SELECT count(*) FROM (SELECT DISTINCT md5(range::VARCHAR) FROM range(20000000))");
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().text(), HasSubstr("Out of Memory"));
  EXPECT_EQ(engine_.query("SELECT 1")->rows[0][0], "1");
}

TEST_F(EngineLimits, AQueryWithinItsTimeIsWhole) {
  const auto rows = engine_.query_within("SELECT sum(range) FROM range(100000)", std::chrono::seconds(60)).value();
  EXPECT_EQ(rows.rows[0][0], "4999950000");
  EXPECT_FALSE(engine_.query_within("SELECT no_such_thing", std::chrono::seconds(60)));
}

TEST_F(EngineLimits, AWrongQueryWithoutTimeIsStillBlamedOnItselfOrItsTime) {
  const auto rows = engine_.query_within("SELECT no_such_thing", std::chrono::milliseconds(0));
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().text(), AnyOf(HasSubstr("no_such_thing"), HasSubstr("took longer than 0 s")));
}

TEST_F(EngineLimits, AnInterruptFromAnotherThreadEndsAQuery) {
  std::atomic<bool> ended = false;
  std::thread other([&] {
    while (!ended) {
      engine_.interrupt();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const auto rows = engine_.query("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b");
  ended = true;
  other.join();
  EXPECT_FALSE(rows);
  EXPECT_EQ(engine_.query("SELECT 1")->rows[0][0], "1");
}

TEST_F(EngineLimits, BehindTheClosedDoorTheDoorStaysClosed) {
  const auto folder = TemporaryFolder::create().value();
  ASSERT_TRUE(engine_.lock_down({folder.path()}));
  EXPECT_FALSE(engine_.lock_down({"/"})) << "the key is thrown away";
  for (const char* sql :
       {"SET allowed_directories=['/']", "RESET allowed_directories", "SET lock_configuration=false",
        "SET temp_directory='/tmp'", "PRAGMA memory_limit='9GB'", "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/farthing-escaped.csv'"}) {
    EXPECT_FALSE(engine_.run(sql)) << sql;
  }
  const auto inside = (folder.path() / "x.parquet").string();
  EXPECT_TRUE(engine_.run("COPY (SELECT 1 AS a) TO '" + inside + "'"));
  EXPECT_FALSE(engine_.query("SELECT * FROM '" + (folder.path() / ".." / "x.parquet").string() + "'"));
}

TEST_F(EngineLimits, TwoEnginesShareNothing) {
  auto other = Engine::open().value();
  ASSERT_TRUE(engine_.run("CREATE TABLE t AS SELECT 1 AS a"));
  EXPECT_FALSE(other.query("SELECT * FROM t"));
  ASSERT_TRUE(engine_.query("SELECT exact_decimal('0.0000000000001', 'c')"));
  EXPECT_EQ(engine_.roundings(), 1);
  EXPECT_EQ(other.roundings(), 0);
}

TEST_F(EngineLimits, AMemoryLimitThatIsNoneIsAnError) {
  const auto engine = Engine::open({.memory_limit = "much'; SET threads=1; --"});
  ASSERT_FALSE(engine);
  EXPECT_THAT(engine.error().text(), HasSubstr("Memory must have a number"));
}

}  // namespace
}  // namespace farthing
