#include "report/delimited.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "support/answers.hpp"

namespace farthing {
namespace {

using farthing::samples::costs_by_service;
using farthing::samples::one_column;
using ::testing::ElementsAre;

const std::vector<Cell> kOddDelimitedCells{
    "plain",   "",     std::nullopt, "a,b",         "say \"no\"", "\"",         "two\nlines", "cr\rlf\r\n",
    " space ", "=1+1", "tab\there",  "back\\slash", "\\t",        "größe 東京", "\x1b[31m",   "0.000000000001"};

// A reader by RFC 4180, apart from the writer: nothing for an empty field that isn't quoted.
std::vector<std::vector<Cell>> read_rfc4180(const std::string& text) {
  std::vector<std::vector<Cell>> rows;
  std::vector<Cell> row;
  Cell cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        *cell += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        *cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
      cell = "";
    } else if (c == ',' || c == '\n') {
      row.push_back(std::exchange(cell, std::nullopt));
      if (c == '\n') rows.push_back(std::exchange(row, {}));
    } else {
      cell = cell.value_or("") + c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_TRUE(row.empty() && !cell) << "the last line ends";
  return rows;
}

std::string without_tsv_escapes(const std::string& field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\') {
      out += field[i];
      continue;
    }
    const char escaped = field[++i];
    out += escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
  }
  return out;
}

TEST(Csv, HasAHeaderAndTheRowsAndNothingElse) {
  Answer answer = costs_by_service();
  answer.notes = {"a note"};
  EXPECT_EQ(render_csv(answer), R"(service,effective_cost,currency,lines
AmazonS3,1.3667240874,USD,1200
AWSLambda,-0.08,USD,81
)");
}

TEST(Csv, QuotesByRfc4180AndTellsNullFromEmptyText) {
  Answer answer;
  answer.columns = {{"a", ValueType::kText, ""}, {"b,c", ValueType::kText, ""}};
  answer.rows = {{"x,y", "say \"no\""}, {std::nullopt, ""}, {"two\nlines", "=1+1"}};
  EXPECT_EQ(render_csv(answer), "a,\"b,c\"\n\"x,y\",\"say \"\"no\"\"\"\n,\"\"\n\"two\nlines\",=1+1\n");
}

TEST(Csv, EveryOddTextComesBackAsItWas) {
  Answer answer;
  answer.columns = {{"first", ValueType::kText, ""}, {"second", ValueType::kText, ""}};
  for (const auto& first : kOddDelimitedCells) {
    for (const auto& second : kOddDelimitedCells) answer.rows.push_back({first, second});
  }
  auto rows = read_rfc4180(render_csv(answer));
  ASSERT_FALSE(rows.empty());
  EXPECT_THAT(rows.front(), ElementsAre(Cell("first"), Cell("second")));
  rows.erase(rows.begin());
  EXPECT_EQ(rows, answer.rows);
}

TEST(Csv, WithoutRowsThereIsTheHeader) { EXPECT_EQ(render_csv(one_column(ValueType::kText, {})), "x\n"); }

TEST(Tsv, EscapesWhatWouldBreakARowOrAField) {
  EXPECT_EQ(render_tsv(one_column(ValueType::kText, {"a\tb", "c\nd\r", "e\\tf", "\"q\", r", std::nullopt, "=1+1"})),
            "x\na\\tb\nc\\nd\\r\ne\\\\tf\n\"q\", r\n\n=1+1\n");
}

TEST(Tsv, EveryOddTextIsOneLineAndComesBackAsItWas) {
  Answer answer;
  answer.columns = {{"first", ValueType::kText, ""}, {"second", ValueType::kText, ""}};
  for (const auto& cell : kOddDelimitedCells) answer.rows.push_back({cell, "end"});
  const auto lines = split(render_tsv(answer), '\n');
  ASSERT_EQ(lines.size(), kOddDelimitedCells.size() + 2);
  EXPECT_EQ(lines[0], "first\tsecond");
  for (std::size_t i = 0; i < kOddDelimitedCells.size(); ++i) {
    const auto fields = split(lines[i + 1], '\t');
    ASSERT_EQ(fields.size(), 2u) << lines[i + 1];
    EXPECT_EQ(without_tsv_escapes(fields[0]), kOddDelimitedCells[i].value_or(""));
    EXPECT_EQ(fields[1], "end");
  }
}

}  // namespace
}  // namespace farthing
