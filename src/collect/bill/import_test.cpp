#include "collect/bill/import.hpp"

#include <gmock/gmock.h>

#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ImportTest : public BillLakeFixture {
 protected:
  static std::string bill(const std::string& cost) { return CurCsv().cost(cost).text(); }
  static std::string bill_of(const std::string& month, const std::string& payer, const std::string& cost) {
    return CurCsv()
        .line({{"bill/BillingPeriodStartDate", month + "-01T00:00:00Z"},
               {"bill/PayerAccountId", payer},
               {"lineItem/UnblendedCost", cost}})
        .text();
  }
  std::string put_assembly(const std::string& folder, const std::string& assembly, const std::string& text,
                           const std::string& report = "daily", const std::string& month = "202605") const {
    put(folder + "/" + report + "-1.csv", text);
    return put(folder + "/" + report + "-Manifest.json", R"({"reportName": ")" + report + R"(", "assemblyId": ")" +
                                                             assembly + R"(", "billingPeriod": {"start": ")" + month +
                                                             R"(01T000000.000Z"}, "reportKeys": [")" + folder + "/" +
                                                             report + "-1.csv\"]}");
  }
  std::string billed() const { return ask("SELECT sum(BilledCost) FROM charges"); }
  std::int64_t snapshot() const { return lake_.snapshot()->n; }
};

TEST_F(ImportTest, says_what_came_in) {
  const auto report = import_text(CurCsv().cost("1").cost("2.5").text());
  EXPECT_EQ(report.lines, 2);
  EXPECT_EQ(report.snapshot, snapshot());
  ASSERT_EQ(report.months.size(), 1u);
  const auto& month = report.months[0];
  EXPECT_FALSE(month.unchanged);
  EXPECT_EQ(month.replaced, std::nullopt);
  EXPECT_EQ(month.partition.source, "CUR legacy of 111122223333");
  const auto& delivery = *month.partition.delivery;
  EXPECT_EQ(delivery.format, "CUR legacy");
  EXPECT_EQ(delivery.deliveries_of_import, 1);
  ASSERT_EQ(delivery.inputs.size(), 1u);
  EXPECT_THAT(delivery.inputs[0].uri, HasSubstr("bill.csv"));
  EXPECT_EQ(delivery.inputs[0].sha256, sha256_of_file(delivery.inputs[0].uri).value());
}

TEST_F(ImportTest, the_same_delivery_again_changes_nothing) {
  const auto first = import_text(bill("1"));
  const auto again = import_text(bill("1"));
  ASSERT_EQ(again.months.size(), 1u);
  EXPECT_TRUE(again.months[0].unchanged);
  EXPECT_EQ(again.lines, 0);
  EXPECT_EQ(again.snapshot, first.snapshot);
  EXPECT_EQ(again.months[0].partition.delivery->import_id, first.months[0].partition.delivery->import_id);
}

TEST_F(ImportTest, a_restated_month_takes_the_place_of_the_earlier_delivery) {
  const auto first = import_text(bill("1"));
  const auto second = import_text(bill("3"), "restated.csv");
  EXPECT_EQ(second.months.at(0).replaced, first.months.at(0).partition.delivery->import_id);
  EXPECT_EQ(billed(), "3");
  EXPECT_EQ(ask("SELECT sum(BilledCost) FROM costs_daily"), "3");
}

TEST_F(ImportTest, an_older_delivery_that_is_imported_again_wins_again) {
  import_text(bill("1"), "1.csv");
  import_text(bill("3"), "2.csv");
  import_text(bill("1"), "1.csv");
  EXPECT_EQ(billed(), "1");
}

TEST_F(ImportTest, a_restated_month_without_split_lines_has_none_any_more) {
  import_text(CurCsv().cost("1").line({{"lineItem/Operation", "EKSPod-EC2"}}).text());
  EXPECT_EQ(ask("SELECT count(*) FROM split_charges"), "1");
  import_text(bill("1"), "restated.csv");
  EXPECT_EQ(ask("SELECT count(*) FROM split_charges"), "0");
}

TEST_F(ImportTest, other_months_and_payers_stay) {
  import_text(bill_of("2026-05", "1", "1"), "a.csv");
  import_text(bill_of("2026-06", "1", "2"), "b.csv");
  import_text(bill_of("2026-05", "2", "4"), "c.csv");
  EXPECT_EQ(billed(), "7");
}

TEST_F(ImportTest, one_bill_may_hold_many_months_and_only_changed_imports_are_done_again) {
  CurCsv csv;
  for (const char* month : {"2026-04", "2026-05", "2026-06"}) {
    csv.line({{"bill/BillingPeriodStartDate", std::string(month) + "-01T00:00:00Z"}});
  }
  const auto first = import_text(csv.text());
  EXPECT_EQ(first.months.size(), 3u);
  EXPECT_EQ(first.months[0].partition.delivery->deliveries_of_import, 3);
  EXPECT_TRUE(import_text(csv.text()).months.at(2).unchanged);
  // One of its months was taken over since: then it isn't the same any more.
  import_text(bill_of("2026-05", "111122223333", "9"), "may.csv");
  EXPECT_FALSE(import_text(csv.text()).months.at(0).unchanged);
  EXPECT_EQ(billed(), "3");
}

TEST_F(ImportTest, a_second_source_of_a_month_is_refused_and_both_are_named) {
  import_text(bill("1"));
  const auto manifest = put_assembly("d", "a1", bill("5"));
  EXPECT_THAT(error_of({manifest}), AllOf(HasSubstr("CUR legacy of 111122223333"), HasSubstr("daily of 111122223333"),
                                          HasSubstr("count it twice"), HasSubstr("--replace")));
  EXPECT_EQ(billed(), "1");
}

TEST_F(ImportTest, replace_takes_the_second_source_in_the_firsts_stead) {
  const auto first = import_text(bill("1"));
  const auto report = import_paths({put_assembly("d", "a1", bill("5"))}, true);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).replaced, first.months.at(0).partition.delivery->import_id);
  EXPECT_EQ(billed(), "5");
}

TEST_F(ImportTest, two_bills_of_one_month_in_one_import_are_an_error) {
  const auto error = error_of({put("a/1.csv", bill("1")), put("b/2.csv", bill("2"))});
  EXPECT_THAT(error, AllOf(HasSubstr("2026-05 of payer 111122223333 comes from two deliveries"), HasSubstr("/a/1.csv"),
                           HasSubstr("/b/2.csv"), HasSubstr("import only one of them")));
  EXPECT_EQ(snapshot(), 0);
}

TEST_F(ImportTest, a_delivery_that_is_there_and_another_of_its_month_in_one_import_are_an_error) {
  const auto first = put("a/1.csv", bill("1"));
  ASSERT_TRUE(import_paths({first}));
  EXPECT_THAT(error_of({first, put("b/2.csv", bill("2"))}), AllOf(HasSubstr("/a/1.csv"), HasSubstr("/b/2.csv")));
  EXPECT_EQ(billed(), "1");
}

TEST_F(ImportTest, an_amount_that_is_too_large_names_the_file) {
  const auto path = put(
      "bill.csv",
      CurCsv().line({{"pricing/publicOnDemandRate", "999999999999999"}, {"lineItem/UsageAmount", "1000000"}}).text());
  EXPECT_THAT(error_of({path}), AllOf(HasSubstr(path), HasSubstr("999999999999999 x 1000000' is too large")));
}

TEST_F(ImportTest, what_the_reader_finds_names_the_file_once) {
  const auto path = put("bill.csv", bill("many"));
  EXPECT_THAT(error_of({path}), ::testing::StartsWith(path + ": line 2: column lineItem/UnblendedCost: 'many'"));
}

TEST_F(ImportTest, sums_beyond_10_to_the_18_are_exact) {
  // 3 x 999,999,999,999,999,999.
  CurCsv large;
  for (int i = 0; i < 3; ++i) large.cost("999999999999999999");
  import_text(large.text());
  EXPECT_EQ(billed(), "2999999999999999997");
}

TEST_F(ImportTest, a_path_that_is_named_twice_counts_once) {
  const auto path = put("bill.csv", bill("1"));
  ASSERT_TRUE(import_paths({path, path, folder()}));
  EXPECT_EQ(billed(), "1");
}

TEST_F(ImportTest, a_manifest_names_source_assembly_and_month) {
  const auto report = import_paths({put_assembly("d", "a1", bill("1"))});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).partition.source, "daily of 111122223333");
  EXPECT_EQ(report->months.at(0).partition.delivery->assembly, "a1");
}

TEST_F(ImportTest, a_manifest_of_another_month_is_an_error) {
  const auto manifest = put_assembly("d", "a1", bill("1"), "daily", "202606");
  EXPECT_THAT(error_of({manifest}), AllOf(HasSubstr("daily-Manifest.json"), HasSubstr("is a manifest of 2026-06"),
                                          HasSubstr("lines of 2026-05")));
}

TEST_F(ImportTest, a_file_that_a_manifest_names_must_be_a_bill) {
  EXPECT_THAT(error_of({put_assembly("d", "a1", "name,age\nA,1\n")}),
              AllOf(HasSubstr("daily-1.csv"), HasSubstr("is not a bill")));
}

TEST_F(ImportTest, a_named_file_must_be_a_bill_and_others_in_a_folder_are_passed_over) {
  const auto notes = put("x/notes.csv", "name,age\nA,1\n");
  put("x/bill.csv", bill("1"));
  EXPECT_THAT(error_of({notes}), AllOf(HasSubstr("notes.csv"), HasSubstr("is not a bill")));
  const auto report = import_paths({folder("x")});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->skipped, ElementsAre(AllOf(HasSubstr("notes.csv"), HasSubstr("is not a bill"))));
}

TEST_F(ImportTest, a_folder_without_any_bill_says_what_it_found) {
  put("x/notes.csv", "name,age\nA,1\n");
  EXPECT_THAT(error_of({folder("x")}), HasSubstr("notes.csv"));
}

TEST_F(ImportTest, an_error_in_one_of_two_bills_keeps_both_out) {
  const auto good = put("a/1.csv", bill_of("2026-05", "1", "1"));
  const auto bad = put("b/2.csv", bill_of("2026-06", "1", "twelve"));
  EXPECT_THAT(error_of({good, bad}),
              AllOf(HasSubstr("2.csv: line 2: column lineItem/UnblendedCost"), HasSubstr("'twelve'")));
  EXPECT_EQ(snapshot(), 0);
  EXPECT_EQ(ask("SELECT count(*) FROM charges"), "0");
}

TEST_F(ImportTest, a_refused_import_leaves_no_files) {
  import_text(bill("1"));
  (void)error_of({put_assembly("d", "a1", bill("5"))});
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(lake_.root() / "charges")) {
    files += entry.is_regular_file() ? 1 : 0;
  }
  EXPECT_EQ(files, 1);
  EXPECT_TRUE(std::filesystem::is_empty(lake_.root() / "staging"));
}

TEST_F(ImportTest, a_changed_query_or_version_of_focus_continues_its_source) {
  const std::string core =
      "BilledCost,BillingCurrency,BillingAccountId,ChargeCategory,ChargePeriodStart,ChargePeriodEnd";
  const std::string line = "\n1,USD,acct,Usage,2026-05-01,2026-05-02";
  import_text(core + line + "\n", "a.csv");
  const auto report = import_text(core + ",InvoiceId" + line + ",INV\n", "b.csv");
  EXPECT_NE(report.months.at(0).replaced, std::nullopt);
  EXPECT_EQ(billed(), "1");
}

TEST_F(ImportTest, progress_counts_all_bytes_in_the_end) {
  const auto path = put("bill.csv", bill("1"));
  ImportProgress progress;
  ASSERT_TRUE(import_bills(lake_, {{path}, false, "600MB"}, progress));
  EXPECT_EQ(progress.total_bytes, static_cast<std::int64_t>(std::filesystem::file_size(path)));
  EXPECT_EQ(progress.bytes_before, progress.total_bytes);
}

TEST_F(ImportTest, an_import_can_be_taken_out_again) {
  const auto may = import_text(bill_of("2026-05", "1", "1"), "may.csv");
  import_text(bill_of("2026-06", "1", "2"), "june.csv");
  const auto& id = may.months.at(0).partition.delivery->import_id;
  ASSERT_TRUE(remove_import(lake_, id));
  EXPECT_EQ(billed(), "2");
  EXPECT_EQ(ask("SELECT sum(BilledCost) FROM costs_daily"), "2");
  const auto again = remove_import(lake_, id);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().text(), HasSubstr("there is no import '" + id + "'"));
}

TEST_F(ImportTest, the_newest_complete_assembly_is_told) {
  put_assembly("m/a1", "a1", bill("1"));
  put_assembly("m/a2", "a2", bill("2"));
  const auto report = import_paths({folder("m")});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->choices, Contains(HasSubstr("the newest complete one of 2")));
  EXPECT_EQ(ask("SELECT count(*) FROM charges"), "1");
}

}  // namespace
}  // namespace farthing
