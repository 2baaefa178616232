#include "ask/block_explain.hpp"

#include <fmt/format.h>

#include <cmath>

#include "ask/costs_notes.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "lake/capacity_blocks.hpp"
#include "lake/charge_days.hpp"

namespace farthing {
namespace {

constexpr int kBlocksNamed = 10;

std::string moment_of(const Cell& seconds) {
  return format_timestamp(Timestamp{std::stoll(seconds.value_or("0")) * 1'000'000});
}

// "480 USD for 2 instances from ... to ..., 48 instance-hours: 10 USD each".
std::string block_words(const std::vector<Cell>& row, bool stays) {
  const auto paid = money_text(row[4], row[5]);
  const double hours = std::stod(row[3].value_or("1")) *
                       static_cast<double>(std::stoll(row[2].value_or("0")) - std::stoll(row[1].value_or("0"))) / 3600;
  std::string text =
      fmt::format("Capacity Block {}: {} was paid for {} {} from {} to {}", row[0].value_or(""), paid,
                  row[3].value_or("1"), row[3] == "1" ? "instance" : "instances", moment_of(row[1]), moment_of(row[2]));
  if (stays) return text + "; on this basis that stays on the day on which it was billed, and its node-hours are 0";
  if (!row[4] || hours <= 0) return text;
  const auto price =
      Decimal::from_units(static_cast<int128>(std::llround(parse_decimal(*row[4]).value.to_double() / hours * 1e12)));
  return text + fmt::format(
                    ": {} / {:g} instance-hours = {} each; a node-hour has that x the part of the hour in which the "
                    "machine was there; what none of its machines took is idle, 'capacity block'",
                    paid, hours, money_text(price.text(), row[5]));
}

}  // namespace

Result<std::vector<std::string>> explain_blocks(Engine& engine, const Snapshot& snapshot, const CostBasisName& basis,
                                                const std::string& node_hours) {
  std::vector<std::string> lines, blocks;
  TRY(const auto named_blocks,
      engine.query("SELECT DISTINCT capacity_block FROM (" + node_hours +
                   ") WHERE capacity_block IS NOT NULL ORDER BY 1 LIMIT " + std::to_string(kBlocksNamed)));
  if (named_blocks.rows.empty()) return lines;
  for (const auto& row : named_blocks.rows) blocks.push_back(sql_literal(row[0].value_or("")));
  TRY(const auto charges, known_charge_days(engine, snapshot));
  TRY_DONE(make_block_charges(engine, charges.blocks));
  TRY(const auto rows, engine.query(fmt::format("SELECT x_block, x_begins, x_ends, x_instances, sum({}), "
                                                "BillingCurrency FROM block_charges WHERE x_block IN ({}) GROUP BY "
                                                "1, 2, 3, 4, 6 ORDER BY 1, 2, 3, 4, 6",
                                                basis.column, join(blocks, ", "))));
  const bool stays = std::string_view(basis.name).ends_with("billed");
  for (const auto& row : rows.rows) lines.push_back(block_words(row, stays));
  return lines;
}

std::string block_hours_of_runs_sql(const std::string& runs) {
  return "SELECT n.capacity_block FROM (SELECT DISTINCT node, day FROM accelerator_daily WHERE purchase_option = "
         "'capacity_block' AND run IN (" +
         runs + ")) AS b JOIN node_hours AS n ON n.node_id = b.node AND n.day = b.day";
}

}  // namespace farthing
