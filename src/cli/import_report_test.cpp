#include "cli/import_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Decimal amount(const char* text) { return parse_decimal(text).value; }

ImportedMonth month(const std::string& period = "2026-05") {
  ImportedMonth month;
  month.partition.period = period;
  month.partition.source = "daily of 1";
  month.partition.delivery = Delivery();
  auto& delivery = *month.partition.delivery;
  delivery.import_id = "20260601T000000-0a";
  delivery.format = "CUR legacy";
  delivery.lines = 1281;
  CurrencyTotals totals;
  totals.currency = "USD";
  totals.control = amount("1.6823086974");
  totals.costs = {amount("1.6823086974"), amount("1.5"), std::nullopt, std::nullopt, amount("1.6"), amount("3.4")};
  delivery.totals = {totals};
  return month;
}

ImportReport report_of(const std::vector<ImportedMonth>& months) {
  ImportReport report;
  report.months = months;
  report.snapshot = 7;
  return report;
}

TEST(ImportReportLines, say_month_source_and_sums_with_what_is_unknown) {
  EXPECT_THAT(import_report_lines(report_of({month()})),
              ElementsAre("2026-05  daily of 1 (CUR legacy): 1,281 lines",
                          "  billed 1.6823086974 USD = control total, effective 1.5, net_billed unknown, net_effective "
                          "unknown, contracted 1.6, list 3.4",
                          "import: 20260601T000000-0a", "snapshot 7"));
}

TEST(ImportReportLines, say_what_was_chosen_and_passed_over_first) {
  auto report = report_of({month()});
  report.choices = {"daily 2026-05: assembly a2 of 1 file"};
  report.skipped = {"truth.json: JSON, but no manifest"};
  const auto lines = import_report_lines(report);
  EXPECT_EQ(lines.at(0), "chosen: daily 2026-05: assembly a2 of 1 file");
  EXPECT_EQ(lines.at(1), "skipped: truth.json: JSON, but no manifest");
}

TEST(ImportReportLines, sum_each_currency_apart_and_name_an_unknown_one) {
  auto one = month();
  auto& totals = one.partition.delivery->totals;
  totals.push_back(totals[0]);
  totals[1].currency = std::nullopt;
  totals[1].control = amount("7");
  const auto lines = import_report_lines(report_of({one}));
  EXPECT_THAT(lines.at(1), HasSubstr("billed 1.6823086974 USD"));
  EXPECT_THAT(lines.at(2), HasSubstr("billed 7 (unknown currency)"));
}

TEST(ImportReportLines, count_split_lines_apart) {
  auto one = month();
  one.partition.delivery->split_lines = 2000;
  EXPECT_THAT(import_report_lines(report_of({one})).at(0), HasSubstr("1,281 lines and 2,000 split lines"));
}

TEST(ImportReportLines, of_what_is_there_already_say_only_that) {
  auto one = month();
  one.unchanged = true;
  one.partition.delivery->gaps = {"no x: y"};
  const auto lines = import_report_lines(report_of({one}));
  EXPECT_THAT(lines.at(0), HasSubstr("nothing to do: it is there as import 20260601T000000-0a"));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("gap:"))));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("import: "))));
}

TEST(ImportReportLines, name_the_import_that_was_replaced) {
  auto one = month();
  one.replaced = "earlier";
  EXPECT_THAT(import_report_lines(report_of({one})).at(0), HasSubstr("takes the place of import earlier"));
}

TEST(ImportReportLines, tell_gaps_findings_unknown_columns_and_roundings_once_an_import) {
  std::vector<ImportedMonth> months = {month("2026-05"), month("2026-06")};
  for (auto& one : months) {
    one.partition.delivery->gaps = {"no resource_tags: cost per tag is unknown"};
    one.partition.delivery->findings = {"1 lines are odd"};
    one.partition.delivery->unknown_columns = {"a/B", "c/D"};
    one.partition.delivery->roundings = 4225;
  }
  const auto lines = import_report_lines(report_of(months));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "gap: no resource_tags: cost per tag is unknown"), 1);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "finding: 1 lines are odd"), 1);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "kept in x_Unknown: a/B, c/D"), 1);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "rounded: 4,225 amounts had more than 12 decimals (half to even)"),
            1);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), "import: 20260601T000000-0a"), 1);
}

}  // namespace
}  // namespace farthing
