#include "ask/explain_card.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr int kSlotsShown = 3;
constexpr int kLargestDivisor = 64;

struct Claimed {
  Cell sharing, profile, percent, gib, cores, claim, replicas, asked;
};

// Why a container's part of a card is what it is, in the words of the guide.
std::string why_words(const Claimed& claimed) {
  const auto kind = claimed.sharing.value_or("none");
  if (kind == "mig") {
    return claimed.profile ? "the larger of compute slices / all and memory slices / all of the profile"
                           : "1 / replicas of a slice whose profile isn't stated";
  }
  if (kind == "neuron") return claimed.cores ? *claimed.cores + " cores / cores of a device" : "devices";
  if (claimed.percent || claimed.gib) {
    std::vector<std::string> asked;
    if (claimed.percent) asked.push_back(*claimed.percent + " % of the compute");
    if (claimed.gib) asked.push_back(*claimed.gib + " GiB / the card's memory");
    return (asked.size() > 1 ? "the larger of " : "") + join(asked, " and ");
  }
  if ((kind == "mps" || kind == "time_slicing") && claimed.replicas) {
    return fmt::format("{} held / {} replicas", claimed.asked.value_or("1"), *claimed.replicas);
  }
  if (claimed.claim) return "the devices of claim '" + *claimed.claim + "', shared equally by who uses it";
  return claimed.asked ? *claimed.asked + " asked for, each whole" : "whole cards";
}

std::string moment_in(const std::string& hour, const char* start, const char* end) {
  return fmt::format(
      "{1} < TIMESTAMP {0} + INTERVAL 1 HOUR AND coalesce({2}, TIMESTAMP {0} + INTERVAL 1 HOUR) > "
      "TIMESTAMP {0}",
      sql_literal(hour), start, end);
}

// Intervals are kept in each day that they touch, so those of that day are enough.
std::string newest_of(const char* table, const char* key, const std::string& id, const std::string& hour) {
  return fmt::format("(SELECT * FROM {} WHERE {} = {} AND {} ORDER BY start DESC LIMIT 1)", table, key, sql_literal(id),
                     moment_in(hour, "start", "\"end\""));
}

Done add_activity(Engine& engine, const std::string& node, const std::string& workload, const std::string& hour,
                  const Cell& ids, std::vector<std::string>& lines) {
  const auto held_cards = ids ? fmt::format("list_contains((SELECT accelerator_ids FROM {}), accelerator_id)",
                                            newest_of("workloads", "workload_id", workload, hour))
                              : std::string("false");
  TRY(const auto rows,
      engine.query(fmt::format(
          "SELECT accelerator_id, round(sum(active_seconds), 3), round(sum(seconds), 3) FROM "
          "accelerator_activity WHERE node_id = {} AND start >= TIMESTAMP {} AND start < TIMESTAMP "
          "{} + INTERVAL 1 HOUR AND (list_contains(held_by, {}) OR {}) GROUP BY 1 ORDER BY 2 DESC "
          "NULLS LAST, 1 LIMIT {}",
          sql_literal(node), sql_literal(hour), sql_literal(hour), sql_literal(workload), held_cards, kSlotsShown)));
  for (const auto& row : rows.rows) {
    lines.push_back(fmt::format("    slot {}: active for {} of {} s in that hour (accelerator_activity)",
                                row[0].value_or("not stated"), row[1].value_or("unknown"), row[2].value_or("unknown")));
  }
  TRY(const auto own, engine.query(fmt::format("SELECT accelerator_hours FROM usage_hourly WHERE workload_id = {} AND "
                                               "hour = TIMESTAMP {} AND accelerator_hours IS NOT NULL LIMIT 1",
                                               sql_literal(workload), sql_literal(hour))));
  for (const auto& row : own.rows) {
    lines.push_back("    the container's own telemetry: active for " + row[0].value_or("unknown") +
                    " hours of what it held (usage_hourly)");
  }
  return {};
}

std::string cards_text(double cards) {
  const auto number = fraction_text(cards);
  return number + (number == "1" ? " card" : cards < 1 ? " of a card" : " cards");
}

}  // namespace

std::string fraction_text(double number) {
  for (int divisor = 1; divisor <= kLargestDivisor; ++divisor) {
    const double times = std::round(number * divisor);
    if (times < 1 || std::abs(number * divisor - times) > 1e-6 * divisor) continue;
    return divisor == 1 ? fmt::format("{:.0f}", times) : fmt::format("{:.0f}/{}", times, divisor);
  }
  return fmt::format("{:.4g}", number);
}

Done explain_card(Engine& engine, const std::string& node, const std::string& workload, const std::string& hour,
                  std::vector<std::string>& lines) {
  TRY(const auto rows,
      engine.query(fmt::format(
          "SELECT h.accelerator_model, round(h.accelerator_micro_seconds / (h.seconds * 1e6), 3), f.gpu_sharing, "
          "f.mig_profile, s.accelerator_share * h.accelerator_micro_seconds / (nullif(s.seconds, 0) * 1e6), "
          "n.accelerator_replicas, w.request_accelerators, w.accelerator_percent, w.accelerator_memory_gib, "
          "w.accelerator_cores, w.accelerator_claim, array_to_string(w.accelerator_ids[1:{shown}], ', '), "
          "len(w.accelerator_ids) > {shown} FROM node_hours AS h JOIN allocation_shares AS s ON s.node_id = h.node_id "
          "AND s.hour = h.hour LEFT JOIN workload_facts AS f ON f.workload_id = s.workload_id AND f.day = s.day LEFT "
          "JOIN "
          "{nodes} AS n ON true LEFT JOIN {workloads} AS w ON true WHERE h.hour = TIMESTAMP {hour} AND s.hour = "
          "TIMESTAMP {hour} AND h.day = CAST(TIMESTAMP {hour} AS DATE) AND s.day = h.day AND h.node_id = {node} AND "
          "s.workload_id = {workload}",
          fmt::arg("shown", kSlotsShown), fmt::arg("nodes", newest_of("nodes", "node_id", node, hour)),
          fmt::arg("workloads", newest_of("workloads", "workload_id", workload, hour)),
          fmt::arg("hour", sql_literal(hour)), fmt::arg("node", sql_literal(node)),
          fmt::arg("workload", sql_literal(workload)))));
  if (rows.rows.empty()) return {};
  const auto& row = rows.rows.front();
  const Claimed claimed{.sharing = row[2],
                        .profile = row[3],
                        .percent = row[7],
                        .gib = row[8],
                        .cores = row[9],
                        .claim = row[10],
                        .replicas = row[5],
                        .asked = row[6]};
  lines.push_back(fmt::format("    card: {}, {} on the machine, sharing {}{}: it held {}, because: {}",
                              row[0].value_or("model not stated"), row[1].value_or("unknown"), row[2].value_or("none"),
                              row[3] ? " " + *row[3] : "", row[4] ? cards_text(std::stod(*row[4])) : "an unknown part",
                              why_words(claimed)));
  if (row[11]) lines.push_back("    it names: " + *row[11] + (row[12] == "true" ? ", ..." : ""));
  return add_activity(engine, node, workload, hour, row[11], lines);
}

}  // namespace farthing
