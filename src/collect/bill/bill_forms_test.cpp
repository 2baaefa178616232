// One bill in four forms: legacy CSV, legacy Parquet, CUR 2.0 CSV and CUR 2.0 Parquet become the same charges, and what
// is billed is the sum of what was delivered, to the last digit.
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// A legacy report's name in the new spelling: split at '/', '_' before every capital, lower case.
std::string new_name(const std::string& legacy) {
  std::string name;
  for (const char c : legacy) {
    if (c == '/' || c == ':') {
      name += '_';
    } else if (c >= 'A' && c <= 'Z') {
      name += (name.empty() || name.back() == '_' ? "" : "_") + std::string(1, static_cast<char>(c - 'A' + 'a'));
    } else {
      name += c;
    }
  }
  return name;
}

// Lines of all types with costs of up to 12 decimals, of two currencies, four zones and two commitments.
class RandomLines {
 public:
  explicit RandomLines(unsigned seed) : random_(seed) {}

  CurFields line(int number) {
    static const std::vector<std::string> types = {"Usage",
                                                   "Usage",
                                                   "SavingsPlanCoveredUsage",
                                                   "SavingsPlanCoveredUsage",
                                                   "SavingsPlanNegation",
                                                   "SavingsPlanRecurringFee",
                                                   "SavingsPlanUpfrontFee",
                                                   "DiscountedUsage",
                                                   "RIFee",
                                                   "Fee",
                                                   "Tax",
                                                   "Credit",
                                                   "Refund",
                                                   "EdpDiscount",
                                                   "SomethingNew"};
    const std::string type = pick(types);
    CurFields fields = {
        {"identity/LineItemId", "line" + std::to_string(10000 + number)},
        {"lineItem/LineItemType", type},
        {"lineItem/UnblendedCost", amount()},
        {"lineItem/NetUnblendedCost", chance(3) ? "" : amount()},
        {"lineItem/UsageAmount", chance(9) ? "" : amount()},
        {"lineItem/CurrencyCode", pick({"USD", "USD", "EUR"})},
        {"lineItem/AvailabilityZone", pick({"", "z1", "z2", "z3"})},
        {"lineItem/UsageType", pick({"BoxUsage:m5.large", "SpotUsage:m5.large", "EBS:VolumeUsage.gp3"})},
        {"bill/InvoiceId", pick({"", "INV-1"})},
        {"product/region", pick({"us-east-1", "eu-west-1"})},
        {"pricing/publicOnDemandRate", chance(5) ? "" : amount()},
        {"pricing/publicOnDemandCost", chance(5) ? "" : amount()},
        {"resourceTags/user:team", pick({"", "a", "b, \"c\""})}};
    if (type.starts_with("SavingsPlan")) add_plan(fields);
    if (type == "DiscountedUsage" || type == "RIFee" || (type == "Fee" && chance(2))) add_reservation(fields);
    if (chance(12)) fields["lineItem/Operation"] = pick({"EKSPod-EC2", "ECSTask-EC2"});
    return fields;
  }

 private:
  bool chance(int one_in) { return std::uniform_int_distribution<>(1, one_in)(random_) == 1; }
  std::string pick(const std::vector<std::string>& of) {
    return of[std::uniform_int_distribution<std::size_t>(0, of.size() - 1)(random_)];
  }
  // At most 15 digits, so that its DOUBLE has the same shortest decimal.
  std::string amount() {
    const int decimals = std::uniform_int_distribution<>(0, 12)(random_);
    const auto digits = std::uniform_int_distribution<std::int64_t>(-999'999'999'999'999, 999'999'999'999'999)(random_);
    int128 units = int128{digits} / (decimals < 9 ? 1'000'000'000 : 1);
    for (int i = decimals; i < Decimal::kScale; ++i) units *= 10;
    return Decimal::from_units(units).text();
  }
  void add_plan(CurFields& fields) {
    fields["savingsPlan/SavingsPlanARN"] = pick({"arn:p1", "arn:p2"});
    for (const char* name :
         {"SavingsPlanEffectiveCost", "NetSavingsPlanEffectiveCost", "TotalCommitmentToDate", "UsedCommitment",
          "RecurringCommitmentForBillingPeriod", "NetRecurringCommitmentForBillingPeriod"}) {
      fields["savingsPlan/" + std::string(name)] = chance(8) ? "" : amount();
    }
  }
  void add_reservation(CurFields& fields) {
    fields["reservation/ReservationARN"] = pick({"arn:r1", "arn:r2"});
    for (const char* name : {"EffectiveCost", "NetEffectiveCost", "UnusedAmortizedUpfrontFeeForBillingPeriod",
                             "UnusedRecurringFee", "UnusedQuantity", "NetUnusedRecurringFee"}) {
      fields["reservation/" + std::string(name)] = chance(8) ? "" : amount();
    }
  }
  std::mt19937 random_;
};

class BillFormsTest : public BillLakeFixture, public ::testing::WithParamInterface<unsigned> {
 protected:
  void SetUp() override {
    RandomLines random(GetParam());
    for (int i = 0; i < 150; ++i) {
      lines_.push_back(random.line(i));
      csv_.line(lines_.back());
    }
    csv_.without("resourceTags/user:Team");  // in lower case it would be the other tag
    std::ofstream(legacy_csv()) << csv_.text();
  }
  fs::path legacy_csv() const { return folder_.path() / "legacy.csv"; }

  // The columns of the legacy report.
  std::vector<std::string> columns() {
    const auto text = csv_.text();
    auto names = split(text.substr(0, text.find('\n')), ',');
    return names;
  }
  static bool is_number(const std::string& column) {
    for (const char* ending : {"Cost", "Rate", "Amount", "Fee", "FeeForBillingPeriod", "Quantity", "Commitment",
                               "CommitmentForBillingPeriod", "CommitmentToDate"}) {
      if (column.ends_with(ending)) return true;
    }
    return false;
  }
  // The select list of another form. Numbers are DOUBLE, times TIMESTAMP; `maps` folds tags and products into maps.
  std::string select(bool maps, bool typed) {
    std::string list;
    std::string tags;
    std::string product;
    for (const auto& column : columns()) {
      const std::string source = sql_name(column);
      const std::string name = new_name(column);
      if (maps && column.starts_with("resourceTags/")) {
        tags +=
            (tags.empty() ? "" : ", ") + ("{'key': '" + name.substr(14) + "', 'value': coalesce(" + source + ", '')}");
      } else if (maps && (column == "product/ProductName" || column == "product/region")) {
        product += (product.empty() ? "" : ", ") +
                   ("{'key': '" + name.substr(8) + "', 'value': coalesce(" + source + ", '')}");
      } else {
        std::string value = source;
        if (typed && is_number(column)) value = "CAST(" + source + " AS DOUBLE)";
        if (typed && !is_number(column) && column.ends_with("Date"))
          value = "CAST(CAST(" + source + " AS TIMESTAMPTZ) AS TIMESTAMP)";
        list += value + " AS " + sql_name(name) + ", ";
      }
    }
    if (maps) {
      const std::string json = typed ? "" : "to_json";
      list += json + "(map_from_entries([" + tags + "])) AS resource_tags, " + json + "(map_from_entries([" + product +
              "])) AS product, ";
    }
    return list.substr(0, list.size() - 2);
  }
  fs::path rewrite(const std::string& name, bool maps, bool parquet) {
    auto engine = Engine::open().value();
    const auto path = folder_.path() / name;
    const auto done =
        engine.run("COPY (SELECT " + select(maps, parquet) + " FROM read_csv(" + sql_literal(legacy_csv().string()) +
                   ", all_varchar=true, header=true)) TO " + sql_literal(path.string()) +
                   (parquet ? " (FORMAT parquet)" : " (FORMAT csv, HEADER)"));
    EXPECT_TRUE(done) << done.error().text();
    return path;
  }
  // All charges of a lake that holds that file alone, one a row.
  std::vector<std::string> charges_of(const fs::path& file, const std::string& format) {
    const Lake lake(folder_.path() / ("lake of " + file.filename().string()));
    ImportProgress progress;
    const auto report = import_bills(lake, {{file.string()}, false, "600MB"}, progress);
    if (!report) {
      ADD_FAILURE() << report.error().text();
      return {};
    }
    EXPECT_EQ(report->months.at(0).partition.delivery->format, format);
    return split(
        ask(lake,
            "SELECT x_LineItemId, x_Part, BilledCost, EffectiveCost, ListCost, ContractedCost, x_NetBilledCost, "
            "x_NetEffectiveCost, x_UnblendedCost, ChargeCategory, ChargeClass, ChargeFrequency, PricingCategory, "
            "CommitmentDiscountStatus, CommitmentDiscountQuantity, ConsumedQuantity, PricingQuantity, "
            "ListUnitPrice, x_PurchaseOption, ServiceName, RegionId, BillingCurrency, ChargePeriodStart, "
            "ChargePeriodEnd, x_Estimated, Tags['team'], AvailabilityZone FROM charges ORDER BY 1, 2"),
        ';');
  }
  std::vector<CurFields> lines_;
  CurCsv csv_;
};

// The first row that differs, or "" if none does.
std::string difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string left = i < a.size() ? a[i] : "(none)";
    const std::string right = i < b.size() ? b[i] : "(none)";
    if (left != right) return left + "\n" + right;
  }
  return "";
}

TEST_P(BillFormsTest, all_forms_of_a_bill_are_the_same_charges) {
  const auto legacy = charges_of(legacy_csv(), "CUR legacy");
  ASSERT_GT(legacy.size(), 100u);
  EXPECT_EQ(difference(charges_of(rewrite("legacy.parquet", false, true), "CUR legacy"), legacy), "");
  EXPECT_EQ(difference(charges_of(rewrite("cur2.csv", true, false), "CUR 2.0"), legacy), "");
  EXPECT_EQ(difference(charges_of(rewrite("cur2.parquet", true, true), "CUR 2.0"), legacy), "");
}

TEST_P(BillFormsTest, what_is_billed_is_what_was_delivered_to_the_last_digit) {
  std::map<std::string, Decimal> delivered;
  for (auto& line : lines_) {
    if (line.contains("lineItem/Operation")) continue;  // split lines
    delivered[line["lineItem/CurrencyCode"]] += parse_decimal(line["lineItem/UnblendedCost"]).value;
  }
  std::vector<std::string> expected;
  for (const auto& [currency, sum] : delivered) expected.push_back(currency + "|" + sum.text() + "|" + sum.text());
  ASSERT_TRUE(import_paths({legacy_csv().string()}));
  EXPECT_EQ(ask("SELECT BillingCurrency, sum(BilledCost), sum(x_UnblendedCost) FROM charges GROUP BY 1 ORDER BY 1"),
            join(expected, ";"));
}

INSTANTIATE_TEST_SUITE_P(Seeds, BillFormsTest, ::testing::Values(1u, 2u, 3u));

}  // namespace
}  // namespace farthing
