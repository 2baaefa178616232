#include "cli/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "collect/dataset/dataset_days.hpp"
#include "domain/cost_basis.hpp"

namespace farthing {
namespace {

void add_month(const ImportedMonth& month, std::vector<std::string>& lines) {
  const auto& delivery = *month.partition.delivery;
  std::string line = fmt::format("{}  {} ({}): {} lines", month.partition.period, month.partition.source,
                                 delivery.format, with_thousands(delivery.lines));
  if (delivery.split_lines > 0) line += fmt::format(" and {} split lines", with_thousands(delivery.split_lines));
  if (month.unchanged) line += fmt::format(", nothing to do: it is there as import {}", delivery.import_id);
  if (month.replaced) line += ", takes the place of import " + *month.replaced;
  lines.push_back(std::move(line));
  for (const auto& totals : delivery.totals) {
    const std::string currency = totals.currency.value_or("(unknown currency)");
    std::string sums = fmt::format("  billed {} {} = control total", totals.control.text(), currency);
    for (const auto& basis : kCostBases) {
      if (basis.basis == CostBasis::kBilled) continue;
      const auto& cost = totals.costs[static_cast<std::size_t>(basis.basis)];
      sums += fmt::format(", {} {}", basis.name, cost ? cost->text() : "unknown");
    }
    lines.push_back(std::move(sums));
  }
}

// The periods are in order: days before "all" and "open".
std::string changed_days(const std::vector<std::string>& periods) {
  const auto is_day = [](const std::string& period) { return period.find('-') != std::string::npos; };
  const auto days = static_cast<std::size_t>(std::count_if(periods.begin(), periods.end(), is_day));
  std::string text;
  if (days == 1) text += ", day " + periods.front();
  if (days > 1) text += fmt::format(", {} days from {} to {}", days, periods.front(), periods[days - 1]);
  if (days < periods.size() && periods.back() == kOpenPeriod) text += ", some without an end";
  return text;
}

}  // namespace

std::vector<std::string> import_report_lines(const ImportReport& report) {
  std::vector<std::string> lines;
  for (const auto& choice : report.choices) lines.push_back("chosen: " + choice);
  for (const auto& skipped : report.skipped) lines.push_back("skipped: " + skipped);
  std::set<std::string> told;
  const auto tell_once = [&](const std::string& line) {
    if (told.insert(line).second) lines.push_back(line);
  };
  for (const auto& month : report.months) add_month(month, lines);
  for (const auto& month : report.months) {
    const auto& delivery = *month.partition.delivery;
    if (month.unchanged) continue;
    tell_once("import: " + delivery.import_id);
    for (const auto& gap : delivery.gaps) tell_once("gap: " + gap);
    for (const auto& finding : delivery.findings) tell_once("finding: " + finding);
    if (!delivery.unknown_columns.empty()) {
      tell_once("kept in x_Unknown: " + join(delivery.unknown_columns, ", "));
    }
    if (delivery.roundings > 0) {
      tell_once(fmt::format("rounded: {} amounts had more than 12 decimals (half to even)",
                            with_thousands(delivery.roundings)));
    }
  }
  lines.push_back(fmt::format("snapshot {}", report.snapshot));
  return lines;
}

std::vector<std::string> datasets_report_lines(const DatasetsReport& report) {
  std::vector<std::string> lines;
  for (const auto& dataset : report.datasets) {
    auto line = fmt::format("{}: {} rows of {} {}", dataset.dataset, with_thousands(dataset.rows), dataset.files.size(),
                            dataset.files.size() == 1 ? "file" : "files");
    line += dataset.periods.empty() ? std::string(", nothing to do: they are there") : changed_days(dataset.periods);
    lines.push_back(std::move(line));
    if (!dataset.unknown_columns.empty()) {
      const std::vector<std::string> names(dataset.unknown_columns.begin(), dataset.unknown_columns.end());
      lines.push_back("kept in x_Unknown: " + join(names, ", "));
    }
  }
  lines.push_back(fmt::format("snapshot {}", report.snapshot));
  return lines;
}

}  // namespace farthing
