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

// Corrections belong to the periods that they correct.
std::string rows_sql(const FocusFile& file) {
  return fmt::format(
      "SELECT {id} AS id, {category} AS category, {begins} AS begins, {ends} AS ends, {billed} AS billed, {effective} "
      "AS "
      "effective, {place} AS place, x_focus_row FROM {rows} WHERE {id} IS NOT NULL AND coalesce({charge_class} <> "
      "'Correction', true)",
      fmt::arg("id", column_text(file, "CommitmentDiscountId")),
      fmt::arg("category", column_text(file, "ChargeCategory")),
      fmt::arg("begins", column_time(file, "ChargePeriodStart")),
      fmt::arg("ends", column_time(file, "ChargePeriodEnd")), fmt::arg("billed", column_amount(file, "BilledCost")),
      fmt::arg("effective", column_amount(file, "EffectiveCost")), fmt::arg("place", place_sql(file)),
      fmt::arg("charge_class", column_text(file, "ChargeClass")), fmt::arg("rows", kFocusRows));
}

// One row a commitment and period of usage: what it should cost by its purchases, and how much of it they cover.
std::string periods_sql(const FocusFile& file) {
  return fmt::format(R"sql(
WITH lines AS MATERIALIZED ({rows}), purchases AS (
  SELECT id, begins, ends, billed, epoch_us(ends) - epoch_us(begins) AS length FROM lines
  WHERE category = 'Purchase' AND ends > begins AND billed IS NOT NULL
), used AS (
  SELECT id, begins, ends, epoch_us(ends) - epoch_us(begins) AS length, sum(effective) AS effective, count(*) AS lines,
    count(effective) AS known, min({{'row': x_focus_row, 'place': place}}).place AS place
  FROM lines WHERE category = 'Usage' AND ends > begins GROUP BY 1, 2, 3
), even AS (
  SELECT id, count(DISTINCT length) = 1 AS even FROM used GROUP BY 1
)
SELECT u.id, u.begins, u.lines, u.place, u.effective, any_value(e.even) AS even, u.known = u.lines AS known, count(p.id) AS purchases,
  sum(CAST(p.billed AS DOUBLE) * (epoch_us(least(p.ends, u.ends)) - epoch_us(greatest(p.begins, u.begins))) / p.length) AS due,
  max(p.length) AS term, u.length
FROM used AS u JOIN even AS e ON e.id = u.id
LEFT JOIN purchases AS p ON p.id = u.id AND p.begins < u.ends AND p.ends > u.begins
GROUP BY ALL)sql",
                     fmt::arg("rows", rows_sql(file)));
}

constexpr const char* kDiffers =
    "abs(CAST(effective AS DOUBLE) - due) > 1e-9 * lines * CASE WHEN abs(due) > 1 THEN abs(due) ELSE 1 END";

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
  TRY(const auto rows, engine.query(fmt::format("SELECT count(*), CAST(sum(lines) AS BIGINT), min(place), min({{'id': "
                                                "id, 'begins': begins, 'text': id || ', ' || "
                                                "strftime(begins, '%Y-%m-%dT%H:%M:%SZ') || ': ' || effective || ' "
                                                "instead of ' || CAST(due AS DECIMAL(38,6))}}).text, "
                                                "sum(CAST(CAST(effective AS DOUBLE) - due AS DECIMAL(38,12))) FROM "
                                                "focus_commitments WHERE even AND known AND purchases > 0 AND {}",
                                                kDiffers)));
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
  TRY(const auto rows, engine.query("SELECT count(DISTINCT CASE WHEN purchases = 0 THEN id END), count(DISTINCT CASE "
                                    "WHEN NOT even OR NOT known THEN id END), "
                                    "(SELECT count(*) FROM (SELECT id FROM focus_commitments WHERE purchases > 0 GROUP "
                                    "BY id HAVING sum(length) < max(term))) "
                                    "FROM focus_commitments"));
  const auto& row = rows.rows[0];
  if (row[0] != "0")
    findings.push_back(not_proved("EffectiveCost-C-012-C", "CommitmentDiscountId",
                                  *row[0] + " commitments are used, but the file doesn't hold their purchase: whether "
                                            "their EffectiveCost is what they cost can't be told."));
  if (row[1] != "0")
    findings.push_back(not_proved("EffectiveCost-C-012-C", "CommitmentDiscountId",
                                  *row[1] + " commitments have usage of periods of different length, or without "
                                            "EffectiveCost: it isn't held against their purchases."));
  if (row[2] != "0")
    findings.push_back(not_proved(
        "DiscountHandling-A-011-C", "CommitmentDiscountId",
        *row[2] +
            " commitments last longer than the file: only the part of their purchase that falls on it is compared."));
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
                     *rows.rows[0][0] + " invoices: whether BilledCost sums to them only the invoices tell."));
  }
  return findings;
}

}  // namespace farthing
