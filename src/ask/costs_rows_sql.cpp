// The second half of costs_sql.hpp: from the table of groups to the rows that are shown and their sums.
#include <fmt/format.h>

#include "ask/costs_sql.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

// A side of a comparison that has no lines is zero where its period has data of that currency, else unknown.
std::string shown_sql(const std::vector<CurrencyPresence>& presence, bool previous, const char* value) {
  std::string there = "false";
  for (const auto& one : presence) {
    if ((previous ? one.previous_lines : one.lines) == 0) continue;
    there += " OR currency IS NOT DISTINCT FROM " + (one.currency ? sql_literal(*one.currency) : "NULL");
  }
  return fmt::format("CASE WHEN {} > 0 THEN {} WHEN {} THEN CAST(0 AS DECIMAL(38,12)) END",
                     previous ? "previous_lines" : "lines", value, there);
}

std::string shown_columns(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence) {
  std::string sql = shown_sql(presence, false, "cost") + " AS shown";
  if (plan.previous) sql += ",\n    " + shown_sql(presence, true, "previous_cost") + " AS previous_shown";
  return sql;
}

constexpr const char* kChangeColumns =
    "shown - previous_shown AS change,\n  round(100 * CAST(shown - previous_shown AS DOUBLE) / "
    "nullif(abs(CAST(previous_shown AS DOUBLE)), 0), 2) AS change_percent";

// The groups with the figures as they're shown.
std::string shown_groups(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence) {
  std::string shown = shown_columns(plan, presence);
  if (plan.question.quantity) {
    shown += ",\n    CASE WHEN unit IS NULL THEN quantity ELSE " + shown_sql(presence, false, "quantity") +
             " END AS shown_quantity";
  }
  return fmt::format("shown_groups AS (\n  SELECT *,\n    {}\n  FROM {} WHERE matched\n)", shown, kCostGroups);
}

// Each group's place among those of its currency, by the cost of its dimensions over all times and units.
std::string placed_groups(const CostsPlan& plan) {
  std::string dimensions, order = "whole DESC NULLS LAST";
  for (std::size_t i = 0; i < plan.by.size(); ++i) {
    dimensions += dimension_alias(i) + ", ";
    order += ", " + dimension_alias(i) + " NULLS LAST";
  }
  return fmt::format(
      "whole_groups AS (\n  SELECT *, sum(shown) OVER (PARTITION BY {}currency) AS whole FROM shown_groups\n),\n"
      "placed_groups AS (\n  SELECT *, dense_rank() OVER (PARTITION BY currency ORDER BY {}) AS place\n"
      "  FROM whole_groups\n)",
      dimensions, order);
}

// All but the first N places of a currency become one group.
std::string folded_groups(const CostsPlan& plan) {
  const int top = *plan.question.top;
  std::string keys = fmt::format("place > {} AS others", top), ordinals = "1";
  std::size_t count = 1;
  const auto add_key = [&](const std::string& sql) {
    keys += ", " + sql;
    ordinals += ", " + std::to_string(++count);
  };
  if (plan.question.granularity) add_key("at_time");
  for (std::size_t i = 0; i < plan.by.size(); ++i) {
    const std::string key = dimension_alias(i);
    add_key(plan.folds(i) ? fmt::format("CASE WHEN place <= {0} THEN {1} END AS {1}", top, key) : key);
  }
  add_key("currency");
  if (plan.question.quantity) add_key("unit");
  std::string sums = "sum(shown) AS shown";
  if (plan.previous) sums += ", sum(previous_shown) AS previous_shown";
  if (plan.question.quantity) sums += ", sum(shown_quantity) AS shown_quantity";
  return fmt::format("folded_groups AS (\n  SELECT {}, {}\n  FROM placed_groups GROUP BY {}\n)", keys, sums, ordinals);
}

// The sums of one period, as facts.
std::string period_sums(const std::string& prefix) {
  return fmt::format(
      "CAST(sum({0}lines) AS BIGINT) AS {0}lines, sum({0}cost) AS {0}cost,\n"
      "    CAST(sum({0}unknown_lines) AS BIGINT) AS {0}unknown_lines, sum({0}unknown_billed) AS {0}unknown_billed,\n"
      "    CAST(sum({0}mixed_groups) AS BIGINT) AS {0}mixed_groups",
      prefix);
}

}  // namespace

std::string rows_sql(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence) {
  const bool top = plan.question.top.has_value();
  std::string columns = top ? "others" : "false AS others", order;
  if (plan.question.granularity) {
    columns += ",\n  at_time AS period";
    order = "at_time NULLS LAST, ";
  }
  order += top ? "others, shown DESC NULLS LAST" : "shown DESC NULLS LAST";
  for (std::size_t i = 0; i < plan.by.size(); ++i) {
    columns += ",\n  " + dimension_alias(i) + " AS " + sql_name(plan.by[i].name);
    order += ", " + dimension_alias(i) + " NULLS LAST";
  }
  columns += ",\n  shown AS " + plan.cost_column();
  if (plan.previous) columns += ",\n  previous_shown AS previous_" + plan.cost_column() + ",\n  " + kChangeColumns;
  if (plan.has_currency_column()) columns += ",\n  currency";
  order += ", currency NULLS LAST";
  if (plan.question.quantity) {
    columns += ",\n  shown_quantity AS quantity,\n  unit";
    order += ", unit NULLS LAST";
  }
  const std::string folded = top ? ",\n" + placed_groups(plan) + ",\n" + folded_groups(plan) : "";
  return fmt::format("WITH {}{}\nSELECT {}\nFROM {}\nORDER BY {}", shown_groups(plan, presence), folded, columns,
                     top ? "folded_groups" : "shown_groups", order);
}

std::string facts_sql(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence) {
  std::string sums = period_sums("");
  std::string columns = "*,\n    " + shown_columns(plan, presence);
  if (plan.previous) sums += ",\n    " + period_sums("previous_");
  if (plan.question.quantity) {
    // A sum of one unit only, and not beside a quantity without a unit.
    sums +=
        ",\n    CASE WHEN count(DISTINCT unit) = 1 AND count(quantity) FILTER (WHERE unit IS NULL) = 0\n"
        "      THEN sum(quantity) END AS quantity,\n"
        "    CASE WHEN count(DISTINCT unit) = 1 THEN max(unit) END AS unit,\n"
        "    CAST(sum(unmeasured_lines) AS BIGINT) AS unmeasured_lines";
  }
  return fmt::format(
      "WITH sums AS (\n  SELECT matched, currency, {}\n  FROM {} GROUP BY 1, 2\n),\n"
      "shown_sums AS (\n  SELECT {} FROM sums\n)\nSELECT *{}\nFROM shown_sums\nORDER BY matched, currency NULLS LAST",
      sums, kCostGroups, columns, plan.previous ? std::string(",\n  ") + kChangeColumns : "");
}

}  // namespace farthing
