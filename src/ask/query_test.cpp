#include "ask/query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "base/file.hpp"

namespace farthing {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AskQuery : public testing::Test {
 protected:
  Result<Answer> ask(std::string_view sql, const QueryLimits& limits = {}) {
    return ask_query(Lake(folder_.path()), std::nullopt, sql, limits);
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(AskQuery, OfAnEmptyLakeKnowsAllColumnsAndNoRows) {
  const auto answer = ask("SELECT ServiceName, BilledCost FROM charges");
  ASSERT_TRUE(answer) << answer.error().text();
  ASSERT_EQ(answer->columns.size(), 2u);
  EXPECT_EQ(answer->columns[0].name, "ServiceName");
  EXPECT_EQ(answer->columns[1].sql_type, "DECIMAL(38,12)");
  EXPECT_THAT(answer->rows, IsEmpty());
  EXPECT_TRUE(answer->complete);
  for (const char* table : {"split_charges", "costs_daily"}) {
    EXPECT_TRUE(ask(std::string("SELECT count(*) FROM ") + table)) << table;
  }
}

TEST_F(AskQuery, GivesRowsAsTextAndSaysWhatWasRun) {
  const auto answer = ask("SELECT n, n * 1.50 AS more, NULL AS nothing FROM (VALUES (1), (2)) t(n) ORDER BY n");
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_THAT(answer->rows, ElementsAre(ElementsAre("1", "1.5", std::nullopt), ElementsAre("2", "3", std::nullopt)));
  EXPECT_THAT(answer->explanation[0], HasSubstr("run as: SELECT n"));
  EXPECT_THAT(answer->notes, IsEmpty());
}

TEST_F(AskQuery, SaysWhenTheResultWasCutByRows) {
  const auto answer = ask("VALUES (1), (2), (3)", {.rows = 2});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->rows.size(), 2u);
  EXPECT_FALSE(answer->complete);
  EXPECT_THAT(answer->notes, ElementsAre("only the first 2 rows are here, the result has more: that is the limit"));
  const auto whole = ask("VALUES (1), (2)", {.rows = 2});
  ASSERT_TRUE(whole);
  EXPECT_TRUE(whole->complete);
}

TEST_F(AskQuery, SaysWhenTheResultWasCutByBytes) {
  const auto answer = ask("VALUES ('" + std::string(1000, 'x') + "'), ('y'), ('z')", {.bytes = 1000});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->rows.size(), 1u);
  EXPECT_FALSE(answer->complete);
  EXPECT_THAT(answer->notes, ElementsAre(HasSubstr("only the first 1 rows")));
}

TEST_F(AskQuery, IsStoppedWhenItsTimeIsUp) {
  std::string sql = "WITH v AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) SELECT count(*) FROM v AS t0";
  for (int i = 1; i < 14; ++i) sql += ", v AS t" + std::to_string(i);
  const auto answer = ask(sql, {.time = std::chrono::milliseconds(200)});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().text(), HasSubstr("took longer than 0.2 s"));
  EXPECT_EQ(answer.error().kind, Error::Kind::kFailed);
}

TEST_F(AskQuery, BlamesTheStatementForWhatItNamesWrong) {
  const auto answer = ask("SELECT ServiceNam FROM charges");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Error::Kind::kUsage);
  EXPECT_THAT(answer.error().text(), HasSubstr("ServiceName"));
  EXPECT_THAT(answer.error().text(), testing::Not(HasSubstr("\n")));
}

TEST_F(AskQuery, RefusesWhatCheckQueryRefuses) {
  const auto answer = ask("SELECT * FROM read_text('/etc/passwd')");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Error::Kind::kUsage);
}

TEST_F(AskQuery, GroupsMoreThanItsMemoryHoldsInTheFolderItSpillsTo) {
  std::string from = " FROM v AS t0";
  std::string key = "t0.col0";
  for (int i = 1; i < 6; ++i) {
    from += ", v AS t" + std::to_string(i);
    key += ", t" + std::to_string(i) + ".col0";
  }
  std::string wide = "concat_ws('-', " + key + ")";
  for (int i = 0; i < 10; ++i) wide += ", md5(concat('" + std::to_string(i) + "', " + key + "))";
  const std::string sql =
      "WITH v AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) SELECT count(*) FROM (SELECT DISTINCT concat(" + wide +
      ") AS k" + from + ") t";
  const std::string memory = "100MB";
  auto without_folder = Engine::open({.memory_limit = memory, .threads = 2}).value();
  const auto fails = without_folder.query(sql);
  ASSERT_FALSE(fails);
  EXPECT_THAT(fails.error().text(), HasSubstr("Out of Memory"));
  const auto answer = ask(sql, {.memory = memory, .threads = 2});
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_EQ(answer->rows[0][0], "262144");  // 8^6
}

TEST_F(AskQuery, OfASnapshotThatIsNotThereIsAnError) { EXPECT_FALSE(ask_query(Lake(folder_.path()), 7, "SELECT 1")); }

}  // namespace
}  // namespace farthing
