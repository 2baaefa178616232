// truth.json held against the files beside it: read back as text and charged again, on every basis, in every group.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "collect/generate/generate_bill.hpp"
#include "domain/cost_basis.hpp"
#include "support/expected_charges.hpp"

namespace farthing {
namespace {

namespace json = boost::json;
using samples::expected_charges;
using samples::expected_service;
using samples::files_in;
using samples::named_rows;
using samples::NamedRow;
using samples::number_in;
using samples::SixCosts;

struct SizedBill {
  std::uint64_t seed;
  std::int64_t rows;
  const char* month;
  int parts;
};

class BillConservation : public ::testing::TestWithParam<SizedBill> {
 protected:
  GeneratedBill generate(BillFormat format) {
    const auto& [seed, rows, month, parts] = GetParam();
    const auto bill = generate_bill({.rows = rows,
                                     .seed = seed,
                                     .format = format,
                                     .parts = parts,
                                     .month = month,
                                     .out = folder_.path() / name_of(format)});
    EXPECT_TRUE(bill) << bill.error().text();
    truth_ = json::parse(*read_file(bill->truth)).as_object();
    return *bill;
  }
  std::vector<NamedRow> rows_of(BillFormat format, const std::string& ending) {
    const auto files = files_in(folder_.path() / name_of(format), ending);
    EXPECT_EQ(files.size(), static_cast<std::size_t>(GetParam().parts)) << "a part without a row is a file too";
    return named_rows(files);
  }
  void count(const std::string& section, const std::string& key, const SixCosts& costs) {
    auto& sums = sums_[section][key];
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += costs[i];
  }
  // The same groups, no more and no fewer, and the same costs in them.
  void expect_truth(const std::string& section) {
    const auto& stated = truth_.at(section).as_object();
    EXPECT_EQ(stated.size(), sums_[section].size()) << section;
    for (const auto& [key, sums] : sums_[section]) {
      ASSERT_TRUE(stated.contains(key)) << section << " " << key;
      expect_costs(stated.at(key).as_object(), sums, section + " " + key);
    }
  }
  static void expect_costs(const json::object& stated, const SixCosts& sums, const std::string& where) {
    ASSERT_EQ(stated.size(), kCostBases.size());
    for (const auto& basis : kCostBases) {
      EXPECT_EQ(sums[static_cast<std::size_t>(basis.basis)].text(), stated.at(basis.name).as_string().c_str())
          << where << " " << basis.name;
    }
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  json::object truth_;
  std::map<std::string, std::map<std::string, SixCosts>> sums_;
};

TEST_P(BillConservation, TheReportIsItsTruthInEveryGroup) {
  const auto bill = generate(BillFormat::kCurCsvGz);
  const auto rows = rows_of(BillFormat::kCurCsvGz, ".csv.gz");
  EXPECT_EQ(static_cast<std::int64_t>(rows.size()), GetParam().rows);
  EXPECT_EQ(bill.rows, GetParam().rows);
  Decimal unblended;
  std::int64_t split = 0;
  for (const auto& row : rows) {
    const auto charges = expected_charges(row);
    if (charges.empty()) {
      ++split;
      continue;
    }
    unblended += number_in(row, "lineItem/UnblendedCost");
    for (const auto& charge : charges) {
      count("totals", "", charge.costs);
      count("by_service", expected_service(row), charge.costs);
      count("by_account", row.at("lineItem/UsageAccountId"), charge.costs);
      count("by_day", row.at("lineItem/UsageStartDate").substr(0, 10), charge.costs);
      count("by_line_item_type", row.at("lineItem/LineItemType"), charge.costs);
      count("by_charge_category", charge.category, charge.costs);
    }
  }
  EXPECT_EQ(sums_["totals"][""][0].text(), unblended.text()) << "what the invoice says is billed";
  EXPECT_EQ(truth_.at("split_rows").as_int64(), split);
  EXPECT_EQ(truth_.at("lines").as_int64(), GetParam().rows - split);
  EXPECT_EQ(truth_.at("month").as_string(), GetParam().month);
  expect_costs(truth_.at("totals").as_object(), sums_["totals"][""], "totals");
  for (const char* section : {"by_service", "by_account", "by_day", "by_line_item_type", "by_charge_category"}) {
    expect_truth(section);
  }
}

TEST_P(BillConservation, TheFocusBillIsTheSameTruthInEveryGroup) {
  const auto bill = generate(BillFormat::kFocus12Csv);
  const auto rows = rows_of(BillFormat::kFocus12Csv, ".csv");
  EXPECT_EQ(static_cast<std::int64_t>(rows.size()), bill.rows);
  EXPECT_EQ(truth_.at("rows").as_int64(), bill.rows);
  EXPECT_EQ(truth_.at("cur_rows").as_int64(), GetParam().rows);
  for (const auto& row : rows) {
    SixCosts costs;
    for (const auto& basis : kCostBases) {
      EXPECT_TRUE(row.contains(basis.column)) << basis.column;
      costs[static_cast<std::size_t>(basis.basis)] = number_in(row, basis.column);
    }
    count("totals", "", costs);
    count("by_service", row.at("ServiceName"), costs);
    count("by_account", row.at("SubAccountId"), costs);
    count("by_day", row.at("ChargePeriodStart").substr(0, 10), costs);
    count("by_charge_category", row.at("ChargeCategory"), costs);
  }
  expect_costs(truth_.at("totals").as_object(), sums_["totals"][""], "totals");
  for (const char* section : {"by_service", "by_account", "by_day", "by_charge_category"}) expect_truth(section);
}

// One row; fewer rows than parts; too small for commitments and just big enough; a leap February; a year's end; a seed
// that fills its 64 bits.
INSTANTIATE_TEST_SUITE_P(Sizes, BillConservation,
                         ::testing::Values(SizedBill{1, 1, "2026-09", 1}, SizedBill{2, 3, "2026-09", 5},
                                           SizedBill{3, 99, "2025-02", 2}, SizedBill{4, 100, "2024-02", 1},
                                           SizedBill{5, 2'500, "2025-12", 7},
                                           SizedBill{~std::uint64_t{0}, 700, "2026-03", 3},
                                           SizedBill{6, 12'000, "2026-09", 4}),
                         [](const auto& bill) { return "Rows" + std::to_string(bill.param.rows); });

class BillParts : public ::testing::Test {
 protected:
  // The rows of a bill in so many parts, and the rows of each part.
  std::pair<std::vector<NamedRow>, std::vector<std::size_t>> in_parts(int parts, BillFormat format) {
    const auto out = folder_.path() / fmt::format("{}-{}", parts, name_of(format));
    const auto bill = generate_bill({.rows = 1'000, .seed = 31, .format = format, .parts = parts, .out = out});
    EXPECT_TRUE(bill) << bill.error().text();
    EXPECT_TRUE(ids_.insert(bill->assembly_id).second) << "other files are another assembly";
    std::vector<std::size_t> sizes;
    const auto files = files_in(out, format == BillFormat::kFocus12Csv ? ".csv" : ".csv.gz");
    for (const auto& file : files) sizes.push_back(named_rows({file}).size());
    return {named_rows(files), sizes};
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  std::set<std::string> ids_;
};

TEST_F(BillParts, AreTheSameRowsInTheSameOrderCutEvenly) {
  for (const auto format : {BillFormat::kCurCsvGz, BillFormat::kFocus12Csv}) {
    const auto whole = in_parts(1, format).first;
    for (const int parts : {2, 3, 7}) {
      const auto [rows, sizes] = in_parts(parts, format);
      EXPECT_TRUE(rows == whole) << parts << " parts of " << name_of(format);
      if (format == BillFormat::kFocus12Csv) continue;  // a line of the report may be two rows there, or none
      const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
      EXPECT_LE(*most - *least, 1u);
    }
  }
}

}  // namespace
}  // namespace farthing
