// Lines that are set aside come back as they were, and know where they stood.
#include "collect/bill/late_lines.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class LateLinesTest : public ::testing::Test {
 protected:
  LateLinesTest() {
    table_.columns = {{"id"},     {"kind"}, {"cost", ColumnType::kDecimal}, {"operation"},
                      {"parent"}, {"file"}, {"line", ColumnType::kInteger}};
    table_.kind_column = 1;
    table_.control_cost_column = 2;
    table_.control_operation_column = 3;
    table_.control_parent_column = 4;
    table_.file_column = 5;
    table_.line_column = 6;
    table_.late_kinds = {"Negation", "RIFee"};
    table_.split_operations = {"EKSPod-EC2"};
    table_.late_folder = folder_.path();
  }

  void add_part(const std::string& name, const std::string& lines) {
    std::ofstream(folder_.path() / name, std::ios::binary) << "Id,Kind,Cost,Operation,Parent\n" + lines;
    table_.parts.push_back({{folder_.path() / name},
                            {{"Id", FieldUse::kText, 0},
                             {"Kind", FieldUse::kText, 1},
                             {"Cost", FieldUse::kCost, 2},
                             {"Operation", FieldUse::kText, 3},
                             {"Parent", FieldUse::kText, 4}}});
  }
  // Rows "id|line" joined by ";", or the error.
  std::string ids(const std::string& name, std::shared_ptr<CsvLines> lines) {
    if (const auto added = engine_.add_table(name, std::move(lines)); !added) return added.error().text();
    const auto rows = engine_.query("SELECT id, line FROM " + name + "() ORDER BY file, line");
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) text += (text.empty() ? "" : ";") + row[0].value_or("-") + "|" + *row[1];
    return text;
  }
  // The lines that are settled at once, "/", those that were set aside.
  std::string early_and_late() {
    early_ = std::make_shared<CsvLines>(table_);
    const auto early = ids("early", early_);
    auto late = early_->late_lines();
    if (!late) return late.error().text();
    late_parts_ = late->parts.size();
    if (late_parts_ == 0) return early + " / ";
    late_ = std::make_shared<CsvLines>(std::move(*late));
    return early + " / " + ids("late", late_);
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  CsvTable table_;
  Engine engine_ = Engine::open().value();
  std::shared_ptr<CsvLines> early_, late_;
  std::size_t late_parts_ = 0;
};

TEST_F(LateLinesTest, late_kinds_split_operations_and_lines_with_a_parent_are_set_aside) {
  add_part("bill.csv", "a,Usage,1,Run,\nb,Negation,2,Run,\nc,Usage,3,EKSPod-EC2,\nd,Usage,4,Run,i-1\ne,RIFee,5,,\n");
  EXPECT_EQ(early_and_late(), "a|2 / b|3;c|4;d|5;e|6");
}

TEST_F(LateLinesTest, late_lines_are_counted_once_and_split_lines_never) {
  add_part("bill.csv", "a,Usage,1,Run,\nb,Negation,-0.5,Run,\nc,Usage,4,EKSPod-EC2,\n");
  early_and_late();
  EXPECT_EQ(early_->control_totals()[std::nullopt].cost.text(), "1");
  EXPECT_EQ(late_->control_totals()[std::nullopt].cost.text(), "-0.5");
  EXPECT_EQ(late_->control_totals()[std::nullopt].lines, 1);
}

TEST_F(LateLinesTest, any_text_comes_back_as_it_was) {
  add_part("bill.csv", "\"say \"\"a, b\"\"\nand c\",Negation,1,,\n,Negation,2,,\nplain,Negation,3,,\n");
  EXPECT_EQ(early_and_late(), " / say \"a, b\"\nand c|2;-|4;plain|5");
}

TEST_F(LateLinesTest, parts_keep_their_names_and_line_numbers) {
  add_part("1.csv", "a,Usage,1,,\nb,RIFee,1,,\n");
  add_part("2.csv", "c,Usage,1,,\n");
  add_part("3.csv", "d,RIFee,1,,\n");
  EXPECT_EQ(early_and_late(), "a|2;c|2 / b|3;d|2");
  EXPECT_EQ(late_parts_, 2u);
}

TEST_F(LateLinesTest, an_error_in_a_late_line_names_the_bill_and_its_line) {
  add_part("bill.csv", "a,Usage,1,,\nb,RIFee,much,,\n");
  EXPECT_THAT(early_and_late(), AllOf(HasSubstr("a|2 / "), HasSubstr("bill.csv"), HasSubstr("line 3"),
                                      HasSubstr("Cost"), HasSubstr("much")));
}

TEST_F(LateLinesTest, a_bill_without_late_lines_leaves_no_file) {
  add_part("bill.csv", "a,Usage,1,,\n");
  EXPECT_EQ(early_and_late(), "a|2 / ");
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "late-0.csv"));
}

TEST_F(LateLinesTest, a_folder_that_is_not_there_is_an_error_that_names_it) {
  table_.late_folder = folder_.path() / "gone";
  add_part("bill.csv", "b,RIFee,1,,\n");
  early_ = std::make_shared<CsvLines>(table_);
  EXPECT_THAT(ids("early", early_), HasSubstr("gone/late-0.csv"));
}

}  // namespace
}  // namespace farthing
