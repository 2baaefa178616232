#include "collect/generate/truth.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace farthing::generate {
namespace {

class TruthTest : public ::testing::Test {
 protected:
  TruthTest() {
    line_.sku = &world_.skus.front();
    line_.service = line_.sku->offer->service;
    line_.account = &world_.accounts[2];
    line_.begin = world_.at_hour(30);  // the second of the month
  }
  // A line of so many cents billed, and another category of the same line.
  void add(Picos cents, ChargeCategory category = ChargeCategory::kUsage) {
    Charge charge{.category = category};
    for (std::size_t i = 0; i < charge.costs.size(); ++i) {
      charge.costs[i] = cents * (kPicosPerDollar / 100) * static_cast<Picos>(i + 1);
    }
    truth_.add(line_, {{charge}, 1});
  }
  [[nodiscard]] boost::json::object json(BillFormat format = BillFormat::kCurCsvGz) const {
    return boost::json::parse(truth_.json({10, 12, format, "an-id"})).as_object();
  }
  World world_ = make_world(8, 100, "2026-09");
  Truth truth_{world_};
  BillLine line_;
};

TEST_F(TruthTest, AddsUpOnEveryBasisUnderEveryName) {
  add(150);
  add(-25, ChargeCategory::kCredit);
  line_.type = LineType::kTax;
  line_.account = &world_.accounts[0];
  line_.begin = world_.at_hour(23);
  add(1, ChargeCategory::kTax);
  const auto truth = json();
  const auto cost = [&](const char* section, const std::string& key, const char* basis) {
    return std::string(truth.at(section).at(key).at(basis).as_string());
  };
  EXPECT_EQ(truth.at("totals").at("billed").as_string(), "1.26");  // 1.50 - 0.25 + 0.01
  EXPECT_EQ(truth.at("totals").at("list").as_string(), "7.56");    // the sixth basis: six times as much
  EXPECT_EQ(cost("by_account", world_.accounts[2].id, "billed"), "1.25");
  EXPECT_EQ(cost("by_account", world_.payer_id, "effective"), "0.02");
  EXPECT_EQ(cost("by_day", "2026-09-02", "net_billed"), "3.75");
  EXPECT_EQ(cost("by_day", "2026-09-01", "net_effective"), "0.04");
  EXPECT_EQ(cost("by_service", "Amazon Elastic Compute Cloud", "billed"), "1.26");
  EXPECT_EQ(cost("by_charge_category", "Usage", "contracted"), "7.5");
  EXPECT_EQ(cost("by_charge_category", "Credit", "billed"), "-0.25");
  EXPECT_EQ(cost("by_line_item_type", "Usage", "billed"), "1.25");
  EXPECT_EQ(cost("by_line_item_type", "Tax", "billed"), "0.01");
}

TEST_F(TruthTest, LeavesOutGroupsWithoutALineButNotThoseThatCostNothing) {
  add(0);
  const auto truth = json();
  EXPECT_EQ(truth.at("by_account").as_object().size(), 1u);
  EXPECT_EQ(truth.at("by_account").at(world_.accounts[2].id).at("billed").as_string(), "0");
  EXPECT_EQ(truth.at("by_line_item_type").as_object().size(), 1u);
  EXPECT_EQ(truth.at("by_charge_category").as_object().size(), 1u);
  EXPECT_EQ(truth.at("by_day").as_object().size(), 1u);
}

TEST_F(TruthTest, SplitRowsAreCountedAndCostNothing) {
  line_.split = true;
  add(500);
  add(500);
  EXPECT_EQ(truth_.split_rows(), 2);
  const auto truth = json();
  EXPECT_EQ(truth.at("totals").at("billed").as_string(), "0");
  EXPECT_TRUE(truth.at("by_service").as_object().empty());
  EXPECT_EQ(truth.at("rows").as_int64(), 10);
  EXPECT_EQ(truth.at("split_rows").as_int64(), 2);
  EXPECT_EQ(truth.at("lines").as_int64(), 8);
  EXPECT_EQ(truth.at("cur_rows").as_int64(), 12);
}

TEST_F(TruthTest, OfAFocusBillKnowsNoSplitRowsAndNoLineItemTypes) {
  line_.split = true;
  add(500);
  const auto truth = json(BillFormat::kFocus12Csv);
  EXPECT_EQ(truth.at("split_rows").as_int64(), 0);
  EXPECT_EQ(truth.at("lines").as_int64(), 10);
  EXPECT_FALSE(truth.contains("by_line_item_type"));
  EXPECT_EQ(truth.at("format").as_string(), "focus-1.2-csv");
  EXPECT_EQ(truth.at("assembly_id").as_string(), "an-id");
  EXPECT_EQ(truth.at("payer").as_string(), world_.payer_id);
}

// 3,000 lines of 9 million dollars: beyond the 64 bits that one line's money fits in.
TEST_F(TruthTest, TotalsMayBeLargerThanAnyLine) {
  Charge charge;
  charge.costs.fill(9'000'000 * kPicosPerDollar + 1);
  for (int i = 0; i < 3'000; ++i) truth_.add(line_, {{charge}, 1});
  EXPECT_EQ(json().at("totals").at("billed").as_string(), "27000000000.000000003");
}

TEST_F(TruthTest, JsonStringsGiveBackEveryByteOfUtf8) {
  std::string all = "größe 広告 \xf0\x9f\x92\xb0";
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  EXPECT_EQ(boost::json::parse(json_string(all)).as_string(), all);
  EXPECT_EQ(json_string(""), "\"\"");
}

}  // namespace
}  // namespace farthing::generate
