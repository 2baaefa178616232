// The lines of --explain of an answer about costs.
#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/delivered.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::size_t kFilesNamed = 20;

std::string period_words(const Period& period) {
  if (period.kind == Period::Kind::kAll) return "all billing periods";
  if (period.kind == Period::Kind::kMonth) return "billing period " + period.month;
  return "charge starts " + period.label() + " (the end is excluded)";
}

std::string formula(const CostsPlan& plan) {
  std::string text =
      fmt::format("formula: sum of {} over the lines of {}", plan.basis().column, period_words(plan.period));
  if (plan.condition) text += " that meet the condition";
  text += ", by ";
  for (const auto& dimension : plan.by) {
    text += dimension.column + (dimension.key.empty() ? "" : "['" + dimension.key + "']") + ", ";
  }
  text += plan.question.quantity ? "BillingCurrency and ConsumedUnit" : "BillingCurrency";
  if (plan.previous) text += "; compared with the same of " + period_words(*plan.previous);
  return text;
}

std::string delivery_text(const Partition& partition) {
  std::string text = "delivery: " + partition.period + " from " + partition.source;
  if (!partition.delivery) return text;
  const auto& delivery = *partition.delivery;
  text += fmt::format(", import {} at {}, {}, {} lines", delivery.import_id, delivery.imported_at, delivery.format,
                      with_thousands(delivery.lines));
  std::vector<std::string> files;
  for (const auto& input : delivery.inputs) {
    if (files.size() == kFilesNamed) {
      files.push_back(fmt::format("and {} more", delivery.inputs.size() - kFilesNamed));
      break;
    }
    files.push_back(input.uri);
  }
  return files.empty() ? text : text + ": " + join(files, ", ");
}

}  // namespace

std::vector<std::string> explain_costs(const CostsPlan& plan, const CostsFacts& facts, const Snapshot& snapshot) {
  std::vector<std::string> lines{formula(plan), fmt::format("table: {}, because {}", plan.table(), plan.why_table)};
  if (plan.condition) lines.push_back("condition: " + plan.condition->sql);
  lines.push_back(fmt::format("lines: {} of {} in the period", with_thousands(facts.matched_lines()),
                              with_thousands(facts.lines_there(false))));
  for (const auto* partition : deliveries_in(snapshot, plan.period)) lines.push_back(delivery_text(*partition));
  if (plan.previous) {
    for (const auto* partition : deliveries_in(snapshot, *plan.previous)) {
      lines.push_back("compared with " + delivery_text(*partition));
    }
  }
  lines.push_back(snapshot.n == 0 ? "snapshot: 0, the empty lake"
                                  : fmt::format("snapshot: {}, written at {}", snapshot.n, snapshot.written_at));
  return lines;
}

}  // namespace farthing
