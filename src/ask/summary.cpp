#include "ask/summary.hpp"

#include <algorithm>

#include "ask/answer_column.hpp"
#include "ask/commitments.hpp"
#include "ask/period_state.hpp"
#include "ask/reconcile.hpp"
#include "ask/summary_parts.hpp"

namespace farthing {
namespace {

// Accounts may share a name.
constexpr const char* kAccountSql =
    "CASE WHEN SubAccountName <> SubAccountId THEN SubAccountName || ' (' || SubAccountId || ')' "
    "ELSE coalesce(SubAccountId, SubAccountName) END";

std::string newest_month(const Snapshot& snapshot) {
  std::string newest;
  for (const auto& partition : snapshot.partitions(kCharges)) newest = std::max(newest, partition.period);
  return newest;
}

// The months whose costs are shown. Years of others are proved by `reconcile`, which reads all their lines.
std::vector<std::string> shown_months(const Snapshot& snapshot, const std::string& newest) {
  if (newest.empty()) return {};
  const auto before = shift_month(newest, -1);
  const auto& all = snapshot.partitions(kCharges);
  const bool there = std::any_of(all.begin(), all.end(), [&](const Partition& one) { return one.period == before; });
  return there ? std::vector{before, newest} : std::vector{newest};
}

Done add_reconciliation(Engine& engine, const Snapshot& snapshot, Summary& summary) {
  const auto months = shown_months(snapshot, summary.month);
  for (const auto& month : months) {
    TRY(auto reconciled, reconcile(engine, snapshot, {.month = month}));
    if (!summary.reconciliation.empty()) summary.reconciliation += "; ";
    if (months.size() > 1) summary.reconciliation += month + ": ";
    summary.reconciliation += reconciled.in_one_line;
    summary.contradicts = summary.contradicts || reconciled.contradicts;
    summary.complete = summary.complete && reconciled.answer.complete;
    for (auto& note : reconciled.answer.notes) {
      const auto& said = summary.notes;
      if (std::find(said.begin(), said.end(), note) == said.end()) summary.notes.push_back(std::move(note));
    }
  }
  return {};
}

Done add_parts(Engine& engine, const Snapshot& snapshot, const SummaryQuestion& question, Summary& summary) {
  TRY(auto costs, month_to_date(engine, snapshot, summary.month));
  summary.parts.push_back(std::move(costs));
  const TopQuestion tops[] = {{"Services", "service", "ServiceName", question.top},
                              {"Accounts", "account", kAccountSql, question.top},
                              {"Regions", "region", "RegionId", question.top}};
  for (const auto& top : tops) {
    TRY(auto part, most_expensive(engine, snapshot, summary.month, top));
    summary.parts.push_back(std::move(part));
  }
  TRY(auto committed, commitments(engine, snapshot, {.month = summary.month}));
  summary.parts.push_back(std::move(committed));
  TRY(auto tags, tag_coverage(engine, snapshot, summary.month, question.top));
  summary.parts.push_back(std::move(tags));
  TRY(auto periods, period_list(engine, snapshot, summary.month));
  summary.parts.push_back(std::move(periods));
  return {};
}

}  // namespace

Result<Answer> period_list(Engine& engine, const Snapshot& snapshot, const std::string& month) {
  TRY(const auto bills, read_bill_periods(engine, snapshot, std::nullopt));
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
  for (const auto& bill : bills) {
    for (const auto* partition : bill.partitions) {
      const Delivery delivery = partition->delivery.value_or(Delivery{});
      const bool names_none = bill.lines > 0 && bill.lines_without_invoice == bill.lines;
      const auto nameless = names_none ? delivery.lines : delivery.lines_without_invoice;
      answer.rows.push_back({bill.period, bill.payer, partition->source, name_of(bill.state), delivery.newest_usage_end,
                             std::to_string(delivery.lines), std::to_string(nameless), text_cell(delivery.format),
                             text_cell(delivery.imported_at), bill.reason()});
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
    summary.complete = false;
    summary.notes.push_back("no bill is there yet");
    return summary;
  }
  TRY_DONE(add_parts(engine, snapshot, question, summary));
  TRY_DONE(add_reconciliation(engine, snapshot, summary));
  for (const auto& part : summary.parts) summary.complete = summary.complete && part.complete;
  return summary;
}

Result<Summary> ask_summary(LakeView& view, const SummaryQuestion& question) {
  return summarize(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
