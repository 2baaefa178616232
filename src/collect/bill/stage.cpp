#include "collect/bill/stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/bill/aws_names.hpp"
#include "collect/bill/charges_sql.hpp"
#include "collect/bill/line_columns.hpp"
#include "collect/bill/staged_months.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

using ControlTotals = std::map<std::optional<std::string>, ControlTotal>;

// Parquet bills: the control total is a scan of its own, which also sees to it that lines have what they must have.
Result<ControlTotals> control_of_view(Engine& engine, const BillFiles& files) {
  const bool cur = files.format.is_cur();
  std::vector<std::string> required;
  std::string empty;
  for (const auto& column : line_columns(files.format.family)) {
    if (!column.required) continue;
    required.push_back(column.name);
    empty += fmt::format(", count(*) - count({})", sql_name(column.name));
  }
  TRY(auto rows, engine.query(fmt::format(
                     "SELECT {} AS currency, count(*), sum({}){} FROM bill_lines WHERE NOT {} GROUP BY 1",
                     cur ? "line_item_currency_code" : "BillingCurrency",
                     cur ? "line_item_unblended_cost" : "BilledCost", empty, cur ? split_line_condition() : "false")));
  ControlTotals totals;
  for (const auto& row : rows.rows) {
    for (std::size_t i = 0; i < required.size(); ++i) {
      if (row[3 + i] == "0") continue;
      return fail(fmt::format("column {} is empty in {} lines", required[i], *row[3 + i]), "",
                  "every line must have a value here");
    }
    const auto cost = parse_sum(row[2].value_or("0"));
    FARTHING_CHECK(cost);
    totals[row[0]] = {std::stoll(*row[1]), *cost};
  }
  return totals;
}

// The lines of a Cost and Usage Report that could not be settled while it was read, and split lines. Adds to `control`
// what they sum to.
Done stage_late_lines(Engine& engine, const BillLines& lines, StagedBill& bill, ControlTotals& control) {
  const auto late = bill.charges.parent_path() / "late";
  TRY(auto csv, open_late_lines(engine, "late_lines", lines, "bill_lines"));
  TRY_DONE(engine.run(
      copy_to_parquet("SELECT *, " + split_line_condition() + " AS is_split FROM late_lines", late, "late")));
  if (csv) {
    for (const auto& [currency, total] : csv->control_totals()) {
      control[currency].lines += total.lines;
      control[currency].cost += total.cost;
    }
    bill.roundings += csv->roundings();
  }
  const std::string source = read_folder(late);
  TRY(auto counts, engine.query("SELECT count(*) FILTER (is_split), count(*) FILTER (NOT is_split) FROM " + source));
  if (counts.rows[0][0] != "0") {
    bill.split_charges = bill.charges.parent_path() / "split_charges";
    TRY_DONE(engine.run(
        copy_to_parquet(split_charges_sql("SELECT * FROM " + source + " WHERE is_split"), bill.split_charges, "part")));
  }
  if (counts.rows[0][1] == "0") return {};
  return engine.run(
      copy_to_parquet(late_charges_sql("(SELECT * EXCLUDE (is_split) FROM " + source + " WHERE NOT is_split)",
                                       read_folder(bill.charges)),
                      bill.charges, "settled"));
}

// Covered usage that no negation takes back keeps what was delivered: else its money would be lost.
Done keep_unnegated_usage(Engine& engine, StagedBill& bill) {
  const std::string charges = read_folder(bill.charges);
  const std::string key = fmt::format("concat_ws('|', {})", kNegationKey);
  TRY_DONE(engine.run(
      "CREATE OR REPLACE TEMP TABLE unnegated AS SELECT " + key + " AS key, sum(x_UnblendedCost) AS cost FROM " +
      charges + " WHERE x_LineItemType = 'SavingsPlanCoveredUsage' AND x_UnblendedCost <> 0 AND " + key +
      " NOT IN (SELECT " + key + " FROM " + charges + " WHERE x_LineItemType = 'SavingsPlanNegation') GROUP BY 1"));
  TRY(auto found, engine.query("SELECT count(*), sum(cost) FROM unnegated"));
  if (found.rows[0][0] == "0") return {};
  bill.findings.push_back(
      fmt::format("Savings Plan usage of {} groups has no negation: its billed cost of {} stays on it",
                  *found.rows[0][0], *found.rows[0][1]));
  const auto mended = bill.charges.parent_path() / "mended";
  TRY_DONE(engine.run(copy_to_parquet(
      "SELECT * REPLACE (CASE WHEN x_LineItemType = 'SavingsPlanCoveredUsage' AND " + key +
          " IN (SELECT key FROM unnegated) THEN x_UnblendedCost ELSE BilledCost END AS BilledCost) FROM " + charges,
      mended, "part")));
  bill.charges = mended;
  return {};
}

Done add_findings(Engine& engine, StagedBill& bill) {
  struct Question {
    const char* condition;
    const char* finding;
  };
  constexpr Question kQuestions[] = {
      {"x_LineItemType IS NOT NULL AND x_LineItemType NOT IN ('Usage', 'SavingsPlanCoveredUsage', "
       "'SavingsPlanNegation', "
       "'SavingsPlanRecurringFee', 'SavingsPlanUpfrontFee', 'DiscountedUsage', 'RIFee', 'Fee', 'Tax', 'Credit', "
       "'Refund', "
       "'Discount', 'EdpDiscount', 'BundledDiscount', 'PrivateRateDiscount', 'RiVolumeDiscount')",
       "lines are of an unknown line item type and taken as adjustments"},
      {"x_LineItemType = 'SavingsPlanNegation' AND BilledCost = x_UnblendedCost AND BilledCost <> 0",
       "Savings Plan negations take back no usage of this bill and keep their amount"},
      {"x_LineItemType IS NULL AND x_Unknown['ChargeFrequency'] IS NOT NULL",
       "lines say ChargeFrequency 'Usage-based' and were taken as 'Usage-Based'"},
  };
  for (const auto& question : kQuestions) {
    TRY(auto rows, engine.query(fmt::format("SELECT count(*), sum(BilledCost) FROM {} WHERE {}",
                                            read_folder(bill.charges), question.condition)));
    if (rows.rows[0][0] == "0") continue;
    bill.findings.push_back(
        fmt::format("{} {} (billed {})", *rows.rows[0][0], question.finding, rows.rows[0][1].value_or("unknown")));
  }
  return {};
}

Error in_files(Error error, const BillFiles& files) {
  // CSV's reader names file and line itself, if only in words that went through the engine; the engine's name no file.
  const bool is_named = std::any_of(files.csv_files.begin(), files.csv_files.end(), [&](const CsvFile& file) {
    return error.what.starts_with(file.path.string() + ": ");
  });
  if (is_named || !error.where.empty()) return error;
  if (files.parquet) {
    const auto& first = files.parquet_files.front();
    error.where = files.parquet_files.size() == 1 ? first.string() : first.parent_path().string();
  } else {
    const auto& first = files.csv_files.front();
    error.where = files.csv_files.size() == 1 ? first.name() : first.path.parent_path().string();
  }
  return error;
}

// The charges that each line of the bill becomes at once.
std::string first_charges(const BillFiles& files, const BillLines& lines) {
  if (files.format.is_cur()) {
    // CSV has set its late lines aside already.
    const std::string but_late = lines.csv ? "" : " WHERE NOT " + late_line_condition();
    return charges_sql(files.format, "SELECT *, CAST(NULL AS VARCHAR) AS part FROM bill_lines" + but_late);
  }
  const bool names_invoices = std::none_of(lines.gaps.begin(), lines.gaps.end(),
                                           [](const auto& gap) { return gap.starts_with("no InvoiceId:"); });
  return "SELECT * REPLACE (" + std::string(names_invoices ? "InvoiceId IS NULL" : "CAST(NULL AS BOOLEAN)") +
         " AS x_Estimated) FROM (" + charges_sql(files.format, "SELECT * FROM bill_lines") + ")";
}

Result<StagedBill> stage_lines(Engine& engine, const BillFiles& files, const fs::path& folder,
                               ImportProgress& progress) {
  TRY_DONE(add_aws_names(engine));
  TRY(auto lines, open_bill_lines(engine, "bill_lines", files, folder));
  {
    const std::lock_guard lock(progress.mutex);
    progress.reading = lines.csv;
  }
  StagedBill bill{folder / "charges", {}, {}, lines.findings, lines.gaps, lines.unknown_columns, 0};
  TRY_DONE(engine.run(copy_to_parquet(first_charges(files, lines), bill.charges, "part")));
  ControlTotals control;
  if (lines.csv) {
    control = lines.csv->control_totals();
    bill.roundings = lines.csv->roundings();
  } else {
    TRY(control, control_of_view(engine, files));
  }
  if (files.format.is_cur()) {
    TRY_DONE(stage_late_lines(engine, lines, bill, control));
    TRY_DONE(keep_unnegated_usage(engine, bill));
  }
  if (!lines.csv) bill.roundings = engine.roundings();
  TRY_DONE(add_findings(engine, bill));
  TRY(bill.months, staged_months(engine, bill, control));
  return bill;
}

}  // namespace

std::string copy_to_parquet(const std::string& sql, const fs::path& folder, const std::string& prefix) {
  return fmt::format(
      "COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 30720, FILE_SIZE_BYTES "
      "'256MB', "
      "FILENAME_PATTERN '{}-{{i}}', OVERWRITE_OR_IGNORE)",
      sql, sql_literal(folder.string()), prefix);
}

Result<StagedBill> stage_bill(Engine& engine, const BillFiles& files, const fs::path& folder,
                              ImportProgress& progress) {
  TRY_DONE(make_folders(folder));
  auto staged = stage_lines(engine, files, folder, progress);
  const std::lock_guard lock(progress.mutex);
  progress.reading.reset();
  if (!staged) return tl::unexpected(in_files(staged.error(), files));
  return staged;
}

}  // namespace farthing
