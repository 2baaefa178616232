#include "collect/generate/csv_text.hpp"

#include <gtest/gtest.h>

namespace farthing::generate {
namespace {

std::string line_of(CsvText& text) {
  text.end_line();
  return std::string(text.take().view());
}

TEST(CsvText, QuotesWhatHasACommaAQuoteOrALinesEndWhereverItIs) {
  for (const char special : {',', '"', '\r', '\n'}) {
    for (std::size_t size : {1U, 7U, 8U, 9U, 20U}) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string field(size, 'x');
        field[at] = special;
        const std::string inside = special == '"' ? std::string(field).replace(at, 1, "\"\"") : field;
        EXPECT_EQ(csv_quoted(field), '"' + inside + '"');
        CsvText text;
        text.free_cell(field);
        EXPECT_EQ(line_of(text), '"' + inside + "\"\n");
      }
    }
  }
}

TEST(CsvText, LeavesOtherTextAlone) {
  for (const char* field : {"", "a", "first words", "größe 広告 – ok", "+-./0123456789:;'!#$%&()*"}) {
    EXPECT_EQ(csv_quoted(field), field);
    CsvText text;
    text.free_cell(field);
    EXPECT_EQ(line_of(text), std::string(field) + "\n");
  }
}

TEST(CsvText, PutsCellsIntoALine) {
  CsvText text;
  text.cell("a");
  text.empty();
  text.plain({960'000'000, 10});
  text.java({4, 7});
  text.fixed({96, 3});
  EXPECT_EQ(text.since(2), ",0.096,4.0E-7,0.096,");
  EXPECT_EQ(line_of(text), "a,,0.096,4.0E-7,0.096\n");
  EXPECT_EQ(text.size(), 0U) << "the next block is empty";
}

TEST(CsvText, IsFullAfterHalfAMebibyteWithRoomForALineMore) {
  CsvText text;
  const std::string cell(1'023, 'x');
  while (!text.full()) text.cell(cell);
  EXPECT_EQ(text.size(), std::size_t{1} << 19);
  text.cell(cell);
  EXPECT_EQ(text.take().view().back(), ',');
}

TEST(TimeTexts, AreRightInAnyOrder) {
  TimeTexts times;
  for (const char* text :
       {"2026-09-01T00:00:00Z", "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z", "2026-09-30T23:00:00Z",
        "2025-01-01T05:00:00Z", "1970-01-01T00:00:00Z", "2026-09-01T00:30:00Z", "2026-09-01T00:00:00Z"}) {
    EXPECT_EQ(times.text(*parse_timestamp(text)), text);
  }
}

}  // namespace
}  // namespace farthing::generate
