#include "ask/explain_hours.hpp"

#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/explain_card.hpp"
#include "base/text.hpp"
#include "lake/build_charges.hpp"

namespace farthing {
namespace {

constexpr int kLinesShown = 3;

std::string equal_to(const char* column, const Cell& value) {
  return std::string(" AND ") + column + (value ? " = " + sql_literal(*value) : " IS NULL");
}

// Each hour of the part with its amount as the models state it: cut off to 1e-12 of the currency.
std::string held_hours_sql(const CostBasisName& basis, const HeldPart& part) {
  const std::string share = part.only_accelerators ? "n.accelerator_part * s.accelerator_share" : "s.cost_share";
  return fmt::format(
      "SELECT strftime(n.hour, '%Y-%m-%d %H:%M:%S') AS hour, n.{basis}_cost AS cost, n.currency, n.cost_source, "
      "n.vcpu_part, s.vcpu_share, n.memory_part, s.memory_share, n.accelerator_part, s.accelerator_share, "
      "s.accelerator_used_share, s.accelerator_told_by, n.estimated, n.bill_lines, n.instance_type, "
      "CAST(floor(CAST(n.{basis}_cost AS DOUBLE) * {share} * 1e12) AS HUGEINT) AS amount, "
      "CAST(floor(CAST(n.{basis}_cost AS DOUBLE) * n.accelerator_part * s.accelerator_used_share * 1e12) AS HUGEINT) "
      "AS used FROM node_hours AS n JOIN allocation_shares AS s ON s.node_id = n.node_id AND s.hour = n.hour WHERE "
      "n.day = DATE {day} AND s.day = DATE {day} AND n.node_id = {node} AND s.node_id = {node} AND s.workload_id = "
      "{workload}{currency}{hour}{only}",
      fmt::arg("basis", basis.name), fmt::arg("share", share), fmt::arg("day", sql_literal(part.day)),
      fmt::arg("node", sql_literal(part.node)), fmt::arg("workload", sql_literal(part.workload)),
      fmt::arg("currency", equal_to("n.currency", part.currency)),
      fmt::arg("hour", part.hour ? " AND n.hour = TIMESTAMP " + sql_literal(*part.hour) : std::string()),
      fmt::arg("only", part.only_accelerators ? " AND s.accelerator_share > 0" : ""));
}

constexpr const char* kMoneyOf = "CAST({} * 0.000000000001 AS DECIMAL(38,12))";

std::string money_of(const char* units) { return fmt::format(fmt::runtime(kMoneyOf), units); }

// Columns as held_hours_sql has them; then amount and used as money.
void add_hour(const HeldPart& part, const std::vector<Cell>& row, std::vector<std::string>& lines) {
  const auto number = [](const Cell& cell) { return cell.value_or("unknown"); };
  const auto factors = part.only_accelerators ? fmt::format("the accelerators' part {} x the share of them {}",
                                                            number(row[8]), number(row[9]))
                                              : "(" + parts_words(row, 4) + ")";
  lines.push_back(fmt::format("  node-hour {} of {} ({}): {} ({}) x {} = {}", number(row[0]), part.node,
                              row[14].value_or("type not stated"), money_text(row[1], row[2]),
                              row[3].value_or("source not stated"), factors, money_text(row[15], row[2])));
  if (!row[9] || *row[9] == "0") return;
  lines.push_back(row[10] ? fmt::format("    accelerators used in it: {} x {} x {} = {}, told by: {}",
                                        money_text(row[1], row[2]), number(row[8]), number(row[10]),
                                        money_text(row[16], row[2]), row[11].value_or("not stated"))
                          : "    accelerators used in it: nothing tells, so it is unknown");
}

}  // namespace

std::string parts_words(const std::vector<Cell>& row, std::size_t first) {
  static constexpr const char* kResources[] = {"vCPU", "memory", "accelerator"};
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& part = row[first + 2 * i];
    const auto& share = row[first + 2 * i + 1];
    if (part && *part != "0") parts.push_back(fmt::format("{} {} x {}", kResources[i], *part, share.value_or("0")));
  }
  return join(parts, " + ");
}

Done explain_bill_lines(Engine& engine, const CostBasisName& basis, const std::string& node, const std::string& hour,
                        std::vector<std::string>& lines) {
  // What a machine's lines are named by: its id, its volume, its ARN (fees of EKS Auto Mode).
  TRY(const auto rows,
      engine.query(fmt::format(
          "WITH ids AS (SELECT unnest([coalesce(resource_id, node_id), labels['root_volume_id'], "
          "x_Unknown['root_volume_id']]) AS id FROM nodes WHERE node_id = {0} UNION SELECT {0}), behind AS (SELECT * "
          "FROM charges WHERE (charge_date IS NULL OR charge_date BETWEEN CAST(TIMESTAMP {1} AS DATE) - 31 AND "
          "CAST(TIMESTAMP {1} AS DATE)) AND "
          "ChargePeriodStart < TIMESTAMP {1} + INTERVAL 1 HOUR AND ChargePeriodEnd > TIMESTAMP {1} AND (ResourceId IN "
          "(SELECT id FROM ids) OR ends_with(ResourceId, ':instance/' || {0})) AND NOT {4})\nSELECT (SELECT count(*) "
          "FROM behind), (SELECT string_agg(DISTINCT x_SourceFile, ', ' ORDER BY x_SourceFile) FROM behind), "
          "coalesce(x_UsageType, ChargeDescription), x_LineItemType, strftime(ChargePeriodStart, '%Y-%m-%d %H:%M'), "
          "strftime(ChargePeriodEnd, '%Y-%m-%d %H:%M'), {2}, BillingCurrency, ResourceId, x_SourceLine FROM behind "
          "ORDER BY 7 DESC NULLS LAST, 3, 10 LIMIT {3}",
          sql_literal(node), sql_literal(hour), basis.column, kLinesShown, kIsTransfer)));
  if (rows.rows.empty()) {
    lines.emplace_back("    lines of the bill behind it: 0");
    return {};
  }
  const auto& first = rows.rows.front();
  lines.push_back(
      fmt::format("    lines of the bill behind it: {}{}", first[0].value_or("0"), first[1] ? " in " + *first[1] : ""));
  for (const auto& row : rows.rows) {
    lines.push_back(fmt::format("      {}{} of {}, {} to {}: {}{}", row[2].value_or("usage not stated"),
                                row[3] ? " (" + *row[3] + ")" : "", row[8].value_or("?"), row[4].value_or("?"),
                                row[5].value_or("?"), money_text(row[6], row[7]), row[9] ? ", line " + *row[9] : ""));
  }
  return {};
}

Done explain_held_part(Engine& engine, const CostBasisName& basis, const HeldPart& part, const Cell& stated,
                       std::vector<std::string>& lines) {
  const auto hours_sql = held_hours_sql(basis, part);
  TRY(const auto sums, engine.query("SELECT count(*), " + money_of("sum(amount)") +
                                    ", count(*) - count(amount) FROM (" + hours_sql + ")"));
  const auto& sum = sums.rows.at(0);
  if (sum[0] == "0") return {};
  // One hour that is stated nowhere is told by its own line.
  if (stated || !part.hour)
    lines.push_back(fmt::format(
        "  {}: {} node-hours x share, computed again {}{}{}", part.hour.value_or(part.day), sum[0].value_or("0"),
        money_text(sum[1], part.currency), stated ? ", stated " + money_text(stated, part.currency) : "",
        sum[2] == "0" ? "" : fmt::format(", of {} node-hours the cost is unknown", sum[2].value_or("0"))));
  TRY(const auto hours,
      engine.query("SELECT * REPLACE (" + money_of("amount") + " AS amount, " + money_of("used") + " AS used) FROM (" +
                   hours_sql + ") ORDER BY amount DESC NULLS LAST, hour LIMIT 1"));
  const auto& hour = hours.rows.at(0);
  const auto at = hour[0].value_or(part.day);
  add_hour(part, hour, lines);
  if (hour[9] && *hour[9] != "0") {
    TRY_DONE(explain_card(engine, part.node, part.workload, at, lines));
  }
  if (hour[12] == "true") {
    lines.push_back("    estimated: no line of the bill yet, its price is of: " + hour[3].value_or("not stated"));
    return {};
  }
  return explain_bill_lines(engine, basis, part.node, at, lines);
}

Done explain_largest_container(Engine& engine, const CostBasisName& basis, const Rows& found,
                               std::vector<std::string>& lines) {
  for (const auto& row : found.rows) {
    lines.push_back(fmt::format("largest container of it, {}:", row[4].value_or("")));
    TRY_DONE(explain_held_part(engine, basis,
                               {.day = row[0].value_or(""),
                                .node = row[3].value_or(""),
                                .workload = row[4].value_or(""),
                                .hour = row[1],
                                .currency = row[2]},
                               std::nullopt, lines));
  }
  return {};
}

}  // namespace farthing
