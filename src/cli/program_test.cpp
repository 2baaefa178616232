// The program from its command line to its exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "base/file.hpp"
#include "support/cur_csv.hpp"
#include "support/program_runs.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Sets a variable of the environment until destroyed; nullptr takes it out.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  void set(const char* value) { value == nullptr ? ::unsetenv(name_) : ::setenv(name_, value, 1); }
  const char* name_;
  std::optional<std::string> before_;
};

class RunProgram : public ::testing::Test {
 protected:
  std::string data() const { return (folder_.path() / "data").string(); }
  std::string put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_.path() / name) << bytes;
    return (folder_.path() / name).string();
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST(DataFolder, is_the_option_then_each_variable_then_the_home) {
  const Variable own("FARTHING_DATA", "/own");
  const Variable xdg("XDG_DATA_HOME", "/xdg");
  const Variable home("HOME", "/home/a");
  Program program;
  program.data = "/option";
  EXPECT_EQ(program.data_folder(), "/option");
  program.data = "";
  EXPECT_EQ(program.data_folder(), "/own");
  const Variable no_own("FARTHING_DATA", nullptr);
  EXPECT_EQ(program.data_folder(), "/xdg/farthing");
  const Variable no_xdg("XDG_DATA_HOME", "");
  EXPECT_EQ(program.data_folder(), "/home/a/.local/share/farthing");
}

TEST(DataFolder, is_absolute_for_the_lake) {
  Program program;
  program.data = "here";
  EXPECT_EQ(program.lake().root(), std::filesystem::current_path() / "here/lake");
}

TEST_F(RunProgram, version_and_help_are_answers) {
  const auto version = run_farthing({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_THAT(version.out, AllOf(StartsWith("farthing " FARTHING_VERSION), HasSubstr("DuckDB v")));
  const auto help = run_farthing({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, AllOf(HasSubstr("import"), HasSubstr("costs"), HasSubstr("--data")));
}

TEST_F(RunProgram, wrong_usage_is_2_and_says_so_on_stderr) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{{},
                                                                                         {"nonsense"},
                                                                                         {"import"},
                                                                                         {"costs", "-o", "xml"},
                                                                                         {"costs", "--by", "servise"},
                                                                                         {"costs", "--nonsense"},
                                                                                         {"costs", "--month", "May"},
                                                                                         {"costs", "--as-of", "x"}}) {
    auto with_data = arguments;
    with_data.insert(with_data.begin(), {"--data", data()});
    const auto outcome = run_farthing(with_data);
    EXPECT_EQ(outcome.code, 2) << ::testing::PrintToString(arguments);
    EXPECT_EQ(outcome.out, "") << ::testing::PrintToString(arguments);
    EXPECT_NE(outcome.err, "") << ::testing::PrintToString(arguments);
  }
}

TEST_F(RunProgram, what_fails_is_1_and_leaves_stdout_empty) {
  const auto outcome = run_farthing({"--data", data(), "import", (folder_.path() / "gone.csv").string()});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, AllOf(StartsWith("farthing: "), HasSubstr("gone.csv"), HasSubstr("no such file")));
}

TEST_F(RunProgram, an_empty_lake_answers_without_rows) {
  const auto outcome = run_farthing({"--data", data(), "costs", "-o", "csv"});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "effective_cost,currency\n");
}

TEST_F(RunProgram, a_bill_is_imported_and_its_costs_are_shown) {
  const auto imported =
      run_farthing({"--data", data(), "import", put("bill.csv", CurCsv().cost("1.25").cost("2").text())});
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_THAT(imported.out, AllOf(HasSubstr("2026-05  CUR legacy of 111122223333 (CUR legacy): 2 lines"),
                                  HasSubstr("billed 3.25 USD = control total"), HasSubstr("snapshot 1")));
  const auto costs = run_farthing({"--data", data(), "costs", "--cost", "billed", "-o", "csv"});
  EXPECT_EQ(costs.code, 0) << costs.err;
  EXPECT_EQ(costs.out, "billed_cost,currency\n3.25,USD\n");
}

TEST_F(RunProgram, options_of_the_program_may_stand_behind_the_command) {
  const auto outcome = run_farthing({"costs", "-o", "csv", "--data", data()});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
}

TEST_F(RunProgram, notes_go_to_stderr_where_the_format_has_no_place_for_them) {
  ASSERT_EQ(run_farthing({"--data", data(), "import", put("bill.csv", CurCsv().cost("1").text())}).code, 0);
  const auto csv = run_farthing({"--data", data(), "costs", "--cost", "net_billed", "-o", "csv"});
  EXPECT_EQ(csv.code, 0);
  EXPECT_THAT(csv.err, HasSubstr("note: "));
  const auto json = run_farthing({"--data", data(), "costs", "--cost", "net_billed", "-o", "json"});
  EXPECT_EQ(json.err, "");
  EXPECT_THAT(json.out, HasSubstr("\"notes\""));
}

TEST_F(RunProgram, an_earlier_snapshot_can_be_asked) {
  ASSERT_EQ(run_farthing({"--data", data(), "import", put("1.csv", CurCsv().cost("1").text())}).code, 0);
  ASSERT_EQ(run_farthing({"--data", data(), "import", put("2.csv", CurCsv().cost("5").text())}).code, 0);
  EXPECT_EQ(run_farthing({"--data", data(), "costs", "--as-of", "1", "-o", "csv"}).out,
            "effective_cost,currency\n1,USD\n");
  EXPECT_EQ(run_farthing({"--data", data(), "costs", "-o", "csv"}).out, "effective_cost,currency\n5,USD\n");
  const auto never = run_farthing({"--data", data(), "costs", "--as-of", "99"});
  EXPECT_NE(never.code, 0);
  EXPECT_THAT(never.err, HasSubstr("99"));
}

}  // namespace
}  // namespace farthing
