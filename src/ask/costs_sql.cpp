#include "ask/costs_sql.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

std::string time_sql(Granularity granularity) {
  switch (granularity) {
    case Granularity::kHour:
      return "date_trunc('hour', ChargePeriodStart)";
    case Granularity::kDay:
      return "charge_date";
    case Granularity::kWeek:
      return "CAST(date_trunc('week', charge_date) AS DATE)";
    case Granularity::kMonth:
      return "strftime(charge_date, '%Y-%m')";
  }
  return "NULL";
}

std::string periods_sql(const CostsPlan& plan) {
  return plan.previous ? fmt::format("(({}) OR ({}))", plan.period.sql(), plan.previous->sql()) : plan.period.sql();
}

// " FILTER (WHERE a AND b)" of what isn't empty.
std::string filter_sql(const std::string& chosen, const std::string& more) {
  if (chosen.empty() && more.empty()) return {};
  const std::string between = chosen.empty() || more.empty() ? "" : " AND ";
  return " FILTER (WHERE " + (chosen.empty() ? "" : "(" + chosen + ")") + between + more + ")";
}

std::string measures_of_lines(const std::string& cost, const std::string& prefix, const std::string& chosen) {
  return fmt::format(
      "  count(*){0} AS {2}lines,\n"
      "  sum({3}){0} AS {2}cost,\n"
      "  count(*){1} AS {2}unknown_lines,\n"
      "  sum(BilledCost){1} AS {2}unknown_billed,\n"
      "  0 AS {2}mixed_groups",
      filter_sql(chosen, ""), filter_sql(chosen, cost + " IS NULL"), prefix, cost);
}

std::string measures_of_rollup(const std::string& cost, const std::string& prefix, const std::string& chosen) {
  const std::string unknown = cost + "_unknown_lines";
  return fmt::format(
      "  CAST(coalesce(sum(lines){0}, 0) AS BIGINT) AS {3}lines,\n"
      "  sum({4}){0} AS {3}cost,\n"
      "  CAST(coalesce(sum({5}){0}, 0) AS BIGINT) AS {3}unknown_lines,\n"
      "  sum(BilledCost){1} AS {3}unknown_billed,\n"
      "  count(*){2} AS {3}mixed_groups",
      filter_sql(chosen, ""), filter_sql(chosen, unknown + " = lines"),
      filter_sql(chosen, unknown + " > 0 AND " + unknown + " < lines"), prefix, cost, unknown);
}

// The measures of one period, empty `chosen`: of all lines that the WHERE has chosen already.
std::string measures(const CostsPlan& plan, const std::string& prefix, const std::string& chosen) {
  return plan.rollup ? measures_of_rollup(plan.basis().column, prefix, chosen)
                     : measures_of_lines(plan.basis().column, prefix, chosen);
}

std::string quantity_measures(const std::string& chosen) {
  return fmt::format("  sum(ConsumedQuantity){} AS quantity,\n  count(*){} AS unmeasured_lines", filter_sql(chosen, ""),
                     filter_sql(chosen, "ConsumedQuantity IS NULL AND ConsumedUnit IS NOT NULL"));
}

}  // namespace

std::string dimension_alias(std::size_t i) { return "d" + std::to_string(i); }

std::string presence_sql(const CostsPlan& plan) {
  const bool dated =
      plan.period.kind == Period::Kind::kDates || (plan.previous && plan.previous->kind == Period::Kind::kDates);
  const auto lines = [](const std::string& chosen) {
    return "CAST(coalesce(sum(lines)" + filter_sql(chosen, "") + ", 0) AS BIGINT)";
  };
  return fmt::format(
      "SELECT BillingCurrency, {}, {}, {}\nFROM costs_daily\nWHERE {}{}\nGROUP BY 1\nORDER BY 1 NULLS LAST",
      lines(plan.period.sql()), lines(plan.previous ? plan.previous->sql() : "false"),
      lines(dated ? "charge_date IS NULL" : "false"), periods_sql(plan), dated ? " OR charge_date IS NULL" : "");
}

std::string groups_sql(const CostsPlan& plan) {
  const std::string condition = plan.condition ? "(" + plan.condition->sql + ")" : "true";
  std::string keys = "  " + condition + " AS matched,\n", ordinals = "1";
  std::size_t count = 1;
  const auto add_key = [&](const std::string& sql, const std::string& alias) {
    keys += "  " + sql + " AS " + alias + ",\n";
    ordinals += ", " + std::to_string(++count);
  };
  if (plan.question.granularity) add_key(time_sql(*plan.question.granularity), "at_time");
  for (std::size_t i = 0; i < plan.by.size(); ++i) add_key(plan.by[i].sql(), dimension_alias(i));
  add_key("BillingCurrency", "currency");
  if (plan.question.quantity) add_key("ConsumedUnit", "unit");
  const std::string chosen = plan.previous ? plan.period.sql() : "";
  std::string figures = measures(plan, "", chosen);
  if (plan.previous) figures += ",\n" + measures(plan, "previous_", plan.previous->sql());
  if (plan.question.quantity) figures += ",\n" + quantity_measures(chosen);
  return fmt::format("CREATE OR REPLACE TEMP TABLE {} AS\nSELECT\n{}{}\nFROM {}\nWHERE {}{}\nGROUP BY {}", kCostGroups,
                     keys, figures, plan.table(), periods_sql(plan),
                     plan.condition ? " AND " + condition + " IS NOT FALSE" : "", ordinals);
}

std::string unknown_billed_sql(const CostsPlan& plan, const Period& period) {
  return fmt::format("SELECT BillingCurrency, sum(BilledCost)\nFROM charges\nWHERE {}{} AND {} IS NULL\nGROUP BY 1",
                     period.sql(), plan.condition ? " AND (" + plan.condition->sql + ")" : "", plan.basis().column);
}

}  // namespace farthing
