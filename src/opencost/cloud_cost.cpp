#include "opencost/cloud_cost.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "ask/row_reader.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kPropertyNames[] = {"invoiceEntityID", "accountID", "provider", "providerID",
                                          "category",        "service",   "regionID"};

double number_of(const Cell& cell) {
  double value = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), value);
  return value;
}

Result<CloudCost> read_cloud_cost(RowReader& reader, std::set<Cell>& currencies, std::int64_t& lines,
                                  std::int64_t& without_net) {
  CloudCost cost;
  cost.name = reader.text();
  currencies.insert(reader.cell());
  for (const auto* name : kPropertyNames) {
    if (auto value = reader.cell(); value && !value->empty()) cost.properties.emplace_back(name, std::move(*value));
  }
  for (auto& amount : cost.costs) {
    const auto text = reader.cell();
    if (!text) continue;
    amount = parse_sum(*text);
    if (!amount) return sum_too_large();
  }
  cost.kubernetes = number_of(reader.cell());
  lines += reader.count();
  without_net += reader.count();
  return cost;
}

}  // namespace

double CloudCost::kubernetes_part() const {
  const auto amortized = costs[4].value_or(Decimal{}).to_double();
  return amortized > 0 ? std::min(1.0, std::max(0.0, kubernetes / amortized)) : 0;
}

void CloudCost::add(const CloudCost& other) {
  for (std::size_t i = 0; i < kCloudCosts; ++i) {
    if (other.costs[i]) costs[i] = costs[i].value_or(Decimal{}) + *other.costs[i];
  }
  kubernetes += other.kubernetes;
}

Result<CloudCostAnswer> ask_cloud_cost(LakeView& view, const CloudCostQuestion& question) {
  TRY(const auto sql, cloud_cost_sql(question));
  TRY(const auto rows, view.engine().query(sql, kMostCloudCosts));
  if (rows.cut) {
    return misuse(fmt::format("the answer has more than {} rows", with_thousands(kMostCloudCosts)),
                  "ask for a coarser aggregate, a shorter window or a longer accumulate");
  }
  CloudCostAnswer answer;
  answer.sets.resize(question.sets.size());
  std::set<Cell> currencies;
  std::int64_t lines = 0, without_net = 0;
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    auto& set = answer.sets.at(static_cast<std::size_t>(reader.count()));
    TRY(auto cost, read_cloud_cost(reader, currencies, lines, without_net));
    set.push_back(std::move(cost));
  }
  if (currencies.size() > 1) {
    return misuse("the lines are in several currencies, which have no sum",
                  "ask for one of them: currency=" + currencies.rbegin()->value_or("USD"));
  }
  if (without_net > 0) {
    answer.warnings.push_back(
        fmt::format("{} of {} lines have no net cost: without any, netCost is invoicedCost and amortizedNetCost is "
                    "amortizedCost",
                    with_thousands(without_net), with_thousands(lines)));
  }
  return answer;
}

}  // namespace farthing
