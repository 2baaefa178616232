#include "collect/dataset/import_datasets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file_search.hpp"
#include "support/bill_lake.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ImportDatasetsTest : public BillLakeFixture {
 protected:
  Result<DatasetsReport> take(const std::vector<std::string>& paths,
                              const std::optional<std::string>& as = std::nullopt) const {
    TRY(const auto files, files_at(paths));
    TRY(const auto found, find_dataset_files(files, as));
    TRY(auto prepared, PreparedDatasets::prepare(lake_, found));
    return std::move(prepared).commit(lake_);
  }
  DatasetsReport taken(const std::string& name, const std::string& text) const {
    auto report = take({put(name, text)});
    if (!report) ADD_FAILURE() << report.error().text();
    return report.value_or(DatasetsReport());
  }
  [[nodiscard]] std::string refused(const std::string& name, const std::string& text,
                                    const std::optional<std::string>& as = std::nullopt) const {
    const auto report = take({put(name, text)}, as);
    return report ? "" : report.error().text();
  }
  [[nodiscard]] std::string nodes() const {
    return ask("SELECT node_id, CAST(start AS VARCHAR), CAST(\"end\" AS VARCHAR), vcpu FROM nodes ORDER BY 1, 2");
  }
};

constexpr const char* kNodeHeader = "node_id,start,end,vcpu,memory_gib\n";

TEST_F(ImportDatasetsTest, AnIntervalIsCutAtMidnightAndLosesNoSecond) {
  taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T22:00:30Z,2026-10-03T00:00:01Z,4,16\n");
  EXPECT_EQ(nodes(),
            "i-1|2026-10-01 22:00:30|2026-10-02 00:00:00|4;i-1|2026-10-02 00:00:00|2026-10-03 00:00:00|4;"
            "i-1|2026-10-03 00:00:00|2026-10-03 00:00:01|4");
  // 2 h less 30 s, a day, a second.
  EXPECT_EQ(ask("SELECT CAST(sum(epoch(\"end\" - start)) AS BIGINT) FROM nodes"), std::to_string(7'170 + 86'400 + 1));
}

TEST_F(ImportDatasetsTest, WholeNumbersAndDecimalsOfParquetAreTakenExactly) {
  const auto parquet = put("activity.parquet", "");
  auto engine = Engine::open();
  // "file_row_number" is a column like any other that no dataset knows.
  ASSERT_TRUE(engine
                  ->run("COPY (SELECT 'i-1' AS node_id, 'GPU-1' AS accelerator_id, TIMESTAMP '2026-10-01 23:55:00' + "
                        "to_minutes(5 * n) AS start, 300 AS seconds, 0.1::DECIMAL(4,1) AS active_seconds, "
                        "12345.678901::DECIMAL(18,6) AS memory_gib_seconds, n AS file_row_number FROM range(2) AS "
                        "t(n)) TO '" +
                        parquet + "' (FORMAT parquet)")
                  .has_value());
  const auto report = take({parquet});
  ASSERT_TRUE(report.has_value()) << report.error().text();
  EXPECT_THAT(report->datasets.at(0).periods, ElementsAre("2026-10-01", "2026-10-02"));
  EXPECT_EQ(report->datasets.at(0).rows, 2);
  EXPECT_EQ(ask("SELECT DISTINCT seconds, active_seconds, memory_gib_seconds FROM accelerator_activity"),
            "300|0.1|12345.678901");
  EXPECT_EQ(ask("SELECT max(x_Unknown['file_row_number']) FROM accelerator_activity"), "1");
}

// A decimal of more digits than a DOUBLE holds is rounded once, as its text would be.
TEST_F(ImportDatasetsTest, LongDecimalsAndWholeNumbersOfParquetAreTheNearestNumber) {
  const auto parquet = put("activity.parquet", "");
  auto engine = Engine::open();
  ASSERT_TRUE(engine
                  ->run("COPY (SELECT 'i-1' AS node_id, 'GPU-1' AS accelerator_id, TIMESTAMP '2026-10-01' AS start, "
                        "300::BIGINT AS seconds, 0.1::DECIMAL(38,20) AS active_seconds, "
                        "123456789012345678.123456789::DECIMAL(38,9) AS memory_gib_seconds, -2.5::DECIMAL(22,1) AS "
                        "energy_joules) TO '" +
                        parquet + "' (FORMAT parquet)")
                  .has_value());
  ASSERT_TRUE(take({parquet}).has_value());
  EXPECT_EQ(ask("SELECT seconds, active_seconds = 0.1::DOUBLE, memory_gib_seconds = "
                "'123456789012345678.123456789'::DOUBLE, energy_joules FROM accelerator_activity"),
            "300|true|true|-2.5");
}

TEST_F(ImportDatasetsTest, ANumberOfParquetThatIsNoneIsNamedByRow) {
  const auto parquet = put("activity.parquet", "");
  auto engine = Engine::open();
  ASSERT_TRUE(engine
                  ->run("COPY (SELECT 'i-1' AS node_id, 'GPU-1' AS accelerator_id, TIMESTAMP '2026-10-01' + "
                        "to_minutes(5 * n) AS start, 300e0 AS seconds, CASE WHEN n = 2 THEN 'nan'::DOUBLE ELSE 1e0 END "
                        "AS active_seconds FROM range(4) AS t(n)) TO '" +
                        parquet + "' (FORMAT parquet)")
                  .has_value());
  const auto report = take({parquet});
  ASSERT_FALSE(report.has_value());
  EXPECT_THAT(report.error().text(),
              AllOf(HasSubstr("row 3: column active_seconds"), HasSubstr("'nan' is not a number")));
}

// Without a key that comes twice a day's rows are kept as they were staged, in the file's order: again, they are the
// same.
TEST_F(ImportDatasetsTest, MomentsInAnotherOrderAreTheSameRows) {
  const std::string header = "node_id,accelerator_id,start,seconds,active_seconds\n";
  const std::string early = "i-1,GPU-1,2026-10-01T00:00:00Z,300,10\n", late = "i-1,GPU-1,2026-10-01T00:05:00Z,300,20\n";
  taken("a.csv", header + late + early);
  EXPECT_TRUE(taken("b.csv", header + early + late).datasets.at(0).periods.empty());
  EXPECT_TRUE(taken("c.csv", header + early).datasets.at(0).periods.empty());
  EXPECT_THAT(taken("d.csv", header + early + "i-1,GPU-1,2026-10-01T00:05:00Z,300,21\n").datasets.at(0).periods,
              ElementsAre("2026-10-01"));
  EXPECT_EQ(ask("SELECT active_seconds FROM accelerator_activity ORDER BY start"), "10;21");
}

TEST_F(ImportDatasetsTest, OfAMomentThatComesTwiceInTwoFilesTheLaterFilesCounts) {
  const std::string header = "node_id,accelerator_id,start,seconds,active_seconds\n";
  const auto first =
      put("a.csv", header + "i-1,GPU-1,2026-10-01T00:00:00Z,300,10\ni-1,GPU-2,2026-10-01T00:00:00Z,300,20\n");
  const auto second = put("b.csv", header + "i-1,GPU-1,2026-10-01T00:00:00Z,300,30\n");
  ASSERT_TRUE(take({first, second}).has_value());
  const std::string all = "SELECT accelerator_id, active_seconds FROM accelerator_activity ORDER BY 1";
  EXPECT_EQ(ask(all), "GPU-1|30;GPU-2|20");
  taken("c.csv", header + "i-1,GPU-2,2026-10-01T00:00:00Z,300,40\n");
  EXPECT_EQ(ask(all), "GPU-1|30;GPU-2|40");
  EXPECT_TRUE(taken("c.csv", header + "i-1,GPU-2,2026-10-01T00:00:00Z,300,40\n").datasets.at(0).periods.empty());
}

TEST_F(ImportDatasetsTest, AnIntervalThatEndsAtMidnightDoesNotTouchTheNextDay) {
  EXPECT_THAT(taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,4,16\n")
                  .datasets.at(0)
                  .periods,
              ElementsAre("2026-10-01"));
}

TEST_F(ImportDatasetsTest, TimesOfAnotherZoneAreStoredAsUtc) {
  taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T01:00:00+02:00,2026-10-01T02:00:00+02:00,4,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-09-30 23:00:00|2026-10-01 00:00:00|4");
}

TEST_F(ImportDatasetsTest, WhatIsStillThereGetsItsEndLater) {
  EXPECT_THAT(taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,,4,16\n").datasets.at(0).periods,
              ElementsAre("open"));
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|-|4");
  taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-02T01:00:00Z,4,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|2026-10-02 00:00:00|4;i-1|2026-10-02 00:00:00|2026-10-02 01:00:00|4");
}

TEST_F(ImportDatasetsTest, AReversedIntervalIsKeptAsItIs) {
  taken("n.csv", std::string(kNodeHeader) + "i-1,2026-10-02T10:00:00Z,2026-10-01T00:00:00Z,4,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-10-02 10:00:00|2026-10-01 00:00:00|4");
}

TEST_F(ImportDatasetsTest, ANewerRowOfTheSameKeyWinsAndOthersStay) {
  taken("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,4,16\n" +
                     "i-2,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,4,16\n");
  const auto report = taken("b.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,8,16\n");
  EXPECT_THAT(report.datasets.at(0).periods, ElementsAre("2026-10-01"));
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|2026-10-01 12:00:00|8;i-2|2026-10-01 10:00:00|2026-10-01 12:00:00|4");
}

TEST_F(ImportDatasetsTest, AnIntervalThatBecomesShorterLeavesNothingBehind) {
  taken("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-04T12:00:00Z,4,16\n" +
                     "i-2,2026-10-03T00:00:00Z,2026-10-04T00:00:00Z,2,8\n");
  const auto report = taken("b.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-02T01:00:00Z,4,16\n");
  EXPECT_THAT(report.datasets.at(0).periods, ElementsAre("2026-10-02", "2026-10-03", "2026-10-04"));
  EXPECT_EQ(nodes(),
            "i-1|2026-10-01 10:00:00|2026-10-02 00:00:00|4;i-1|2026-10-02 00:00:00|2026-10-02 01:00:00|4;"
            "i-2|2026-10-03 00:00:00|2026-10-04 00:00:00|2");
  // And open again: it lies in one place only.
  taken("c.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,,4,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|-|4;i-2|2026-10-03 00:00:00|2026-10-04 00:00:00|2");
}

TEST_F(ImportDatasetsTest, OfOneFileTheLaterIntervalWinsWhereverItsDaysAre) {
  taken("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-04T12:00:00Z,4,16\n" +
                     "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,8,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|2026-10-01 12:00:00|8");
}

TEST_F(ImportDatasetsTest, OfOneFileTheLaterRowWins) {
  taken("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,4,16\n" +
                     "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,8,16\n");
  EXPECT_EQ(nodes(), "i-1|2026-10-01 10:00:00|2026-10-01 12:00:00|8");
}

TEST_F(ImportDatasetsTest, TheSameRowsAgainChangeNothing) {
  const auto text =
      std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-02T12:00:00Z,4,16\ni-2,2026-10-01T10:00:00Z,,4,16\n";
  const auto first = taken("a.csv", text);
  const auto again = taken("b.csv", text);
  EXPECT_THAT(again.datasets.at(0).periods, IsEmpty());
  EXPECT_EQ(again.snapshot, first.snapshot);
}

TEST_F(ImportDatasetsTest, CsvAndJsonAndParquetOfTheSameRowsAreTheSame) {
  taken("w.csv",
        "workload_id,node_id,start,end,request_vcpu,system,labels,accelerator_ids\n"
        "p/c,i-1,2026-10-01T10:00:00Z,2026-10-01T11:00:00Z,0.5,true,\"{\"\"team\"\": "
        "\"\"a,b\"\"}\",\"[\"\"GPU-1\"\"]\"\n");
  const auto of_csv = ask("SELECT * FROM workloads");
  const auto json = taken("w.ndjson", R"({"workload_id":"p/c","node_id":"i-1","start":"2026-10-01T10:00:00Z",)"
                                      R"("end":"2026-10-01T11:00:00Z","request_vcpu":0.5,"system":true,)"
                                      R"("labels":{"team":"a,b"},"accelerator_ids":["GPU-1"]})"
                                      "\n");
  EXPECT_THAT(json.datasets.at(0).periods, IsEmpty());
  const auto parquet = folder("w.parquet");
  ASSERT_TRUE(
      Engine::open()->run("COPY (SELECT 'p/c' AS workload_id, 'i-1' AS node_id, TIMESTAMP '2026-10-01 10:00:00' "
                          "AS start, TIMESTAMP '2026-10-01 11:00:00' AS \"end\", CAST(0.5 AS DOUBLE) AS "
                          "request_vcpu, true AS system, MAP {'team': 'a,b'} AS labels, ['GPU-1'] AS "
                          "accelerator_ids) TO '" +
                          parquet + "' (FORMAT parquet)"));
  const auto report = take({parquet});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->datasets.at(0).periods, IsEmpty());
  EXPECT_EQ(ask("SELECT * FROM workloads"), of_csv);
}

TEST_F(ImportDatasetsTest, WhatAFileLacksIsUnknownAndWhatItHasBesidesIsKept) {
  const auto report = taken("u.csv", "workload_id,hour,vcpu_hours,node_temperature\np/c,2026-10-01T10:00:00Z,,61\n");
  EXPECT_THAT(report.datasets.at(0).unknown_columns, ElementsAre("node_temperature"));
  EXPECT_EQ(ask("SELECT vcpu_hours, gib_hours, x_Unknown['node_temperature'] FROM usage_hourly"), "-|-|61");
}

TEST_F(ImportDatasetsTest, APriceIsExact) {
  taken("p.csv",
        "service,region,unit,price_usd\nAmazonEC2,us-east-1,Hrs,0.000000000001\nAmazonEC2,us-east-1,GB,4E-7\n");
  EXPECT_EQ(ask("SELECT unit, price_usd FROM prices ORDER BY 1"), "GB|0.0000004;Hrs|0.000000000001");
}

TEST_F(ImportDatasetsTest, AWrongCellIsNamedByFileRowAndColumn) {
  const auto row = [&](const std::string& text) { return refused("bad.csv", std::string(kNodeHeader) + text); };
  EXPECT_THAT(row("i-1,2026-10-01T10:00:00Z,,4,16\ni-2,soon,,4,16\n"),
              AllOf(HasSubstr("bad.csv: row 2: column start"), HasSubstr("'soon' is not a time")));
  EXPECT_THAT(row("i-1,1/5/26,,4,16\n"), HasSubstr("column start: '1/5/26' is not a time"));
  EXPECT_THAT(row("i-1,2026-10-01T10:00:00Z,,four,16\n"), HasSubstr("column vcpu: 'four' is not a number"));
  EXPECT_THAT(row("i-1,2026-10-01T10:00:00Z,,4_000,16\n"), HasSubstr("'4_000' is not a number"));
  EXPECT_THAT(row("i-1,2026-10-01T10:00:00Z,,inf,16\n"), HasSubstr("'inf' is not a number"));
  EXPECT_THAT(row("i-1,2026-10-01T10:00:00Z,,,16\n"), HasSubstr("column vcpu: is empty"));
  EXPECT_THAT(refused("bad.csv",
                      "node_id,start,vcpu,memory_gib,labels\ni-1,2026-10-01T10:00:00Z,4,16,\"{\"\"a\"\": 1, "
                      "\"\"a\"\": 2}\"\n"),
              HasSubstr("column labels: '{\"a\": 1, \"a\": 2}' is not a JSON object whose keys differ"));
  EXPECT_THAT(row(",2026-10-01T10:00:00Z,,4,16\n"), HasSubstr("column node_id: is empty"));
  EXPECT_THAT(refused("p.csv", "service,region,unit,price_usd\nEC2,us,Hrs,1234567890123456789\n"),
              HasSubstr("p.csv: column price_usd: '1234567890123456789' is too large"));
  EXPECT_EQ(lake_.snapshot()->n, 0);
}

TEST_F(ImportDatasetsTest, WhatIsNoTableIsRefusedWhenItIsSaidToBeOne) {
  EXPECT_THAT(refused("n.csv", "node_id,start\ni-1,2026-10-01T10:00:00Z\n", "nodes"),
              HasSubstr("has no column vcpu, memory_gib, which nodes needs"));
  EXPECT_THAT(refused("n.csv", "", "nodes"), HasSubstr("n.csv: is empty"));
  EXPECT_THAT(refused("n.csv", kNodeHeader, "pods"), HasSubstr("choose one of: nodes, workloads"));
}

TEST_F(ImportDatasetsTest, ARowThatIsTooShortNamesTheFile) {
  EXPECT_THAT(refused("short.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z\n"),
              AllOf(HasSubstr("short.csv"), HasSubstr("Line: 2"), HasSubstr("Expected Number of Columns: 5")));
  EXPECT_EQ(lake_.snapshot()->n, 0);
}

TEST_F(ImportDatasetsTest, AGzipThatWasCutOrDamagedIsRefused) {
  std::string text = kNodeHeader;  // longer than what is read to find the header
  for (int i = 0; i < 4'000; ++i) text += "i-" + std::to_string(i) + ",2026-10-01T10:00:00Z,,4,16\n";
  const auto whole = samples::gzipped(text);
  EXPECT_THAT(refused("cut.csv.gz", whole.substr(0, whole.size() - 9)), HasSubstr("cut.csv.gz"));
  auto damaged = whole;
  damaged.at(whole.size() - 8) ^= 1;  // the checksum's first byte
  EXPECT_THAT(refused("damaged.csv.gz", damaged), HasSubstr("damaged.csv.gz"));
  EXPECT_EQ(lake_.snapshot()->n, 0);
}

TEST_F(ImportDatasetsTest, AnIntervalOfCenturiesIsTakenForAMistypedYear) {
  EXPECT_THAT(refused("n.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2206-10-01T10:00:00Z,4,16\n"),
              HasSubstr("longer than 4000 days"));
}

TEST_F(ImportDatasetsTest, AnImportThatWasOvertakenIsRefused) {
  const auto files = find_dataset_files(
      {put("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,4,16\n")}, std::nullopt);
  auto slow = PreparedDatasets::prepare(lake_, *files);
  ASSERT_TRUE(slow) << slow.error().text();
  taken("b.csv", std::string(kNodeHeader) + "i-2,2026-10-01T10:00:00Z,2026-10-01T12:00:00Z,4,16\n");
  const auto late = std::move(*slow).commit(lake_);
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().text(), HasSubstr("changed by another import"));
  EXPECT_EQ(ask("SELECT node_id FROM nodes"), "i-2");
}

TEST_F(ImportDatasetsTest, WhatIsNotCommittedLeavesNoFiles) {
  const auto files =
      find_dataset_files({put("a.csv", std::string(kNodeHeader) + "i-1,2026-10-01T10:00:00Z,,4,16\n")}, std::nullopt);
  {
    ASSERT_TRUE(PreparedDatasets::prepare(lake_, *files));
  }
  EXPECT_FALSE(std::filesystem::exists(lake_.root() / "nodes" / "period=open"));
}

}  // namespace
}  // namespace farthing
