#include "report/summary_json.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace farthing {
namespace {

TEST(SummaryJsonTest, HasThePartsWithTheirTitles) {
  Summary summary;
  summary.month = "2026-10";
  summary.reconciliation = "3 checks hold, \"nothing\" contradicts";
  summary.snapshot = 4;
  summary.freshness = "2026-10-31T00:00:00Z";
  summary.notes = {"a note", "another"};
  Answer part;
  part.title = "Costs, 2026-10";
  part.columns = {{"cost", ValueType::kDecimal, "DECIMAL(38,12)"}};
  part.rows = {{"1.50"}, {std::nullopt}};
  summary.parts = {part, part};
  const auto json = boost::json::parse(render_summary_json(summary)).as_object();
  EXPECT_EQ(json.at("month").as_string(), "2026-10");
  EXPECT_EQ(json.at("reconciliation").as_string(), summary.reconciliation);
  EXPECT_EQ(json.at("snapshot").as_int64(), 4);
  EXPECT_EQ(json.at("notes").as_array().size(), 2u);
  const auto& first = json.at("parts").at(0).as_object();
  EXPECT_EQ(first.at("title").as_string(), "Costs, 2026-10");
  EXPECT_EQ(first.at("rows"), boost::json::parse(R"([["1.50"], [null]])"));
}

TEST(SummaryJsonTest, OfAnEmptyLakeKnowsNothing) {
  const auto json = boost::json::parse(render_summary_json(Summary{})).as_object();
  EXPECT_EQ(json.at("month").as_string(), "");
  EXPECT_TRUE(json.at("freshness").is_null());
  EXPECT_TRUE(json.at("parts").as_array().empty());
  EXPECT_TRUE(json.at("complete").as_bool());
}

}  // namespace
}  // namespace farthing
