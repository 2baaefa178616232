-- cur_charges: the lines of a Cost and Usage Report as charges, one a line and part.
-- Input: `lines`, the columns of line_columns.cpp, with `part`: 'fee' or 'unused' for the two halves of a commitment's fee
-- line, else NULL. Rules: "Cost rules by line item type" in docs/reference/charges.md.
-- Here a covered line's Billed is 0 and a negation's what was delivered; stage.cpp settles the two against each other.
WITH
named AS (
  SELECT
    *,
    line_item_line_item_type AS kind,
    coalesce(savings_plan_savings_plan_a_r_n, reservation_reservation_a_r_n) AS commitment,
    coalesce(nullif(product_region, ''), product_region_code) AS region,
    coalesce(product_instance_type,
      CASE WHEN contains(line_item_usage_type, 'Usage:') OR contains(line_item_usage_type, 'Box:')
        THEN nullif(split_part(line_item_usage_type, ':', 2), '') END) AS instance_type,
    line_item_product_code = 'AmazonEC2' AND (contains(line_item_usage_type, 'EBS:')
      OR coalesce(product_product_family IN ('Storage', 'Storage Snapshot', 'System Operation', 'Provisioned Throughput'), false)) AS is_ebs,
    coalesce(bill_billing_entity = 'AWS Marketplace', false) AS is_marketplace,
    -- A commitment that was returned: its term was cut to 7 days or less.
    coalesce(date_diff('hour',
      coalesce(TRY_CAST(savings_plan_start_time AS TIMESTAMP), TRY_CAST(reservation_start_time AS TIMESTAMP)),
      coalesce(TRY_CAST(savings_plan_end_time AS TIMESTAMP), TRY_CAST(reservation_end_time AS TIMESTAMP))) <= 7 * 24, false) AS is_cut_short,
    exact_decimal(line_item_usage_amount, 'line_item_usage_amount') AS usage_amount
  FROM lines
),
priced AS (
  SELECT
    *,
    CASE
      WHEN kind IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation') THEN 'savings_plan'
      WHEN kind = 'DiscountedUsage' THEN 'reserved'
      WHEN kind = 'Usage' AND contains(line_item_usage_type, 'Fargate') THEN CASE WHEN contains(line_item_usage_type, 'Spot') THEN 'fargate_spot' ELSE 'fargate' END
      WHEN kind = 'Usage' AND contains(line_item_usage_type, 'SpotUsage') THEN 'spot'
      WHEN kind = 'Usage' AND contains(line_item_usage_type, 'CapacityBlock') THEN 'capacity_block'
      WHEN kind = 'Usage' THEN 'on_demand'
      WHEN part = 'unused' OR kind IN ('SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee') THEN CASE WHEN savings_plan_savings_plan_a_r_n IS NOT NULL THEN 'savings_plan' ELSE 'reserved' END
      WHEN kind = 'RIFee' THEN 'reserved'
    END AS purchase_option,
    coalesce(exact_product(pricing_public_on_demand_rate, line_item_usage_amount), pricing_public_on_demand_cost) AS list_cost,
    CASE WHEN kind = 'SavingsPlanRecurringFee'
      THEN savings_plan_total_commitment_to_date - savings_plan_used_commitment
      ELSE coalesce(reservation_unused_amortized_upfront_fee_for_billing_period, 0) + coalesce(reservation_unused_recurring_fee, 0) END AS unused_cost,
    CASE
      WHEN kind IN ('Usage', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'DiscountedUsage') OR part = 'unused' THEN 'Usage'
      WHEN kind IN ('SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'RIFee') THEN 'Purchase'
      WHEN kind = 'Fee' THEN CASE WHEN reservation_reservation_a_r_n IS NOT NULL THEN 'Purchase' ELSE 'Usage' END
      WHEN kind = 'Tax' THEN 'Tax'
      WHEN kind = 'Credit' THEN 'Credit'
      WHEN kind = 'Refund' THEN CASE
        WHEN commitment IS NOT NULL AND is_cut_short THEN 'Purchase'
        WHEN line_item_product_code LIKE '%SavingsPlans' THEN 'Adjustment'
        WHEN line_item_usage_start_date < bill_billing_period_start_date THEN 'Usage'
        ELSE 'Adjustment' END
      ELSE 'Adjustment'
    END AS charge_category
  FROM named
),
costed AS (
  SELECT
    *,
    kind IN ('SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'RIFee') OR (kind = 'Fee' AND charge_category = 'Purchase') AS is_purchase,
    kind = 'Refund' AND (charge_category IN ('Purchase', 'Usage')) AS is_correction,
    charge_category = 'Usage' AND kind IN ('Usage', 'SavingsPlanCoveredUsage', 'DiscountedUsage') AS is_usage,
    CASE
      WHEN kind IN ('SavingsPlanCoveredUsage', 'SavingsPlanNegation', 'DiscountedUsage') THEN 'Used'
      WHEN part = 'unused' THEN 'Unused'
      WHEN kind = 'Refund' AND charge_category = 'Usage' AND commitment IS NOT NULL THEN 'Used'
    END AS commitment_status,
    CASE WHEN kind IN ('SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'SavingsPlanCoveredUsage', 'SavingsPlanNegation') THEN 'Savings Plan'
      WHEN commitment IS NULL THEN NULL
      WHEN savings_plan_savings_plan_a_r_n IS NOT NULL THEN 'Savings Plan' ELSE 'Reserved Instance' END AS commitment_type
  FROM priced
),
measured AS (
  SELECT
    *,
    -- A negation takes back money, not usage: its quantities are 0.
    CASE WHEN kind = 'SavingsPlanNegation' THEN 0
      WHEN charge_category = 'Usage' AND part IS DISTINCT FROM 'unused' THEN usage_amount END AS consumed_quantity,
    CASE
      WHEN commitment IS NULL OR charge_category NOT IN ('Usage', 'Purchase') OR is_correction THEN NULL
      WHEN kind = 'SavingsPlanNegation' THEN 0
      WHEN kind = 'SavingsPlanCoveredUsage' THEN savings_plan_savings_plan_effective_cost
      WHEN kind = 'SavingsPlanRecurringFee' THEN CASE WHEN part = 'unused' THEN unused_cost ELSE savings_plan_total_commitment_to_date END
      WHEN kind = 'RIFee' AND part = 'unused' THEN exact_decimal(reservation_unused_quantity, 'reservation_unused_quantity')
      ELSE usage_amount
    END AS commitment_quantity
  FROM costed
)
SELECT
  strftime(bill_billing_period_start_date, '%Y-%m') AS billing_period,
  CAST(line_item_usage_start_date AS DATE) AS charge_date,
  NULL AS AllocatedMethodDetails,
  NULL AS AllocatedMethodId,
  NULL AS AllocatedResourceId,
  NULL AS AllocatedResourceName,
  NULL AS AllocatedTags,
  line_item_availability_zone AS AvailabilityZone,
  CASE WHEN part = 'unused' OR kind = 'SavingsPlanCoveredUsage' THEN 0 ELSE line_item_unblended_cost END AS BilledCost,
  bill_payer_account_id AS BillingAccountId,
  coalesce(bill_payer_account_name, bill_payer_account_id) AS BillingAccountName,
  CASE WHEN bill_payer_account_id IS NOT NULL THEN 'Payer' END AS BillingAccountType,
  line_item_currency_code AS BillingCurrency,
  bill_billing_period_end_date AS BillingPeriodEnd,
  bill_billing_period_start_date AS BillingPeriodStart,
  capacity_reservation_capacity_reservation_arn AS CapacityReservationId,
  CASE WHEN capacity_reservation_capacity_reservation_arn IS NULL OR kind <> 'Usage' THEN NULL
    WHEN contains(line_item_usage_type, 'UnusedBox') OR contains(line_item_usage_type, 'UnusedDed') THEN 'Unused' ELSE 'Used' END AS CapacityReservationStatus,
  charge_category AS ChargeCategory,
  CASE WHEN is_correction THEN 'Correction' END AS ChargeClass,
  line_item_line_item_description AS ChargeDescription,
  CASE
    WHEN is_usage OR kind = 'SavingsPlanNegation' OR part = 'unused' OR kind = 'Tax' THEN 'Usage-Based'
    WHEN kind IN ('SavingsPlanRecurringFee', 'RIFee') THEN 'Recurring'
    WHEN kind IN ('SavingsPlanUpfrontFee', 'Credit', 'Refund') THEN 'One-Time'
    WHEN kind = 'Fee' THEN CASE WHEN reservation_reservation_a_r_n IS NULL
      AND date_diff('day', line_item_usage_start_date, line_item_usage_end_date) >= 27 THEN 'Recurring' ELSE 'One-Time' END
    WHEN kind IN ('Discount', 'EdpDiscount', 'BundledDiscount', 'PrivateRateDiscount', 'RiVolumeDiscount') THEN 'Usage-Based'
    ELSE 'One-Time'
  END AS ChargeFrequency,
  line_item_usage_end_date AS ChargePeriodEnd,
  line_item_usage_start_date AS ChargePeriodStart,
  CASE WHEN commitment IS NULL THEN NULL WHEN commitment_type = 'Savings Plan' THEN 'Spend' ELSE 'Usage' END AS CommitmentDiscountCategory,
  commitment AS CommitmentDiscountId,
  CASE WHEN commitment IS NOT NULL THEN coalesce(savings_plan_offering_type, line_item_line_item_description) END AS CommitmentDiscountName,
  commitment_quantity AS CommitmentDiscountQuantity,
  CASE WHEN commitment IS NOT NULL THEN commitment_status END AS CommitmentDiscountStatus,
  CASE WHEN commitment IS NOT NULL THEN commitment_type END AS CommitmentDiscountType,
  CASE
    WHEN commitment_quantity IS NULL THEN NULL
    WHEN commitment_type = 'Savings Plan' THEN line_item_currency_code
    ELSE 'Hours'
  END AS CommitmentDiscountUnit,
  consumed_quantity AS ConsumedQuantity,
  CASE WHEN consumed_quantity IS NOT NULL THEN coalesce(pricing_unit, 'Count') END AS ConsumedUnit,
  NULL AS ContractApplied,
  CASE
    WHEN part = 'unused' THEN unused_cost
    WHEN kind = 'SavingsPlanNegation' THEN 0
    WHEN kind = 'DiscountedUsage' THEN list_cost
    ELSE line_item_unblended_cost
  END AS ContractedCost,
  CASE
    WHEN kind = 'Tax' THEN NULL
    WHEN kind = 'DiscountedUsage' THEN TRY_CAST(pricing_public_on_demand_rate AS DOUBLE)
    -- A price is never below 0: a negation's rate is that of the usage that it takes back, a credit has none.
    WHEN kind = 'SavingsPlanNegation' THEN abs(TRY_CAST(line_item_unblended_rate AS DOUBLE))
    WHEN part = 'unused' THEN CASE WHEN usage_amount <> 0 THEN CAST(unused_cost AS DOUBLE) / CAST(usage_amount AS DOUBLE) END
    ELSE coalesce(CASE WHEN TRY_CAST(line_item_unblended_rate AS DOUBLE) >= 0 THEN TRY_CAST(line_item_unblended_rate AS DOUBLE) END,
      CASE WHEN CAST(line_item_unblended_cost AS DOUBLE) / nullif(CAST(usage_amount AS DOUBLE), 0) >= 0
        THEN CAST(line_item_unblended_cost AS DOUBLE) / CAST(usage_amount AS DOUBLE) END)
  END AS ContractedUnitPrice,
  CASE
    WHEN part = 'unused' THEN unused_cost
    WHEN kind = 'SavingsPlanCoveredUsage' THEN savings_plan_savings_plan_effective_cost
    WHEN kind = 'DiscountedUsage' THEN reservation_effective_cost
    WHEN kind = 'SavingsPlanNegation' OR is_purchase OR (kind = 'Refund' AND charge_category = 'Purchase') THEN 0
    ELSE line_item_unblended_cost
  END AS EffectiveCost,
  CASE WHEN is_marketplace THEN line_item_legal_entity ELSE 'AWS' END AS HostProviderName,
  bill_invoice_id AS InvoiceId,
  'AWS' AS InvoiceIssuerName,
  CASE
    WHEN part = 'unused' THEN unused_cost
    WHEN kind = 'SavingsPlanNegation' THEN 0
    WHEN is_usage THEN list_cost
    WHEN kind IN ('Discount', 'EdpDiscount', 'BundledDiscount', 'PrivateRateDiscount', 'RiVolumeDiscount') THEN 0
    ELSE line_item_unblended_cost
  END AS ListCost,
  CASE WHEN kind <> 'Tax' THEN TRY_CAST(pricing_public_on_demand_rate AS DOUBLE) END AS ListUnitPrice,
  CASE
    WHEN kind IN ('Tax', 'Credit') THEN NULL
    WHEN kind = 'Usage' THEN CASE WHEN contains(line_item_usage_type, 'Spot') THEN 'Dynamic' ELSE 'Standard' END
    WHEN commitment_status IS NOT NULL THEN 'Committed'
    WHEN is_purchase THEN 'Standard'
    ELSE 'Other'
  END AS PricingCategory,
  coalesce(pricing_currency, line_item_currency_code) AS PricingCurrency,
  -- A CUR states no price in another currency than the billing one.
  NULL AS PricingCurrencyContractedUnitPrice,
  NULL AS PricingCurrencyEffectiveCost,
  NULL AS PricingCurrencyListUnitPrice,
  CASE WHEN kind = 'SavingsPlanNegation' THEN 0 WHEN kind <> 'Tax' THEN usage_amount END AS PricingQuantity,
  CASE WHEN kind = 'SavingsPlanNegation' OR (kind <> 'Tax' AND usage_amount IS NOT NULL) THEN coalesce(pricing_unit, 'Count') END AS PricingUnit,
  'AWS' AS ProviderName,
  CASE WHEN is_marketplace THEN line_item_legal_entity ELSE 'AWS' END AS PublisherName,
  region AS RegionId,
  region_name(region) AS RegionName,
  CASE WHEN part IS NOT NULL THEN commitment ELSE line_item_resource_id END AS ResourceId,
  CASE WHEN part IS NULL AND line_item_resource_id IS NOT NULL THEN nullif(resource_tags['Name'], line_item_resource_id) END AS ResourceName,
  CASE WHEN part IS NOT NULL THEN commitment_type ELSE resource_type(line_item_resource_id) END AS ResourceType,
  CASE WHEN is_ebs THEN 'Storage'
    WHEN line_item_product_code IN ('AmazonEC2', 'AmazonECS', 'AmazonEKS', 'AmazonECR', 'AmazonECRPublic', 'AWSLambda', 'AWSBatch', 'ComputeSavingsPlans') THEN 'Compute'
    WHEN line_item_product_code IN ('AmazonS3', 'AmazonEFS', 'AmazonFSx', 'AmazonGlacier', 'AmazonS3GlacierDeepArchive') THEN 'Storage'
    WHEN line_item_product_code IN ('AmazonVPC', 'AWSDataTransfer', 'AWSELB', 'AmazonCloudFront', 'AmazonRoute53', 'AWSDirectConnect') THEN 'Networking'
    WHEN line_item_product_code IN ('AmazonSageMaker', 'AmazonBedrock') THEN 'AI and Machine Learning'
    WHEN line_item_product_code IN ('AmazonRDS', 'AmazonDynamoDB', 'AmazonElastiCache', 'AmazonRedshift') THEN 'Databases'
    WHEN line_item_product_code IN ('AmazonCloudWatch', 'AWSCloudTrail', 'AWSSupportBusiness', 'AWSSupportEnterprise', 'AWSDeveloperSupport', 'AWSConfig') THEN 'Management and Governance'
    WHEN line_item_product_code IN ('awskms', 'AWSSecretsManager', 'AmazonGuardDuty') THEN 'Security'
    WHEN line_item_product_code IN ('AWSQueueService', 'AmazonSNS', 'AWSEvents') THEN 'Integration'
    ELSE 'Other' END AS ServiceCategory,
  CASE WHEN is_ebs THEN 'Amazon Elastic Block Store' ELSE coalesce(nullif(product_product_name, ''), line_item_product_code, product_servicecode) END AS ServiceName,
  CASE WHEN is_marketplace THEN line_item_legal_entity ELSE 'AWS' END AS ServiceProviderName,
  CASE WHEN is_ebs THEN 'Block Storage'
    WHEN line_item_product_code IN ('AmazonEC2', 'ComputeSavingsPlans') THEN 'Virtual Machines'
    WHEN line_item_product_code IN ('AmazonECS', 'AmazonEKS', 'AmazonECR', 'AmazonECRPublic') THEN 'Containers'
    WHEN line_item_product_code = 'AWSLambda' THEN 'Serverless Compute'
    WHEN line_item_product_code IN ('AmazonS3', 'AmazonGlacier', 'AmazonS3GlacierDeepArchive') THEN 'Object Storage'
    WHEN line_item_product_code IN ('AmazonEFS', 'AmazonFSx') THEN 'File Storage'
    WHEN line_item_product_code IN ('AmazonVPC', 'AWSDataTransfer') THEN 'Network Infrastructure'
    WHEN line_item_product_code = 'AWSELB' THEN 'Application Networking'
    WHEN line_item_product_code = 'AmazonSageMaker' THEN 'Machine Learning'
    WHEN line_item_product_code = 'AmazonBedrock' THEN 'Generative AI'
    WHEN line_item_product_code = 'AmazonRDS' THEN 'Relational Databases'
    WHEN line_item_product_code = 'AmazonDynamoDB' THEN 'NoSQL Databases'
    WHEN line_item_product_code = 'AmazonCloudWatch' THEN 'Observability'
    WHEN line_item_product_code IN ('AWSSupportBusiness', 'AWSSupportEnterprise', 'AWSDeveloperSupport') THEN 'Support'
    WHEN line_item_product_code = 'awskms' THEN 'Secret Management'
    WHEN line_item_product_code IN ('AWSQueueService', 'AmazonSNS') THEN 'Messaging'
    ELSE 'Other (Other)' END AS ServiceSubcategory,
  CASE WHEN kind <> 'Tax' THEN product_sku END AS SkuId,
  CASE WHEN kind <> 'Tax' AND product_sku IS NOT NULL THEN sku_meter(line_item_usage_type) END AS SkuMeter,
  CASE WHEN kind <> 'Tax' AND pricing_rate_code IS NOT NULL AND instance_type IS NOT NULL THEN '{"InstanceType": "' || instance_type || '"}' END AS SkuPriceDetails,
  CASE WHEN kind <> 'Tax' THEN coalesce(pricing_rate_code, product_sku) END AS SkuPriceId,
  line_item_usage_account_id AS SubAccountId,
  coalesce(line_item_usage_account_name, line_item_usage_account_id) AS SubAccountName,
  CASE WHEN line_item_usage_account_id IS NOT NULL THEN 'Linked' END AS SubAccountType,
  resource_tags AS Tags,
  CASE WHEN part = 'fee' THEN CASE WHEN kind = 'RIFee' THEN reservation_amortized_upfront_fee_for_billing_period
    ELSE savings_plan_amortized_upfront_commitment_for_billing_period END END AS x_AmortizedUpfront,
  bill_bill_type AS x_BillType,
  bill_billing_entity AS x_BillingEntity,
  CASE WHEN part = 'fee' THEN savings_plan_total_commitment_to_date END AS x_CommitmentTotal,
  CASE WHEN part = 'fee' THEN savings_plan_used_commitment END AS x_CommitmentUsed,
  cost_category AS x_CostCategories,
  discount AS x_Discounts,
  bill_invoice_id IS NULL AS x_Estimated,
  instance_type AS x_InstanceType,
  bill_invoicing_entity AS x_InvoicingEntity,
  line_item_legal_entity AS x_LegalEntity,
  identity_line_item_id AS x_LineItemId,
  kind AS x_LineItemType,
  CASE WHEN part = 'unused' THEN CASE WHEN line_item_net_unblended_cost IS NOT NULL THEN 0 END ELSE line_item_net_unblended_cost END AS x_NetBilledCost,
  CASE
    WHEN part = 'unused' AND kind = 'RIFee' THEN
      CASE WHEN reservation_net_unused_amortized_upfront_fee_for_billing_period IS NOT NULL OR reservation_net_unused_recurring_fee IS NOT NULL
        THEN coalesce(reservation_net_unused_amortized_upfront_fee_for_billing_period, 0) + coalesce(reservation_net_unused_recurring_fee, 0) END
    WHEN part = 'unused' THEN
      exact_ratio(CAST(unused_cost AS VARCHAR),
        CAST(CASE WHEN savings_plan_recurring_commitment_for_billing_period <> 0 THEN savings_plan_net_recurring_commitment_for_billing_period
          ELSE savings_plan_net_amortized_upfront_commitment_for_billing_period END AS VARCHAR),
        CAST(CASE WHEN savings_plan_recurring_commitment_for_billing_period <> 0 THEN savings_plan_recurring_commitment_for_billing_period
          ELSE savings_plan_amortized_upfront_commitment_for_billing_period END AS VARCHAR))
    WHEN kind = 'SavingsPlanCoveredUsage' THEN savings_plan_net_savings_plan_effective_cost
    WHEN kind = 'DiscountedUsage' THEN reservation_net_effective_cost
    WHEN line_item_net_unblended_cost IS NULL THEN NULL
    WHEN kind = 'SavingsPlanNegation' OR is_purchase OR (kind = 'Refund' AND charge_category = 'Purchase') THEN 0
    ELSE line_item_net_unblended_cost
  END AS x_NetEffectiveCost,
  exact_decimal(line_item_normalized_usage_amount, 'line_item_normalized_usage_amount') AS x_NormalizedUsageAmount,
  line_item_operation AS x_Operation,
  part AS x_Part,
  product AS x_Product,
  product_product_family AS x_ProductFamily,
  CASE WHEN part IS DISTINCT FROM 'unused' THEN pricing_public_on_demand_cost END AS x_PublicOnDemandCost,
  purchase_option AS x_PurchaseOption,
  CASE WHEN part = 'fee' THEN CASE WHEN kind = 'RIFee' THEN line_item_unblended_cost ELSE savings_plan_recurring_commitment_for_billing_period END END AS x_RecurringFee,
  line_item_product_code AS x_ServiceCode,
  source_file AS x_SourceFile,
  source_line AS x_SourceLine,
  line_item_tax_type AS x_TaxType,
  CASE WHEN part IS DISTINCT FROM 'unused' THEN line_item_unblended_cost END AS x_UnblendedCost,
  unknown_columns AS x_Unknown,
  usage_amount AS x_UsageAmount,
  line_item_usage_type AS x_UsageType
FROM measured
