#include "cli/import_report.hpp"

#include <gmock/gmock.h>

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Decimal amount_of(const char* text) { return parse_decimal(text).value; }

// May 2026 of one source: 1,234 lines that cost 3.5 USD; net costs are unknown.
ImportedMonth may_2026() {
  ImportedMonth month;
  month.partition.period = "2026-05";
  month.partition.source = "daily of 111122223333";
  Delivery delivery;
  delivery.import_id = "new-id";
  delivery.format = "CUR legacy";
  delivery.lines = 1234;
  CurrencyTotals totals{.currency = "USD", .lines = 1234, .control = amount_of("3.5")};
  totals.costs = {amount_of("3.5"), amount_of("3"), std::nullopt, std::nullopt, amount_of("3.5"), amount_of("4")};
  delivery.totals = {totals};
  month.partition.delivery = delivery;
  return month;
}

ImportReport report_of(std::vector<ImportedMonth> months) {
  ImportReport report;
  report.months = std::move(months);
  report.snapshot = 7;
  return report;
}

TEST(ImportReportTest, a_month_is_told_with_its_control_total_and_all_costs) {
  EXPECT_THAT(import_report_lines(report_of({may_2026()})),
              ElementsAre("2026-05  daily of 111122223333 (CUR legacy): 1,234 lines",
                          "  billed 3.5 USD = control total, effective 3, net_billed unknown, net_effective unknown, "
                          "contracted 3.5, list 4",
                          "import: new-id", "snapshot 7"));
}

TEST(ImportReportTest, split_lines_and_what_was_replaced_are_told) {
  auto month = may_2026();
  month.partition.delivery->split_lines = 56000;
  month.replaced = "old-id";
  EXPECT_EQ(import_report_lines(report_of({month})).front(),
            "2026-05  daily of 111122223333 (CUR legacy): 1,234 lines and 56,000 split lines, takes the place of "
            "import old-id");
}

TEST(ImportReportTest, an_unchanged_month_is_told_without_its_gaps) {
  auto month = may_2026();
  month.unchanged = true;
  month.partition.delivery->gaps = {"no resource_tags: cost per tag is unknown"};
  const auto lines = import_report_lines(report_of({month}));
  EXPECT_THAT(lines.front(), HasSubstr("nothing to do: it is there as import new-id"));
  EXPECT_THAT(lines, Not(Contains(HasSubstr("gap:"))));
  EXPECT_THAT(lines, Not(Contains("import: new-id")));
}

TEST(ImportReportTest, what_two_months_of_an_import_share_is_told_once) {
  auto may = may_2026();
  may.partition.delivery->gaps = {"no resource_tags: cost per tag is unknown"};
  may.partition.delivery->findings = {"odd"};
  may.partition.delivery->unknown_columns = {"moon/Phase", "moon/Age"};
  may.partition.delivery->roundings = 1500;
  auto june = may;
  june.partition.period = "2026-06";
  const auto lines = import_report_lines(report_of({may, june}));
  EXPECT_THAT(std::vector(lines.begin() + 4, lines.end()),
              ElementsAre("import: new-id", "gap: no resource_tags: cost per tag is unknown", "finding: odd",
                          "kept in x_Unknown: moon/Phase, moon/Age",
                          "rounded: 1,500 amounts had more than 12 decimals (half to even)", "snapshot 7"));
}

TEST(ImportReportTest, choices_and_what_was_skipped_come_first) {
  auto report = report_of({});
  report.choices = {"daily 2026-05: assembly a1 of 1 file"};
  report.skipped = {"notes.csv: is not a bill"};
  EXPECT_THAT(import_report_lines(report), ElementsAre("chosen: daily 2026-05: assembly a1 of 1 file",
                                                       "skipped: notes.csv: is not a bill", "snapshot 7"));
}

TEST(ImportReportTest, a_bill_without_a_currency_says_so) {
  auto month = may_2026();
  month.partition.delivery->totals[0].currency = std::nullopt;
  EXPECT_THAT(import_report_lines(report_of({month})), Contains(HasSubstr("billed 3.5 (unknown currency)")));
}

}  // namespace
}  // namespace farthing
