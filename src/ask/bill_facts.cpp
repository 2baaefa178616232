#include "ask/bill_facts.hpp"

#include "ask/row_reader.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace farthing {
namespace {

// The order decides: what a commitment leaves unused is that, whatever product it is booked under.
constexpr const char* kKindSql = R"(CASE
  WHEN ChargeCategory = 'Purchase' AND x_LineItemType IN ('SavingsPlanRecurringFee', 'RIFee') THEN 'recurring fee'
  WHEN ChargeCategory = 'Purchase' AND x_LineItemType IN ('SavingsPlanUpfrontFee', 'Fee') THEN 'prepaid (upfront)'
  WHEN ChargeCategory = 'Purchase' AND x_LineItemType = 'Refund' THEN 'commitment refund'
  WHEN CommitmentDiscountStatus = 'Unused' AND CommitmentDiscountType = 'Savings Plan' THEN 'unused Savings Plan'
  WHEN CommitmentDiscountStatus = 'Unused'
    AND (CommitmentDiscountType ILIKE '%reserv%' OR CommitmentDiscountCategory = 'Usage') THEN 'unused reservation'
  WHEN CommitmentDiscountStatus = 'Unused' THEN 'unused commitment'
  WHEN CapacityReservationStatus = 'Unused' THEN 'unused capacity reservation'
  WHEN ChargeCategory = 'Tax' THEN 'tax'
  WHEN ChargeCategory = 'Credit' THEN 'credit'
  WHEN x_LineItemType = 'Refund' THEN 'refund'
  WHEN ChargeClass = 'Correction' THEN 'correction'
  WHEN x_LineItemType LIKE '%Discount' THEN 'discount'
  WHEN ChargeCategory = 'Purchase' THEN 'purchase'
  WHEN ChargeCategory = 'Adjustment' THEN 'adjustment'
  WHEN x_BillingEntity ILIKE '%marketplace%' THEN 'marketplace'
  WHEN ServiceSubcategory = 'Support' OR x_ServiceCode ILIKE '%support%' OR ServiceName ILIKE '%support%' THEN 'support'
  ELSE 'usage' END)";

// Exports spell the key in several ways. The second part of a split line repeats its discount.
constexpr const char* kTotalDiscountSql =
    "CASE WHEN x_Discounts IS NOT NULL AND x_NetBilledCost IS NOT NULL AND x_Part IS DISTINCT FROM 'unused' THEN "
    "TRY_CAST(coalesce(x_Discounts['total_discount'], x_Discounts['discount_total_discount'], "
    "x_Discounts['TotalDiscount'], x_Discounts['discount/TotalDiscount']) AS DECIMAL(38,12)) END";

std::string slices_sql(const std::string& where) {
  return std::string("WITH lines AS (SELECT *, ") + kKindSql + " AS kind, " + kTotalDiscountSql +
         " AS total_discount FROM charges" + where + R"()
SELECT billing_period, BillingAccountId, BillingCurrency, InvoiceId, InvoiceIssuerName, ProviderName, ChargeCategory,
  kind, x_LineItemType IS NOT NULL,
  count(*), sum(BilledCost), count(*) - count(BilledCost), sum(EffectiveCost), count(*) - count(EffectiveCost),
  sum(x_NetBilledCost), count(*) - count(x_NetBilledCost),
  sum(BilledCost) FILTER (EffectiveCost IS NULL),
  sum(x_AmortizedUpfront), count(*) - count(x_AmortizedUpfront),
  count(*) FILTER (x_Estimated), sum(BilledCost) FILTER (x_Estimated),
  count(*) FILTER (EffectiveCost = trunc(EffectiveCost)),
  count(*) FILTER (BilledCost <> trunc(BilledCost) AND CommitmentDiscountId IS NULL AND ChargeCategory <> 'Purchase'),
  count(total_discount), sum(coalesce(x_UnblendedCost, BilledCost)) FILTER (total_discount IS NOT NULL),
  sum(x_NetBilledCost) FILTER (total_discount IS NOT NULL), sum(total_discount)
FROM lines GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 5, 4, 7, 8, 6, 9)";
}

// What a commitment's fee recurs with is what its fee part bills; Savings Plans state it in a column as well.
std::string commitments_sql(const std::string& where) {
  return R"(WITH lines AS (SELECT *,
    ChargeCategory = 'Purchase' AND coalesce(x_LineItemType IN ('SavingsPlanRecurringFee', 'RIFee'), false) AS fee,
    CASE WHEN x_LineItemType = 'RIFee' THEN BilledCost ELSE coalesce(x_RecurringFee, BilledCost) END AS recurring
    FROM charges)" +
         where + R"()
SELECT billing_period, BillingAccountId, BillingCurrency, CommitmentDiscountId,
  CASE WHEN CommitmentDiscountId LIKE 'arn:%' THEN nullif(split_part(CommitmentDiscountId, ':', 5), '') END,
  bool_or(x_LineItemType IS NOT NULL), count(*),
  sum(EffectiveCost) FILTER (ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Used'),
  count(*) FILTER (ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Used' AND EffectiveCost IS NULL),
  sum(EffectiveCost) FILTER (ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Unused'),
  count(*) FILTER (ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Unused' AND EffectiveCost IS NULL),
  count(*) FILTER (ChargeCategory = 'Purchase'), sum(BilledCost) FILTER (ChargeCategory = 'Purchase'),
  count(*) FILTER (ChargeCategory = 'Purchase' AND BilledCost IS NULL),
  count(*) FILTER (fee), sum(x_AmortizedUpfront) FILTER (fee), count(*) FILTER (fee AND x_AmortizedUpfront IS NULL),
  sum(recurring) FILTER (fee), count(*) FILTER (fee AND recurring IS NULL)
FROM lines WHERE CommitmentDiscountId IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4)";
}

BillKey read_key(RowReader& row) {
  BillKey key;
  key.period = row.text();
  key.payer = row.cell();
  key.currency = row.cell();
  return key;
}

KnownSum read_known(RowReader& row) {
  KnownSum known;
  known.sum = row.sum();
  known.unknown = row.count();
  return known;
}

BillSlice read_slice(RowReader& row) {
  BillSlice slice;
  slice.bill = read_key(row);
  for (auto* cell : {&slice.invoice, &slice.issuer, &slice.provider, &slice.category}) *cell = row.cell();
  slice.kind = row.text();
  slice.from_cur = row.flag();
  slice.lines = row.count();
  for (auto* known : {&slice.billed, &slice.effective, &slice.net_billed}) *known = read_known(row);
  slice.billed_without_effective = row.sum();
  slice.amortized_upfront = read_known(row);
  slice.estimated_lines = row.count();
  slice.estimated_billed = row.sum();
  slice.whole_effective_lines = row.count();
  slice.fractional_billed_lines = row.count();
  slice.discounted_lines = row.count();
  for (auto* sum : {&slice.discounted_unblended, &slice.discounted_net, &slice.total_discount}) *sum = row.sum();
  return slice;
}

CommitmentSlice read_commitment(RowReader& row) {
  CommitmentSlice slice;
  slice.bill = read_key(row);
  slice.id = row.text();
  slice.owner = row.cell();
  slice.from_cur = row.flag();
  slice.lines = row.count();
  slice.used = read_known(row);
  slice.unused = read_known(row);
  slice.purchase_lines = row.count();
  slice.purchased = read_known(row);
  slice.fee_lines = row.count();
  slice.amortized_upfront = read_known(row);
  slice.recurring = read_known(row);
  return slice;
}

RollupTotal read_rollup(RowReader& row) {
  RollupTotal total;
  total.bill = read_key(row);
  total.invoice = row.cell();
  total.issuer = row.cell();
  total.billed = row.sum();
  return total;
}

std::array<Cell, 3> read_account(RowReader& row) {
  std::array<Cell, 3> account;
  for (auto& cell : account) cell = row.cell();
  return account;
}

template <typename Read>
auto read_all(Engine& engine, const std::string& sql, Read read)
    -> Result<std::vector<decltype(read(std::declval<RowReader&>()))>> {
  TRY(const auto result, engine.query(sql));
  std::vector<decltype(read(std::declval<RowReader&>()))> all;
  for (const auto& cells : result.rows) {
    RowReader row(cells);
    all.push_back(read(row));
    if (row.overflow()) return sum_too_large();
  }
  return all;
}

}  // namespace

Result<std::string> where_month(const std::optional<std::string>& month) {
  if (!month) return std::string{};
  if (!parse_month(*month)) return misuse("'" + *month + "' is not a month", "write it as YYYY-MM, e.g. 2026-10");
  return " WHERE billing_period = " + sql_literal(*month);
}

Result<BillFacts> read_bill_facts(Engine& engine, const std::optional<std::string>& month) {
  TRY(const auto where, where_month(month));
  BillFacts facts;
  TRY(facts.slices, read_all(engine, slices_sql(where), read_slice));
  TRY(facts.commitments, read_all(engine, commitments_sql(where), read_commitment));
  TRY(facts.rollup,
      read_all(
          engine,
          "SELECT billing_period, BillingAccountId, BillingCurrency, InvoiceId, InvoiceIssuerName, sum(BilledCost) "
          "FROM costs_daily" +
              where + " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 5, 4",
          read_rollup));
  TRY(facts.accounts,
      read_all(engine, "SELECT DISTINCT billing_period, BillingAccountId, SubAccountId FROM costs_daily" + where,
               read_account));
  return facts;
}

}  // namespace farthing
