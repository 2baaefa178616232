// The SQL functions that make exact decimals, row by row.
#include "lake/exact_functions.hpp"

#include <gmock/gmock.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;

class ExactFunctions : public ::testing::Test {
 protected:
  std::string value(const std::string& sql) {
    const auto rows = engine_.query("SELECT " + sql);
    return rows ? rows->rows.at(0).at(0).value_or("NULL") : "error: " + rows.error().text();
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(ExactFunctions, RoundHalfToEvenAtTheTwelfthDecimalAndCountIt) {
  const std::pair<const char*, const char*> kAmounts[] = {{"0.0000000000005", "0"},
                                                          {"0.0000000000015", "0.000000000002"},
                                                          {"0.0000000000025", "0.000000000002"},
                                                          {"-0.0000000000035", "-0.000000000004"},
                                                          {"0.00000000000050000001", "0.000000000001"}};
  for (const auto& [text, rounded] : kAmounts) {
    EXPECT_EQ(value("exact_decimal('" + std::string(text) + "', 'c')"), rounded) << text;
  }
  EXPECT_EQ(engine_.roundings(), 5);
  EXPECT_EQ(value("exact_decimal('1.500000000000000000000', 'c')"), "1.5");
  EXPECT_EQ(engine_.roundings(), 5) << "nothing is lost of zeros";
}

TEST_F(ExactFunctions, ReadADoublesShortestTextWithoutLoss) {
  for (const char* number : {"0.1e0", "1e-7", "8482.98903482e0", "123456789.012345e0", "1e17"}) {
    EXPECT_EQ(value("CAST(exact_decimal(CAST(" + std::string(number) + " AS VARCHAR), 'c') AS DOUBLE) = " + number),
              "true")
        << number;
  }
}

TEST_F(ExactFunctions, NameTheColumnAndTheTextThatIsNoNumber) {
  for (const char* text : {"abc", "1,5", "1.2.3", "--1", "1e", "0x10", "NaN", "Infinity", "$5"}) {
    EXPECT_THAT(value("exact_decimal('" + std::string(text) + "', 'lineItem/UnblendedCost')"),
                HasSubstr("column lineItem/UnblendedCost: '" + std::string(text) + "' is not a number"));
  }
  EXPECT_THAT(value("exact_decimal('1e30', 'cost')"), HasSubstr("column cost: '1e30' is too large for an amount"));
  EXPECT_LT(value("exact_decimal(repeat('x', 5000), 'cost')").size(), 300U) << "an error is read by people";
}

TEST_F(ExactFunctions, KeepTheirPlaceAmongManyRowsAndNulls) {
  const std::string made =
      "(SELECT range AS n, CASE WHEN range % 3 = 0 THEN NULL ELSE range || '.25' END AS text FROM range(10000))";
  EXPECT_EQ(value("count(*) FROM " + made +
                  " WHERE exact_decimal(text, 'c') IS DISTINCT FROM CASE WHEN n % 3 = 0 THEN "
                  "NULL ELSE n + 0.25 END"),
            "0");
  EXPECT_EQ(value("count(*) FROM " + made + " WHERE (exact_product(text, '4') IS NULL) <> (n % 3 = 0)"), "0");
  // The 6,666 n that aren't multiples of 3 make 33,326,667; four times that, and 1 each.
  EXPECT_EQ(value("sum(exact_product(text, '4')) FROM " + made), "133313334");
  EXPECT_EQ(value("exact_product(NULL, '4')"), "NULL");
  EXPECT_EQ(value("exact_product('4', NULL)"), "NULL");
}

TEST_F(ExactFunctions, OfTwoFactorsNameBothIfTheProductIsNone) {
  EXPECT_THAT(value("exact_product('4', 'four')"), HasSubstr("'4 x four' is not a number"));
  EXPECT_THAT(value("exact_product('1e15', '1e15')"), HasSubstr("'1e15 x 1e15' is too large for an amount"));
  EXPECT_EQ(value("exact_product('0.000001', '0.000001')"), "0.000000000001");
  EXPECT_EQ(value("exact_product('-3', '0.5')"), "-1.5");
}

TEST_F(ExactFunctions, OfThreeWithOneThatIsNoNumberAreUnknown) {
  EXPECT_EQ(value("exact_ratio('x', '1', '1')"), "NULL");
  EXPECT_EQ(value("exact_ratio('7', '-2', '4')"), "-3.5");
  EXPECT_EQ(value("exact_ratio('2', '1', '3')"), "0.666666666667");
  EXPECT_EQ(value("exact_ratio('0', '5', '3')"), "0");
}

}  // namespace
}  // namespace farthing
