#include "collect/bill/charges_sql.hpp"

#include "base/embedded_text.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace farthing {

extern const EmbeddedText embedded_bill_sql[];
extern const std::size_t embedded_bill_sql_count;

namespace {

std::string typed_columns(std::span<const LakeColumn> columns) {
  std::string list;
  for (const auto& column : columns) {
    list += (list.empty() ? "" : ", ") + std::string("CAST(") + sql_name(column.name) + " AS " +
            std::string(sql_type(column.type)) + ") AS " + sql_name(column.name);
  }
  return list;
}

std::string around(std::span<const LakeColumn> columns, const std::string& lines, std::string_view sql) {
  return "WITH lines AS (" + lines + ") SELECT " + typed_columns(columns) + " FROM (" + std::string(sql) + ")";
}

}  // namespace

std::string_view bill_sql(std::string_view name) {
  for (std::size_t i = 0; i < embedded_bill_sql_count; ++i) {
    if (embedded_bill_sql[i].name == name) return embedded_bill_sql[i].text;
  }
  const bool found_sql_file = false;
  FARTHING_CHECK(found_sql_file);
  return {};
}

std::string charges_sql(const DetectedFormat& format, const std::string& lines) {
  return around(charge_columns(), lines, bill_sql(format.is_cur() ? "cur_charges" : "focus_charges"));
}

std::string split_charges_sql(const std::string& lines) {
  return around(split_charge_columns(), lines, bill_sql("split_charges"));
}

std::string late_charges_sql(const std::string& late_lines, const std::string& charges) {
  const std::string unused =
      "CASE WHEN line_item_line_item_type = 'SavingsPlanRecurringFee' THEN "
      "savings_plan_total_commitment_to_date - savings_plan_used_commitment ELSE "
      "coalesce(reservation_unused_amortized_upfront_fee_for_billing_period, 0) + "
      "coalesce(reservation_unused_recurring_fee, 0) END";
  const std::string parts =
      "SELECT *, unnest(CASE WHEN line_item_line_item_type = 'SavingsPlanNegation' THEN "
      "[CAST(NULL AS VARCHAR)] WHEN " +
      unused + " > 0 THEN ['fee', 'unused'] ELSE ['fee'] END) AS part FROM " + late_lines;
  const std::string key = kNegationKey;
  // The first negation of a group carries what covered usage and negations leave together; a negation without covered
  // usage keeps its own amount. Groups are summed with the few columns that takes: a window would sort whole charges,
  // and a join with a condition beside its equality would try all pairs.
  const std::string group = "concat_ws('|', " + key + ")";
  return "WITH late AS (" + charges_sql(DetectedFormat{BillFamily::kCur2}, parts) + "), covered AS (SELECT " + group +
         " AS key, sum(x_UnblendedCost) AS cost FROM " + charges +
         " WHERE x_LineItemType = 'SavingsPlanCoveredUsage' GROUP BY 1), negated AS (SELECT " + group +
         " AS key, sum(BilledCost) AS cost, min({'file': x_SourceFile, 'line': x_SourceLine}) AS first_line FROM late "
         "WHERE x_LineItemType = 'SavingsPlanNegation' GROUP BY 1), settled AS (SELECT negated.key, first_line, "
         "CAST(negated.cost + covered.cost AS DECIMAL(38,12)) AS cost FROM negated JOIN covered ON negated.key = "
         "covered.key) SELECT late.* REPLACE (CASE WHEN settled.key IS NULL THEN BilledCost WHEN first_line.file = "
         "x_SourceFile AND first_line.line = x_SourceLine THEN settled.cost ELSE CAST(0 AS DECIMAL(38,12)) END AS "
         "BilledCost) FROM late LEFT JOIN settled ON settled.key = CASE WHEN x_LineItemType = 'SavingsPlanNegation' "
         "THEN " +
         group + " END";
}

}  // namespace farthing
