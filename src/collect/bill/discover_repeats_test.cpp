#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collect/bill/discover.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class DiscoverTestRepeats : public BillLakeFixture {
 protected:
  std::string put_bill(const std::string& name, const std::string& amount = "1") const {
    return put(name, CurCsv().cost(amount).text());
  }
  std::string put_manifest(const std::string& name, const std::string& keys) const {
    return put(name, R"({"assemblyId": "a", "reportName": "daily", "reportKeys": [)" + keys +
                         R"(], "billingPeriod": {"start": "20260501T000000.000Z", "end": "20260601T000000.000Z"}})");
  }
  /// Imports the paths; the sum of what is billed, or the error.
  [[nodiscard]] std::string billed(const std::vector<std::string>& paths) const {
    const auto error = error_of(paths);
    return error.empty() ? ask("SELECT sum(BilledCost), count(*) FROM charges") : error;
  }
};

TEST_F(DiscoverTestRepeats, AFileThatIsNamedTwiceCountsOnce) {
  const auto bill = put_bill("a/bill.csv");
  EXPECT_EQ(billed({bill, folder("a") + "/../a/./bill.csv"}), "1|1");
}

TEST_F(DiscoverTestRepeats, AFileThatAGlobAndALinkFindAgainCountsOnce) {
  const auto bill = put_bill("a/bill.csv");
  std::filesystem::create_symlink(bill, folder("a") + "/same.csv");
  EXPECT_EQ(billed({bill, folder("a") + "/*.csv"}), "1|1");
}

TEST_F(DiscoverTestRepeats, AFolderAndAFileInItCountOnceAndThatIsSaid) {
  const auto bill = put_bill("a/bill.csv");
  const auto found = discover_bills({folder("a"), bill});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->deliveries.size(), 1U);
  EXPECT_EQ(found->deliveries[0].files.size(), 1U);
  EXPECT_THAT(found->skipped, testing::ElementsAre(HasSubstr("named twice")));
}

TEST_F(DiscoverTestRepeats, AManifestAndTheFilesThatItNamesAreOneDelivery) {
  put_bill("daily-1.csv", "1");
  put_bill("daily-2.csv", "2");
  put_manifest("daily-Manifest.json", R"("daily-1.csv", "daily-2.csv")");
  const auto found = discover_bills({folder() + "/daily*"});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->deliveries.size(), 1U);
  EXPECT_TRUE(found->deliveries[0].manifest);
  EXPECT_EQ(billed({folder() + "/daily*"}), "3|2");
}

TEST_F(DiscoverTestRepeats, ACopyOfAManifestChangesNothing) {
  put_bill("a/daily-1.csv", "1");
  put_manifest("a/daily-Manifest.json", R"("a/daily-1.csv")");
  put_manifest("daily-Manifest.json", R"("a/daily-1.csv")");
  EXPECT_EQ(billed({folder("a") + "/daily-Manifest.json", folder() + "/daily-Manifest.json"}), "1|1");
}

TEST_F(DiscoverTestRepeats, ACopyBesideABillCountsOnceAndIsNamed) {
  put_bill("a/may.csv", "1.25");
  put_bill("a/may (1).csv", "1.25");
  put_bill("a/other.csv", "2.50");  // of the same size
  const auto found = discover_bills({folder("a")});
  ASSERT_TRUE(found);
  EXPECT_THAT(found->skipped, testing::ElementsAre(testing::AllOf(HasSubstr("a/may.csv"),
                                                                  HasSubstr("the same content as may (1).csv"))));
  EXPECT_EQ(billed({folder("a")}), "3.75|2");
}

TEST_F(DiscoverTestRepeats, ABillAndItsGzipCountOnce) {
  const auto text = CurCsv().cost("1.25").text();
  put("a/may.csv", text);
  put("a/may.csv.gz", samples::gzipped(text));
  put("a/other.csv.gz", samples::gzipped(CurCsv().cost("2.50").text()));
  EXPECT_EQ(billed({folder("a") + "/*"}), "3.75|2");
}

TEST_F(DiscoverTestRepeats, ABillAndItsZipCountOnce) {
  const auto text = CurCsv().cost("1.25").text();
  put("a/may.csv", text);
  put("a/may.zip", samples::zip_of({samples::deflated_member("may.csv", text)}));
  EXPECT_EQ(billed({folder("a")}), "1.25|1");
}

TEST_F(DiscoverTestRepeats, ABillAndItsGzipOfTwoMembersCountOnce) {
  const auto text = CurCsv().cost("1.25").text();
  put("a/may.csv", text);
  put("a/may.csv.gz", samples::gzipped(text.substr(0, 100)) + samples::gzipped(text.substr(100)));
  EXPECT_EQ(billed({folder("a")}), "1.25|1");
}

TEST_F(DiscoverTestRepeats, PartsThatAManifestNamesAreTakenAsTheyAre) {
  put_bill("daily-1.csv", "1");
  put_bill("daily-2.csv", "1");
  put_manifest("daily-Manifest.json", R"("daily-1.csv", "daily-2.csv")");
  EXPECT_EQ(billed({folder()}), "2|2");
}

TEST_F(DiscoverTestRepeats, APartWithoutARequiredColumnIsNamedThoughAnotherPartHasIt) {
  put_bill("a/1.csv");
  put("a/2.csv", CurCsv().cost("5").without("lineItem/UnblendedCost").text());
  EXPECT_THAT(error_of({folder("a")}), testing::AllOf(HasSubstr("2.csv"), HasSubstr("line_item_unblended_cost")));
}

TEST_F(DiscoverTestRepeats, ABillWithColumnsButNoLinesIsNamed) {
  const auto text = CurCsv().cost("1").text();
  const auto header = put("header.csv", text.substr(0, text.find('\n') + 1));
  EXPECT_THAT(error_of({header}), testing::AllOf(HasSubstr("header.csv"), HasSubstr("no lines")));
  const auto bill = put_bill("b/bill.csv");
  const auto report = import_paths({header, bill});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->skipped, testing::ElementsAre(testing::AllOf(HasSubstr("header.csv"), HasSubstr("no lines"))));
  EXPECT_EQ(ask("SELECT count(*) FROM charges"), "1");
}

}  // namespace
}  // namespace farthing
