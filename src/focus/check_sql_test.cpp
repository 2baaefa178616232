#include "focus/check_sql.hpp"

#include <gtest/gtest.h>

#include "lake/engine.hpp"

namespace farthing {
namespace {

class CheckSqlTest : public ::testing::Test {
 protected:
  static FocusCheck check(const char* function, const char* column, std::optional<std::string> value = {},
                          bool number = false) {
    FocusCheck check;
    check.function = function;
    check.column = column;
    check.value = std::move(value);
    check.number = number;
    return check;
  }
  static FocusCheck pair(const char* function) {
    auto both = check(function, "A");
    both.other = "B";
    return both;
  }
  // Which of these values, each as A and B beside the last, break the requirement: "001" only the third.
  [[nodiscard]] std::string broken(const FocusCheck& requirement, const std::string& values,
                                   FocusType type = FocusType::kText) {
    FocusFile file;
    file.text = true;
    file.columns = {{"A", type}, {"B", FocusType::kText}};
    const auto sql = violation_sql(requirement, file);
    return sql ? told(*sql, values) : "untold";
  }
  [[nodiscard]] std::string holds(const FocusCheck& condition, const std::string& values) {
    FocusFile file;
    file.columns = {{"A", FocusType::kText}, {"B", FocusType::kText}};
    return told(condition_sql(condition, file), values);
  }

 private:
  std::string told(const std::string& sql, const std::string& values) {
    const auto rows = engine_.query("SELECT CASE WHEN " + sql + " THEN '1' WHEN NOT (" + sql +
                                    ") THEN '0' ELSE '?' END FROM (VALUES " + values + ") AS v(\"A\", \"B\")");
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) text += row[0].value_or("-");
    return text;
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(CheckSqlTest, ValuesMayBeNullButWhereTheyMustNot) {
  const char* values = "('x', NULL), ('y', NULL), (NULL, NULL)";
  EXPECT_EQ(broken(check("CheckValue", "A", "x"), values), "010");
  EXPECT_EQ(broken(check("CheckNotValue", "A", "x"), values), "100");
  EXPECT_EQ(broken(check("CheckValue", "A"), values), "110");
  EXPECT_EQ(broken(check("CheckNotValue", "A"), values), "001");
  EXPECT_EQ(broken(check("CheckValue", "A", "0", true),
                   "('0', NULL), ('0.00', NULL), ('-0.1', NULL), ('x', NULL), (NULL, NULL)"),
            "00110");
}

// In a condition, what isn't known to be x isn't x.
TEST_F(CheckSqlTest, ConditionsAreTrueOrFalse) {
  const char* values = "('x', 'x'), ('y', 'x'), (NULL, 'x')";
  EXPECT_EQ(holds(check("CheckValue", "A", "x"), values), "100");
  EXPECT_EQ(holds(check("CheckNotValue", "A", "x"), values), "011");
  EXPECT_EQ(holds(check("CheckValue", "A"), values), "001");
  EXPECT_EQ(holds(check("CheckNotValue", "A"), values), "110");
  EXPECT_EQ(holds(pair("CheckSameValue"), values), "100");
  EXPECT_EQ(holds(pair("CheckNotSameValue"), values), "010");
  FocusCheck either = check("OR", "");
  either.items = {check("CheckValue", "A", "x"), check("CheckValue", "A")};
  EXPECT_EQ(holds(either, values), "101");
}

TEST_F(CheckSqlTest, PairsAreComparedWhereBothAreKnown) {
  const char* values = "('x', 'x'), ('y', 'x'), (NULL, 'x')";
  EXPECT_EQ(broken(pair("CheckSameValue"), values), "010");
  EXPECT_EQ(broken(pair("CheckNotSameValue"), values), "100");
}

TEST_F(CheckSqlTest, ProductsMatchButForRounding) {
  auto product = pair("ColumnByColumnEqualsColumnValue");
  product.result = "B";
  // A x B = B: 1 x 2, 1.0000000001 x 2, 1.1 x 2, unknown.
  EXPECT_EQ(broken(product, "('1', '2'), ('1.0000000001', '2'), ('1.1', '2'), (NULL, '2'), ('x', '2')"), "00100");
}

TEST_F(CheckSqlTest, NumbersAreWrittenAsFocusWritesThem) {
  const char* values =
      "('1', ''), ('-0.5', ''), ('.5', ''), ('4E-7', ''), ('1e10', ''), ('+1', ''), ('1e+10', ''), ('1,5', ''), ('$1', "
      "''), ('1/2', ''), (NULL, '')";
  EXPECT_EQ(broken(check("FormatNumeric", "A"), values), "00000111110");
  EXPECT_EQ(broken(check("CheckGreaterOrEqualThanValue", "A", "0"), "('0', ''), ('-0.1', ''), ('x', ''), (NULL, '')"),
            "0100");
  EXPECT_EQ(broken(check("CheckDecimalValue", "A"), "('1.5', ''), ('much', ''), (NULL, '')"), "010");
  EXPECT_EQ(broken(check("TypeDecimal", "A"), "('1', '')", FocusType::kTime), "1");
}

TEST_F(CheckSqlTest, TimesAreUtcToTheSecond) {
  const char* values =
      "('2026-05-01T00:00:00Z', ''), ('2026-05-01T00:00:00', ''), ('2026-05-01 00:00:00Z', ''), "
      "('2026-02-30T00:00:00Z', ''), ('5/1/26', ''), (NULL, '')";
  EXPECT_EQ(broken(check("FormatDateTime", "A"), values), "011110");
  EXPECT_EQ(broken(check("TypeDateTime", "A"), "('1', '')", FocusType::kNumber), "1");
}

TEST_F(CheckSqlTest, UnitsFollowTheirGrammar) {
  const char* values =
      "('Hours', ''), ('GB-Hours', ''), ('Requests/Day', ''), ('1000 Tokens', ''), ('LCU-Hours', ''), ('0.5 GB', ''), "
      "('1K tokens', ''), ('', ''), ('per_hour', '')";
  EXPECT_EQ(broken(check("FormatUnit", "A"), values), "000001111");
}

TEST_F(CheckSqlTest, CurrenciesAreCodesOrNamesOfVirtualOnes) {
  const char* values = "('USD', ''), ('usd', ''), ('Tokens', ''), (' ', ''), ('XXX', ''), (NULL, '')";
  EXPECT_EQ(broken(check("FormatCurrency", "A"), values), "010100");
  EXPECT_EQ(broken(check("CheckNationalCurrency", "A"), values), "011110");
}

TEST_F(CheckSqlTest, KeyValuesAreFlatObjects) {
  const char* values =
      R"(('{}', ''), ('{"a":"b","c":1,"d":null,"e":true}', ''), ('{"a":{"b":1}}', ''), ('{"a":[1]}', ''), ('{"a":1,"a":2}', ''), ('[]', ''), ('"a"', ''), ('{', ''), (NULL, ''))";
  EXPECT_EQ(broken(check("FormatKeyValue", "A"), values), "001111110");
}

TEST_F(CheckSqlTest, WhatReadsAColumnThatIsntThereCantBeTold) {
  EXPECT_EQ(broken(check("CheckNotValue", "C"), "('x', '')"), "untold");
  EXPECT_EQ(broken(check("CheckSomethingNew", "A"), "('x', '')"), "untold");
  FocusFile none;
  EXPECT_EQ(column_text(none, "C"), "CAST(NULL AS VARCHAR)");
  EXPECT_EQ(column_number(none, "C"), "CAST(NULL AS DOUBLE)");
  EXPECT_EQ(column_amount(none, "C"), "CAST(NULL AS DECIMAL(38,12))");
  EXPECT_EQ(column_time(none, "C"), "CAST(NULL AS TIMESTAMP)");
}

}  // namespace
}  // namespace farthing
