// How much of the usage's money can be told apart by tags.
#include <map>

#include "ask/answer_column.hpp"
#include "ask/bill_facts.hpp"
#include "ask/row_reader.hpp"
#include "ask/summary_parts.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

struct TaggedUsage {
  std::int64_t lines = 0, lines_with_tags_column = 0, unknown = 0;
  Decimal usage, tagged;
};

std::vector<Cell> tag_row(const std::string& tag, const Cell& currency, Decimal tagged, const TaggedUsage& all) {
  const bool provable = all.unknown == 0 && all.usage > Decimal{};
  return {tag, currency, tagged.text(), all.usage.text(),
          provable ? answer_column::percent_cell(tagged, all.usage) : Cell()};
}

// The keys with most money of each currency.
Result<std::map<Cell, std::vector<std::pair<std::string, Decimal>>>> top_keys(Engine& engine, const std::string& usage,
                                                                              std::size_t top) {
  TRY(const auto rows,
      engine.query("WITH keys AS (SELECT BillingCurrency, unnest(map_keys(Tags)) AS key, EffectiveCost " + usage +
                   "), sums AS (SELECT BillingCurrency, key, sum(EffectiveCost) AS cost FROM keys "
                   "GROUP BY 1, 2) SELECT BillingCurrency, key, cost FROM (SELECT *, row_number() OVER "
                   "(PARTITION BY BillingCurrency ORDER BY cost DESC NULLS LAST, key) AS place FROM sums) "
                   "WHERE place <= " +
                   std::to_string(top) + " ORDER BY BillingCurrency, place"));
  std::map<Cell, std::vector<std::pair<std::string, Decimal>>> keys;
  for (const auto& cells : rows.rows) {
    RowReader row(cells);
    auto& list = keys[row.cell()];
    const std::string key = row.text();
    list.emplace_back(key, row.sum());
    if (row.overflow()) return sum_too_large();
  }
  return keys;
}

TaggedUsage usage_of(RowReader& row) {
  TaggedUsage all;
  all.lines = row.count();
  all.lines_with_tags_column = row.count();
  all.unknown = row.count();
  all.usage = row.sum();
  all.tagged = row.sum();
  return all;
}

}  // namespace

Result<Answer> tag_coverage(Engine& engine, const Snapshot& snapshot, const std::string& month, std::size_t top) {
  TRY(const auto where, where_month(month));
  const std::string usage = "FROM charges" + where + " AND ChargeCategory = 'Usage'";
  Answer answer = answer_from(snapshot);
  answer.title = "Tag coverage of usage, " + month;
  using namespace answer_column;
  answer.columns = {text("tag"), text("currency"), money("tagged"), money("usage"), percent("percent")};
  TRY(const auto sums, engine.query("SELECT BillingCurrency, count(*), count(Tags), count(*) - count(EffectiveCost), "
                                    "sum(EffectiveCost), sum(EffectiveCost) FILTER (cardinality(Tags) > 0) " +
                                    usage + " GROUP BY 1 ORDER BY 1"));
  TRY(const auto keys, top_keys(engine, usage, top));
  for (const auto& cells : sums.rows) {
    RowReader row(cells);
    const Cell currency = row.cell();
    const TaggedUsage all = usage_of(row);
    if (row.overflow()) return sum_too_large();
    if (all.unknown > 0) {
      answer.complete = false;
      answer.notes.push_back("effective cost is unknown for " + with_thousands(all.unknown) +
                             " usage lines, so coverage is too");
    }
    if (all.lines_with_tags_column == 0) {
      answer.complete = false;
      answer.notes.push_back("no line of this bill in " + currency.value_or("no currency") +
                             " states tags, so coverage is unknown");
      answer.rows.push_back({"any tag", currency, Cell(), all.usage.text(), Cell()});
      continue;
    }
    answer.rows.push_back(tag_row("any tag", currency, all.tagged, all));
    if (const auto found = keys.find(currency); found != keys.end()) {
      for (const auto& [key, cost] : found->second) answer.rows.push_back(tag_row("tag:" + key, currency, cost, all));
    }
  }
  return answer;
}

}  // namespace farthing
