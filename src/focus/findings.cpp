#include "focus/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "focus/check_sql.hpp"

namespace farthing {
namespace {

std::int64_t number_of(const Cell& cell) { return cell ? std::stoll(*cell) : 0; }

std::string shown_value(const FocusFile& file, const std::string& column) {
  return file.find(column) == nullptr ? std::string("CAST(NULL AS VARCHAR)")
                                      : "left(" + column_text(file, column) + ", 200)";
}

// The first row by its place, whatever the order in which rows are read.
std::string first_sql(const FocusFile& file, const std::string& column) {
  return fmt::format("min({{'file': x_focus_file, 'row': x_focus_row, 'value': {}, 'place': {}}})",
                     shown_value(file, column), place_sql(file));
}

std::string currency_sql(const FocusFile& file) {
  const auto currency = column_text(file, "BillingCurrency");
  return fmt::format("CASE WHEN min({0}) = max({0}) THEN min({0}) END", currency);
}

FocusFinding finding_of(const HeldRule& rule) {
  FocusFinding finding;
  finding.kind = kind_of(rule.level);
  finding.rule = rule.id;
  finding.level = rule.level;
  finding.column = rule.column;
  finding.what = rule.says;
  return finding;
}

// How many rows break these rules: `from` has rows, each of which stands for `weight` of the file's.
Done count_some(Engine& engine, const std::vector<HeldRule>& rules, const std::vector<std::size_t>& places,
                const std::string& weight, const std::string& from, std::vector<std::int64_t>& counts) {
  std::vector<std::string> sums;
  for (const auto place : places) {
    const auto& where = rules[place].violation;
    sums.push_back(weight == "1"
                       ? "count_if(" + where + ")"
                       : fmt::format("CAST(coalesce(sum({}) FILTER (WHERE {}), 0) AS BIGINT)", weight, where));
  }
  TRY(const auto rows, engine.query("SELECT " + join(sums, ", ") + " FROM " + from));
  for (std::size_t i = 0; i < places.size(); ++i) counts[places[i]] = number_of(rows.rows[0][i]);
  return {};
}

// How many rows break each rule: in one pass over the file, and one over the values that costly rules read.
Result<std::vector<std::int64_t>> count_rows(Engine& engine, const std::vector<HeldRule>& rules) {
  std::vector<std::int64_t> counts(rules.size(), 0);
  std::map<std::vector<std::string>, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (!rules[i].of_file && rules[i].group.empty() && rules[i].violation != "false")
      places[rules[i].values].push_back(i);
  }
  for (const auto& [values, some] : places) {
    const auto names = join(values, ", ");
    TRY_DONE(values.empty() ? count_some(engine, rules, some, "1", kFocusRows, counts)
                            : count_some(engine, rules, some, "x_focus_rows",
                                         fmt::format("(SELECT {0}, count(*) AS x_focus_rows FROM {1} GROUP BY {0})",
                                                     names, kFocusRows),
                                         counts));
  }
  return counts;
}

void take_details(const std::vector<Cell>& row, std::size_t at, FocusFinding& finding) {
  finding.example_row = row[at];
  finding.example_value = row[at + 1];
  finding.cost = row[at + 2];
  finding.currency = row[at + 3];
}

std::string details_sql(const FocusFile& file, const HeldRule& rule, const std::string& where) {
  const auto first = first_sql(file, rule.column) + where;
  return fmt::format("({0}).place, ({0}).value, sum({1}){2}, {3}", first, money_sql(file), where,
                     file.find("BillingCurrency") == nullptr
                         ? std::string("CAST(NULL AS VARCHAR)")
                         : fmt::format("CASE WHEN min({0}){1} = max({0}){1} THEN min({0}){1} END",
                                       column_text(file, "BillingCurrency"), where));
}

// A rule about groups: values of one column that have too many or too few of another.
Result<std::optional<FocusFinding>> find_groups(Engine& engine, const FocusFile& file, const HeldRule& rule) {
  const auto sql = fmt::format(
      "WITH groups AS (SELECT {group} AS g, count(DISTINCT {counted}) AS n, count(*) AS lines, {first} AS f, "
      "sum({money}) AS money, {currency} AS currency "
      "FROM {rows} WHERE {where} AND {group} IS NOT NULL GROUP BY 1 HAVING count(DISTINCT {counted}) <> {expected}) "
      "SELECT count(*), CAST(sum(lines) AS BIGINT), min(f).place, min({{'f': f, 'text': g || ' has ' || n}}).text, "
      "sum(money), CASE WHEN "
      "min(currency) = max(currency) AND count(currency) = count(*) THEN min(currency) END FROM groups",
      fmt::arg("group", rule.group), fmt::arg("counted", rule.counted), fmt::arg("first", first_sql(file, rule.column)),
      fmt::arg("money", money_sql(file)), fmt::arg("currency", currency_sql(file)), fmt::arg("rows", kFocusRows),
      fmt::arg("where", rule.violation), fmt::arg("expected", rule.expected));
  TRY(const auto rows, engine.query(sql));
  const auto& row = rows.rows[0];
  if (number_of(row[0]) == 0) return std::optional<FocusFinding>();
  auto finding = finding_of(rule);
  finding.rows = number_of(row[1]);
  take_details(row, 2, finding);
  return std::optional(std::move(finding));
}

}  // namespace

FocusFinding::Kind kind_of(const std::string& level) {
  return level == "MUST" || level == "MUST NOT" ? FocusFinding::Kind::kViolated : FocusFinding::Kind::kWarning;
}

std::string money_sql(const FocusFile& file) {
  return column_amount(file, file.find("EffectiveCost") != nullptr ? "EffectiveCost" : "BilledCost");
}

std::string place_sql(const FocusFile& file) {
  return fmt::format("x_focus_file || ': {} ' || x_focus_row", file.text ? "line" : "row");
}

Result<std::vector<FocusFinding>> find_violations(Engine& engine, const FocusFile& file,
                                                  const std::vector<HeldRule>& rules) {
  TRY(const auto counts, count_rows(engine, rules));
  std::vector<std::string> details;
  std::vector<FocusFinding> findings;
  std::vector<std::size_t> detailed;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& rule = rules[i];
    if (!rule.group.empty()) {
      TRY(auto found, find_groups(engine, file, rule));
      if (found) findings.push_back(std::move(*found));
    } else if (rule.of_file || counts[i] > 0) {
      auto finding = finding_of(rule);
      if (counts[i] > 0) {
        finding.rows = counts[i];
        details.push_back(details_sql(file, rule, " FILTER (WHERE " + rule.violation + ")"));
        detailed.push_back(findings.size());
      }
      findings.push_back(std::move(finding));
    }
  }
  if (details.empty()) return findings;
  TRY(const auto rows, engine.query("SELECT " + join(details, ", ") + " FROM " + kFocusRows));
  for (std::size_t i = 0; i < detailed.size(); ++i) take_details(rows.rows[0], i * 4, findings[detailed[i]]);
  return findings;
}

}  // namespace farthing
