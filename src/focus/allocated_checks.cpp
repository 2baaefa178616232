#include "focus/allocated_checks.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "focus/check_sql.hpp"

namespace farthing {
namespace {

constexpr const char* kOriginId = "x_OriginChargeId";
constexpr const char* kDetails = "AllocatedMethodDetails";
constexpr const char* kCommon[] = {"BillingAccountId",
                                   "SubAccountId",
                                   "InvoiceId",
                                   "ChargePeriodStart",
                                   "ChargePeriodEnd",
                                   "ChargeCategory",
                                   "ChargeClass",
                                   "ChargeDescription",
                                   "ResourceId",
                                   "SkuId",
                                   "SkuPriceId",
                                   "PricingCategory",
                                   "CommitmentDiscountId",
                                   "CommitmentDiscountStatus",
                                   "AllocatedMethodId"};
constexpr const char* kSplit[] = {"BilledCost", "EffectiveCost",   "ContractedCost",
                                  "ListCost",   "PricingQuantity", "ConsumedQuantity"};

// The sum of a row's ratios, exact; NULL where the details don't state them all.
std::string ratio_sql(const FocusFile& file) {
  const auto ratios =
      fmt::format("json_extract_string({}, '$.Elements[*].AllocatedRatio')", column_text(file, kDetails));
  return fmt::format(
      "CASE WHEN len({0}) > 0 AND len(list_filter({0}, lambda r: TRY_CAST(r AS DECIMAL(38,18)) IS NULL)) = 0 THEN "
      "list_sum(list_transform({0}, lambda r: CAST(r AS DECIMAL(38,18)))) END",
      ratios);
}

std::string valid_details(const FocusFile& file) {
  return fmt::format("coalesce(json_valid({0}), false)", column_text(file, kDetails));
}

std::string each_element(const FocusFile& file, const char* fault) {
  return fmt::format(
      "CASE WHEN {0} THEN len(list_filter(json_extract({1}, '$.Elements[*]'), lambda e: {2})) > 0 ELSE false END",
      valid_details(file), column_text(file, kDetails), fault);
}

std::string origin_key(const FocusFile& file) {
  if (file.find(kOriginId) != nullptr) return column_text(file, kOriginId);
  std::vector<std::string> parts;
  for (const char* name : kCommon) {
    if (file.find(name) != nullptr) parts.push_back("coalesce(" + column_text(file, name) + ", '-')");
  }
  return "concat_ws('|', " + join(parts, ", ") + ")";
}

HeldRule held(const char* id, const char* level, const char* column, const char* says, std::string violation) {
  return {id, level, column, says, std::move(violation)};
}

FocusFinding found(const char* id, const char* column, std::string what, const std::vector<Cell>& row) {
  FocusFinding finding;
  finding.rule = id;
  finding.level = "MUST";
  finding.column = column;
  finding.what = std::move(what);
  finding.rows = std::stoll(row[1].value_or("0"));
  finding.example_row = row[2];
  finding.example_value = row[3];
  finding.cost = row[4];
  return finding;
}

Done make_origins(Engine& engine, const FocusFile& file) {
  std::string amounts, sums;
  for (const char* name : kSplit) {
    amounts += fmt::format(", {} AS \"{}\"", column_amount(file, name), name);
    sums += fmt::format(", sum(\"{0}\") AS \"{0}\"", name);
  }
  TRY_DONE(engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE focus_parts AS SELECT {} AS origin, CASE WHEN {} THEN {} "
      "END AS ratio, {{'file': x_focus_file, 'row': x_focus_row, 'text': {}}} AS place{} FROM {} WHERE {} IS NOT NULL",
      origin_key(file), valid_details(file), ratio_sql(file), place_sql(file), amounts, kFocusRows,
      column_text(file, "AllocatedMethodId"))));
  return engine.run(
      "CREATE OR REPLACE TEMP TABLE focus_origins AS SELECT origin, sum(ratio) AS ratio, count(*) AS parts, "
      "count(ratio) AS told, min(place) AS place" +
      sums + " FROM focus_parts GROUP BY origin");
}

Done find_ratio_sums(Engine& engine, std::vector<FocusFinding>& findings) {
  TRY(const auto rows,
      engine.query(
          "SELECT count(*), CAST(sum(parts) AS BIGINT), min(place).text, min({'place': place, 'ratio': CAST(ratio AS "
          "VARCHAR)}).ratio, sum(\"EffectiveCost\") "
          "FROM focus_origins WHERE told = parts AND (abs(ratio - round(ratio)) > 0.000000001 OR round(ratio) < 1)"));
  if (rows.rows[0][0] != "0") {
    findings.push_back(
        found("FOCUS-1.3-AllocatedRatio", kDetails,
              "The ratios of all parts of one origin sum to 1: those of " + *rows.rows[0][0] + " origins don't.",
              rows.rows[0]));
  }
  TRY(const auto untold,
      engine.query("SELECT count(*), CAST(sum(parts) AS BIGINT) FROM focus_origins WHERE told < parts"));
  if (untold.rows[0][0] == "0") return {};
  FocusFinding finding;
  finding.kind = FocusFinding::Kind::kNotProved;
  finding.rule = "FOCUS-1.3-AllocatedRatio";
  finding.level = "MUST";
  finding.column = kDetails;
  finding.rows = std::stoll(untold.rows[0][1].value_or("0"));
  finding.what = *untold.rows[0][0] + " origins have parts that state no ratio: whether they are whole can't be told.";
  findings.push_back(std::move(finding));
  return {};
}

Done find_unequal_costs(Engine& engine, const FocusFile& file, std::vector<FocusFinding>& findings) {
  for (const char* name : kSplit) {
    if (file.find(name) == nullptr) continue;
    // Of several origins that look alike it isn't known which part belongs to which.
    TRY(const auto rows,
        engine.query(fmt::format(
            "SELECT count(DISTINCT p.origin), count(*), min(p.place).text, min({{'place': p.place, 'value': "
            "CAST(p.\"{0}\" AS VARCHAR) || ' instead of ' || CAST(CAST(CAST(o.\"{0}\" AS DOUBLE) * "
            "CAST(p.ratio AS DOUBLE) AS DECIMAL(38,12)) AS VARCHAR)}}).value, sum(p.\"{0}\") "
            "FROM focus_parts AS p JOIN focus_origins AS o ON o.origin = p.origin WHERE o.told = o.parts "
            "AND abs(o.ratio - 1) < 0.000000001 AND p.\"{0}\" IS NOT NULL AND "
            "abs(CAST(p.\"{0}\" AS DOUBLE) - CAST(o.\"{0}\" AS DOUBLE) * CAST(p.ratio AS DOUBLE)) > 1e-9 * "
            "CASE WHEN abs(o.\"{0}\") > 1 THEN abs(CAST(o.\"{0}\" AS DOUBLE)) ELSE 1 END",
            name)));
    if (rows.rows[0][0] == "0") continue;
    findings.push_back(
        found("FOCUS-1.3-AllocatedCost", name,
              "A part's cost is its ratio of the origin's: " + *rows.rows[0][0] + " origins are split otherwise.",
              rows.rows[0]));
  }
  return {};
}

}  // namespace

std::vector<HeldRule> allocated_row_checks(const FocusFile& file) {
  std::vector<HeldRule> rules;
  if (file.find("AllocatedMethodId") == nullptr) {
    for (const char* name : {"AllocatedResourceId", kDetails, "AllocatedTags"}) {
      if (file.find(name) != nullptr) {
        HeldRule rule = held("FOCUS-1.3-AllocatedMethodId", "MUST", "AllocatedMethodId",
                             "A file with Allocated columns has AllocatedMethodId.", "false");
        rule.of_file = true;
        return {rule};
      }
    }
    return rules;
  }
  const auto given = [&](const char* name) { return column_text(file, name) + " IS NOT NULL"; };
  rules.push_back(held("FOCUS-1.3-AllocatedMethodId", "MUST", "AllocatedMethodId",
                       "AllocatedMethodId is given where another Allocated column is.",
                       "NOT (" + given("AllocatedMethodId") + ") AND (" + given("AllocatedResourceId") + " OR " +
                           given("AllocatedResourceName") + " OR " + given("AllocatedTags") + " OR " + given(kDetails) +
                           ")"));
  rules.push_back(held("FOCUS-1.3-AllocatedResourceId", "MUST", "AllocatedResourceName",
                       "What is allocated to nobody has neither name nor tags.",
                       "NOT (" + given("AllocatedResourceId") + ") AND (" + given("AllocatedResourceName") + " OR " +
                           given("AllocatedTags") + ")"));
  if (file.find("AllocatedTags") != nullptr) {
    FocusCheck check;
    check.function = "FormatKeyValue";
    check.column = "AllocatedTags";
    rules.push_back(held("FOCUS-1.3-AllocatedTags", "MUST", "AllocatedTags", "AllocatedTags is a flat JSON object.",
                         *violation_sql(check, file)));
  }
  if (file.find(kDetails) == nullptr) return rules;
  rules.push_back(held("FOCUS-1.3-AllocatedMethodDetails", "MUST", kDetails,
                       "AllocatedMethodDetails is a JSON object with a list of Elements.",
                       given(kDetails) + " AND CASE WHEN " + valid_details(file) + " THEN coalesce(json_type(" +
                           column_text(file, kDetails) + ", '$.Elements') <> 'ARRAY', true) ELSE true END"));
  rules.push_back(held(
      "FOCUS-1.3-AllocatedRatio", "MUST", kDetails, "Each element states an AllocatedRatio from 0 to 1.",
      each_element(
          file, "coalesce(TRY_CAST(json_extract_string(e, '$.AllocatedRatio') AS DOUBLE) NOT BETWEEN 0 AND 1, true)")));
  rules.push_back(held(
      "FOCUS-1.3-UsageUnit", "MUST", kDetails, "An element with a UsageQuantity has a UsageUnit.",
      each_element(
          file,
          "json_extract_string(e, '$.UsageQuantity') IS NOT NULL AND json_extract_string(e, '$.UsageUnit') IS NULL")));
  rules.push_back(held("FOCUS-1.3-ElementKeys", "MUST", kDetails,
                       "What FOCUS doesn't define in an element begins with x_.",
                       each_element(file,
                                    "len(list_filter(json_keys(e), lambda k: k NOT IN ('AllocatedRatio', 'UsageUnit', "
                                    "'UsageQuantity') AND NOT starts_with(k, 'x_'))) > 0")));
  return rules;
}

Result<std::vector<FocusFinding>> allocated_findings(Engine& engine, const FocusFile& file) {
  std::vector<FocusFinding> findings;
  if (file.find("AllocatedMethodId") == nullptr || file.find(kDetails) == nullptr) return findings;
  TRY_DONE(make_origins(engine, file));
  TRY_DONE(find_ratio_sums(engine, findings));
  TRY_DONE(find_unequal_costs(engine, file, findings));
  return findings;
}

}  // namespace farthing
