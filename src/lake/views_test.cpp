#include <gmock/gmock.h>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "lake/model_tables.hpp"
#include "lake/models.hpp"
#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

using Columns = std::vector<std::pair<std::string, std::string>>;

class ViewsTest : public LakeFixture {
 protected:
  // A partition file that holds what the SELECT returns.
  DataFile put_parquet(const std::string& dataset, const std::string& version, const std::string& select) {
    const auto folder = lake_.new_partition_folder(dataset, "2026-10", version).value();
    const auto path = folder / "part-0.parquet";
    const auto done = engine_.run("COPY (" + select + ") TO " + sql_literal(path.string()) + " (FORMAT parquet)");
    EXPECT_TRUE(done) << done.error().text();
    return {fs::relative(path, lake_.root()).string(), static_cast<std::int64_t>(fs::file_size(path)), 1, ""};
  }
  void show(const std::string& dataset, const std::vector<DataFile>& files) {
    snapshot_.datasets[dataset] = {dataset, {{"2026-10", "cur", {}, "v", files, {}, {}}}};
    create_views();
  }
  void create_views() {
    const auto done = lake_.create_views(engine_, snapshot_);
    ASSERT_TRUE(done) << done.error().text();
  }
  std::vector<std::string> ask(const std::string& sql) {
    const auto rows = engine_.query(sql);
    if (!rows) return {"error: " + rows.error().text()};
    std::vector<std::string> lines;
    for (const auto& row : rows->rows) {
      std::vector<std::string> cells;
      for (const auto& cell : row) cells.push_back(cell.value_or("NULL"));
      lines.push_back(join(cells, "|"));
    }
    return lines;
  }
  Columns columns_of(const std::string& sql) {
    Columns columns;
    const auto rows = engine_.query("SELECT column_name, column_type FROM (DESCRIBE " + sql + ")");
    if (!rows) return {{"error", rows.error().text()}};
    for (const auto& row : rows->rows) columns.emplace_back(row[0].value(), row[1].value());
    return columns;
  }
  static Columns as_columns(std::span<const LakeColumn> all) {
    Columns columns;
    for (const auto& column : all) columns.emplace_back(column.name, sql_type(column.type));
    return columns;
  }

  Engine engine_ = Engine::open().value();
  Snapshot snapshot_;
};

TEST_F(ViewsTest, OfAnEmptyLakeAreEmptyTablesWithAllTheirColumns) {
  create_views();
  EXPECT_EQ(columns_of("SELECT * FROM charges"), as_columns(charge_columns()));
  EXPECT_EQ(columns_of("SELECT * FROM split_charges"), as_columns(split_charge_columns()));
  for (const char* table : {"charges", "split_charges", "costs_daily"}) {
    EXPECT_THAT(ask(std::string("SELECT count(*) FROM ") + table), ElementsAre("0"));
  }
  EXPECT_THAT(ask("SELECT sum(BilledCost) FROM charges WHERE Tags['team'] = 'ml'"), ElementsAre("NULL"));
}

TEST_F(ViewsTest, OfAllocationsRollUpsAreEmptyTablesWhereNothingIsBuilt) {
  create_views();
  for (const auto& table : model_tables()) {
    EXPECT_THAT(ask(std::string("SELECT count(*) FROM ") + table.name), ElementsAre("0"));
  }
  const auto daily = columns_of("SELECT * FROM allocation_daily");
  EXPECT_THAT(daily, ::testing::Contains(std::pair<std::string, std::string>("dimensions", "MAP(VARCHAR, VARCHAR)")));
  // idle_moves is laid on allocation_daily by UNION ALL, which goes by place.
  EXPECT_EQ(columns_of("SELECT * EXCLUDE (idle_mode) FROM idle_moves"), daily);
  // Answers read either roll-up by the same SQL.
  EXPECT_EQ(columns_of("SELECT * FROM workload_daily"), daily);
  EXPECT_EQ(columns_of("SELECT * EXCLUDE (idle_mode) FROM workload_idle_moves"), daily);
}

TEST_F(ViewsTest, OfCostsDailyHaveTheColumnsThatItsModelMakes) {
  create_views();
  EXPECT_EQ(columns_of("SELECT * FROM costs_daily"), columns_of(std::string(model_sql("costs_daily"))));
}

TEST_F(ViewsTest, ReadAColumnThatAFileLacksAsNullOfItsType) {
  const auto older = put_parquet(kCharges, "v1", "SELECT '2026-10' AS billing_period, 'Amazon EC2' AS ServiceName");
  const auto newer =
      put_parquet(kCharges, "v2",
                  "SELECT '2026-10' AS billing_period, CAST(0.000000000001 AS DECIMAL(38,12)) AS BilledCost, "
                  "MAP {'team': 'ml'} AS Tags, true AS x_Estimated");
  show(kCharges, {older, newer});
  EXPECT_EQ(columns_of("SELECT * FROM charges"), as_columns(charge_columns()));
  EXPECT_THAT(ask("SELECT ServiceName, BilledCost, Tags['team'], x_Estimated, x_SourceLine FROM charges ORDER BY 1"),
              ElementsAre("Amazon EC2|NULL|NULL|NULL|NULL", "NULL|0.000000000001|ml|true|NULL"));
  EXPECT_THAT(ask("SELECT count(*), count(BilledCost) FROM charges WHERE Tags['team'] IS NULL"), ElementsAre("1|0"));
}

TEST_F(ViewsTest, HaveAllColumnsAlsoIfNoFileHasThem) {
  show(kCharges, {put_parquet(kCharges, "v1", "SELECT 'x' AS ServiceName")});
  show(kSplitCharges, {put_parquet(kSplitCharges, "v1", "SELECT 'i-1' AS ResourceId")});
  show(kCostsDaily, {put_parquet(kCostsDaily, "v1", "SELECT CAST(3 AS BIGINT) AS lines")});
  EXPECT_EQ(columns_of("SELECT * FROM charges"), as_columns(charge_columns()));
  EXPECT_EQ(columns_of("SELECT * FROM split_charges"), as_columns(split_charge_columns()));
  EXPECT_THAT(ask("SELECT lines, ListCost, charge_date, ListCost_unknown_lines FROM costs_daily"),
              ElementsAre("3|NULL|NULL|NULL"));
}

TEST_F(ViewsTest, LeaveOutAColumnThatTheyDoNotKnow) {
  show(kCharges, {put_parquet(kCharges, "v1", "SELECT 'x' AS ServiceName, 5 AS from_the_future")});
  EXPECT_EQ(columns_of("SELECT * FROM charges"), as_columns(charge_columns()));
}

TEST_F(ViewsTest, ShowTheSnapshotsFilesAndNoOthers) {
  const auto file = put_parquet(kCharges, "v1", "SELECT 'named' AS ServiceName");
  put_parquet(kCharges, "v2", "SELECT 'orphan' AS ServiceName");
  show(kCharges, {file});
  EXPECT_THAT(ask("SELECT ServiceName FROM charges"), ElementsAre("named"));
  show(kCharges, {});
  EXPECT_THAT(ask("SELECT ServiceName FROM charges"), ElementsAre());
}

TEST_F(ViewsTest, TakeTheFoldersNameForNothingButAName) {
  const std::string odd[] = {"it's", "a*b", "a?b", "[ab]", "a, b", "100%", "\"q\"", "$x;--", "{a,b}", "back\\slash"};
  for (const auto& name : odd) {
    const Lake lake(folder_.path() / name);
    lake_ = lake;
    show(kCharges, {put_parquet(kCharges, "v1", "SELECT " + sql_literal(name) + " AS ServiceName")});
    EXPECT_THAT(ask("SELECT ServiceName FROM charges"), ElementsAre(name));
  }
  // "a*b" as a pattern would find this one too.
  fs::copy(folder_.path() / "a*b", folder_.path() / "axb", fs::copy_options::recursive);
  lake_ = Lake(folder_.path() / "a*b");
  create_views();
  EXPECT_THAT(ask("SELECT ServiceName FROM charges"), ElementsAre("a*b")) << "once";
}

TEST_F(ViewsTest, WorkBehindTheClosedDoor) {
  show(kCharges, {put_parquet(kCharges, "v1", "SELECT 'x' AS ServiceName")});
  ASSERT_TRUE(engine_.lock_down({lake_.root()}));
  EXPECT_THAT(ask("SELECT ServiceName FROM charges"), ElementsAre("x"));
}

TEST_F(ViewsTest, OpenNoFileBeforeAQuestionNeedsIt) {
  show(kCharges, {put_data_file(lake_, kCharges, "2026-10", "v1", "this is not Parquet")});
  EXPECT_THAT(ask("SELECT count(*) FROM costs_daily"), ElementsAre("0"));
  EXPECT_THAT(ask("SELECT count(*) FROM charges"), ElementsAre(HasSubstr("part-0.parquet")));
}

TEST_F(ViewsTest, NameTheFileThatIsMissing) {
  const auto file = put_parquet(kCharges, "v1", "SELECT 'x' AS ServiceName");
  fs::remove(lake_.root() / file.path);
  snapshot_.datasets[kCharges] = {kCharges, {{"2026-10", "cur", {}, "v", {file}, {}, {}}}};
  EXPECT_THAT(lake_.create_views(engine_, snapshot_).error().text(), HasSubstr(file.path));
}

}  // namespace
}  // namespace farthing
