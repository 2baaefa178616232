-- costs_daily: the bill by day and the usual dimensions. Pages and `farthing costs` read it instead of the lines.
-- One row: a day x all the dimensions below, of one month of one source.
-- Partition: billing_period. Input: charges (one month of one source).
-- A cost is the sum where it is known; <cost>_unknown_lines says for how many lines it isn't.
SELECT
  billing_period,
  charge_date,
  ProviderName,
  InvoiceIssuerName,
  BillingAccountId,
  BillingAccountName,
  SubAccountId,
  SubAccountName,
  RegionId,
  ServiceCategory,
  ServiceName,
  ChargeCategory,
  ChargeClass,
  PricingCategory,
  x_PurchaseOption,
  CommitmentDiscountStatus,
  BillingCurrency,
  InvoiceId,
  x_LineItemType,
  x_ServiceCode,
  x_Estimated,
  count(*) AS lines,
  CAST(sum(BilledCost) AS DECIMAL(38,12)) AS BilledCost,
  CAST(sum(EffectiveCost) AS DECIMAL(38,12)) AS EffectiveCost,
  CAST(sum(x_NetBilledCost) AS DECIMAL(38,12)) AS x_NetBilledCost,
  CAST(sum(x_NetEffectiveCost) AS DECIMAL(38,12)) AS x_NetEffectiveCost,
  CAST(sum(ContractedCost) AS DECIMAL(38,12)) AS ContractedCost,
  CAST(sum(ListCost) AS DECIMAL(38,12)) AS ListCost,
  count(*) - count(BilledCost) AS BilledCost_unknown_lines,
  count(*) - count(EffectiveCost) AS EffectiveCost_unknown_lines,
  count(*) - count(x_NetBilledCost) AS x_NetBilledCost_unknown_lines,
  count(*) - count(x_NetEffectiveCost) AS x_NetEffectiveCost_unknown_lines,
  count(*) - count(ContractedCost) AS ContractedCost_unknown_lines,
  count(*) - count(ListCost) AS ListCost_unknown_lines
FROM charges
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21
ORDER BY 1, 2, 7, 11
