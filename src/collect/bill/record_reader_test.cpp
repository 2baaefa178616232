#include "collect/bill/record_reader.hpp"

#include <gmock/gmock.h>

#include <array>
#include <random>

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Step = RecordReader::Step;
using Fields = std::vector<std::string>;

struct SplitText {
  std::vector<Fields> records;
  std::vector<std::int64_t> lines;
  std::string problem;  ///< "line N: ...", empty if there is none
};

SplitText split_csv(std::string text, std::size_t width, std::int64_t first_line = 1) {
  SplitText all;
  RecordReader reader(text, first_line, width);
  std::vector<FieldPlace> places(100);
  while (true) {
    const auto step = reader.next(places);
    if (step == Step::kBroken) {
      all.problem = "line " + std::to_string(reader.problem_line()) + ": " + reader.problem_text();
    }
    if (step != Step::kRecord) return all;
    Fields fields;
    for (std::size_t i = 0; i < reader.count(); ++i) fields.emplace_back(reader.text_of(places.at(i)));
    all.records.push_back(fields);
    all.lines.push_back(reader.line());
  }
}

TEST(RecordReader, SplitsAtCommasAndLineEnds) {
  const auto all = split_csv("a,b\nc,d\r\ne,f", 2);
  EXPECT_THAT(all.records, ElementsAre(Fields{"a", "b"}, Fields{"c", "d"}, Fields{"e", "f"}));
  EXPECT_THAT(all.lines, ElementsAre(1, 2, 3));
  EXPECT_EQ(all.problem, "");
}

TEST(RecordReader, KeepsEmptyFields) {
  EXPECT_THAT(split_csv(",,\n\"\",,\"\"\r\n,,", 3).records,
              ElementsAre(Fields{"", "", ""}, Fields{"", "", ""}, Fields{"", "", ""}));
}

TEST(RecordReader, TakesQuotedFieldsAsTheyAre) {
  const auto all = split_csv("\"a,1\",\"b\"\"2\"\"\"\n\"c\r\n3\",\"\"\"\"\r\n\"x\",y\n", 2);
  EXPECT_THAT(all.records, ElementsAre(Fields{"a,1", "b\"2\""}, Fields{"c\r\n3", "\""}, Fields{"x", "y"}));
  EXPECT_THAT(all.lines, ElementsAre(1, 2, 4));
}

TEST(RecordReader, PassesOverBlankLinesAndCountsThem) {
  const auto all = split_csv("\n\r\na,b\n\n\r\nc,d\n\r\n\n\r", 2, 10);
  EXPECT_THAT(all.records, ElementsAre(Fields{"a", "b"}, Fields{"c", "d"}));
  EXPECT_THAT(all.lines, ElementsAre(12, 15));
  EXPECT_EQ(all.problem, "");
}

TEST(RecordReader, NeedsNoNewlineAtTheEnd) {
  EXPECT_THAT(split_csv("a,b", 2).records, ElementsAre(Fields{"a", "b"}));
  EXPECT_THAT(split_csv("a,\"b\"", 2).records, ElementsAre(Fields{"a", "b"}));
  EXPECT_THAT(split_csv("a,b\r", 2).records, ElementsAre(Fields{"a", "b"}));
  EXPECT_THAT(split_csv("a,\"b\"\r", 2).records, ElementsAre(Fields{"a", "b"}));
  EXPECT_THAT(split_csv("", 2).records, ElementsAre());
}

TEST(RecordReader, KeepsACarriageReturnInsideALine) {
  EXPECT_THAT(split_csv("a\rb,c\n", 2).records, ElementsAre(Fields{"a\rb", "c"}));
}

TEST(RecordReader, SaysWhichLineHasAnotherNumberOfFields) {
  EXPECT_EQ(split_csv("a,b\n\nc\nd,e\n", 2).problem, "line 3: has 1 fields, the header has 2");
  EXPECT_EQ(split_csv("a,b\nc,\"d\n\",e", 2).problem, "line 2: has 3 fields, the header has 2");
  EXPECT_EQ(split_csv(std::string(250, ','), 2).problem, "line 1: has 251 fields, the header has 2");
}

TEST(RecordReader, SaysWhereAQuoteIsWrong) {
  EXPECT_EQ(split_csv("a,b\nc,5\" disk\n", 2).problem,
            "line 2: field 2 has a quote inside, but does not begin with one");
  EXPECT_EQ(split_csv("a,b\n\"c\"d,e\n", 2).problem, "line 2: field 1 goes on behind its closing quote");
  EXPECT_EQ(split_csv("a,\"b\" \n", 2).problem, "line 1: field 2 goes on behind its closing quote");
  EXPECT_EQ(split_csv("a,\"b\"\rc\n", 2).problem, "line 1: field 2 goes on behind its closing quote");
  EXPECT_EQ(split_csv("a,b\nc,\"d\ne,f\n", 2).problem, "line 2: the quote that opens field 2 is not closed");
  EXPECT_EQ(split_csv("a,\"\"\"", 2).problem, "line 1: the quote that opens field 2 is not closed");
  EXPECT_EQ(split_csv("\"a\n\n\",x\ny,\"z\"z", 2).problem, "line 4: field 2 goes on behind its closing quote");
}

TEST(RecordReader, GivesTheRecordsBeforeAFault) {
  EXPECT_THAT(split_csv("a,b\nc,d\ne\n", 2).records, ElementsAre(Fields{"a", "b"}, Fields{"c", "d"}));
}

TEST(RecordReader, TakesAHeaderOfAnyWidthUpToALimit) {
  std::vector<FieldPlace> places(RecordReader::kWidestHeader);
  std::string widest(RecordReader::kWidestHeader - 1, ',');
  RecordReader reader(widest, 1, RecordReader::kAnyWidth);
  EXPECT_EQ(reader.next(places), Step::kRecord);
  EXPECT_EQ(reader.count(), RecordReader::kWidestHeader);
  std::string wider(RecordReader::kWidestHeader, ',');
  RecordReader refusing(wider, 1, RecordReader::kAnyWidth);
  EXPECT_EQ(refusing.next(places), Step::kBroken);
  EXPECT_EQ(refusing.problem_text(), "has 16385 fields, 16384 are possible");
}

TEST(RecordReader, KnowsWhereTheNextRecordBegins) {
  std::string text = "a,b\r\n\"c\nd\",e\nf,g\n";
  RecordReader reader(text, 7, 2);
  std::array<FieldPlace, 2> places;
  ASSERT_EQ(reader.next(places), Step::kRecord);
  EXPECT_EQ(reader.position(), 5u);
  EXPECT_EQ(reader.next_line(), 8);
  ASSERT_EQ(reader.next(places), Step::kRecord);
  EXPECT_EQ(reader.position(), 13u);
  EXPECT_EQ(reader.next_line(), 10);
}

TEST(RecordReader, TellsRecordsThatAreNotAscii) {
  std::string text = "plain,1\n" + std::string(200, 'x') + ",\xc3\xa9\n" + std::string(200, 'y') + ",2\n" +
                     std::string(200, 'z') + ",3\n";
  RecordReader reader(text, 1, 2);
  std::array<FieldPlace, 2> places;
  ASSERT_EQ(reader.next(places), Step::kRecord);
  EXPECT_TRUE(reader.ascii());
  ASSERT_EQ(reader.next(places), Step::kRecord);
  EXPECT_FALSE(reader.ascii());
  ASSERT_EQ(reader.next(places), Step::kRecord);  // begins among the same 64 bytes: may be told either way
  ASSERT_EQ(reader.next(places), Step::kRecord);
  EXPECT_TRUE(reader.ascii());
}

// What is written as CSV must be read as it was, wherever marks fall on the borders of 64 bytes.
TEST(RecordReader, ReadsWhatWasWrittenWhateverItIs) {
  std::mt19937 random(11);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int round = 0; round < 3'000; ++round) {
    const std::size_t width = 1 + below(5);
    std::vector<Fields> written;
    std::string text;
    for (auto records = below(6); records-- > 0;) {
      Fields fields;
      for (std::size_t i = 0; i < width; ++i) {
        std::string field, quoted = "\"";
        for (auto size = below(below(4) == 0 ? 80 : 6); size-- > 0;) field += "ab,\"\n\r \xc3"[below(8)];
        for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
        const bool plain = field.find_first_of(",\"\n\r") == std::string::npos && (width > 1 || !field.empty());
        text += (i > 0 ? "," : "") + (plain && below(3) > 0 ? field : quoted + "\"");
        fields.push_back(field);
      }
      written.push_back(fields);
      text += below(2) == 0 ? "\r\n" : "\n";
      if (below(5) == 0) text += below(2) == 0 ? "\n" : "\r\n";
    }
    const auto all = split_csv(text, width);
    ASSERT_EQ(all.problem, "") << text;
    ASSERT_EQ(all.records, written) << text;
  }
}

}  // namespace
}  // namespace farthing
