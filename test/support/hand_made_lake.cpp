#include "support/hand_made_lake.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/charge_columns.hpp"
#include "lake/lake.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace {

std::string literal(const MaybeText& text) { return text ? sql_literal(*text) : "NULL"; }

std::string line_sql(const HandMadeLine& line) {
  const MaybeText start = line.start.empty() ? std::nullopt : MaybeText(line.start);
  const std::string tags = line.team ? "MAP {'team': " + sql_literal(*line.team) + "}" : "MAP {}";
  const MaybeText values[] = {line.month,         line.service,  line.effective, line.currency,
                              line.account,       line.region,   line.billed,    line.contracted,
                              line.net_effective, line.quantity, line.unit,      line.invoice};
  std::string sql = "(";
  for (const auto& value : values) sql += literal(value) + ", ";
  return sql + "CAST(" + literal(start) + " AS TIMESTAMP), CAST(" + literal(start) + " AS DATE), " + tags + ")";
}

constexpr const char* kColumns =
    "(billing_period, ServiceName, EffectiveCost, BillingCurrency, SubAccountId, RegionId, BilledCost, ContractedCost, "
    "x_NetEffectiveCost, ConsumedQuantity, ConsumedUnit, InvoiceId, ChargePeriodStart, charge_date, Tags)";

void must(const Done& done) {
  if (!done) check_failed(done.error().text().c_str(), __FILE__, __LINE__);
}

void add_to_delivery(const HandMadeLine& line, Partition& partition) {
  partition.period = line.month;
  partition.source = "demo";
  if (!partition.delivery) partition.delivery.emplace();
  auto& delivery = *partition.delivery;
  delivery.import_id = "import-" + line.month;
  delivery.imported_at = "2026-11-25T00:00:00Z";
  delivery.format = "CUR 2.0";
  delivery.inputs = {{line.month + ".csv", 100, "00"}};
  delivery.lines += 1;
  delivery.lines_without_invoice += line.invoice ? 0 : 1;
  if (delivery.totals.empty()) delivery.totals.emplace_back();
  delivery.totals[0].lines += 1;
  const MaybeText costs[] = {line.billed,        line.effective,  std::nullopt,
                             line.net_effective, line.contracted, std::nullopt};
  for (std::size_t basis = 0; basis < 6; ++basis) delivery.totals[0].unknown_lines[basis] += costs[basis] ? 0 : 1;
  const auto start = parse_timestamp(line.start);
  if (!start) return;
  const std::string first = format_timestamp(*start);
  const std::string end = format_timestamp(Timestamp{start->micros + kMicrosPerDay / 24});
  delivery.first_charge = std::min(delivery.first_charge.value_or(first), first);
  delivery.last_charge_end = std::max(delivery.last_charge_end.value_or(end), end);
  delivery.newest_usage_end = delivery.last_charge_end;
}

}  // namespace

HandMadeLake hand_made_lake(const std::vector<HandMadeLine>& lines) {
  auto engine = Engine::open();
  if (!engine) check_failed(engine.error().text().c_str(), __FILE__, __LINE__);
  HandMadeLake lake{std::move(*engine), {}};
  std::vector<std::string> columns, rows;
  for (const auto& column : charge_columns()) {
    columns.push_back(sql_name(column.name) + " " + std::string(sql_type(column.type)));
  }
  must(lake.engine.run("CREATE TABLE charges (" + join(columns, ", ") + ")"));
  std::map<std::string, Partition> partitions;
  for (const auto& line : lines) {
    rows.push_back(line_sql(line));
    add_to_delivery(line, partitions[line.month]);
  }
  if (!rows.empty())
    must(lake.engine.run(std::string("INSERT INTO charges ") + kColumns + " VALUES " + join(rows, ", ")));
  must(lake.engine.run("CREATE TABLE costs_daily AS " + std::string(model_sql("costs_daily"))));
  if (partitions.empty()) return lake;
  lake.snapshot.n = 7;
  lake.snapshot.written_at = "2026-11-25T00:00:00Z";
  auto& manifest = lake.snapshot.datasets[kCharges];
  manifest.dataset = kCharges;
  for (auto& [month, partition] : partitions) manifest.partitions.push_back(std::move(partition));
  return lake;
}

}  // namespace farthing
