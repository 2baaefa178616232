// Each command from its command line: what it prints and how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "base/file.hpp"
#include "base/text.hpp"
#include "support/cur_csv.hpp"
#include "support/program_runs.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Two services in two regions and a tax line of May 2026: 10 + 2.5 + 0.25 and 0.75 tax.
std::string small_bill() {
  return CurCsv()
      .line({{"lineItem/UnblendedCost", "10"}, {"resourceTags/user:Team", "blue"}})
      .line({{"lineItem/UnblendedCost", "2.5"}, {"product/region", "eu-west-1"}})
      .line({{"lineItem/UnblendedCost", "0.25"},
             {"lineItem/ProductCode", "AmazonS3"},
             {"product/ProductName", "Amazon Simple Storage Service"},
             {"lineItem/UsageStartDate", "2026-05-02T00:00:00Z"},
             {"lineItem/UsageEndDate", "2026-05-02T01:00:00Z"}})
      .line({{"lineItem/UnblendedCost", "0.75"}, {"lineItem/LineItemType", "Tax"}, {"product/region", ""}})
      .text();
}

class CommandsTest : public ::testing::Test {
 protected:
  ProgramRun farthing(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--data", (folder_.path() / "data").string()});
    return run_farthing(std::move(arguments));
  }
  // Of a command that must end well, what it prints.
  std::string out_of(const std::vector<std::string>& arguments) const {
    const auto ended = farthing(arguments);
    EXPECT_EQ(ended.code, 0) << ::testing::PrintToString(arguments) << ended.err;
    return ended.out;
  }
  // Of a command that must end with that code and print nothing, what it says.
  std::string error_of(int code, const std::vector<std::string>& arguments) const {
    const auto ended = farthing(arguments);
    EXPECT_EQ(ended.code, code) << ::testing::PrintToString(arguments) << ended.out;
    EXPECT_EQ(ended.out, "");
    return ended.err;
  }
  void import_bill(const std::string& text, const std::string& name = "bill.csv") const {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
    ASSERT_EQ(farthing({"import", (folder_.path() / name).string()}).code, 0);
  }
  std::string import_id() const {
    const auto listed = boost::json::parse(out_of({"imports", "list", "-o", "json"}));
    return std::string(listed.at("rows").at(0).at(0).as_string());
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(CommandsTest, AMistypedCommandNamesTheNearest) {
  EXPECT_THAT(error_of(2, {"cost"}), HasSubstr("there is no command 'cost' (did you mean 'costs'?)"));
  EXPECT_THAT(error_of(2, {"imports", "lst"}), HasSubstr("there is no command 'lst' (did you mean 'list'?)"));
  EXPECT_THAT(error_of(2, {"generate", "bil"}), HasSubstr("did you mean 'bill'?"));
  EXPECT_THAT(error_of(2, {"frobnicate"}), HasSubstr("farthing --help shows them"));
  EXPECT_THAT(error_of(2, {"run", "party", "llm-42"}),
              HasSubstr("choose one of: start, step, epoch, checkpoint, interruption, resume, end"));
  EXPECT_THAT(error_of(2, {"imports"}), AllOf(HasSubstr("required"), Not(HasSubstr("there is no command"))));
  EXPECT_THAT(error_of(2, {"--nonsense"}), Not(HasSubstr("there is no command")));
}

TEST_F(CommandsTest, NumbersOutsideOfTheirRangeAreRefusedAlsoThoseThatCompareWithNothing) {
  const std::vector<std::vector<std::string>> kBad = {{"lake", "gc", "--older-than", "nan"},
                                                      {"lake", "gc", "--older-than", "1e300"},
                                                      {"lake", "gc", "--older-than", "-0.5"},
                                                      {"lake", "gc", "--older-than", "inf"},
                                                      {"lake", "gc", "--older-than", "1h"},
                                                      {"query", "SELECT 1", "--time-limit", "nan"},
                                                      {"query", "SELECT 1", "--time-limit", "0"},
                                                      {"query", "SELECT 1", "--time-limit", "-1"},
                                                      {"costs", "--top", "0"},
                                                      {"costs", "--top", "-3"},
                                                      {"costs", "--top", "99999999999"}};
  for (const auto& arguments : kBad) {
    const auto error = error_of(2, arguments);
    EXPECT_THAT(error, AllOf(HasSubstr(arguments[arguments.size() - 2]), HasSubstr("is not a number from")));
    EXPECT_LT(error.size(), 200U) << "an error is read by people: " << error;
  }
  EXPECT_THAT(error_of(2, {"costs", "--top", "2.5"}), HasSubstr("--top"));
}

TEST_F(CommandsTest, AGraceTimeThatIsNoNumberRemovesNothing) {
  import_bill(small_bill());
  import_bill(small_bill() + small_bill().substr(small_bill().find('\n') + 1), "again.csv");
  (void)error_of(2, {"lake", "gc", "--older-than", "nan"});
  EXPECT_EQ(out_of({"costs", "--as-of", "1", "--cost", "billed", "-o", "csv"}), "billed_cost,currency\n13.5,USD\n");
  EXPECT_EQ(out_of({"lake", "gc", "--older-than", "1"}), "");
  EXPECT_THAT(out_of({"lake", "gc", "--older-than", "0"}), HasSubstr("snapshots/1.json"));
  EXPECT_THAT(error_of(1, {"costs", "--as-of", "1"}), HasSubstr("there is no snapshot 1"));
}

TEST_F(CommandsTest, TidyingUpSaysWhatItWouldDoBeforeItDoesIt) {
  import_bill(small_bill());
  import_bill(CurCsv().cost("1").text(), "again.csv");
  const auto dry = farthing({"lake", "gc", "--older-than", "0", "--dry-run"});
  EXPECT_THAT(dry.err, HasSubstr("would remove "));
  const auto wet = farthing({"lake", "gc", "--older-than", "0"});
  EXPECT_EQ(wet.out, dry.out);
  EXPECT_EQ(wet.err, "removed " + dry.err.substr(std::string("would remove ").size()));
  EXPECT_EQ(farthing({"lake", "gc", "--older-than", "0"}).err, "removed 0 paths, 0 bytes\n");
}

TEST_F(CommandsTest, CostsHaveEachOptionOfTheirQuestion) {
  import_bill(small_bill());
  const auto csv = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"costs", "--cost", "billed", "-o", "csv"});
    return out_of(options);
  };
  const std::string ec2 = "Amazon Elastic Compute Cloud", s3 = "Amazon Simple Storage Service";
  EXPECT_EQ(csv({"--by", "service,charge_category"}), "service,charge_category,billed_cost,currency\n" + ec2 +
                                                          ",Usage,12.5,USD\n" + ec2 + ",Tax,0.75,USD\n" + s3 +
                                                          ",Usage,0.25,USD\n");
  EXPECT_EQ(csv({"--where", "region = 'eu-west-1'"}), "billed_cost,currency\n2.5,USD\n");
  EXPECT_EQ(csv({"--month", "2026-05", "--by", "service", "--top", "1"}),
            "service,billed_cost,currency\n" + ec2 + ",13.25,USD\n(other),0.25,USD\n");
  EXPECT_EQ(csv({"--from", "2026-05-02", "--to", "2026-05-03"}), "billed_cost,currency\n0.25,USD\n");
  EXPECT_EQ(csv({"--granularity", "DAY"}), "period,billed_cost,currency\n2026-05-01,13.25,USD\n2026-05-02,0.25,USD\n");
  EXPECT_EQ(csv({"--month", "2026-05", "--compare", "previous"}),
            "billed_cost,previous_billed_cost,change,change_percent,currency\n13.5,,,,USD\n");
  EXPECT_EQ(csv({"--by", "tag:Team", "--where", "charge_category = 'Usage'"}),
            "tag:Team,billed_cost,currency\nblue,10,USD\n,2.75,USD\n");
}

TEST_F(CommandsTest, WrongWordsOfAQuestionAreUsageErrorsThatSayWhatIsRight) {
  const std::pair<std::vector<std::string>, const char*> kWrong[] = {
      {{"--cost", "efective"}, "choose one of: billed, effective"},
      {{"--granularity", "year"}, "hour, day, week, month"},
      {{"--by", "service,"}, "there is no dimension ''"},
      {{"--by", "acount"}, "did you mean 'account'?"},
      {{"--where", "servce = 'x'"}, "did you mean 'service'?"},
      {{"--where", "true; DROP TABLE charges"}, "nothing else"},
      {{"--month", "2026-05", "--last", "3d"}, "choose one of --month"},
      {{"--compare", "previous"}, "--month"},
      {{"-o", "xml"}, "xml"},
      {{"--month", "2026-05", "--month", "2026-06"}, "--month"}};
  for (const auto& [options, hint] : kWrong) {
    auto arguments = options;
    arguments.insert(arguments.begin(), "costs");
    EXPECT_THAT(error_of(2, arguments), HasSubstr(hint));
  }
}

TEST_F(CommandsTest, TheSameMoneyStandsInEveryFormat) {
  import_bill(small_bill());
  const std::vector<std::string> ask = {"costs", "--cost", "billed", "--by", "charge_category"};
  for (const char* format : {"table", "json", "ndjson", "csv", "tsv", "markdown", "CSV", "Json"}) {
    auto arguments = ask;
    arguments.insert(arguments.end(), {"-o", format});
    EXPECT_THAT(out_of(arguments), AllOf(HasSubstr("12.75"), HasSubstr("0.75"), HasSubstr("Tax"))) << format;
  }
  const auto json = boost::json::parse(out_of({"costs", "--cost", "billed", "--explain", "-o", "json"}));
  EXPECT_EQ(json.at("rows").at(0).at(0).as_string(), "13.5");
  EXPECT_EQ(json.at("snapshot").as_int64(), 1);
  EXPECT_THAT(boost::json::serialize(json.at("explanation")), AllOf(HasSubstr("bill.csv"), HasSubstr("lines: 4 of 4")));
}

TEST_F(CommandsTest, ImportsAreListedShownAndTakenOutAgain) {
  import_bill(small_bill());
  const auto id = import_id();
  EXPECT_THAT(out_of({"imports", "list", "-o", "csv"}),
              AllOf(HasSubstr("import,imported_at,period,source,format,lines,control_total,currency,gaps\n"),
                    HasSubstr(id), HasSubstr(",2026-05,"), HasSubstr(",CUR legacy,4,13.5,USD,")));
  EXPECT_THAT(out_of({"imports", "show", id, "-o", "csv"}),
              AllOf(HasSubstr("period,2026-05"), HasSubstr("lines,4\n"), HasSubstr("control total,13.5 USD"),
                    HasSubstr("net_billed cost,unknown"), HasSubstr("bill.csv ("), HasSubstr("newest usage until")));
  EXPECT_EQ(out_of({"imports", "remove", id}), "import " + id + " is out of the lake; snapshot 2\n");
  EXPECT_EQ(out_of({"costs", "-o", "csv"}), "effective_cost,currency\n");
  EXPECT_EQ(out_of({"costs", "--as-of", "1", "--cost", "billed", "-o", "csv"}), "billed_cost,currency\n13.5,USD\n");
  EXPECT_THAT(out_of({"imports", "show", id, "--as-of", "1", "-o", "csv"}), HasSubstr("control total,13.5 USD"));
  for (const char* command : {"show", "remove"}) {
    EXPECT_THAT(error_of(1, {"imports", command, id}), HasSubstr("there is no import '" + id + "'"));
  }
}

TEST_F(CommandsTest, AQueryHasItsLimits) {
  import_bill(small_bill());
  EXPECT_EQ(out_of({"query", "SELECT sum(BilledCost) AS billed FROM charges", "-o", "csv"}), "billed\n13.5\n");
  const auto cut = farthing({"query", "SELECT BilledCost FROM charges ORDER BY 1", "--max-rows", "2", "-o", "csv"});
  EXPECT_EQ(cut.out, "BilledCost\n0.25\n0.75\n");
  EXPECT_THAT(cut.err, HasSubstr("only the first 2 rows are here"));
  for (const char* size : {"nonsense", "", "700", "-5MB", "80%", "1.2.3GB", "0MB", "700 MB; SET threads = 1"}) {
    EXPECT_THAT(error_of(2, {"query", "SELECT 1", "--memory-limit", size}), HasSubstr("write a number and its unit"));
  }
  EXPECT_EQ(out_of({"query", "SELECT 1 AS one", "--memory-limit", "0.5 GiB", "-o", "csv"}), "one\n1\n");
  EXPECT_THAT(error_of(2, {"query", "SELECT * FROM read_text('/etc/passwd')"}),
              HasSubstr("read_text() is not allowed"));
  EXPECT_THAT(error_of(1, {"query", "SELECT DATE 'infinity'"}), HasSubstr("CAST it AS VARCHAR"));
}

TEST_F(CommandsTest, ReconciliationThatHoldsEndsWith0) {
  import_bill(small_bill());
  const auto ended = farthing({"reconcile", "--month", "2026-05", "-o", "csv"});
  EXPECT_EQ(ended.code, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr(",control total,13.5,13.5,0,ok,"), HasSubstr("billed: Tax,,0.75,")));
  EXPECT_THAT(error_of(2, {"reconcile", "--month", "May"}), HasSubstr("'May' is not a month"));
}

TEST_F(CommandsTest, TheMonthOfCommitmentsMayStandAlone) {
  import_bill(small_bill());
  const auto alone = farthing({"commitments", "2026-05", "-o", "json"});
  EXPECT_EQ(alone.code, 0);
  EXPECT_EQ(alone.out, out_of({"commitments", "--month", "2026-05", "-o", "json"}));
  EXPECT_THAT(alone.out, HasSubstr("no commitment in the data of 2026-05"));
  EXPECT_THAT(error_of(2, {"commitments", "2026-5"}), HasSubstr("is not a month"));
}

TEST_F(CommandsTest, TheSummaryIsOneJsonObjectWithAllItsParts) {
  import_bill(small_bill());
  const auto json = boost::json::parse(out_of({"summary", "-o", "json"}));
  EXPECT_EQ(json.at("month").as_string(), "2026-05");
  EXPECT_FALSE(json.at("contradicts").as_bool());
  std::vector<std::string> titles;
  for (const auto& part : json.at("parts").as_array()) titles.emplace_back(part.at("title").as_string());
  EXPECT_THAT(titles, ::testing::ElementsAre("Costs, 2026-05", "Services, 2026-05", "Accounts, 2026-05",
                                             "Regions, 2026-05", "Savings Plans and reservations, 2026-05",
                                             "Tag coverage of usage, 2026-05", "Periods"));
  // A row of 13.5 in all: 12.75 of usage to date and 0.75 of tax.
  EXPECT_EQ(json.at("parts").at(0).at("rows").at(1).at(7).as_string(), "13.5");
  for (const char* format : {"table", "csv", "ndjson", "markdown"}) {
    EXPECT_THAT(out_of({"summary", "-o", format}), HasSubstr("13.5")) << format;
  }
}

TEST_F(CommandsTest, AGeneratedBillIsTheSameForTheSameSeedAndCanBeImported) {
  const auto generate = [&](const std::string& out, const std::string& seed) {
    return out_of({"generate", "bill", "--rows", "300", "--seed", seed, "--format", "focus-1.2-csv", "--out",
                   (folder_.path() / out).string()});
  };
  const auto first = generate("a", "7"), second = generate("b", "7");
  EXPECT_EQ(first.substr(0, first.find("; totals")), second.substr(0, second.find("; totals")));
  EXPECT_THAT(first, HasSubstr(" rows in 1 file,"));
  EXPECT_NE(first.substr(0, first.find("; totals")), generate("c", "8").substr(0, first.find("; totals")));
  const auto imported = farthing({"import", (folder_.path() / "a").string()});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr(": " + first.substr(0, first.find(' ')) + " lines"));
  EXPECT_THAT(error_of(2, {"generate", "bill", "--rows", "1", "--format", "xls", "--out", "x"}), HasSubstr("xls"));
  EXPECT_THAT(error_of(2, {"generate", "bill", "--rows", "many", "--out", "x"}), HasSubstr("--rows"));
  EXPECT_THAT(error_of(2, {"generate", "bill", "--rows", "1"}), HasSubstr("--out"));
}

TEST_F(CommandsTest, QuestionsOfWorkloadsAnswerBeforeAnythingIsBuilt) {
  import_bill(small_bill());
  for (const auto& question : std::vector<std::vector<std::string>>{{"costs", "--by", "cluster,namespace"},
                                                                    {"costs", "--by", "service", "--idle", "by_node"},
                                                                    {"idle", "--by", "hour_of_week"},
                                                                    {"unmapped", "--dimension", "product"}}) {
    EXPECT_THAT(out_of(question), AllOf(HasSubstr("(no rows)"), HasSubstr("run farthing build"))) << question[0];
  }
  EXPECT_THAT(out_of({"reconcile"}), HasSubstr("allocation isn't checked: nothing is built (farthing build)"));
  EXPECT_THAT(error_of(2, {"costs", "--shared", "maybe"}), HasSubstr("--shared is on or off, not 'maybe'"));
  EXPECT_THAT(error_of(2, {"idle", "--by", "colour"}), HasSubstr("hour_of_week"));
  EXPECT_THAT(error_of(2, {"unmapped", "--dimension", "colour"}), HasSubstr("farthing.yaml"));
}

}  // namespace
}  // namespace farthing
