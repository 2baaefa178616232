#include "collect/bill/csv_lines.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.hpp"
#include "lake/engine.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using samples::deflated_member;
using samples::gzipped;
using samples::zip_of;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A table of five columns that parts fill from fields named by letters: i id, t time, c cost, u currency, n number,
// o operation, p parent, j tags as JSON, e and f one tag each, x skipped, r a required id.
class CsvLinesTest : public ::testing::Test {
 protected:
  static constexpr std::size_t kId = 0, kTime = 1, kCost = 2, kCurrency = 3, kNumber = 4, kOperation = 5, kParent = 6,
                               kTags = 7, kFile = 8, kLine = 9;

  CsvLinesTest() {
    table_.columns = {{"id"},
                      {"time", ColumnType::kTimestamp},
                      {"cost", ColumnType::kDecimal},
                      {"currency"},
                      {"number"},
                      {"operation"},
                      {"parent"},
                      {"tags", ColumnType::kMap},
                      {"file"},
                      {"line", ColumnType::kInteger}};
    table_.file_column = kFile;
    table_.line_column = kLine;
    table_.control_cost_column = kCost;
    table_.control_currency_column = kCurrency;
    table_.control_operation_column = kOperation;
    table_.control_parent_column = kParent;
    table_.split_operations = {"EKSPod-EC2", "ECSTask-EC2"};
  }

  static CsvField field_of(char letter) {
    switch (letter) {
      case 'i':
        return {"Id", FieldUse::kText, kId};
      case 'r':
        return {"Id", FieldUse::kText, kId, {}, true};
      case 't':
        return {"Start", FieldUse::kTime, kTime};
      case 'c':
        return {"Cost", FieldUse::kCost, kCost};
      case 'u':
        return {"Currency", FieldUse::kText, kCurrency};
      case 'n':
        return {"Amount", FieldUse::kNumber, kNumber};
      case 'o':
        return {"Operation", FieldUse::kText, kOperation};
      case 'p':
        return {"Parent", FieldUse::kText, kParent};
      case 'j':
        return {"Tags", FieldUse::kJsonMap, kTags};
      case 'e':
        return {"tag/env", FieldUse::kMapEntry, kTags, "env"};
      case 'f':
        return {"tag/feature", FieldUse::kMapEntry, kTags, "feature"};
      default:
        return {"Other"};
    }
  }

  CsvPart part(const std::string& name, const std::string& fields, std::string_view bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    CsvPart all{{folder_.path() / name}, {}};
    for (const char letter : fields) all.fields.push_back(field_of(letter));
    return all;
  }
  // A part whose text begins with a header of its own.
  CsvPart lines(const std::string& fields, const std::string& text, const std::string& name = "bill.csv") {
    std::string header;
    for (const char letter : fields) header += (header.empty() ? "" : ",") + field_of(letter).header;
    return part(name, fields, header + "\n" + text);
  }

  // What a query of the parts answers: rows joined by ";", or the error. The lines are at hand afterwards.
  std::string ask(std::vector<CsvPart> parts, const std::string& sql) {
    table_.parts = std::move(parts);
    read_ = std::make_shared<CsvLines>(table_);
    auto engine = Engine::open().value();
    EXPECT_TRUE(engine.add_table("lines", read_));
    const auto rows = engine.query(sql);
    if (!rows) return rows.error().text();
    std::string all;
    for (const auto& row : rows->rows) {
      for (const auto& cell : row) all += (all.empty() || all.ends_with(';') ? "" : " ") + cell.value_or("NULL");
      all += ";";
    }
    return all;
  }
  std::string ask(CsvPart one, const std::string& sql) { return ask(std::vector{std::move(one)}, sql); }
  // The totals as "CURRENCY LINES COST;".
  std::string totals() {
    std::string all;
    for (const auto& [currency, total] : read_->control_totals()) {
      all += currency.value_or("NULL") + " " + std::to_string(total.lines) + " " + total.cost.text() + ";";
    }
    return all;
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  CsvTable table_;
  std::shared_ptr<CsvLines> read_;
};

TEST_F(CsvLinesTest, MakesFieldsValuesOfTheirTypes) {
  EXPECT_EQ(ask(lines("itcnx", "a,2023-11-01T00:00:00Z,1.5,2.50,skipped\n\"b,\"\"2\"\"\",2023-11-02,-4.0E-7,1e3,\n"),
                "SELECT id, time, cost, number, file, line FROM lines() ORDER BY line"),
            "a 2023-11-01T00:00:00Z 1.5 2.50 bill.csv 2;b,\"2\" 2023-11-02T00:00:00Z -0.0000004 1e3 bill.csv 3;");
  EXPECT_EQ(read_->lines_read(), 2);
  EXPECT_EQ(read_->bytes_read(), static_cast<std::int64_t>(std::filesystem::file_size(folder_.path() / "bill.csv")));
}

TEST_F(CsvLinesTest, MakesEmptyAndMissingFieldsNull) {
  table_.null_texts = {"NULL", "null"};
  EXPECT_EQ(ask(lines("itcj", "a,,,\nNULL,null,NULL,null\nNull,,0,{}\n"),
                "SELECT id, time, cost, currency, tags, line FROM lines() ORDER BY line"),
            "a NULL NULL NULL NULL 2;NULL NULL NULL NULL NULL 3;Null NULL 0 NULL {} 4;");
  table_.null_texts = {};
  EXPECT_EQ(ask(lines("i", "NULL\n"), "SELECT id, tags FROM lines()"), "NULL NULL;");
  EXPECT_EQ(ask(lines("i", "NULL\n"), "SELECT id IS NULL FROM lines()"), "false;");
}

TEST_F(CsvLinesTest, MakesTagsAMap) {
  EXPECT_EQ(ask(lines("ief", "1,prod,\n2,,\n3,a b,\"x,\"\"y\"\"\"\n"), "SELECT line, tags FROM lines() ORDER BY line"),
            R"(2 {"env": "prod"};3 {};4 {"env": "a b", "feature": "x,\"y\""};)");
  EXPECT_EQ(
      ask(lines("ij",
                "1,\"{\"\"team\"\": \"\"a\\u0062\"\", \"\"n\"\": 1, \"\"z\"\": null, \"\"team\"\": \"\"c\"\"}\"\n"),
          "SELECT tags FROM lines()"),
      R"({"n": "1", "team": "c"};)");
  EXPECT_EQ(ask(lines("je", "\"{\"\"env\"\": \"\"a\"\", \"\"k\"\": \"\"v\"\"}\",b\n,c\n,\n"),
                "SELECT tags FROM lines() ORDER BY line"),
            R"({"k": "v", "env": "b"};{"env": "c"};NULL;)");
}

TEST_F(CsvLinesTest, ReadsManyTagsOfManyLines) {
  std::string text;
  for (int i = 0; i < 5'000; ++i) {
    text += "\"{";
    for (int k = 0; k < i % 7; ++k)
      text += (k > 0 ? ", " : "") + ("\"\"key" + std::to_string(k) + "\"\": \"\"a longer value " + std::to_string(i)) +
              "\"\"";
    text += "}\"\n";
  }
  EXPECT_EQ(ask(lines("j", text),
                "SELECT count(*), sum(cardinality(tags)), sum(CAST(cardinality(tags) = (line - 2) % 7 AS INT)), "
                "sum(CAST(tags['key3'] = 'a longer value ' || (line - 2) AS INT)) FROM lines()"),
            "5000 14995 5000 2142;");  // 714 weeks of 21 keys and 3 keys 'key3', and two days more
}

TEST_F(CsvLinesTest, SumsTheControlTotalByCurrency) {
  EXPECT_EQ(ask(lines("cu", "1.1,USD\n2.2,EUR\n-0.1,USD\n,USD\n5,\n"), "SELECT count(*) FROM lines()"), "5;");
  EXPECT_EQ(totals(), "NULL 1 5;EUR 1 2.2;USD 3 1;");
  EXPECT_EQ(ask(lines("c", "1\n2\n"), "SELECT count(*) FROM lines()"), "2;");
  EXPECT_EQ(totals(), "NULL 2 3;");
}

TEST_F(CsvLinesTest, LeavesSplitLinesOutOfTheControlTotal) {
  EXPECT_EQ(ask(lines("cuop", "1,USD,RunInstances,\n2,USD,EKSPod-EC2,\n4,USD,,i-1\n8,USD,,\n16,USD,ECSTask-EC2,i-1\n"),
                "SELECT count(*), sum(cost) FROM lines()"),
            "5 31;");
  EXPECT_EQ(totals(), "USD 2 9;");
  EXPECT_EQ(read_->split_lines(), 3);
}

TEST_F(CsvLinesTest, CountsRoundingsBeyondTwelveDecimals) {
  EXPECT_EQ(ask(lines("c", "0.1234567890125\n0.1234567890125\n0.123456789012\n1\n"), "SELECT sum(cost) FROM lines()"),
            "1.370370367036;");
  EXPECT_EQ(read_->roundings(), 2);
}

TEST_F(CsvLinesTest, ReadsSeveralPartsWithColumnsOfTheirOwn) {
  const auto zip = folder_.path() / "c.zip";
  std::ofstream(zip, std::ios::binary) << zip_of({deflated_member("in/c.csv", "Cost\n4\n")});
  auto plain = lines("ci", "1,x\n", "a.csv");
  auto gz = part("b.csv.gz", "ic", gzipped("Id,Cost\r\n") + gzipped("y,2\r\n\r\nz,3\r\n"));
  const CsvPart member{{zip, "in/c.csv"}, {field_of('c')}};
  EXPECT_EQ(ask({plain, gz, member}, "SELECT file, line, id, cost FROM lines() ORDER BY file, line"),
            "a.csv 2 x 1;b.csv.gz 2 y 2;b.csv.gz 4 z 3;c.zip: in/c.csv 2 NULL 4;");
  EXPECT_EQ(totals(), "NULL 4 10;");
}

TEST_F(CsvLinesTest, HasNoLinesBehindALoneHeader) {
  EXPECT_EQ(ask(lines("ic", ""), "SELECT count(*) FROM lines()"), "0;");
  EXPECT_EQ(totals(), "");
}

TEST_F(CsvLinesTest, EachWrongFieldIsAnErrorWithItsPlace) {
  const auto error = [&](const std::string& fields, const std::string& text) {
    return ask(lines(fields, text), "SELECT max(id) FROM lines()");
  };
  EXPECT_THAT(error("ic", "a,1\nb,1x\n"),
              AllOf(HasSubstr("bill.csv: line 3: column Cost: '1x' is not a number"), HasSubstr("4.0E-7")));
  EXPECT_THAT(error("in", "a,one\n"), HasSubstr("bill.csv: line 2: column Amount: 'one' is not a number"));
  EXPECT_THAT(error("ic", "a,1e30\n"), HasSubstr("line 2: column Cost: '1e30' is too large"));
  EXPECT_THAT(error("in", "a,1e30\n"), HasSubstr("line 2: column Amount: '1e30' is too large"));
  EXPECT_THAT(
      error("it", "a,yesterday\n"),
      AllOf(HasSubstr("bill.csv: line 2: column Start: 'yesterday' is not a time"), HasSubstr("2026-01-31T00:00:00Z")));
  EXPECT_THAT(error("rc", "a,1\n,2\n"), HasSubstr("bill.csv: line 3: column Id: is empty"));
  EXPECT_THAT(error("ij", "a,{team}\n"), HasSubstr("bill.csv: line 2: column Tags: '{team}' is not a JSON object"));
  EXPECT_THAT(error("ie", "a,b\nCaf\xe9,b\n"), HasSubstr("bill.csv: line 3: column Id: 'Caf?' is not UTF-8 text"));
  EXPECT_THAT(error("ie", "a,b\nc,Caf\xe9\n"), HasSubstr("bill.csv: line 3: column tag/env: 'Caf?' is not UTF-8 text"));
  EXPECT_EQ(error("ix", "a,b\nc,Caf\xe9\n"), "c;") << "a field that nobody reads may hold anything";
  EXPECT_EQ(error("ie", "Caf\xc3\xa9,Caf\xc3\xa9\n"), "Caf\xc3\xa9;");
}

TEST_F(CsvLinesTest, EachBrokenLineIsAnErrorWithItsPlace) {
  const auto error = [&](const std::string& text) { return ask(lines("ic", text), "SELECT max(id) FROM lines()"); };
  EXPECT_THAT(error("a,1\nb\n"), HasSubstr("bill.csv: line 3: has 1 fields, the header has 2"));
  EXPECT_THAT(error("a,1,\n"), HasSubstr("bill.csv: line 2: has 3 fields, the header has 2"));
  EXPECT_THAT(error("a,1\nb 5\",1\n"), HasSubstr("bill.csv: line 3: field 1 has a quote inside"));
  EXPECT_THAT(error("\"a\"b,1\n"), HasSubstr("bill.csv: line 2: field 1 goes on behind its closing quote"));
  EXPECT_THAT(error("a,1\n\"b,1\nc,1\n"), HasSubstr("bill.csv: line 3: the quote that opens field 1 is not closed"));
}

TEST_F(CsvLinesTest, TellsTheFirstOfSeveralErrors) {
  EXPECT_THAT(ask(lines("ict", "a,1,\nb,1,never\nc,x,2023-11-01\nd\n"), "SELECT max(id) FROM lines()"),
              HasSubstr("line 3: column Start: 'never'"));
  // A stray quote turns inside and outside over for all that follows, over many blocks.
  std::string text;
  for (int i = 0; i < 400'000; ++i) text += i == 150'000 ? "a 5\" disk,1\n" : "\"some text\",1\n";
  EXPECT_THAT(ask(lines("ic", text), "SELECT max(id) FROM lines()"),
              HasSubstr("bill.csv: line 150002: field 1 has a quote"));
  // And an ordinary error in the middle is told before one near the end.
  text.clear();
  for (int i = 0; i < 400'000; ++i) text += i == 200'000 || i == 390'000 ? "some text,one\n" : "some text,1\n";
  EXPECT_THAT(ask(lines("ic", text), "SELECT max(id) FROM lines()"), HasSubstr("bill.csv: line 200002: column Cost"));
}

TEST_F(CsvLinesTest, RefusesALineBeyond16MiB) {
  EXPECT_THAT(ask(lines("ic", "a,1\n" + std::string(17 << 20, 'x') + ",1\nb,1\n"), "SELECT max(id) FROM lines()"),
              HasSubstr("bill.csv: line 3 is longer than 16 MiB"));
  EXPECT_THAT(ask(lines("ic", "a,1\n\"" + std::string(17 << 20, '\n') + "\",1\n"), "SELECT max(id) FROM lines()"),
              HasSubstr("bill.csv: line 3 is longer than 16 MiB"));
  EXPECT_EQ(ask(lines("ic", "a,1\n" + std::string(15 << 20, 'x') + ",1\nb,2\n"),
                "SELECT max(length(id)), sum(cost) FROM lines()"),
            "15728640 4;");
}

TEST_F(CsvLinesTest, NamesThePartThatCannotBeRead) {
  const auto good = lines("ic", "a,1\n", "good.csv");
  const auto whole = gzipped("Id,Cost\na,1\nb,2\n");
  EXPECT_THAT(ask({good, part("empty.csv", "ic", "")}, "SELECT max(id) FROM lines()"),
              HasSubstr("empty.csv: is empty"));
  EXPECT_THAT(ask({good, part("cut.csv.gz", "ic", whole.substr(0, whole.size() - 9))}, "SELECT max(id) FROM lines()"),
              HasSubstr("cut.csv.gz: ends in the middle of its compressed content"));
  auto damaged = whole;
  damaged[damaged.size() - 6] ^= 4;
  EXPECT_THAT(ask({good, part("bad.csv.gz", "ic", damaged)}, "SELECT max(id) FROM lines()"),
              HasSubstr("bad.csv.gz: is damaged: its checksum is wrong"));
  EXPECT_THAT(ask({good, CsvPart{{folder_.path() / "none.csv"}, {}}}, "SELECT max(id) FROM lines()"),
              HasSubstr("none.csv: No such file"));
}

// Over many blocks and readers, every line comes exactly once, with its number.
TEST_F(CsvLinesTest, ReadsALongBillInPieces) {
  std::string text;
  std::int64_t line = 2, sum = 0;
  for (std::int64_t i = 0; i < 300'000; ++i) {
    text +=
        i % 1'000 == 7 ? "\"" + std::to_string(line) + "\r\nx\",0.01,USD\r\n" : std::to_string(line) + ",0.01,USD\r\n";
    sum += line;
    line += i % 1'000 == 7 ? 2 : 1;
  }
  const auto result =
      ask({part("a.csv.gz", "icu", gzipped("Id,Cost,Currency\r\n" + text))},
          "SELECT count(*), sum(line), sum(CAST(split_part(id, chr(13), 1) = CAST(line AS VARCHAR) AS INT)), "
          "sum(cost) FROM lines()");
  EXPECT_EQ(result, "300000 " + std::to_string(sum) + " 300000 3000;");
  EXPECT_EQ(totals(), "USD 300000 3000;");
  EXPECT_EQ(read_->lines_read(), 300'000);
}

TEST_F(CsvLinesTest, MayBeStoppedEarly) {
  std::string text;
  for (int i = 0; i < 2'000'000; ++i) text += "some text,1\n";
  EXPECT_EQ(ask(lines("ic", text), "SELECT cost FROM lines() LIMIT 1"), "1;");
  EXPECT_LT(read_->lines_read(), 2'000'000);
  read_.reset();  // ends the thread; a test that hangs here has found that it doesn't
}

TEST_F(CsvLinesTest, MayNeverBeRead) {
  table_.parts = {lines("ic", "a,1\n")};
  const CsvLines unread(table_);
  EXPECT_EQ(unread.lines_read(), 0);
  EXPECT_EQ(unread.columns().size(), 10u);
  EXPECT_GE(unread.max_readers(), 1u);
}

}  // namespace
}  // namespace farthing
