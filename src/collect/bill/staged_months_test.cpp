#include "collect/bill/staged_months.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "domain/cost_basis.hpp"
#include "lake/parquet_folder.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

using Control = std::map<std::optional<std::string>, ControlTotal>;

class StagedMonthsTest : public ::testing::Test {
 protected:
  // Stages a report, whose months were held against its own control total.
  StagedBill stage(const CurCsv& csv) {
    const auto path = folder_.path() / "bill.csv";
    std::ofstream(path) << csv.text();
    ImportProgress progress;
    BillFiles files{{BillFamily::kCurLegacy}, false, {}, {{path}}};
    auto staged = stage_bill(engine_, files, folder_.path() / "staged", progress);
    if (!staged) ADD_FAILURE() << staged.error().text();
    return staged.value_or(StagedBill());
  }
  static ControlTotal total(std::int64_t lines, const std::string& cost) { return {lines, parse_decimal(cost).value}; }
  std::string error_of(const StagedBill& bill, const Control& control) {
    const auto months = staged_months(engine_, bill, control);
    return months ? "none" : months.error().text();
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
};

CurFields of_month(const std::string& month, const std::string& payer, const std::string& cost) {
  return {{"bill/BillingPeriodStartDate", month + "-01T00:00:00Z"},
          {"bill/PayerAccountId", payer},
          {"lineItem/UnblendedCost", cost}};
}

TEST_F(StagedMonthsTest, months_and_payers_are_summed_apart) {
  const auto bill = stage(CurCsv()
                              .line(of_month("2026-05", "1", "1.5"))
                              .line(of_month("2026-05", "1", "2"))
                              .line(of_month("2026-05", "2", "4"))
                              .line(of_month("2026-06", "1", "8")));
  std::string text;
  for (const auto& month : bill.months) {
    text += month.period + " " + month.payer.value_or("-") + " " + std::to_string(month.delivery.lines) + " " +
            month.delivery.totals.at(0).control.text() + ";";
  }
  EXPECT_EQ(text, "2026-05 1 2 3.5;2026-05 2 1 4;2026-06 1 1 8;");
}

TEST_F(StagedMonthsTest, currencies_of_a_month_are_totals_of_their_own) {
  const auto bill = stage(CurCsv().cost("1").line({{"lineItem/CurrencyCode", "EUR"}, {"lineItem/UnblendedCost", "2"}}));
  ASSERT_EQ(bill.months.size(), 1u);
  ASSERT_EQ(bill.months[0].delivery.totals.size(), 2u);
  EXPECT_EQ(bill.months[0].delivery.totals[0].currency, "EUR");
  EXPECT_EQ(bill.months[0].delivery.totals[0].costs[0]->text(), "2");
  EXPECT_EQ(bill.months[0].delivery.totals[1].currency, "USD");
}

TEST_F(StagedMonthsTest, each_basis_is_summed_where_it_is_known_and_its_unknown_lines_are_counted) {
  const auto bill = stage(CurCsv()
                              .line({{"lineItem/NetUnblendedCost", "0.75"}})
                              .line({{"pricing/publicOnDemandRate", ""}, {"pricing/publicOnDemandCost", ""}}));
  const auto& totals = bill.months.at(0).delivery.totals.at(0);
  const auto basis = [&](CostBasis of) {
    const auto i = static_cast<std::size_t>(of);
    return (totals.costs[i] ? totals.costs[i]->text() : "-") + " " + std::to_string(totals.unknown_lines[i]);
  };
  EXPECT_EQ(basis(CostBasis::kBilled), "2 0");
  EXPECT_EQ(basis(CostBasis::kEffective), "2 0");
  EXPECT_EQ(basis(CostBasis::kNetBilled), "0.75 1");
  EXPECT_EQ(basis(CostBasis::kNetEffective), "0.75 1");
  EXPECT_EQ(basis(CostBasis::kContracted), "2 0");
  EXPECT_EQ(basis(CostBasis::kList), "1 1");
}

TEST_F(StagedMonthsTest, a_basis_that_no_line_has_is_unknown_and_not_zero) {
  const auto bill = stage(CurCsv().cost("1"));
  const auto& totals = bill.months.at(0).delivery.totals.at(0);
  EXPECT_EQ(totals.costs[static_cast<std::size_t>(CostBasis::kNetBilled)], std::nullopt);
}

TEST_F(StagedMonthsTest, an_unused_part_is_no_line) {
  const auto bill = stage(CurCsv().line({{"lineItem/LineItemType", "RIFee"},
                                         {"reservation/ReservationARN", "arn:ri"},
                                         {"reservation/UnusedRecurringFee", "0.5"}}));
  EXPECT_EQ(bill.months.at(0).delivery.lines, 1);
  EXPECT_EQ(bill.months.at(0).delivery.totals.at(0).lines, 1);
  EXPECT_EQ(bill.months.at(0).delivery.totals.at(0).costs[1]->text(), "0.5");
}

TEST_F(StagedMonthsTest, the_newest_usage_is_that_of_lines_of_a_day_at_most) {
  const auto line = [](const std::string& type, const std::string& start, const std::string& end) {
    return CurFields{
        {"lineItem/LineItemType", type}, {"lineItem/UsageStartDate", start}, {"lineItem/UsageEndDate", end}};
  };
  const auto bill = stage(CurCsv()
                              .line(line("Usage", "2026-05-02T00:00:00Z", "2026-05-03T00:00:00Z"))
                              .line(line("Usage", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"))
                              .line(line("Tax", "2026-05-30T00:00:00Z", "2026-05-31T00:00:00Z")));
  const auto& delivery = bill.months.at(0).delivery;
  EXPECT_EQ(delivery.first_charge, "2026-05-01T00:00:00Z");
  EXPECT_EQ(delivery.last_charge_end, "2026-06-01T00:00:00Z");
  EXPECT_EQ(delivery.newest_usage_end, "2026-05-03T00:00:00Z");
}

TEST_F(StagedMonthsTest, lines_without_an_invoice_are_counted) {
  const auto bill = stage(CurCsv().cost("1").line({{"bill/InvoiceId", ""}}).line({{"bill/InvoiceId", ""}}));
  EXPECT_EQ(bill.months.at(0).delivery.lines_without_invoice, 2);
}

TEST_F(StagedMonthsTest, split_lines_are_counted_in_their_month) {
  auto split = of_month("2026-06", "1", "0");
  split["lineItem/Operation"] = "EKSPod-EC2";
  const auto bill = stage(CurCsv().line(of_month("2026-05", "1", "1")).line(of_month("2026-06", "1", "1")).line(split));
  EXPECT_EQ(bill.months.at(0).delivery.split_lines, 0);
  EXPECT_EQ(bill.months.at(1).delivery.split_lines, 1);
}

TEST_F(StagedMonthsTest, a_sum_that_differs_from_the_bills_own_is_an_error) {
  const auto bill = stage(CurCsv().cost("1").cost("2"));
  EXPECT_EQ(error_of(bill, {{"USD", total(2, "3")}}), "none");
  EXPECT_THAT(error_of(bill, {{"USD", total(2, "3.000000000001")}}),
              HasSubstr("2 lines of 3.000000000001 USD in the bill became 2 lines of 3: nothing was imported"));
  EXPECT_THAT(error_of(bill, {{"USD", total(3, "3")}}), HasSubstr("3 lines of 3 USD in the bill became 2 lines of 3"));
}

TEST_F(StagedMonthsTest, a_currency_that_got_lost_is_an_error) {
  const auto bill = stage(CurCsv().cost("1"));
  EXPECT_THAT(error_of(bill, {{"USD", total(1, "1")}, {std::nullopt, total(1, "5")}}),
              HasSubstr("1 lines of 5 (no currency) in the bill became 0 lines of 0"));
}

TEST_F(StagedMonthsTest, a_currency_that_the_bill_does_not_have_is_an_error) {
  const auto bill = stage(CurCsv().cost("1"));
  EXPECT_THAT(error_of(bill, {}), HasSubstr("became 1 lines of 1"));
}

TEST_F(StagedMonthsTest, lines_without_a_month_are_an_error) {
  auto bill = stage(CurCsv().cost("1"));
  const auto broken = folder_.path() / "broken";
  ASSERT_TRUE(engine_.run(copy_to_parquet(
      "SELECT * REPLACE (CAST(NULL AS VARCHAR) AS billing_period) FROM " + read_folder(bill.charges), broken, "part")));
  bill.charges = broken;
  EXPECT_THAT(error_of(bill, {{"USD", total(1, "1")}}), HasSubstr("holds lines without a billing period"));
}

}  // namespace
}  // namespace farthing
