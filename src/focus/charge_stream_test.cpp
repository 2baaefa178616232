#include "focus/charge_stream.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "focus/made_charges_test.hpp"

namespace farthing {
namespace {

// A table of charges with the columns that a reader asks for, and parts beside it.
class ChargeStreamTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(make_folders(names_folder(folder_.path())));
    ASSERT_TRUE(
        engine_.run("CREATE TABLE charges (billing_period VARCHAR, charge_date DATE, BillingAccountId VARCHAR, "
                    "x_SourceFile VARCHAR, "
                    "x_SourceLine BIGINT, x_Part VARCHAR, x_Unknown MAP(VARCHAR, VARCHAR), AllocatedMethodId VARCHAR, "
                    "BillingCurrency VARCHAR, BilledCost DECIMAL(38,12), ChargeDescription VARCHAR)"));
  }
  void charges(const std::string& day, int first, int count, const char* method = "NULL") {
    const auto done =
        engine_.run(fmt::format("INSERT INTO charges SELECT '2026-05', {}, 'a', 'f', range, NULL, NULL, {}, 'USD', "
                                "range, 'line ' || range FROM "
                                "range({}, {})",
                                day, method, first, first + count));
    ASSERT_TRUE(done) << done.error().text();
  }
  // So many workloads' parts of each of the day's charges.
  void parts(const std::string& day, int count) {
    ASSERT_TRUE(make_folders(folder_.path() / ("part_day=" + day)));
    const auto done = engine_.run(fmt::format(
        "COPY (SELECT {0} AS origin, 'd' AS day, {1} AS kind, 0 AS workload_key, CAST(1000 AS BIGINT) AS vcpu, CAST(0 "
        "AS "
        "BIGINT) AS memory, CAST(0 AS BIGINT) AS accelerator, CAST(1 AS DECIMAL(18,12)) AS vcpu_hours, CAST(1 AS "
        "DECIMAL(18,12)) AS gib_hours, CAST(1 AS DECIMAL(18,12)) AS accelerator_hours FROM charges, range({2}) WHERE "
        "{3} "
        "= '{4}') TO {5} (FORMAT parquet)",
        origin_key_sql(), kIdlePart, count, part_day_sql(), day,
        sql_literal((folder_.path() / ("part_day=" + day) / "x.parquet").string())));
    ASSERT_TRUE(done) << done.error().text();
    ASSERT_TRUE(
        engine_.run("COPY (SELECT 'd' AS day, CAST(1 AS BIGINT) AS workload_key, 'w' AS workload_id, NULL::VARCHAR "
                    "AS name, NULL::VARCHAR AS tags) TO " +
                    sql_literal((names_folder(folder_.path()) / "d.parquet").string()) + " (FORMAT parquet)"));
  }
  std::vector<ChargeGroup> groups(std::int64_t at_once = kPartsAtOnce) {
    auto found = charge_groups(engine_, "2026-05", folder_.path(), at_once);
    if (!found) ADD_FAILURE() << found.error().text();
    return found.value_or(std::vector<ChargeGroup>());
  }
  ExportedMonth month(std::vector<ChargeGroup> some) const {
    return {"2026-05",
            {{"BilledCost", CellRole::kAmount, LakeType::kCost, "BilledCost", CostBasis::kBilled},
             {"ChargeDescription", CellRole::kCharge, LakeType::kText, "ChargeDescription"},
             {kOriginChargeId, CellRole::kOrigin, LakeType::kText, ""}},
            folder_.path(),
            std::move(some)};
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
};

TEST_F(ChargeStreamTest, GoesThroughAllDaysInTheOrderOfTheLake) {
  charges("DATE '2026-05-02'", 10, 2);
  charges("DATE '2026-05-01'", 20, 1);
  charges("NULL", 30, 1);
  charges("DATE '2026-05-01'", 40, 1, "'theirs'");
  parts("2026-05-01", 3);
  MonthReader reader(engine_, month(groups()));
  std::string text;
  while (reader.next().value()) {
    for (std::size_t row = 0; row < reader.rows(); ++row) {
      const auto charge = reader.charge(row);
      text += fmt::format("{} {} {} {};", charge.origin_id(), charge.amount(0)->text(), charge.text(1).value_or("-"),
                          reader.parts_of(charge).size());
    }
  }
  // What came in allocated has no key, so no parts; the three rows of the other are one part.
  EXPECT_EQ(text.size(), std::string("2026-05/a/f:10 10 line 10 0;").size() * 5);
  EXPECT_NE(text.find("2026-05/a/f:20 20 line 20 1;"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-05/a/f:40 40 line 40 0;"), std::string::npos) << text;
  EXPECT_NE(text.find("2026-05/a/f:30 30 line 30 0;"), std::string::npos) << text;
  EXPECT_LT(text.find(":10 "), text.find(":11 "));
  EXPECT_FALSE(reader.next().value());
}

TEST_F(ChargeStreamTest, AMonthWithoutChargesHasNoGroups) {
  EXPECT_TRUE(groups().empty());
  MonthReader reader(engine_, month({}));
  EXPECT_FALSE(reader.next().value());
}

TEST_F(ChargeStreamTest, SmallDaysAreTogetherAndALargeOneIsCut) {
  charges("DATE '2026-05-01'", 0, 10);
  charges("DATE '2026-05-02'", 10, 10);
  charges("DATE '2026-05-03'", 20, 20);
  parts("2026-05-03", 12);
  const auto some = groups(100);
  ASSERT_EQ(some.size(), 4U);
  EXPECT_EQ(join(some[0].days, ","), "2026-05-01,2026-05-02");
  for (int i = 1; i < 4; ++i) {
    EXPECT_EQ(join(some[static_cast<std::size_t>(i)].days, ","), "2026-05-03");
    EXPECT_EQ(some[static_cast<std::size_t>(i)].slice, i - 1);
    EXPECT_EQ(some[static_cast<std::size_t>(i)].slices, 3);
  }
  // Each charge once.
  MonthReader reader(engine_, month(some));
  std::size_t rows = 0;
  Decimal sum;
  while (reader.next().value()) {
    rows += reader.rows();
    for (std::size_t row = 0; row < reader.rows(); ++row) {
      const auto charge = reader.charge(row);
      sum += *charge.amount(0);
      EXPECT_EQ(reader.parts_of(charge).size(), *charge.amount(0) < Decimal::from_integer(20) ? 0U : 1U);
    }
  }
  EXPECT_EQ(rows, 40U);
  EXPECT_EQ(sum, Decimal::from_integer(40 * 39 / 2));
}

TEST_F(ChargeStreamTest, AColumnThatIsntThereIsAnError) {
  charges("DATE '2026-05-01'", 0, 1);
  auto asked = month(groups());
  asked.columns[1].sql = "NoSuchColumn";
  MonthReader reader(engine_, asked);
  EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace farthing
