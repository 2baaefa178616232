#include "focus/validate.hpp"

#include "focus/made_focus_test.hpp"
#include "lake/engine.hpp"

namespace farthing {
namespace {

std::string sample(const std::string& name) { return std::string(FARTHING_TEST_DATA) + "/" + name; }

class ValidateTest : public FocusFixture {};

TEST_F(ValidateTest, AGoodRowBreaksNothing) {
  const auto validation = validate_focus({.files = {put("good.csv", focus_csv({good_row()}))}});
  ASSERT_TRUE(validation) << validation.error().text();
  EXPECT_FALSE(validation->contradicts);
  EXPECT_EQ(text_of(*validation, {"rule"}, "violated"), "");
  EXPECT_EQ(text_of(*validation, {"rule"}, "warning"), "");
  EXPECT_EQ(text_of(*validation, {"rule"}, "not proved"), "BilledCost-C-007-M");
}

TEST_F(ValidateTest, ACommitmentWithItsPurchaseBreaksNothing) {
  EXPECT_EQ(broken_by({covered_row("0.7"),
                       covered_row("0.3", {{"CommitmentDiscountStatus", "Unused"},
                                           {"ConsumedQuantity", ""},
                                           {"ConsumedUnit", ""},
                                           {"ResourceId", "plan"}}),
                       purchase_row("1")}),
            "");
}

struct Seeded {
  const char* function;  // of the model, or whose check it is
  FocusRow fault;
  const char* rules;  // that it breaks, each by its one row; a warning's with an asterisk
};

const std::vector<Seeded>& seeded_faults() {
  static const std::vector<Seeded> kFaults = {
      {"TypeDecimal",
       {{"PricingCurrencyEffectiveCost", "much"}},
       "PricingCurrencyEffectiveCost-C-001-M;PricingCurrencyEffectiveCost-C-002-M;"
       "PricingCurrencyEffectiveCost-C-004-M"},
      {"FormatNumeric", {{"PricingQuantity", "+1"}}, "PricingQuantity-C-002-M"},
      {"TypeDateTime, FormatDateTime",
       {{"ChargePeriodEnd", "2026-05-02 01:00:00"}},
       "ChargePeriodEnd-C-001-M;ChargePeriodEnd-C-002-M"},
      {"FormatDateTime of no time",
       {{"ChargePeriodEnd", "2026-05-02T25:00:00Z"}},
       "ChargePeriodEnd-C-001-M;ChargePeriodEnd-C-002-M"},
      {"FormatKeyValue", {{"Tags", R"({"a":{"b":"c"}})"}}, "Tags-C-001-M"},
      {"FormatKeyValue of keys twice", {{"Tags", R"({"a":"b","a":"c"})"}}, "Tags-C-001-M"},
      {"FormatKeyValue of a list", {{"SkuPriceDetails", "[1]"}}, "SkuPriceDetails-C-001-M"},
      {"FormatCurrency", {{"PricingCurrency", "usd"}}, "PricingCurrency-C-003-M"},
      {"CheckNationalCurrency", {{"BillingCurrency", "Tokens"}}, "BillingCurrency-C-006-M"},
      {"FormatUnit", {{"PricingUnit", "per_hour"}}, "PricingUnit-C-003-O*"},
      {"CheckNotValue null", {{"BilledCost", ""}}, "BilledCost-C-003-M"},
      {"CheckValue null", {{"SubAccountId", ""}, {"SubAccountName", ""}}, "SubAccountType-C-004-C"},
      {"CheckValue of a number", {{"InvoiceIssuerName", "Reseller"}}, "BilledCost-C-005-C"},
      {"CheckValue of a list", {{"ChargeFrequency", "Now and then"}}, "ChargeFrequency-C-003-M"},
      {"CheckValue of pairs",
       {{"ServiceSubcategory", "Relational Databases"}, {"ServiceName", "Other"}},
       "ServiceSubcategory-C-004-M"},
      {"CheckGreaterOrEqualThanValue",
       {{"PricingCurrencyListUnitPrice", "-1"}},
       "PricingCurrencyListUnitPrice-C-008-M"},
      {"ColumnByColumnEqualsColumnValue", {{"ContractedCost", "1.1"}}, "ContractedUnitPrice-C-011-C"},
      {"own: a credit has one cost",
       {{"ChargeCategory", "Credit"},
        {"ConsumedQuantity", ""},
        {"ConsumedUnit", ""},
        {"EffectiveCost", "2"},
        {"ListUnitPrice", "1"},
        {"ListCost", "1"}},
       "EffectiveCost-C-010-C"},
      {"own: corrections are of earlier periods", {{"ChargeClass", "Correction"}}, "ChargeClass-C-003-C"},
      {"own: usage of earlier periods is a correction",
       {{"ChargePeriodStart", "2026-04-02T00:00:00Z"}, {"ChargePeriodEnd", "2026-04-02T01:00:00Z"}},
       "ChargeClass-C-004-C"},
      {"own: placeholders", {{"ResourceName", "Not Applicable"}}, "NullHandling-A-002-M"},
      {"own: committed by nobody", {{"PricingCategory", "Committed"}}, "DiscountHandling-A-006-C"}};
  return kFaults;
}

// A file with one fault a row: each is found under its rules and no other, and shown by the first of its rows.
TEST_F(ValidateTest, EachSeededFaultIsFoundUnderItsRules) {
  std::vector<FocusRow> rows = {good_row()};
  std::map<std::string, int> counts, first_lines;
  for (const auto& seeded : seeded_faults()) {
    rows.push_back(good_row(seeded.fault));
    for (const auto& rule : split(seeded.rules, ';')) {
      ++counts[rule];
      first_lines.try_emplace(rule, static_cast<int>(rows.size()) + 1);
    }
  }
  rows.push_back(good_row());
  const auto validation = validate_focus({.files = {put("seeded.csv", focus_csv(rows))}});
  ASSERT_TRUE(validation) << validation.error().text();
  std::map<std::string, std::string> found, expected;
  for (const auto& row : validation->answer.rows) {
    if (row[3] == "not proved") continue;
    // Placeholders are looked for in each column.
    found[*row[1] + (row[3] == "warning" ? "*" : "")] = row[5].value_or("-") + ", " + row[8].value_or("-");
  }
  for (const auto& [rule, count] : counts) {
    expected[rule] = std::to_string(count) + ", seeded.csv: line " + std::to_string(first_lines[rule]);
  }
  EXPECT_EQ(found, expected);
}

TEST_F(ValidateTest, ValuesWithSeveralOfAnotherAreFoundWithAllTheirRows) {
  EXPECT_EQ(broken_by({good_row(), good_row({{"SkuId", "T"}}), good_row()}), "SkuPriceId-C-008-M|3");
}

TEST_F(ValidateTest, CommitmentsWhoseRowsContradictAreNamed) {
  EXPECT_EQ(broken_by({covered_row("1", {{"BilledCost", "1"}}), purchase_row("1")}), "DiscountHandling-A-009-C|1");
  EXPECT_EQ(broken_by({covered_row("1"), purchase_row("1", {{"ResourceId", "other"}})}), "DiscountHandling-A-012-C|1");
  EXPECT_EQ(
      broken_by(
          {covered_row("1", {{"CommitmentDiscountStatus", "Unused"}, {"ConsumedQuantity", ""}, {"ConsumedUnit", ""}}),
           purchase_row("1")}),
      "DiscountHandling-A-019-C|1");
}

TEST_F(ValidateTest, ColumnsThatAreMissingOrStrangeAreNamed) {
  auto row = good_row({{"Id", "7"}});
  row.erase("ServiceName");
  EXPECT_EQ(broken_by({row}), "CostAndUsage-D-041-M|-;ColumnHandling-A-010-M|-");
  EXPECT_EQ(
      broken({.files = {put("a.csv", "x_a,BilledCost\n1,2\n")}}, "warning", {"rule", "column"}),
      "CostAndUsage-D-003-C|AvailabilityZone;CostAndUsage-D-027-O|ChargeFrequency;ColumnHandling-A-013-O|BilledCost");
}

TEST_F(ValidateTest, TheSavingsPlanSampleBreaksWhatTheReferenceNames) {
  const ValidateQuestion question{
      .files = {sample("aws_savings_plan_all_upfront_75pct.csv")},
      .unsupported = {"MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED", "CAPACITY_RESERVATION_SUPPORTED",
                      "PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED", "VIRTUAL_CURRENCY_SUPPORTED",
                      "TAGGING_SUPPORTED", "MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED", "UNIT_PRICING_SUPPORTED",
                      "PUBLIC_PRICE_LIST_SUPPORTED"}};
  // Its unused rows don't name the plan as their resource.
  EXPECT_EQ(broken(question, "violated", {"rule", "rows", "value"}),
            "CommitmentDiscountQuantity-C-005-C|1|-;ServiceSubcategory-C-003-M|28|Compute Instances;"
            "ServiceSubcategory-C-004-M|28|Compute Instances;DiscountHandling-A-019-C|6|-");
  // 52.40 an hour, used and unused, are what 459,024 for a year come to.
  EXPECT_EQ(broken(question, "not proved"), "DiscountHandling-A-011-C|-;BilledCost-C-007-M|-");
}

TEST_F(ValidateTest, TheFocus10SampleIsHeldAgainstTheRulesOfItsTime) {
  const auto found = broken({.files = {sample("focus_1.0_sample_1000.csv")}}, "violated", {"rule", "rows"});
  for (const char* part : {"ResourceType-C-004-C|36;", "ResourceType-C-005-C|752;", "ChargeFrequency-C-003-M|7;",
                           "ListCost-C-009-C|31;", "ColumnHandling-A-010-M|-"}) {
    EXPECT_NE(found.find(part), std::string::npos) << part << " in " << found;
  }
  EXPECT_EQ(found.find("CostAndUsage-D"), std::string::npos);
  const auto later =
      broken({.files = {sample("focus_1.0_sample_1000.csv")}, .focus_version = "1.2"}, "violated", {"rule"});
  EXPECT_NE(later.find("CostAndUsage-D-045-C"), std::string::npos);
}

TEST_F(ValidateTest, OfTheSpecificationsExamplesOneRowBreaksItsProduct) {
  const auto folder =
      std::string("focus_spec_1.2_examples/commitment_discount_flexibility__one_hundred_percent_utilization_with");
  const ValidateQuestion question{.files = {sample(folder + "_commitment_discount_flexibility_with_1_resource.csv")}};
  const auto found = broken(question, "violated", {"rule", "rows", "cost"});
  EXPECT_NE(found.find("ListCost-C-009-C|1|0.5;ListUnitPrice-C-010-C|1|0.5"), std::string::npos) << found;
}

TEST_F(ValidateTest, LiterallyNoFilePasses) {
  const ValidateQuestion question{.files = {put("good.csv", focus_csv({good_row()}))}, .model_literal = true};
  const auto found = broken(question);
  EXPECT_NE(found.find("CommitmentDiscountStatus-C-003-C|1"), std::string::npos) << found;
  EXPECT_EQ(found.find("ListUnitPrice-C-006-O"), std::string::npos);
  EXPECT_NE(broken(question, "warning").find("ListUnitPrice-C-006-O|1"), std::string::npos);
}

TEST_F(ValidateTest, TheErrataAndWhatCantBeToldAreSaid) {
  auto row = good_row();
  row.erase("PricingUnit");
  const auto validation = validate_focus({.files = {put("a.csv", focus_csv({row}))}});
  const auto notes = join(validation->answer.notes, "\n");
  EXPECT_NE(notes.find("erratum: CommitmentDiscountStatus-C-003-C: asks for a status"), std::string::npos) << notes;
  EXPECT_NE(notes.find("PricingUnit-C-001-M"), std::string::npos) << notes;
}

TEST_F(ValidateTest, ParquetIsHeldAgainstItsTypes) {
  auto engine = Engine::open().value();
  const auto file = (folder_.path() / "a.parquet").string();
  const auto written = engine.run(
      "COPY (SELECT * REPLACE (CAST(BilledCost AS DOUBLE) AS BilledCost, CAST(ListCost AS DECIMAL(38,12)) AS ListCost, "
      "CAST(ChargePeriodStart AS TIMESTAMP) AS "
      "ChargePeriodStart, MAP {'a': 'b'} AS Tags, 1 AS ServiceName) FROM read_csv(" +
      sql_literal(put("good.csv", focus_csv({good_row()}))) + ", all_varchar = true)) TO " + sql_literal(file) +
      " (FORMAT parquet)");
  ASSERT_TRUE(written) << written.error().text();
  const auto found = broken({.files = {file}}, "violated", {"rule", "example"});
  EXPECT_NE(found.find("ServiceName-C-001-M|a.parquet: row 1"), std::string::npos) << found;
  EXPECT_NE(found.find("EffectiveCost-C-001-M"), std::string::npos) << found;
  for (const char* fine : {"BilledCost-C", "ListCost-C", "ChargePeriodStart-C", "Tags-C"})
    EXPECT_EQ(found.find(fine), std::string::npos) << fine;
}

TEST_F(ValidateTest, PartsOfOneDatasetAreOne) {
  put("parts/one.csv", focus_csv({good_row()}));
  put("parts/two.csv", focus_csv({good_row({{"SkuId", "T"}})}));
  put("parts/notes.txt", "nothing");
  EXPECT_EQ(broken({.files = {(folder_.path() / "parts").string()}}), "SkuPriceId-C-008-M|2");
}

TEST_F(ValidateTest, OneRowOrNoneIsAFile) {
  EXPECT_EQ(broken_by({good_row({{"BilledCost", ""}})}), "BilledCost-C-003-M|1");
  const auto header = focus_csv({good_row()});
  EXPECT_EQ(broken({.files = {put("none.csv", header.substr(0, header.find('\n') + 1))}}), "");
}

TEST_F(ValidateTest, WhatIsNoFocusFileIsAnErrorThatNamesFileAndLine) {
  const auto error = [&](const std::string& name, const std::string& bytes) {
    const auto text = broken({.files = {put(name, bytes)}});
    return text.starts_with(folder_.path().string()) ? text.substr(folder_.path().string().size() + 1) : text;
  };
  EXPECT_EQ(error("e.csv", ""), "e.csv: is empty");
  EXPECT_EQ(error("n.csv", "a,b\n1,2\n"), "n.csv: none of its columns is a column of FOCUS");
  EXPECT_EQ(error("j.json", "{\"BilledCost\": 1}"), "j.json: is JSON, neither CSV nor Parquet");
  EXPECT_EQ(error("w.csv", "BilledCost,ChargeCategory\n1,Usage\n2\n"), "w.csv: line 3: has 1 fields, the header has 2");
  EXPECT_EQ(error("t.csv", "BilledCost,billedcost\n1,2\n"), "t.csv: has the column billedcost twice");
  EXPECT_NE(error("u.csv",
                  "BilledCost,ChargeCategory\n1,Us\xff"
                  "age\n")
                .find("u.csv: line 2"),
            std::string::npos);
  EXPECT_NE(error("g.csv.gz", "\x1f\x8b\x08 no gzip at all").find("g.csv.gz"), std::string::npos);
  EXPECT_NE(error("p.parquet", "PAR1 and nothing else").find("p.parquet"), std::string::npos);
  EXPECT_NE(broken({.files = {"nowhere.csv"}}).find("nowhere.csv"), std::string::npos);
  EXPECT_NE(broken({.files = {sample("aws_cur_legacy_anonymised_2023-11.csv")}}).find("is a Cost and Usage Report"),
            std::string::npos);
  EXPECT_EQ(broken({.files = {folder_.path().string() + "/w.csv"}, .focus_version = "2"}),
            "'2' is no version of FOCUS (choose one of: 1.0, 1.1, 1.2, 1.3)");
  EXPECT_NE(
      broken({.files = {folder_.path().string() + "/w.csv"}, .unsupported = {"MAGIC"}}).find("no criterion 'MAGIC'"),
      std::string::npos);
}

}  // namespace
}  // namespace farthing
