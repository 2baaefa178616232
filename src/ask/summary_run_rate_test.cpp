// Month to date and run rate, each worked by hand.
#include <gmock/gmock.h>

#include "ask/made_bill_test.hpp"
#include "ask/summary_parts.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class RunRateTest : public ::testing::Test {
 protected:
  // A cell of the costs of that month; row 0 is effective, row 1 billed.
  std::string cost(const std::string& month, std::size_t row, const std::string& column) {
    const auto answer = month_to_date(bill_.engine, bill_.snapshot, month);
    if (!answer) return answer.error().text();
    for (std::size_t i = 0; row < answer->rows.size() && i < answer->columns.size(); ++i) {
      if (answer->columns[i].name == column) return answer->rows[row][i].value_or("NULL");
    }
    return "no such cell";
  }
  std::vector<std::string> notes(const std::string& month) {
    return month_to_date(bill_.engine, bill_.snapshot, month)->notes;
  }
  void add(const std::string& date, const std::string& money, const MadeCharge& changes = {}) {
    bill_.add(with(with(made_usage(), {{"billing_period", date.substr(0, 7)},
                                       {"charge_date", date},
                                       {"BilledCost", money},
                                       {"EffectiveCost", money}}),
                   changes));
  }
  MadeBill bill_;
};

TEST_F(RunRateTest, AMonthHasAsManyDaysAsItsCalendarSays) {
  for (const auto& [month, days] :
       {std::pair{"2028-02", "29"}, {"2026-02", "28"}, {"2026-04", "30"}, {"2026-12", "31"}}) {
    add(std::string(month) + "-01", "1");
    bill_.deliver(std::string(month) + "-02T00:00:00Z");
    EXPECT_EQ(cost(month, 0, "run_rate"), days) << "1 USD a day";
    EXPECT_EQ(cost(month, 0, "through"), std::string(month) + "-01");
  }
}

// Four complete days with 8 USD of usage in all: 8 / 4 x 30 = 60. Fee, credit and support stay: 60 + 3 - 2 + 10 = 71.
TEST_F(RunRateTest, OnlyUsageIsMultiplied) {
  add("2026-09-01", "5");
  add("2026-09-04", "3");
  add("2026-09-05", "100");  // of the day that isn't over
  add("2026-09-01", "3", {{"ChargeCategory", "Purchase"}});
  add("2026-09-30", "-2", {{"ChargeCategory", "Credit"}});
  add("2026-09-02", "10", {{"ChargeCategory", ""}});
  bill_.deliver("2026-09-05T11:59:59Z");
  EXPECT_EQ(cost("2026-09", 1, "complete_days"), "4");
  EXPECT_EQ(cost("2026-09", 1, "run_rate"), "71");
  EXPECT_EQ(cost("2026-09", 1, "month_to_date"), "21") << "5 + 3 + 3 + 10; the credit is of a later day";
  EXPECT_EQ(cost("2026-09", 1, "month_so_far"), "119");
}

TEST_F(RunRateTest, UsageBeyondTheMonthsEndMakesItNoLongerThanItIs) {
  add("2026-09-30", "60");
  bill_.deliver("2026-10-05T00:00:00Z");
  EXPECT_EQ(cost("2026-09", 0, "complete_days"), "30");
  EXPECT_EQ(cost("2026-09", 0, "through"), "2026-09-30");
  EXPECT_EQ(cost("2026-09", 0, "run_rate"), "60");
}

TEST_F(RunRateTest, UsageThatEndsBeforeTheMonthBeginsLeavesItUnknown) {
  add("2026-09-01", "60");
  bill_.deliver("2026-08-31T23:00:00Z");
  EXPECT_EQ(cost("2026-09", 0, "run_rate"), "NULL");
  EXPECT_EQ(cost("2026-09", 0, "complete_days"), "NULL");
  EXPECT_EQ(cost("2026-09", 0, "through"), "NULL");
  EXPECT_EQ(cost("2026-09", 0, "month_so_far"), "60");
}

// Payer 111 has 10 days of 1 USD, payer 222 states 9 USD without saying how far its usage is: 10 / 10 x 30 + 9.
TEST_F(RunRateTest, APayerWhoseDaysAreUnknownCountsAsItStands) {
  for (int day = 1; day <= 10; ++day) add((day < 10 ? "2026-09-0" : "2026-09-") + std::to_string(day), "1");
  add("2026-09-03", "9", {{"BillingAccountId", "222"}});
  bill_.deliver("2026-09-11T00:00:00Z");
  bill_.delivery(1).newest_usage_end.reset();
  EXPECT_EQ(cost("2026-09", 0, "month_to_date"), "19");
  EXPECT_EQ(cost("2026-09", 0, "run_rate"), "39");
  EXPECT_THAT(notes("2026-09"), Contains(HasSubstr("payer 222: no usage of a day or less says how far the month is")));
}

TEST_F(RunRateTest, ACostThatSomeLinesLackIsTheSumOfTheOthersAndSaysHowMany) {
  add("2026-09-01", "4");
  add("2026-09-02", "6", {{"EffectiveCost", ""}});
  add("2026-08-02", "6", {{"EffectiveCost", ""}});
  bill_.deliver("2026-09-04T00:00:00Z");
  EXPECT_EQ(cost("2026-09", 0, "month_to_date"), "4");
  EXPECT_EQ(cost("2026-09", 0, "run_rate"), "40") << "4 / 3 x 30";
  EXPECT_EQ(cost("2026-09", 0, "last_month"), "NULL") << "no line states it";
  EXPECT_EQ(cost("2026-09", 1, "last_month"), "6");
  EXPECT_EQ(cost("2026-09", 1, "run_rate"), "100");
  EXPECT_THAT(notes("2026-09"), Contains("effective cost in USD is unknown for 2 lines"));
  EXPECT_THAT(notes("2026-09"), Not(Contains(HasSubstr("billed cost in USD is unknown"))));
}

TEST_F(RunRateTest, ACurrencyOfLastMonthOnlyHasARowWithoutThisMonth) {
  add("2026-09-01", "4");
  add("2026-08-01", "7", {{"BillingCurrency", "EUR"}});
  bill_.deliver("2026-09-02T00:00:00Z");
  EXPECT_EQ(cost("2026-09", 0, "currency"), "EUR");
  EXPECT_EQ(cost("2026-09", 0, "last_month"), "7");
  for (const char* column : {"month_to_date", "run_rate", "month_so_far"}) {
    EXPECT_EQ(cost("2026-09", 0, column), "NULL") << column << ": no line of this month is in EUR";
  }
  EXPECT_EQ(cost("2026-09", 2, "last_month"), "NULL");
  EXPECT_EQ(cost("2026-09", 2, "run_rate"), "120");
}

TEST_F(RunRateTest, TheMonthBeforeJanuaryIsDecember) {
  add("2026-01-01", "1");
  add("2025-12-31", "8");
  bill_.deliver("2026-01-02T00:00:00Z");
  EXPECT_EQ(cost("2026-01", 0, "last_month"), "8");
}

}  // namespace
}  // namespace farthing
