#include "focus/export_totals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

std::vector<const CostBasisName*> bases_by_name() {
  std::vector<const CostBasisName*> bases;
  for (const auto& basis : kCostBases) bases.push_back(&basis);
  std::sort(bases.begin(), bases.end(),
            [](const auto* a, const auto* b) { return std::string_view(a->name) < b->name; });
  return bases;
}

}  // namespace

Result<bool> compare_totals(Engine& engine, const std::string& month, const ExportTotals& totals, Answer& answer) {
  answer.columns = {{"currency", ValueType::kText, "VARCHAR"},
                    {"basis", ValueType::kText, "VARCHAR"},
                    {"bill", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"exported", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"difference", ValueType::kDecimal, "DECIMAL(38,12)"}};
  std::vector<std::string> sums;
  for (const auto& basis : kCostBases) sums.push_back(std::string("sum(") + basis.column + ")");
  TRY(const auto bill,
      engine.query(fmt::format("SELECT BillingCurrency, {} FROM charges WHERE billing_period = {} GROUP "
                               "BY 1 ORDER BY 1",
                               join(sums, ", "), sql_literal(month))));
  bool differ = bill.rows.size() != totals.by_currency.size();
  for (const auto& row : bill.rows) {
    const auto found = totals.by_currency.find(row[0]);
    const auto written = found == totals.by_currency.end() ? ExportTotals::Sums() : found->second;
    for (const auto* basis : bases_by_name()) {
      const auto at = static_cast<std::size_t>(basis->basis);
      const auto said = row[1 + at] ? parse_sum(*row[1 + at]) : std::nullopt;
      const auto exported = written[at];
      const auto text = [](std::optional<Decimal> amount) { return amount ? Cell(amount->text()) : Cell(); };
      differ = differ || said != exported;
      answer.rows.push_back(
          {row[0], basis->name, text(said), text(exported), said && exported ? text(*exported - *said) : Cell()});
    }
  }
  return differ;
}

void add_count_notes(const ExportTotals& totals, const std::filesystem::path& file, Answer& answer) {
  answer.notes.push_back(
      fmt::format("{}: {} charges; {} charges of machines became {} allocated ones, {} of them of workloads",
                  file.string(), with_thousands(totals.rows), with_thousands(totals.split_charges),
                  with_thousands(totals.parts), with_thousands(totals.workload_parts)));
  // A bill's own amounts may have more digits than a double.
  if (totals.not_doubles == 0) return;
  answer.notes.push_back(std::to_string(totals.not_doubles) +
                         " amounts have more digits than a DOUBLE of Parquet holds; as CSV they are exact");
}

}  // namespace farthing
