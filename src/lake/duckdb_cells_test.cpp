// Each type that a result may have, as text and as a column.
#include "lake/duckdb_cells.hpp"

#include <gtest/gtest.h>

#include "lake/engine.hpp"

namespace farthing {
namespace {

class CellsTest : public ::testing::Test {
 protected:
  // The one cell of SELECT `sql`, or what is wrong with it.
  std::string cell(const std::string& sql) {
    const auto rows = engine_.query("SELECT " + sql);
    return rows ? rows->rows.at(0).at(0).value_or("NULL") : "error: " + rows.error().text();
  }
  std::string column(const std::string& sql) {
    const auto rows = engine_.query("SELECT " + sql + " AS c");
    if (!rows) return rows.error().text();
    static constexpr const char* kNames[] = {"text",    "integer", "decimal",   "double",
                                             "boolean", "date",    "timestamp", "other"};
    return std::string(kNames[static_cast<int>(rows->columns[0].type)]) + " " + rows->columns[0].sql_type;
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(CellsTest, OfIntegersHoldTheLeastAndTheGreatestOfEachWidth) {
  const std::pair<const char*, const char*> kLimits[] = {
      {"CAST(-128 AS TINYINT)", "-128"},
      {"CAST(32767 AS SMALLINT)", "32767"},
      {"CAST(-2147483648 AS INTEGER)", "-2147483648"},
      {"CAST(-9223372036854775808 AS BIGINT)", "-9223372036854775808"},
      {"CAST(255 AS UTINYINT)", "255"},
      {"CAST(65535 AS USMALLINT)", "65535"},
      {"CAST(4294967295 AS UINTEGER)", "4294967295"},
      {"CAST(18446744073709551615 AS UBIGINT)", "18446744073709551615"},
      {"CAST('170141183460469231731687303715884105727' AS HUGEINT)", "170141183460469231731687303715884105727"},
      {"CAST('-170141183460469231731687303715884105728' AS HUGEINT)", "-170141183460469231731687303715884105728"},
      {"0", "0"}};
  for (const auto& [sql, text] : kLimits) {
    EXPECT_EQ(cell(sql), text);
    EXPECT_EQ(column(sql).substr(0, 8), "integer ") << sql;
  }
}

// A decimal of up to 4, 9, 18 and 38 digits is stored in 2, 4, 8 and 16 bytes.
TEST_F(CellsTest, OfDecimalsAreExactInEveryWidthAndLoseOnlyTrailingZeros) {
  const std::pair<const char*, const char*> kAmounts[] = {
      {"CAST('-9.99' AS DECIMAL(4,2))", "-9.99"},
      {"CAST('99999.9990' AS DECIMAL(9,4))", "99999.999"},
      {"CAST('-123456.000000000001' AS DECIMAL(18,12))", "-123456.000000000001"},
      {"CAST('99999999999999999999999999.999999999999' AS DECIMAL(38,12))", "99999999999999999999999999.999999999999"},
      {"CAST('0.000' AS DECIMAL(9,3))", "0"},
      {"CAST('-0.001' AS DECIMAL(9,3))", "-0.001"},
      {"CAST('100' AS DECIMAL(9,0))", "100"},
      {"CAST('1200.00' AS DECIMAL(9,2))", "1200"}};
  for (const auto& [sql, text] : kAmounts) EXPECT_EQ(cell(sql), text);
  EXPECT_EQ(column("CAST(1 AS DECIMAL(18,4))"), "decimal DECIMAL(18,4)");
}

TEST_F(CellsTest, OfDoublesAreTheShortestTextThatReadsBackTheSame) {
  EXPECT_EQ(cell("0.1e0 + 0.2e0"), "0.30000000000000004");
  EXPECT_EQ(cell("1e300"), "1e+300");
  EXPECT_EQ(cell("CAST('NaN' AS DOUBLE)"), "NaN");
  EXPECT_EQ(cell("CAST('-Infinity' AS DOUBLE)"), "-Infinity");
  EXPECT_EQ(cell("CAST('Infinity' AS FLOAT)"), "Infinity");
  EXPECT_EQ(column("CAST(1 AS FLOAT)"), "double FLOAT");
}

TEST_F(CellsTest, OfTimesAreInUtcWithTheFractionThatTheyHave) {
  EXPECT_EQ(cell("TIMESTAMP '2026-10-01 23:59:59.25'"), "2026-10-01T23:59:59.250000Z");
  EXPECT_EQ(cell("TIMESTAMP WITH TIME ZONE '2026-10-01 02:00:00+02:00'"), "2026-10-01T00:00:00Z");
  EXPECT_EQ(cell("DATE '1969-12-31'"), "1969-12-31");
  EXPECT_EQ(cell("DATE '2024-02-29'"), "2024-02-29");
  EXPECT_EQ(column("TIMESTAMP WITH TIME ZONE '2026-10-01 00:00:00+00'"), "timestamp TIMESTAMP WITH TIME ZONE");
}

// The engine's calendar is wider than what a date of four digits can say: a wrong date would look like a true one.
TEST_F(CellsTest, OfTimesOutsideOfFourDigitsAreAnErrorAndNeverAnotherDate) {
  EXPECT_EQ(cell("DATE '0001-01-01'"), "0001-01-01");
  EXPECT_EQ(cell("DATE '9999-12-31'"), "9999-12-31");
  EXPECT_EQ(cell("TIMESTAMP '9999-12-31 23:59:59.999999'"), "9999-12-31T23:59:59.999999Z");
  for (const char* sql :
       {"DATE 'infinity'", "DATE '-infinity'", "DATE '10000-01-01'", "DATE '300000-01-01'", "DATE '0044-03-15 (BC)'"}) {
    EXPECT_EQ(cell(sql), "error: a date outside of the years 1 to 9999 can't be shown (CAST it AS VARCHAR)") << sql;
  }
  for (const char* sql : {"TIMESTAMP 'infinity'", "TIMESTAMP '-infinity'", "TIMESTAMP '10000-01-01 00:00:00'"}) {
    EXPECT_EQ(cell(sql), "error: a timestamp outside of the years 1 to 9999 can't be shown (CAST it AS VARCHAR)");
  }
  EXPECT_EQ(cell("CAST(DATE 'infinity' AS VARCHAR)"), "infinity") << "as the error says";
}

TEST_F(CellsTest, OfListsMapsAndStructsAreJsonAlsoInsideEachOther) {
  EXPECT_EQ(cell("[]"), "[]");
  EXPECT_EQ(cell("MAP {}"), "{}");
  EXPECT_EQ(cell("['a\"b', NULL, 'c']"), R"(["a\"b", null, "c"])");
  EXPECT_EQ(cell("[[1, 2], []]"), "[[1, 2], []]");
  EXPECT_EQ(cell("{'m': MAP {'k': [true]}, 'd': DATE '2026-10-01'}"), R"({"m": {"k": [true]}, "d": "2026-10-01"})");
  EXPECT_EQ(cell("[CAST('1.50' AS DECIMAL(38,12))]"), R"(["1.5"])") << "money in JSON is text";
  EXPECT_EQ(cell("[DATE 'infinity']"),
            "error: a date outside of the years 1 to 9999 can't be shown (CAST it AS VARCHAR)");
  EXPECT_EQ(cell("CAST(NULL AS INTEGER[])"), "NULL");
  EXPECT_EQ(column("[1]"), "other LIST");
  EXPECT_EQ(column("MAP {'a': 1}"), "other MAP");
  EXPECT_EQ(column("{'a': 1}"), "other STRUCT");
}

TEST_F(CellsTest, OfTheSecondRowOfAListAreNotThoseOfTheFirst) {
  const auto rows = engine_.query("SELECT * FROM (VALUES (['a', 'b']), (['c']), (NULL), ([]), (['d'])) t(l)").value();
  std::string all;
  for (const auto& row : rows.rows) all += row[0].value_or("NULL") + ";";
  EXPECT_EQ(all, R"(["a", "b"];["c"];NULL;[];["d"];)");
}

TEST_F(CellsTest, OfAnEnumAreItsWordsAndOfTextItsBytes) {
  EXPECT_EQ(cell("CAST('b' AS ENUM('a', 'b'))"), "b");
  EXPECT_EQ(column("CAST('b' AS ENUM('a', 'b'))"), "text VARCHAR");
  EXPECT_EQ(cell("chr(0) || 'x'"), std::string("\0x", 2));
  EXPECT_EQ(cell("'a text that is longer than the twelve bytes which the engine keeps inline'"),
            "a text that is longer than the twelve bytes which the engine keeps inline");
}

TEST_F(CellsTest, OfOtherTypesSayWhatToDo) {
  const std::pair<const char*, const char*> kOthers[] = {{"INTERVAL 1 DAY", "INTERVAL"},
                                                         {"TIME '10:00:00'", "TIME"},
                                                         {"CAST('x' AS BLOB)", "BLOB"},
                                                         {"gen_random_uuid()", "UUID"}};
  for (const auto& [sql, type] : kOthers) {
    EXPECT_EQ(cell(sql), std::string("error: a column of type ") + type + " can't be shown (CAST it AS VARCHAR)");
    EXPECT_FALSE(cell(std::string("CAST(") + sql + " AS VARCHAR)").starts_with("error")) << sql;
  }
}

}  // namespace
}  // namespace farthing
