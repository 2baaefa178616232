#include "focus/csv_rows.hpp"

#include "focus/made_charges_test.hpp"

namespace farthing {
namespace {

std::string csv_cell(std::optional<std::string_view> cell) {
  std::string text = "|";
  append_csv(cell, text);
  return text;
}

TEST(CsvCellTest, QuotesWhereAReaderNeedsThem) {
  EXPECT_EQ(csv_cell(std::nullopt), "|");
  EXPECT_EQ(csv_cell(""), "|\"\"");
  EXPECT_EQ(csv_cell("plain text"), "|plain text");
  EXPECT_EQ(csv_cell("a,b"), "|\"a,b\"");
  EXPECT_EQ(csv_cell("say \"a\""), "|\"say \"\"a\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "|\"two\nlines\"");
  EXPECT_EQ(csv_cell("\r"), "|\"\r\"");
}

class CsvRowsTest : public ::testing::Test {
 protected:
  std::string lines(const MadeCharges& charges, std::size_t row, std::vector<ChargePart> parts) {
    std::string text;
    rows_.append(charges.row(row), parts, text);
    return text;
  }
  std::string sum_of(CostBasis basis) {
    const auto sum = totals_.of("USD")[static_cast<std::size_t>(basis)];
    return sum ? sum->text() : "-";
  }
  ExportTotals totals_;
  CsvRows rows_{made_columns(), "m-v1", totals_};
};

TEST_F(CsvRowsTest, TheHeaderNamesTheColumns) {
  std::string text;
  rows_.append_header(text);
  EXPECT_EQ(
      text,
      "AllocatedMethodDetails,AllocatedMethodId,AllocatedResourceId,AllocatedResourceName,AllocatedTags,BilledCost,"
      "ChargeDescription,EffectiveCost,PricingQuantity,x_Discounts,x_OriginChargeId,x_CostKind\n");
}

TEST_F(CsvRowsTest, AWholeChargeIsALine) {
  const MadeCharges charges(made_charge(1, "0.5", "-0.25", "'a, b'"));
  EXPECT_EQ(lines(charges, 0, {}), ",,,,,0.5,\"a, b\",-0.25,,\"{\"\"d\"\":\"\"1\"\"}\",o1,\n");
  EXPECT_EQ(sum_of(CostBasis::kBilled) + " " + sum_of(CostBasis::kEffective), "0.5 -0.25");
  EXPECT_EQ(sum_of(CostBasis::kList), "-");
  EXPECT_EQ(totals_.rows, 1);
  EXPECT_EQ(totals_.split_charges, 0);
}

// A half was held, a quarter idle, and of a quarter of the time nothing is known. Names are quoted once.
TEST_F(CsvRowsTest, ASplitChargeIsALineAPart) {
  rows_.take_names({{"w,1", "ns/pod", R"({"a":"b"})"}});
  const MadeCharges charges(made_charge(1, "1", "0.000000000003", "NULL", "2"));
  EXPECT_EQ(
      lines(
          charges, 0,
          {made_part(1, kAllocatedPart, 0, 50), made_part(1, kIdlePart, 0, 25), made_part(1, kUnallocatedPart, 0, 0)}),
      R"("{""Elements"":[{""AllocatedRatio"":0.5,""UsageUnit"":""vCPU-Hours"",""UsageQuantity"":50,""x_Resource"":""vcpu""}]}",)"
      R"(m-v1,"w,1",ns/pod,"{""a"":""b""}",0.5,,0.000000000001,1,,o1,allocated)"
      "\n"
      R"("{""Elements"":[{""AllocatedRatio"":0.25,""UsageUnit"":""vCPU-Hours"",""UsageQuantity"":25,""x_Resource"":""vcpu""}]}",)"
      R"(m-v1,,,,0.25,,0.000000000001,0.5,,o1,idle)"
      "\n"
      R"("{""Elements"":[{""AllocatedRatio"":0.25,""x_Resource"":""all""}]}",m-v1,,,,0.25,,0.000000000001,0.5,,o1,unallocated)"
      "\n");
  EXPECT_EQ(sum_of(CostBasis::kBilled) + " " + sum_of(CostBasis::kEffective), "1 0.000000000003");
  EXPECT_EQ(totals_.rows, 3);
  EXPECT_EQ(totals_.parts, 3);
  EXPECT_EQ(totals_.workload_parts, 1);
  EXPECT_EQ(totals_.split_charges, 1);
}

TEST_F(CsvRowsTest, NegativeAndZeroChargesAreSplitLikeOthers) {
  const MadeCharges charges(made_charge(1, "-1", "0", "'x'"));
  const auto text = lines(charges, 0, {made_part(1, kIdlePart, 0, 75), made_part(1, kSystemPart, 0, 25)});
  EXPECT_NE(text.find(",-0.75,x,0,,,o1,idle\n"), std::string::npos) << text;
  EXPECT_NE(text.find(",-0.25,x,0,,,o1,system\n"), std::string::npos) << text;
  EXPECT_EQ(sum_of(CostBasis::kBilled) + " " + sum_of(CostBasis::kEffective), "-1 0");
}

TEST_F(CsvRowsTest, AnAmountThatIsntThereIsInNoPart) {
  const MadeCharges charges(made_charge(1, "NULL", "4", "NULL"));
  const auto text = lines(charges, 0, {made_part(1, kIdlePart, 0, 100)});
  EXPECT_NE(text.find(",m-v1,,,,,,4,,,o1,idle\n"), std::string::npos) << text;
  EXPECT_EQ(sum_of(CostBasis::kBilled), "-");
}

TEST_F(CsvRowsTest, SumsAreOfEachCurrency) {
  const MadeCharges charges(made_charge(1, "1", "1", "NULL") + " UNION ALL " + made_charge(2, "2", "2", "NULL"));
  lines(charges, 0, {});
  lines(charges, 1, {});
  ExportTotals::add(totals_.of(std::nullopt), CostBasis::kBilled, Decimal::from_integer(9));
  EXPECT_EQ(sum_of(CostBasis::kBilled), "3");
  EXPECT_EQ(totals_.by_currency.size(), 2U);
}

}  // namespace
}  // namespace farthing
