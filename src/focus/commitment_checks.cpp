#include "focus/commitment_checks.hpp"

#include <fmt/format.h>

#include "focus/check_sql.hpp"

namespace farthing {
namespace {

bool has_all(const FocusFile& file, std::initializer_list<const char*> columns) {
  for (const char* name : columns) {
    if (file.find(name) == nullptr) return false;
  }
  return true;
}

// Corrections belong to the periods that they correct. A purchase is paid at once or bit by bit.
std::string rows_sql(const FocusFile& file) {
  return fmt::format(
      "SELECT {id} AS id, {category} AS category, {begins} AS begins, {ends} AS ends, {billed} AS billed, {effective} "
      "AS "
      "effective, {frequency} AS frequency, {place} AS place, x_focus_row FROM {rows} WHERE "
      "{id} IS NOT NULL AND coalesce({charge_class} <> 'Correction', true)",
      fmt::arg("id", column_text(file, "CommitmentDiscountId")),
      fmt::arg("category", column_text(file, "ChargeCategory")),
      fmt::arg("begins", column_time(file, "ChargePeriodStart")),
      fmt::arg("ends", column_time(file, "ChargePeriodEnd")), fmt::arg("billed", column_amount(file, "BilledCost")),
      fmt::arg("effective", column_amount(file, "EffectiveCost")),
      fmt::arg("frequency", column_text(file, "ChargeFrequency")), fmt::arg("place", place_sql(file)),
      fmt::arg("charge_class", column_text(file, "ChargeClass")), fmt::arg("rows", kFocusRows));
}

// 27 days in microseconds: an upfront payment whose period is shorter says when it was paid, not for how long it holds.
constexpr std::int64_t kShortestTerm = std::int64_t{27} * 86400 * 1000000;

// One row a commitment and stretch of usage whose periods overlap: what it should cost by its purchases.
std::string periods_sql(const FocusFile& file) {
  return fmt::format(R"sql(
WITH lines AS MATERIALIZED ({rows}), purchases AS (
  SELECT id, begins, ends, billed, length, coalesce(frequency = 'One-Time', length >= {month}) AS upfront
  FROM (SELECT *, epoch_us(ends) - epoch_us(begins) AS length FROM lines)
  WHERE category = 'Purchase' AND ends > begins AND billed IS NOT NULL
), loose AS (
  SELECT DISTINCT id FROM purchases WHERE upfront AND length < {month}
), used AS (
  SELECT id, begins, ends, sum(effective) AS effective, count(*) AS lines, count(effective) AS known,
    min({{'row': x_focus_row, 'place': place}}) AS first
  FROM lines WHERE category = 'Usage' AND ends > begins GROUP BY 1, 2, 3
), ordered AS (
  SELECT *, max(ends) OVER (PARTITION BY id ORDER BY begins, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM used
), numbered AS (
  SELECT *, sum(CASE WHEN begins < before THEN 0 ELSE 1 END) OVER (PARTITION BY id ORDER BY begins, ends) AS stretch FROM ordered
), stretches AS (
  SELECT id, stretch, min(begins) AS begins, max(ends) AS ends, sum(effective) AS effective, CAST(sum(lines) AS BIGINT) AS lines,
    sum(known) = sum(lines) AS known, min(first) AS first
  FROM numbered GROUP BY 1, 2
)
SELECT u.id, u.begins, u.lines, u.first, u.effective, u.known, count(p.id) AS purchases, bool_or(p.upfront) AS upfront,
  sum(CAST(p.billed AS DOUBLE) * (epoch_us(least(p.ends, u.ends)) - epoch_us(greatest(p.begins, u.begins))) / p.length) AS due,
  u.id IN (SELECT id FROM loose) AS loose, max(p.length) AS term, epoch_us(u.ends) - epoch_us(u.begins) AS length
FROM stretches AS u
LEFT JOIN purchases AS p ON p.id = u.id AND p.begins < u.ends AND p.ends > u.begins
GROUP BY u.id, u.begins, u.ends, u.lines, u.first, u.effective, u.known)sql",
                     fmt::arg("rows", rows_sql(file)), fmt::arg("month", kShortestTerm));
}

// By more than rounding. What costs more than was paid bit by bit may have been paid for before, in another file.
constexpr const char* kTolerance = "1e-9 * lines * CASE WHEN abs(due) > 1 THEN abs(due) ELSE 1 END";
constexpr const char* kIsMore = "CAST(effective AS DOUBLE) - due > {}";
constexpr const char* kDiffers =
    "known AND NOT loose AND purchases > 0 AND (due - CAST(effective AS DOUBLE) > {0} OR upfront AND CAST(effective AS "
    "DOUBLE) - due "
    "> {0})";

FocusFinding not_proved(const char* rule, const char* column, std::string what) {
  FocusFinding finding;
  finding.kind = FocusFinding::Kind::kNotProved;
  finding.rule = rule;
  finding.level = "MUST";
  finding.column = column;
  finding.what = std::move(what);
  return finding;
}

Done find_differences(Engine& engine, std::vector<FocusFinding>& findings) {
  TRY(const auto rows,
      engine.query(fmt::format(
          "SELECT count(*), CAST(sum(lines) AS BIGINT), min(first).place, min({{'first': first, 'text': id || ', ' || "
          "strftime(begins, '%Y-%m-%dT%H:%M:%SZ') || ': ' || effective || ' instead of ' || CAST(due AS "
          "DECIMAL(38,6))}}).text, "
          "sum(CAST(CAST(effective AS DOUBLE) - due AS DECIMAL(38,12))) FROM focus_commitments WHERE {}",
          fmt::format(fmt::runtime(kDiffers), kTolerance))));
  const auto& row = rows.rows[0];
  if (row[0] == "0") return {};
  FocusFinding finding;
  finding.rule = "EffectiveCost-C-012-C";
  finding.level = "MUST";
  finding.column = "EffectiveCost";
  finding.what =
      "In each period, what of a commitment was used and unused is together the part of its purchases that falls on "
      "it: " +
      *row[0] + " periods differ.";
  finding.rows = std::stoll(row[1].value_or("0"));
  finding.example_row = row[2];
  finding.example_value = row[3];
  finding.cost = row[4];
  findings.push_back(std::move(finding));
  return {};
}

Done name_gaps_of_commitments(Engine& engine, std::vector<FocusFinding>& findings) {
  const auto more = fmt::format(fmt::runtime(kIsMore), kTolerance);
  TRY(const auto rows,
      engine.query(
          "SELECT count(DISTINCT CASE WHEN purchases = 0 AND NOT loose THEN id END), count(DISTINCT CASE WHEN NOT "
          "known "
          "THEN id END), count(DISTINCT CASE WHEN loose THEN id END), count(DISTINCT CASE WHEN known AND NOT loose AND "
          "purchases > 0 AND NOT upfront AND " +
          more +
          " THEN id END), (SELECT count(*) FROM (SELECT id FROM "
          "focus_commitments WHERE purchases > 0 AND NOT loose GROUP BY id HAVING sum(length) < max(term))) FROM "
          "focus_commitments"));
  const auto& row = rows.rows[0];
  const auto name = [&](std::size_t at, const char* rule, const char* what) {
    if (row[at] != "0")
      findings.push_back(
          not_proved(rule, "CommitmentDiscountId", "commitments " + std::string(what) + ": " + *row[at]));
  };
  name(0, "EffectiveCost-C-012-C", "whose purchase isn't in the file, so that what they cost can't be told");
  name(1, "EffectiveCost-C-012-C", "with usage that has no EffectiveCost");
  name(2, "EffectiveCost-C-012-C",
       "whose upfront payment isn't tied to a term, so that what falls on a period can't be told");
  name(3, "EffectiveCost-C-012-C",
       "that cost more than the file's recurring purchases, as if something was paid before");
  name(4, "DiscountHandling-A-011-C",
       "that last longer than the file, of which only the part that falls on it is compared");
  return {};
}

}  // namespace

Result<std::vector<FocusFinding>> commitment_findings(Engine& engine, const FocusFile& file) {
  std::vector<FocusFinding> findings;
  if (has_all(file, {"CommitmentDiscountId", "ChargeCategory", "BilledCost", "EffectiveCost", "ChargePeriodStart",
                     "ChargePeriodEnd"})) {
    TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE focus_commitments AS " + periods_sql(file)));
    TRY_DONE(find_differences(engine, findings));
    TRY_DONE(name_gaps_of_commitments(engine, findings));
  }
  if (has_all(file, {"InvoiceId", "BilledCost"})) {
    TRY(const auto rows,
        engine.query(fmt::format("SELECT count(DISTINCT {}) FROM {}", column_text(file, "InvoiceId"), kFocusRows)));
    if (rows.rows[0][0] != "0")
      findings.push_back(
          not_proved("BilledCost-C-007-M", "InvoiceId",
                     "invoices, which alone can tell whether BilledCost sums to them: " + *rows.rows[0][0]));
  }
  return findings;
}

}  // namespace farthing
