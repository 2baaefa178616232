#include "ask/summary.hpp"

#include <gmock/gmock.h>

#include "ask/made_bill_test.hpp"
#include "ask/summary_parts.hpp"

namespace farthing {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string cell_of(const Answer& answer, std::size_t row, const std::string& column) {
  if (row >= answer.rows.size()) return "no such row";
  for (std::size_t i = 0; i < answer.columns.size(); ++i) {
    if (answer.columns[i].name == column) return answer.rows[row].at(i).value_or("NULL");
  }
  return "no such column";
}

class SummaryTest : public testing::Test {
 protected:
  Summary answer(const SummaryQuestion& question = {}) {
    auto result = summarize(bill_.engine, bill_.snapshot, question);
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result ? std::move(*result) : Summary{};
  }
  Answer part(const std::string& title) {
    for (auto& candidate : answer().parts) {
      if (candidate.title.starts_with(title)) return candidate;
    }
    ADD_FAILURE() << "no part " << title;
    return {};
  }
  // 10 USD a day of usage on that many days of October 2026.
  void add_days(int days, const MadeCharge& changes = {}) {
    for (int day = 1; day <= days; ++day) {
      const std::string date = "2026-10-" + std::string(day < 10 ? "0" : "") + std::to_string(day);
      bill_.add(
          with(with(made_usage(), {{"charge_date", date}, {"BilledCost", "10"}, {"EffectiveCost", "10"}}), changes));
    }
  }
  MadeBill bill_;
};

TEST_F(SummaryTest, AnEmptyLakeSaysSo) {
  const auto summary = answer();
  EXPECT_THAT(summary.parts, IsEmpty());
  EXPECT_EQ(summary.month, "");
  EXPECT_FALSE(summary.contradicts);
  EXPECT_THAT(summary.notes, Contains("no bill is there yet"));
  EXPECT_FALSE(summary.freshness);
}

TEST_F(SummaryTest, MonthToDateEndsWithTheNewestCompleteDay) {
  add_days(11);
  bill_.deliver("2026-10-11T07:00:00Z");
  const auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "basis"), "effective");
  EXPECT_EQ(cell_of(costs, 0, "month_to_date"), "100");
  EXPECT_EQ(cell_of(costs, 0, "through"), "2026-10-10");
  EXPECT_EQ(cell_of(costs, 0, "complete_days"), "10");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "310");
  EXPECT_EQ(cell_of(costs, 0, "month_so_far"), "110");
  EXPECT_EQ(cell_of(costs, 0, "last_month"), "NULL");
  EXPECT_THAT(costs.notes, Contains("no charges of 2026-09, so last month is unknown"));
  EXPECT_EQ(answer().freshness, "2026-10-11T07:00:00Z");
}

TEST_F(SummaryTest, TheRunRateOfAClosedMonthIsItsTotal) {
  add_cur_month(bill_);
  bill_.deliver("2026-11-01T00:00:00Z");
  const auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "46.08");
  EXPECT_EQ(cell_of(costs, 0, "month_to_date"), "46.08");
  EXPECT_EQ(cell_of(costs, 1, "run_rate"), "147.08");
  EXPECT_EQ(cell_of(costs, 1, "month_so_far"), "147.08");
}

TEST_F(SummaryTest, FeesAndTaxesAreNotMultipliedByTheRunRate) {
  add_days(10);
  bill_.add(with(
      made_usage(),
      {{"ChargeCategory", "Purchase"}, {"charge_date", "2026-10-01"}, {"BilledCost", "1000"}, {"EffectiveCost", "0"}}));
  bill_.add(
      with(made_usage(),
           {{"ChargeCategory", "Tax"}, {"charge_date", "2026-10-31"}, {"BilledCost", "7"}, {"EffectiveCost", "7"}}));
  bill_.deliver("2026-10-11T00:00:00Z");
  const auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 1, "month_to_date"), "1100");
  EXPECT_EQ(cell_of(costs, 1, "run_rate"), "1317");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "317");
}

TEST_F(SummaryTest, WithoutACompleteDayMonthToDateAndRunRateAreUnknownAndNotZero) {
  add_days(1);
  bill_.deliver("2026-10-01T09:00:00Z");
  auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "month_to_date"), "NULL");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "NULL");
  EXPECT_EQ(cell_of(costs, 0, "month_so_far"), "10");
  EXPECT_FALSE(costs.complete);
  EXPECT_THAT(costs.notes, Contains(HasSubstr("no day of the month is complete yet")));

  bill_.delivery().newest_usage_end.reset();
  costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "NULL");
  EXPECT_THAT(costs.notes, Contains(HasSubstr("no usage says which days are complete")));
}

TEST_F(SummaryTest, EachPayersOwnCompleteDaysCount) {
  add_days(11);
  add_days(6, {{"BillingAccountId", "222"}});
  bill_.deliver("2026-10-11T00:00:00Z");
  bill_.delivery(1).newest_usage_end = "2026-10-06T00:00:00Z";
  const auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "month_to_date"), "150");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "620");
  EXPECT_THAT(costs.notes, Contains("payer 222: 5 complete days"));
}

TEST_F(SummaryTest, LastMonthIsTheCalendarMonthBefore) {
  add_days(3);
  bill_.add(with(made_usage(), {{"billing_period", "2026-09"}, {"charge_date", "2026-09-03"}, {"BilledCost", "5.5"}}));
  bill_.add(with(made_usage(), {{"billing_period", "2026-08"}, {"charge_date", "2026-08-03"}}));
  bill_.deliver("2026-10-04T00:00:00Z");
  EXPECT_EQ(cell_of(part("Costs"), 1, "last_month"), "5.5");
  EXPECT_EQ(part("Periods").rows.size(), 3u);
}

TEST_F(SummaryTest, ACostThatNoLineStatesIsUnknown) {
  add_days(3, {{"EffectiveCost", ""}});
  bill_.deliver("2026-10-04T00:00:00Z");
  const auto costs = part("Costs");
  EXPECT_EQ(cell_of(costs, 0, "month_to_date"), "NULL");
  EXPECT_EQ(cell_of(costs, 0, "month_so_far"), "NULL");
  EXPECT_EQ(cell_of(costs, 0, "run_rate"), "NULL");
  EXPECT_EQ(cell_of(costs, 1, "month_to_date"), "30");
  EXPECT_THAT(costs.notes, Contains("effective cost in USD is unknown for 3 lines"));
  EXPECT_EQ(cell_of(part("Services"), 0, "effective"), "NULL");
  EXPECT_EQ(cell_of(part("Services"), 0, "percent"), "NULL");
  EXPECT_EQ(cell_of(part("Services"), 0, "billed"), "30");
  EXPECT_FALSE(answer().complete);
}

TEST_F(SummaryTest, CurrenciesHaveRowsOfTheirOwn) {
  add_days(2);
  add_days(2, {{"BillingCurrency", "EUR"}, {"BilledCost", "3"}});
  bill_.deliver("2026-10-03T00:00:00Z");
  const auto costs = part("Costs");
  ASSERT_EQ(costs.rows.size(), 4u);
  EXPECT_EQ(cell_of(costs, 1, "currency"), "EUR");
  EXPECT_EQ(cell_of(costs, 1, "month_to_date"), "6");
  EXPECT_EQ(cell_of(costs, 3, "month_to_date"), "20");
  const auto services = part("Services");
  ASSERT_EQ(services.rows.size(), 2u);
  EXPECT_EQ(cell_of(services, 0, "percent"), "100");
  EXPECT_FALSE(services.total);
}

TEST_F(SummaryTest, TheMostExpensiveComeFirstWithTheirShare) {
  for (const char* cost : {"1", "5", "2", "4", "3", "6", "-1"}) {
    bill_.add(with(made_usage(), {{"ServiceName", std::string("service ") + cost}, {"EffectiveCost", cost}}));
  }
  bill_.deliver("2026-10-11T00:00:00Z");
  const auto services = part("Services");
  ASSERT_EQ(services.rows.size(), 5u);
  EXPECT_EQ(cell_of(services, 0, "service"), "service 6");
  EXPECT_EQ(cell_of(services, 0, "percent"), "30");
  EXPECT_EQ(cell_of(services, 4, "service"), "service 2");
  EXPECT_EQ(services.total->at(2), "20");
  EXPECT_THAT(services.notes, ElementsAre("2 more"));
  EXPECT_EQ(answer({.top = 1}).parts.at(1).rows.size(), 1u);
}

TEST_F(SummaryTest, AccountsOfOneNameStayApart) {
  bill_.add(with(made_usage(), {{"SubAccountId", "1"}, {"SubAccountName", "dev"}, {"EffectiveCost", "3"}}));
  bill_.add(with(made_usage(), {{"SubAccountId", "2"}, {"SubAccountName", "dev"}}));
  bill_.add(with(made_usage(), {{"SubAccountId", "3"}, {"EffectiveCost", "1"}}));
  bill_.deliver("2026-10-11T00:00:00Z");
  const auto accounts = part("Accounts");
  EXPECT_EQ(cell_of(accounts, 0, "account"), "dev (1)");
  EXPECT_EQ(cell_of(accounts, 1, "account"), "dev (2)");
  EXPECT_EQ(cell_of(accounts, 2, "account"), "3");
}

TEST_F(SummaryTest, TagCoverageIsTheShareOfUsageMoneyThatHasATag) {
  bill_.add(with(made_usage(), {{"Tags", "MAP {'team': 'a', 'env': 'dev'}"}, {"EffectiveCost", "6"}}));
  bill_.add(with(made_usage(), {{"Tags", "MAP {'team': 'b'}"}, {"EffectiveCost", "1"}}));
  bill_.add(with(made_usage(), {{"Tags", "MAP {}"}, {"EffectiveCost", "2"}}));
  bill_.add(with(made_usage(), {{"EffectiveCost", "1"}}));
  bill_.add(with(made_usage(), {{"ChargeCategory", "Tax"}, {"EffectiveCost", "90"}}));
  bill_.deliver("2026-10-11T00:00:00Z");
  const auto tags = part("Tag coverage");
  ASSERT_EQ(tags.rows.size(), 3u);
  EXPECT_THAT(tags.rows[0], ElementsAre("any tag", "USD", "7", "10", "70"));
  EXPECT_THAT(tags.rows[1], ElementsAre("tag:team", "USD", "7", "10", "70"));
  EXPECT_THAT(tags.rows[2], ElementsAre("tag:env", "USD", "6", "10", "60"));
}

TEST_F(SummaryTest, TagCoverageOfABillWithoutTagsIsUnknown) {
  add_days(1);
  bill_.deliver("2026-10-02T00:00:00Z");
  const auto tags = part("Tag coverage");
  EXPECT_EQ(cell_of(tags, 0, "percent"), "NULL");
  EXPECT_EQ(cell_of(tags, 0, "tagged"), "NULL");
  EXPECT_FALSE(tags.complete);
}

TEST_F(SummaryTest, SaysHowCompleteEachPeriodIsAndWhatItLacks) {
  add_days(2);
  bill_.deliver("2026-10-03T00:00:00Z");
  bill_.delivery().gaps = {"no resource ids: cost per resource unknown"};
  const auto periods = part("Periods");
  EXPECT_EQ(cell_of(periods, 0, "state"), "open");
  EXPECT_EQ(cell_of(periods, 0, "newest_usage"), "2026-10-03T00:00:00Z");
  EXPECT_EQ(cell_of(periods, 0, "lines"), "2");
  EXPECT_THAT(periods.notes, Contains(HasSubstr("no resource ids")));
}

TEST_F(SummaryTest, AMonthOfABillWithoutInvoicesIsNotFinal) {
  bill_.add(with(made_usage(), {{"InvoiceId", ""}}), 3);
  bill_.deliver("2026-11-01T00:00:00Z");
  EXPECT_EQ(cell_of(part("Periods"), 0, "state"), "estimated");
  EXPECT_EQ(cell_of(part("Periods"), 0, "lines_without_invoice"), "3");
}

TEST_F(SummaryTest, CarriesTheReconciliationInOneLine) {
  add_savings_plan_day(bill_);
  bill_.deliver("2026-02-02T00:00:00Z");
  EXPECT_THAT(answer().reconciliation, HasSubstr("nothing contradicts; gaps: prepaid (upfront) 457766.40 USD"));
  EXPECT_EQ(cell_of(part("Savings Plans"), 0, "utilization_percent"), "75");
  bill_.delivery().totals[0].control = Decimal::from_integer(1);
  EXPECT_TRUE(answer().contradicts);
  EXPECT_THAT(answer().reconciliation, HasSubstr("1 contradicts"));
}

}  // namespace
}  // namespace farthing
