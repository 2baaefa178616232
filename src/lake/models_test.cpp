// The model costs_daily: what it makes of lines.
#include "lake/models.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "domain/cost_basis.hpp"
#include "domain/dimension.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

class CostsDailyModel : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<std::string> columns;
    for (const auto& column : charge_columns()) {
      columns.push_back(sql_name(column.name) + " " + std::string(sql_type(column.type)));
    }
    run("CREATE TABLE charges (" + join(columns, ", ") + ")");
    run("CREATE VIEW costs_daily AS " + std::string(model_sql("costs_daily")));
  }
  void run(const std::string& sql) {
    const auto done = engine_.run(sql);
    ASSERT_TRUE(done) << done.error().text();
  }
  std::string first(const std::string& sql) {
    const auto rows = engine_.query(sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& cell : rows->rows.at(0)) text += (text.empty() ? "" : "|") + cell.value_or("NULL");
    return text;
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(CostsDailyModel, HasTheDimensionsThatTheDomainNamesInTheirOrder) {
  const auto rows = engine_.query("SELECT column_name FROM (DESCRIBE costs_daily)").value();
  const auto& names = daily_rollup_dimensions();
  ASSERT_EQ(rows.rows.size(), names.size() + 1 + 2 * kCostBases.size());
  for (std::size_t i = 0; i < names.size(); ++i) EXPECT_EQ(rows.rows[i][0], names[i]);
}

TEST_F(CostsDailyModel, PartsLinesThatDifferInAnyOfItsDimensions) {
  std::size_t groups = 1;
  run("INSERT INTO charges (BilledCost) VALUES (1)");
  for (const auto& name : daily_rollup_dimensions()) {
    const auto type = find_charge_column(name)->type;
    const std::string value = type == LakeType::kDate      ? "DATE '2026-10-01'"
                              : type == LakeType::kBoolean ? "true"
                                                           : "'x'";
    run("INSERT INTO charges (" + sql_name(name) + ", BilledCost) VALUES (" + value + ", 1), (" + value + ", 2)");
    EXPECT_EQ(first("SELECT count(*), sum(lines) FROM costs_daily"),
              std::to_string(groups + 1) + "|" + std::to_string(2 * groups + 1))
        << name;
    ++groups;
  }
  run("INSERT INTO charges (SkuId, BilledCost) VALUES ('other', 1)");
  EXPECT_EQ(first("SELECT count(*) FROM costs_daily"), std::to_string(groups)) << "a SKU is no dimension of it";
}

// A cost that no line of a group states stays unknown; one that some state is their sum, with the others counted.
TEST_F(CostsDailyModel, KeepsUnknownApartFromZeroOnEveryBasis) {
  for (const auto& basis : kCostBases) {
    const std::string column = basis.column;
    run("DELETE FROM charges");
    run("INSERT INTO charges (ServiceName, " + column +
        ") VALUES ('none', NULL), ('none', NULL), ('some', 1.5), "
        "('some', NULL), ('some', -1.5), ('all', 0.000000000001), ('all', 99999999999999999)");
    const auto figures = [&](const std::string& service) {
      return first("SELECT lines, " + column + ", " + column + "_unknown_lines FROM costs_daily WHERE ServiceName = '" +
                   service + "'");
    };
    EXPECT_EQ(figures("none"), "2|NULL|2") << column;
    EXPECT_EQ(figures("some"), "3|0|1") << column;
    EXPECT_EQ(figures("all"), "2|99999999999999999.000000000001|0") << column;
  }
}

TEST_F(CostsDailyModel, OfNoLinesHasNoRows) { EXPECT_EQ(first("SELECT count(*) FROM costs_daily"), "0"); }

}  // namespace
}  // namespace farthing
