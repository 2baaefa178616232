#include "ask/compare_rows.hpp"

#include <algorithm>

#include "ask/answer_column.hpp"
#include "ask/costs_notes.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::size_t column_of(const Answer& answer, std::string_view name) {
  const auto found = std::find_if(answer.columns.begin(), answer.columns.end(),
                                  [&](const ResultColumn& column) { return column.name == name; });
  return static_cast<std::size_t>(found - answer.columns.begin());
}

std::optional<Decimal> amount_of(const Cell& cell) { return cell ? parse_sum(*cell) : std::nullopt; }

Decimal size_of(const std::optional<Decimal>& change) {
  if (!change) return {};
  return *change < Decimal{} ? -*change : *change;
}

void add(BridgeParts& sum, const BridgeParts& more) {
  sum.price += more.price;
  sum.quantity += more.quantity;
  sum.mix += more.mix;
  sum.added += more.added;
  sum.gone += more.gone;
  sum.other += more.other;
  sum.idle += more.idle;
  sum.unknown = sum.unknown || more.unknown;
}

// As `costs` sums: what isn't known is in no sum, and a sum of nothing known is unknown.
void add(std::optional<Decimal>& sum, const std::optional<Decimal>& more) {
  if (more) sum = sum.value_or(Decimal{}) + *more;
}

}  // namespace

std::optional<Decimal> CompareRows::Row::change() const {
  return before && after && !parts.unknown ? std::optional(*after - *before) : std::nullopt;
}

CompareRows::CompareRows(const Answer& costs, std::size_t dimensions)
    : dimensions_(costs.columns.begin(), costs.columns.begin() + static_cast<std::ptrdiff_t>(dimensions)) {
  currency_at_ = column_of(costs, "currency");
  for (const auto& cells : costs.rows) {
    Row row;
    row.dimensions.assign(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(dimensions));
    row.currency = cells[currency_at_];
    row.after = amount_of(cells[dimensions]);
    row.before = amount_of(cells[dimensions + 1]);
    rows_.push_back(std::move(row));
  }
}

std::map<RowKey, std::size_t> CompareRows::by_key() const {
  std::map<RowKey, std::size_t> found;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    RowKey key = rows_[i].dimensions;
    key.push_back(rows_[i].currency);
    found[std::move(key)] = i;
  }
  return found;
}

std::string CompareRows::name(std::size_t i) const {
  std::vector<std::string> words;
  for (const auto& cell : rows_.at(i).dimensions) words.push_back(cell.value_or("-"));
  if (has_currency_column()) words.push_back(rows_[i].currency.value_or("of no currency"));
  return join(words, ", ");
}

CompareRows::Row CompareRows::sum_of(const std::vector<const Row*>& rows) {
  Row sum;
  sum.dimensions.resize(rows.front()->dimensions.size());
  sum.currency = rows.front()->currency;
  for (const auto* row : rows) {
    add(sum.before, row->before);
    add(sum.after, row->after);
    add(sum.parts, row->parts);
    sum.parts.unknown = sum.parts.unknown || !row->change();
  }
  return sum;
}

std::vector<Cell> CompareRows::cells(const Row& row) const {
  using answer_column::money_cell;
  auto cells = row.dimensions;
  const auto change = row.change();
  cells.push_back(money_cell(row.before));
  cells.push_back(money_cell(row.after));
  cells.push_back(money_cell(change));
  cells.push_back(answer_column::percent_cell(change, row.before ? std::optional(size_of(row.before)) : std::nullopt));
  const auto& parts = row.parts;
  for (const auto part : {parts.price, parts.quantity, parts.mix, parts.added, parts.gone, parts.idle, parts.other}) {
    cells.push_back(change ? money_cell(part) : Cell());
  }
  if (has_currency_column()) cells.push_back(row.currency);
  return cells;
}

// A change that isn't known is none of the sum's: what is known of both sides is said instead.
void CompareRows::say_unknown(const std::vector<Row>& rows, Answer& answer) {
  std::map<Cell, Decimal> known;
  std::int64_t unknown = 0;
  for (const auto& row : rows) {
    const auto change = row.change();
    if (change) known[row.currency] += *change;
    unknown += change ? 0 : 1;
  }
  if (unknown == 0) return;
  answer.complete = false;
  std::string text = with_thousands(unknown) + (unknown == 1 ? " row has" : " rows have") +
                     " costs that aren't known: the change is unknown there and in the total";
  for (const auto& [currency, change] : known) text += "; all others changed by " + money_text(change.text(), currency);
  answer.notes.push_back(std::move(text));
}

bool CompareRows::put_into(Answer& answer, const std::vector<BridgeParts>& parts, std::optional<int> top) const {
  auto rows = rows_;
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].parts = parts.at(i);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Row& a, const Row& b) { return size_of(a.change()) > size_of(b.change()); });

  answer.columns = dimensions_;
  for (const char* name : {"before", "after", "change"}) answer.columns.push_back(answer_column::money(name));
  answer.columns.push_back(answer_column::percent("change_percent"));
  for (const char* name : {"price", "quantity", "mix", "new", "gone", "idle", "other"}) {
    answer.columns.push_back(answer_column::money(name));
  }
  if (has_currency_column()) answer.columns.push_back(answer_column::text("currency"));

  answer.rows.clear();
  answer.total.reset();
  std::map<Cell, std::vector<const Row*>> all;
  std::map<std::pair<Cell, bool>, std::vector<const Row*>> others;  // apart from those whose change isn't known
  for (const auto& row : rows) {
    auto& same = all[row.currency];
    same.push_back(&row);
    if (top && same.size() > static_cast<std::size_t>(*top)) {
      others[{row.currency, !row.change()}].push_back(&row);
    } else {
      answer.rows.push_back(cells(row));
    }
  }
  for (const auto& [key, rest] : others) {
    auto other = cells(sum_of(rest));
    const auto* name = key.second ? "(other, change unknown)" : "(other)";
    for (std::size_t i = 0; i < dimensions_.size(); ++i) other[i] = i == currency_at_ ? key.first : name;
    answer.rows.push_back(std::move(other));
  }
  if (!others.empty()) {
    for (std::size_t i = 0; i < dimensions_.size(); ++i)
      answer.columns[i] = answer_column::text(dimensions_[i].name.c_str());
  }
  if (all.size() == 1) {
    answer.total = cells(sum_of(all.begin()->second));
    answer.total->front() = "total";
  }
  say_unknown(rows, answer);
  return !others.empty();
}

}  // namespace farthing
