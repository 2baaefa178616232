#include "ask/summary.hpp"

#include <algorithm>

#include "ask/answer_column.hpp"
#include "ask/commitments.hpp"
#include "ask/period_state.hpp"
#include "ask/reconcile.hpp"
#include "ask/summary_parts.hpp"

namespace farthing {
namespace {

std::string newest_month(const Snapshot& snapshot) {
  std::string newest;
  for (const auto& partition : snapshot.partitions(kCharges)) newest = std::max(newest, partition.period);
  return newest;
}

Done add_parts(Engine& engine, const Snapshot& snapshot, const SummaryQuestion& question, Summary& summary) {
  TRY(auto costs, month_to_date(engine, snapshot, summary.month));
  summary.parts.push_back(std::move(costs));
  const TopQuestion tops[] = {{"Services", "service", "ServiceName", question.top},
                              {"Accounts", "account", "coalesce(SubAccountName, SubAccountId)", question.top},
                              {"Regions", "region", "RegionId", question.top}};
  for (const auto& top : tops) {
    TRY(auto part, most_expensive(engine, snapshot, summary.month, top));
    summary.parts.push_back(std::move(part));
  }
  TRY(auto committed, commitments(engine, snapshot, {.month = summary.month}));
  summary.parts.push_back(std::move(committed));
  TRY(auto tags, tag_coverage(engine, snapshot, summary.month, question.top));
  summary.parts.push_back(std::move(tags));
  summary.parts.push_back(period_list(snapshot, summary.month));
  return {};
}

}  // namespace

Answer period_list(const Snapshot& snapshot, const std::string& month) {
  Answer answer = answer_from(snapshot);
  answer.title = "Periods";
  using namespace answer_column;
  answer.columns = {text("period"),
                    text("payer"),
                    text("source"),
                    text("state"),
                    {"newest_usage", ValueType::kTimestamp, "TIMESTAMP"},
                    count("lines"),
                    count("lines_without_invoice"),
                    text("format"),
                    {"imported_at", ValueType::kTimestamp, "TIMESTAMP"},
                    text("reason")};
  for (const auto& bill : bill_periods(snapshot, std::nullopt)) {
    for (const auto* partition : bill.partitions) {
      const Delivery delivery = partition->delivery.value_or(Delivery{});
      answer.rows.push_back({bill.period, bill.payer, partition->source, name_of(bill.state), delivery.newest_usage_end,
                             std::to_string(delivery.lines), std::to_string(delivery.lines_without_invoice),
                             text_cell(delivery.format), text_cell(delivery.imported_at), bill.reason()});
      if (bill.period != month) continue;
      for (const auto& gap : delivery.gaps) answer.notes.push_back(partition->source + ": " + gap);
    }
  }
  return answer;
}

Result<Summary> summarize(Engine& engine, const Snapshot& snapshot, const SummaryQuestion& question) {
  Summary summary;
  summary.snapshot = snapshot.n;
  summary.freshness = answer_from(snapshot).freshness;
  summary.month = newest_month(snapshot);
  if (summary.month.empty()) {
    summary.notes.push_back("no bill is there yet");
  } else {
    TRY_DONE(add_parts(engine, snapshot, question, summary));
  }
  TRY(auto reconciled, reconcile(engine, snapshot, {}));
  summary.reconciliation = std::move(reconciled.in_one_line);
  summary.contradicts = reconciled.contradicts;
  summary.complete = reconciled.answer.complete;
  for (const auto& part : summary.parts) summary.complete = summary.complete && part.complete;
  if (!summary.month.empty()) summary.notes = std::move(reconciled.answer.notes);
  return summary;
}

Result<Summary> ask_summary(LakeView& view, const SummaryQuestion& question) {
  return summarize(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
