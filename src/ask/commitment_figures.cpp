#include "ask/commitment_figures.hpp"

#include <map>

#include "ask/row_reader.hpp"

namespace farthing {
namespace {

std::string figures_sql(const std::string& where) {
  return R"(WITH lines AS (SELECT BillingAccountId, BillingCurrency, CommitmentDiscountId, CommitmentDiscountType,
    CommitmentDiscountName, EffectiveCost, BilledCost, ContractedCost, coalesce(ContractedCost, ListCost) AS equivalent,
    coalesce(ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Used', false) AS used,
    coalesce(ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Unused', false) AS unused,
    coalesce(ChargeCategory = 'Purchase', false) AS purchase FROM charges)" +
         where + R"()
SELECT CommitmentDiscountId, BillingAccountId, BillingCurrency, max(CommitmentDiscountType), max(CommitmentDiscountName),
  count(*) FILTER (used), count(*) FILTER (unused), count(*) FILTER (purchase),
  sum(EffectiveCost) FILTER (used), count(*) FILTER (used AND EffectiveCost IS NULL),
  sum(EffectiveCost) FILTER (unused), count(*) FILTER (unused AND EffectiveCost IS NULL),
  sum(equivalent) FILTER (used), count(*) FILTER (used AND equivalent IS NULL),
  count(*) FILTER (used AND ContractedCost IS NULL AND equivalent IS NOT NULL),
  sum(BilledCost) FILTER (purchase), count(*) FILTER (purchase AND BilledCost IS NULL)
FROM lines WHERE CommitmentDiscountId IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 3, 2, 1)";
}

// A negation takes covered usage back under the commitment's name; it is no usage of its own.
std::string covers_sql(const std::string& where) {
  return "SELECT DISTINCT CommitmentDiscountId, BillingAccountId, BillingCurrency, ServiceName, x_ProductFamily, "
         "PricingUnit FROM charges" +
         where + (where.empty() ? " WHERE " : " AND ") +
         "CommitmentDiscountId IS NOT NULL AND ChargeCategory = 'Usage' AND CommitmentDiscountStatus = 'Used' AND "
         "x_LineItemType IS DISTINCT FROM 'SavingsPlanNegation'";
}

std::string on_demand_sql(const std::string& where) {
  return "SELECT BillingAccountId, BillingCurrency, ServiceName, x_ProductFamily, PricingUnit, sum(BilledCost), "
         "count(*) - count(BilledCost) FROM charges" +
         where + (where.empty() ? " WHERE " : " AND ") +
         "ChargeCategory = 'Usage' AND PricingCategory = 'Standard' AND CommitmentDiscountId IS NULL AND "
         "ChargeClass IS DISTINCT FROM 'Correction' AND coalesce(x_PurchaseOption, 'on_demand') IN ('on_demand', "
         "'fargate') AND coalesce(x_BillingEntity, '') NOT ILIKE '%marketplace%' GROUP BY 1, 2, 3, 4, 5";
}

KnownSum known_of(RowReader& row) {
  KnownSum known;
  known.sum = row.sum();
  known.unknown = row.count();
  return known;
}

Commitment commitment_of(RowReader& row) {
  Commitment found;
  found.id = row.text();
  for (auto* cell : {&found.payer, &found.currency, &found.type, &found.name}) *cell = row.cell();
  auto& figures = found.figures;
  for (auto* lines : {&figures.used_lines, &figures.unused_lines, &figures.purchase_lines}) *lines = row.count();
  for (auto* known : {&figures.used, &figures.unused, &figures.equivalent}) *known = known_of(row);
  figures.from_list = row.count();
  figures.purchased = known_of(row);
  return found;
}

CoverableKind kind_of(RowReader& row) {
  CoverableKind kind;
  std::apply([&](auto&... cells) { ((cells = row.cell()), ...); }, kind);
  return kind;
}

KnownSum spend_on(const std::set<CoverableKind>& kinds, const std::map<CoverableKind, KnownSum>& on_demand) {
  KnownSum spend;
  for (const auto& kind : kinds) {
    if (const auto found = on_demand.find(kind); found != on_demand.end()) spend += found->second;
  }
  return spend;
}

}  // namespace

CommitmentFigures& CommitmentFigures::operator+=(const CommitmentFigures& other) {
  used_lines += other.used_lines;
  unused_lines += other.unused_lines;
  purchase_lines += other.purchase_lines;
  used += other.used;
  unused += other.unused;
  equivalent += other.equivalent;
  from_list += other.from_list;
  purchased += other.purchased;
  return *this;
}

Result<CommitmentsFound> read_commitments(Engine& engine, const std::string& where) {
  CommitmentsFound found;
  TRY(const auto figures, engine.query(figures_sql(where)));
  for (const auto& cells : figures.rows) {
    RowReader row(cells);
    found.commitments.push_back(commitment_of(row));
    if (row.overflow()) return sum_too_large();
  }
  if (found.commitments.empty()) return found;
  TRY(const auto covers, engine.query(covers_sql(where)));
  std::map<std::tuple<std::string, Cell, Cell>, std::set<CoverableKind>> kinds;
  for (const auto& cells : covers.rows) {
    RowReader row(cells);
    const std::string id = row.text();
    const CoverableKind kind = kind_of(row);
    kinds[{id, std::get<0>(kind), std::get<1>(kind)}].insert(kind);
  }
  TRY(const auto spent, engine.query(on_demand_sql(where)));
  std::map<CoverableKind, KnownSum> on_demand;
  for (const auto& cells : spent.rows) {
    RowReader row(cells);
    const CoverableKind kind = kind_of(row);
    on_demand[kind] = known_of(row);
    if (row.overflow()) return sum_too_large();
  }
  std::set<CoverableKind> all;
  for (auto& commitment : found.commitments) {
    commitment.covers = kinds[{commitment.id, commitment.payer, commitment.currency}];
    if (!commitment.covers.empty()) commitment.figures.on_demand = spend_on(commitment.covers, on_demand);
    all.insert(commitment.covers.begin(), commitment.covers.end());
  }
  if (!all.empty()) found.on_demand = spend_on(all, on_demand);
  return found;
}

}  // namespace farthing
