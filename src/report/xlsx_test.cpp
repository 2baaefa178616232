#include "report/xlsx.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/zip.hpp"
#include "support/answers.hpp"

namespace farthing {
namespace {

using samples::costs_by_service;
using samples::one_column;
using ::testing::HasSubstr;
using ::testing::Not;

std::string member_of(const Answer& answer, const char* name) {
  const auto file = render_xlsx(answer);
  if (!file) return "error: " + file.error().text();
  const auto zip = Zip::open(stored_in_memory(*file, "answer.xlsx"));
  if (!zip) return "error: " + zip.error().text();
  auto member = zip->open_member(name);
  if (!member) return "error: " + member.error().text();
  return read_to_end(**member).value();
}

std::string rows_xml(const Answer& answer) { return member_of(answer, "xl/worksheets/sheet1.xml"); }
std::string about_xml(const Answer& answer) { return member_of(answer, "xl/worksheets/sheet2.xml"); }
std::string texts_xml(const Answer& answer) { return member_of(answer, "xl/sharedStrings.xml"); }

TEST(Xlsx, MoneyAndCountsAreNumbersUnderAFrozenHeaderWithFilters) {
  const auto sheet = rows_xml(costs_by_service());
  EXPECT_THAT(sheet, HasSubstr("<v>1.3667240874</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>-0.08</v>"));
  EXPECT_THAT(sheet, HasSubstr("<v>1200</v>"));
  EXPECT_THAT(sheet, HasSubstr("state=\"frozen\""));
  EXPECT_THAT(sheet, HasSubstr("<autoFilter ref=\"A1:D3\"/>"));
  EXPECT_THAT(sheet, Not(HasSubstr("1.2867240874"))) << "the total isn't a row: it would be summed once more";
}

TEST(Xlsx, AboutSaysTitleTotalSnapshotAndNotes) {
  auto answer = costs_by_service();
  answer.notes = {"costs are effective"};
  answer.explanation = {"formula: a sum"};
  EXPECT_THAT(about_xml(answer), HasSubstr("<v>1.2867240874</v>"));
  const auto texts = texts_xml(answer);
  for (const char* text : {"Effective cost by service, 2023-11", "2023-11-30T23:00:00Z", "costs are effective",
                           "formula: a sum", "yes", "15 digits"}) {
    EXPECT_THAT(texts, HasSubstr(text));
  }
  answer.complete = false;
  EXPECT_THAT(texts_xml(answer), HasSubstr("no: see the notes"));
}

TEST(Xlsx, UnknownMoneyIsAWordAndOtherNothingsAreEmpty) {
  const auto money = one_column(ValueType::kDecimal, {std::nullopt, "0"});
  EXPECT_THAT(texts_xml(money), HasSubstr(">unknown<"));
  EXPECT_THAT(rows_xml(money), HasSubstr("<v>0</v>")) << "a zero that is one stays one";
  EXPECT_THAT(texts_xml(one_column(ValueType::kText, {std::nullopt})), Not(HasSubstr(">unknown</t></si><si><t>x")));
}

TEST(Xlsx, NoTextIsAFormulaOrALink) {
  const auto answer = one_column(ValueType::kText, {"=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "https://x.test",
                                                    "<script>alert(1)</script>", "{=1}"});
  const auto sheet = rows_xml(answer);
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
  EXPECT_THAT(sheet, Not(HasSubstr("hyperlink")));
  for (int row = 2; row <= 8; ++row) {
    EXPECT_THAT(sheet, HasSubstr("<c r=\"A" + std::to_string(row) + "\" t=\"s\">"));
  }
  const auto texts = texts_xml(answer);
  EXPECT_THAT(texts, HasSubstr("<t>=1+1</t>"));
  EXPECT_THAT(texts, HasSubstr("&lt;script&gt;"));
}

TEST(Xlsx, DaysAreDates) {
  // Excel counts days from 1900-01-01 and takes 1900 for a leap year: 2026-10-05 is day 46300.
  const auto sheet = rows_xml(one_column(ValueType::kDate, {"2026-10-05", "1700-01-01"}));
  EXPECT_THAT(sheet, HasSubstr("<v>46300</v>"));
  EXPECT_THAT(sheet, HasSubstr("<c r=\"A3\" t=\"s\">")) << "Excel has no such day: it stays a text";
}

TEST(Xlsx, WhateverTheTextsHoldTheFileIsOne) {
  const std::string bad_bytes = std::string("a\xFF") + '\x01' + "b", long_text(40'000, 'x');
  const auto texts = texts_xml(one_column(ValueType::kText, {bad_bytes, long_text, "", "日本"}));
  EXPECT_THAT(texts, HasSubstr("a\xEF\xBF\xBD"));
  EXPECT_THAT(texts, HasSubstr("<t>" + std::string(32'767, 'x') + "</t>"));
  EXPECT_THAT(texts, HasSubstr("日本"));
  EXPECT_THAT(rows_xml(Answer{}), HasSubstr("<sheetData/>"));
}

TEST(Xlsx, WhatExcelCantHoldIsRefused) {
  auto many = one_column(ValueType::kText, {});
  many.rows.assign(1'048'576, {Cell("x")});
  EXPECT_THAT(rows_xml(many), HasSubstr("Excel can't hold 1,048,576 rows"));
}

TEST(Xlsx, AFileThatCantBeWrittenIsAnError) {
  const char* before = std::getenv("TMPDIR");
  const std::string was = before == nullptr ? "" : before;
  ASSERT_EQ(setenv("TMPDIR", "/dev/null/nowhere", 1), 0);
  const auto file = render_xlsx(costs_by_service());
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", was.c_str(), 1);
  EXPECT_FALSE(file);
}

}  // namespace
}  // namespace farthing
