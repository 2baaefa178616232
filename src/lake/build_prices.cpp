#include "lake/build_prices.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "lake/build_charges.hpp"

namespace farthing {
namespace {

// What resources were billed per hour at the end of their lines, which may be several (instance, licence).
std::string billed_rates_sql(const std::string& first_day, const std::string& last_day) {
  return fmt::format(
      "SELECT ResourceId AS resource_id, ChargePeriodEnd AS ends, min(x_PurchaseOption) AS purchase_option, "
      "min(BillingCurrency) AS currency, sum(CAST(EffectiveCost AS DOUBLE) * 3600e6 / (epoch_us(ChargePeriodEnd) - "
      "epoch_us(ChargePeriodStart))) AS hourly_cost, sum(CAST(ListCost AS DOUBLE) * 3600e6 / "
      "(epoch_us(ChargePeriodEnd) - "
      "epoch_us(ChargePeriodStart))) AS hourly_list_cost FROM charges WHERE ChargePeriodEnd <= TIMESTAMP {} + INTERVAL "
      "1 DAY AND "
      "ChargePeriodEnd > TIMESTAMP {} - INTERVAL {} DAY AND ChargeCategory = 'Usage' AND ChargePeriodEnd > "
      "ChargePeriodStart AND x_PurchaseOption IS NOT NULL AND EffectiveCost IS NOT NULL AND NOT {} AND ResourceId IN "
      "(SELECT "
      "resource_id FROM unbilled_machine_days) GROUP BY 1, 2",
      sql_literal(last_day + " 00:00:00"), sql_literal(first_day + " 00:00:00"), kDaysOfRates, kIsTransfer);
}

// Machines on days with hours of which no line of the bill tells: the bill of the newest day comes in pieces.
constexpr const char* kUnbilledMachineDays = R"sql(
SELECT n.node_key, n.day_number, min(n.resource_id) AS resource_id, max(n.region) AS region, max(n.machine) AS machine,
  max(n.purchase_option) AS purchase_option, max(n.vcpu_micro) / 1e6 AS vcpu, max(n.gib_micro) / 1e6 AS gib
FROM day_nodes AS n
LEFT JOIN (SELECT node_key, hour_number / 24 AS day_number, count(DISTINCT hour_number) AS hours FROM machine_line_hours
  GROUP BY 1, 2) AS b ON b.node_key = n.node_key AND b.day_number = n.day_number
GROUP BY n.node_key, n.day_number
HAVING coalesce(max(b.hours), 0) < sum((n.ends - 1) / 3600 - n.begins / 3600 + 1))sql";

// Of several valid prices the newest; a price of the machine's own region before that of another.
constexpr const char* kListPrices = R"sql(
SELECT m.node_key, m.day_number,
  CASE WHEN lower(p.unit) LIKE 'vcpu%' THEN 'vcpu' WHEN lower(p.unit) LIKE 'g%b%' THEN 'gib' ELSE 'hour' END AS unit,
  max_by(CAST(p.price_usd AS DOUBLE) *
    CASE WHEN lower(p.unit) LIKE 'vcpu%' THEN m.vcpu WHEN lower(p.unit) LIKE 'g%b%' THEN m.gib ELSE 1 END,
    (p.region = m.region, coalesce(p.instance_type = m.machine, false), coalesce(p.valid_from, TIMESTAMP '1970-01-01'))) AS hourly
FROM unbilled_machine_days AS m
JOIN prices AS p ON (p.instance_type = m.machine OR p.instance_type = 'fargate' AND m.machine = 'fargate_spot')
  AND coalesce(p.commitment, '') = '' AND coalesce(lower(p.os), 'linux') = 'linux'
  AND (coalesce(p.purchase_option, 'on_demand') IN ('on_demand', 'fargate') OR p.purchase_option = m.purchase_option)
  AND (p.valid_from IS NULL OR epoch_us(p.valid_from) / 86400000000 <= m.day_number)
  AND (p.valid_to IS NULL OR epoch_us(p.valid_to) / 86400000000 > m.day_number)
GROUP BY 1, 2, 3)sql";

}  // namespace

Done make_price_estimates(Engine& engine, const std::vector<std::string>& days) {
  TRY_DONE(engine.run(std::string("CREATE OR REPLACE TEMP TABLE unbilled_machine_days AS ") + kUnbilledMachineDays));
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE billed_rates AS " + billed_rates_sql(days.front(), days.back())));
  return engine.run(
      std::string(
          "CREATE OR REPLACE TEMP TABLE price_estimates AS WITH listed AS (SELECT node_key, day_number, sum(hourly) "
          "AS hourly FROM (") +
      kListPrices +
      ") GROUP BY 1, 2), billed AS (SELECT m.node_key, m.day_number, m.purchase_option AS now, b.* FROM "
      "unbilled_machine_days AS m ASOF JOIN billed_rates AS b ON b.resource_id = m.resource_id AND "
      "make_timestamp((m.day_number + 1) * 86400000000) >= b.ends WHERE b.ends > make_timestamp((m.day_number - " +
      std::to_string(kDaysOfRates) +
      ") * 86400000000)), same_option AS (SELECT * FROM billed WHERE now IS "
      "NULL "
      "OR (now "
      "= 'spot') = (purchase_option = 'spot')) SELECT m.node_key, m.day_number, coalesce(b.hourly_cost, l.hourly) AS "
      "hourly_cost, coalesce(b.hourly_list_cost, l.hourly) AS hourly_list_cost, CASE WHEN b.hourly_cost IS NOT NULL "
      "THEN "
      "'last_billed' ELSE 'prices' END AS source, CASE WHEN b.hourly_cost IS NOT NULL THEN b.currency ELSE 'USD' END "
      "AS "
      "currency FROM unbilled_machine_days AS m LEFT JOIN listed AS l ON l.node_key = m.node_key AND l.day_number = "
      "m.day_number LEFT JOIN same_option AS b ON b.node_key = m.node_key AND b.day_number = m.day_number WHERE "
      "coalesce(b.hourly_cost, l.hourly) IS NOT NULL");
}

}  // namespace farthing
