#include "ask/costs_facts.hpp"

#include <charconv>

namespace farthing {
namespace {

std::int64_t cell_number(const Cell& cell) {
  std::int64_t number = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), number);
  return number;
}

// A row whose cells are asked for by their column's name; a column that isn't there is NULL.
class NamedRow {
 public:
  NamedRow(const std::vector<ResultColumn>& columns, const std::vector<Cell>& cells)
      : columns_(columns), cells_(cells) {}
  [[nodiscard]] Cell cell(std::string_view name) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name == name) return cells_[i];
    }
    return std::nullopt;
  }
  [[nodiscard]] std::int64_t number(std::string_view name) const { return cell_number(cell(name)); }

 private:
  const std::vector<ResultColumn>& columns_;
  const std::vector<Cell>& cells_;
};

PeriodFacts period_facts(const NamedRow& row, const std::string& prefix) {
  return {row.number(prefix + "lines"), row.cell(prefix + "shown"), row.number(prefix + "unknown_lines"),
          row.cell(prefix + "unknown_billed"), row.number(prefix + "mixed_groups")};
}

CurrencyFacts currency_facts(const NamedRow& row) {
  CurrencyFacts facts;
  facts.matched = row.cell("matched").has_value();
  facts.currency = row.cell("currency");
  facts.now = period_facts(row, "");
  facts.before = period_facts(row, "previous_");
  facts.change = row.cell("change");
  facts.change_percent = row.cell("change_percent");
  facts.quantity = row.cell("quantity");
  facts.unit = row.cell("unit");
  facts.unmeasured_lines = row.number("unmeasured_lines");
  return facts;
}

// What lines without this cost were billed can't be told from groups that have lines with it as well.
Done ask_lines_for_unknown(Engine& engine, const CostsPlan& plan, bool previous,
                           std::vector<CurrencyFacts>& currencies) {
  const auto side = previous ? &CurrencyFacts::before : &CurrencyFacts::now;
  bool mixed = false;
  for (const auto& facts : currencies) mixed = mixed || (facts.matched && (facts.*side).mixed_groups > 0);
  if (!mixed) return {};
  TRY(const auto rows, engine.query(unknown_billed_sql(plan, previous ? *plan.previous : plan.period)));
  for (auto& facts : currencies) {
    if (!facts.matched) continue;
    for (const auto& row : rows.rows) {
      if (row[0] == facts.currency) (facts.*side).unknown_billed = row[1];
    }
  }
  return {};
}

}  // namespace

std::vector<const CurrencyFacts*> CostsFacts::of(bool matched) const {
  std::vector<const CurrencyFacts*> found;
  for (const auto& facts : currencies) {
    if (facts.matched == matched) found.push_back(&facts);
  }
  return found;
}

std::int64_t CostsFacts::lines_there(bool previous) const {
  std::int64_t lines = 0;
  for (const auto& one : presence) lines += previous ? one.previous_lines : one.lines;
  return lines;
}

std::int64_t CostsFacts::matched_lines() const {
  std::int64_t lines = 0;
  for (const auto* facts : of(true)) lines += facts->now.lines;
  return lines;
}

Result<std::vector<CurrencyFacts>> read_currency_facts(Engine& engine, const CostsPlan& plan,
                                                       const std::vector<CurrencyPresence>& presence) {
  TRY(const auto rows, engine.query(facts_sql(plan, presence)));
  std::vector<CurrencyFacts> currencies;
  for (const auto& row : rows.rows) currencies.push_back(currency_facts(NamedRow(rows.columns, row)));
  return currencies;
}

Result<std::vector<CurrencyPresence>> read_presence(Engine& engine, const std::string& sql) {
  TRY(const auto rows, engine.query(sql));
  std::vector<CurrencyPresence> presence;
  for (const auto& row : rows.rows) {
    presence.push_back({row[0], cell_number(row[1]), cell_number(row[2]), cell_number(row[3])});
  }
  return presence;
}

Result<CostsFacts> gather_costs_facts(Engine& engine, const CostsPlan& plan) {
  CostsFacts facts;
  TRY(facts.presence, read_presence(engine, presence_sql(plan)));
  TRY_DONE(engine.run(groups_sql(plan)));
  TRY(facts.currencies, read_currency_facts(engine, plan, facts.presence));
  TRY_DONE(ask_lines_for_unknown(engine, plan, false, facts.currencies));
  if (plan.previous) TRY_DONE(ask_lines_for_unknown(engine, plan, true, facts.currencies));
  return facts;
}

}  // namespace farthing
