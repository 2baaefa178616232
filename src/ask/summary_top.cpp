// The services, accounts and regions that cost most.
#include <algorithm>
#include <map>

#include "ask/answer_column.hpp"
#include "ask/bill_facts.hpp"
#include "ask/row_reader.hpp"
#include "ask/summary_parts.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

struct TopEntry {
  Cell value;
  std::int64_t lines = 0;
  KnownSum effective, billed;

  [[nodiscard]] bool effective_known() const { return effective.unknown < lines; }
  [[nodiscard]] bool billed_known() const { return billed.unknown < lines; }
};

std::vector<Cell> top_row(const TopEntry& entry, const Cell& currency, const TopEntry& all) {
  const bool provable = all.effective.unknown == 0 && all.effective.sum > Decimal{};
  return {entry.value, currency, entry.effective_known() ? Cell(entry.effective.sum.text()) : Cell(),
          provable ? answer_column::percent_cell(entry.effective.sum, all.effective.sum) : Cell(),
          entry.billed_known() ? Cell(entry.billed.sum.text()) : Cell()};
}

Result<std::map<Cell, std::vector<TopEntry>>> read_entries(Engine& engine, const std::string& sql) {
  TRY(const auto rows, engine.query(sql));
  std::map<Cell, std::vector<TopEntry>> by_currency;
  for (const auto& cells : rows.rows) {
    RowReader row(cells);
    TopEntry entry;
    entry.value = row.cell();
    auto& entries = by_currency[row.cell()];
    entry.lines = row.count();
    for (auto* cost : {&entry.effective, &entry.billed}) {
      cost->sum = row.sum();
      cost->unknown = row.count();
    }
    if (row.overflow()) return sum_too_large();
    entries.push_back(std::move(entry));
  }
  return by_currency;
}

TopEntry sum_of(const std::vector<TopEntry>& entries) {
  TopEntry all;
  all.value = "total";
  for (const auto& entry : entries) {
    all.lines += entry.lines;
    all.effective += entry.effective;
    all.billed += entry.billed;
  }
  return all;
}

}  // namespace

Result<Answer> most_expensive(Engine& engine, const Snapshot& snapshot, const std::string& month,
                              const TopQuestion& question) {
  TRY(const auto where, where_month(month));
  TRY(auto by_currency,
      read_entries(engine, "SELECT " + question.sql +
                               ", BillingCurrency, sum(lines), sum(EffectiveCost), "
                               "sum(EffectiveCost_unknown_lines), sum(BilledCost), sum(BilledCost_unknown_lines) FROM "
                               "costs_daily" +
                               where + " GROUP BY 1, 2 ORDER BY 2, 4 DESC NULLS LAST, 6 DESC NULLS LAST, 1"));
  Answer answer = answer_from(snapshot);
  answer.title = question.title + ", " + month;
  using namespace answer_column;
  answer.columns = {text(question.column.c_str()), text("currency"), money("effective"), percent("percent"),
                    money("billed")};
  for (const auto& [currency, entries] : by_currency) {
    const TopEntry all = sum_of(entries);
    const std::size_t shown = std::min(question.top, entries.size());
    for (std::size_t i = 0; i < shown; ++i) answer.rows.push_back(top_row(entries[i], currency, all));
    if (by_currency.size() == 1) answer.total = top_row(all, currency, all);
    const std::string where_it_is = by_currency.size() == 1 ? "" : " in " + currency.value_or("no currency");
    if (shown < entries.size()) {
      answer.notes.push_back(with_thousands(static_cast<long long>(entries.size() - shown)) + " more" + where_it_is);
    }
    if (all.effective.unknown > 0) {
      answer.complete = false;
      answer.notes.push_back("effective cost is unknown for " + with_thousands(all.effective.unknown) + " lines" +
                             where_it_is + ", so percents are too");
    }
  }
  return answer;
}

}  // namespace farthing
