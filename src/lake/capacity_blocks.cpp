#include "lake/capacity_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kShortestBlock = 86'400;

bool is_whole(double number) { return std::abs(number - std::round(number)) < 1e-6; }

// Bills count a block's instances, or their hours.
std::int64_t instances_of(const BlockLine& line) {
  const double quantity = std::abs(line.quantity);
  const double hours = static_cast<double>(line.ends - line.begins) / 3600;
  if (line.in_hours && quantity >= hours) return std::llround(std::ceil(quantity / hours - 1e-6));
  return quantity >= 1 && is_whole(quantity) ? std::llround(quantity) : 1;
}

BlockSpan joined(const BlockSpan& one, const BlockSpan& other) {
  return {std::min(one.begins, other.begins), std::max(one.ends, other.ends)};
}

std::map<std::string, BlockSpan> fees_of_reservations(const std::vector<BlockLine>& lines) {
  std::map<std::string, BlockSpan> spans;
  for (const auto& line : lines) {
    if (!line.is_fee) continue;
    const BlockSpan span{line.begins, line.ends};
    const auto [found, is_new] = spans.emplace(line.reservation, span);
    if (!is_new) found->second = joined(found->second, span);
  }
  return spans;
}

bool is_short(const BlockSpan& span) { return span.ends - span.begins < kShortestBlock; }

void place_fee(BlockLine& line, const BlockSpan& fees, const std::map<std::string, BlockSpan>& machines) {
  const auto there = machines.find(line.reservation);
  if (is_short(fees) && there != machines.end() &&
      (there->second.begins < fees.begins || there->second.ends > fees.ends)) {
    line.begins = there->second.begins;
    line.ends = there->second.ends;
  }
  line.instances = instances_of(line);
}

// Beside what was paid, what was paid back: of the fee that it lasts as long as, or of all.
void place_other(BlockLine& line, const std::vector<BlockLine>& placed, const std::vector<BlockLine>& as_said) {
  std::optional<BlockSpan> same, all;
  std::int64_t instances_of_same = 1, instances = 1;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const auto& fee = placed[i];
    if (!fee.is_fee || fee.reservation != line.reservation) continue;
    const BlockSpan span{fee.begins, fee.ends};
    if (as_said[i].begins == line.begins && as_said[i].ends == line.ends) {
      same = same ? joined(*same, span) : span;
      instances_of_same = std::max(instances_of_same, fee.instances);
    }
    all = all ? joined(*all, span) : span;
    instances = std::max(instances, fee.instances);
  }
  if (!all) {
    line.instances = instances_of(line);
    return;
  }
  const auto& span = same ? *same : *all;
  line.begins = span.begins;
  line.ends = span.ends;
  line.instances = same ? instances_of_same : instances;
}

}  // namespace

std::string reservation_id_sql(const std::string& of) { return "nullif(regexp_extract(" + of + ", '[^/]+$'), '')"; }

std::string reservation_of_node_sql(const std::string& prefix) {
  return reservation_id_sql(fmt::format(
      "coalesce({0}labels['capacity_reservation_id'], {0}labels['karpenter.k8s.aws/capacity-reservation-id'],"
      " {0}x_Unknown['capacity_reservation_id'])",
      prefix));
}

std::string block_line_key_sql() {
  return "CAST(hash(billing_period, ResourceId, ChargePeriodStart, ChargePeriodEnd, PricingQuantity, PricingUnit, "
         "BilledCost, EffectiveCost) AS VARCHAR)";
}

std::vector<BlockLine> place_block_lines(std::vector<BlockLine> lines,
                                         const std::map<std::string, BlockSpan>& machines) {
  const auto as_said = lines;
  const auto fees = fees_of_reservations(lines);
  for (auto& line : lines) {
    if (line.is_fee) place_fee(line, fees.at(line.reservation), machines);
  }
  const auto placed = lines;
  for (auto& line : lines) {
    if (!line.is_fee) place_other(line, placed, as_said);
  }
  return lines;
}

std::vector<std::string> reservations_to_look_up(const std::vector<BlockLine>& lines) {
  std::vector<std::string> found;
  for (const auto& [reservation, span] : fees_of_reservations(lines)) {
    if (is_short(span)) found.push_back(reservation);
  }
  return found;
}

Result<std::map<std::string, BlockSpan>> machines_of_reservations(Engine& engine,
                                                                  const std::vector<std::string>& reservations,
                                                                  const std::string& end) {
  std::map<std::string, BlockSpan> spans;
  if (reservations.empty() || end.empty()) return spans;
  std::vector<std::string> names;
  for (const auto& one : reservations) names.push_back(sql_literal(one));
  TRY(const auto rows,
      engine.query(fmt::format(
          "SELECT reservation, epoch_us(min(start)) // 1000000, epoch_us(max(coalesce(\"end\", TIMESTAMP {}))) // "
          "1000000 FROM (SELECT {} AS reservation, start, \"end\" FROM nodes) WHERE reservation IN ({}) GROUP BY 1",
          sql_literal(end + " 00:00:00"), reservation_of_node_sql(""), join(names, ", "))));
  for (const auto& row : rows.rows) {
    spans[row[0].value_or("")] = {std::stoll(row[1].value_or("0")), std::stoll(row[2].value_or("0"))};
  }
  return spans;
}

Done make_block_charges(Engine& engine, const std::vector<BlockLine>& lines) {
  std::vector<std::string> places;
  std::set<std::string> keys, dates;
  for (const auto& line : lines) {
    // Two lines of one key are alike, and so is their place.
    if (!keys.insert(line.key).second) continue;
    dates.insert(fmt::format("DATE '1970-01-01' + {}", line.charge_day));
    places.push_back(fmt::format("({}, {}, {}, {}, {})", sql_literal(line.key), sql_literal(line.reservation),
                                 line.begins, line.ends, line.instances));
  }
  if (places.empty()) places.emplace_back("(NULL, NULL, NULL, NULL, NULL)");
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE block_charges AS SELECT c.* EXCLUDE (x_key), p.reservation AS x_block, "
      "CAST(p.instances AS BIGINT) AS x_instances, CAST(p.begins AS BIGINT) AS x_begins, CAST(p.ends AS BIGINT) AS "
      "x_ends, epoch_us(coalesce(CAST(charge_date AS TIMESTAMP), strptime(billing_period || '-01', '%Y-%m-%d'))) // "
      "86400000000 AS x_start_day FROM (SELECT *, {} AS x_key FROM charges WHERE {} AND {}) AS "
      "c JOIN (VALUES {}) AS "
      "p(key, reservation, begins, ends, instances) ON p.key = c.x_key",
      block_line_key_sql(),
      lines.empty() ? "false"
                    : "(charge_date IS NULL OR charge_date IN (" +
                          join(std::vector<std::string>(dates.begin(), dates.end()), ", ") + "))",
      kIsBlockLine, join(places, ", ")));
}

}  // namespace farthing
