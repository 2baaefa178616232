#include "lake/build_blocks.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace {

constexpr std::array kBlockCosts = {"billed_cost",        "effective_cost",  "net_billed_cost",
                                    "net_effective_cost", "contracted_cost", "list_cost"};

// Of each basis.
std::string of_bases(const char* form, const char* between) {
  std::vector<std::string> all;
  for (const char* cost : kBlockCosts) all.push_back(fmt::format(fmt::runtime(form), cost));
  return join(all, between);
}

// As models/node_hours.sql states the sum of a line's hours until then.
std::string stated_until(const char* until) {
  return fmt::format(
      "CASE WHEN {0} = {{1}}.total THEN {{2}}.{{0}} ELSE CAST(round(CAST({{2}}.{{0}} AS DOUBLE) * {0} / {{1}}.total * "
      "1e12) AS BIGINT) * 0.000000000001 END",
      until);
}

// On the bases of what is billed, the fee stays on the day of its charge.
constexpr const char* kDayChargesWithBlocks = R"sql(
CREATE OR REPLACE TEMP VIEW day_charges AS
SELECT * FROM day_lines WHERE node_key IS NOT NULL
UNION ALL
SELECT l.* REPLACE (b.node_key AS node_key, 'capacity_block' AS purchase_option, 0 * l.billed_cost AS billed_cost,
  0 * l.net_billed_cost AS net_billed_cost)
FROM day_lines AS l JOIN (SELECT DISTINCT line_id, node_key FROM block_line_hours) AS b ON b.line_id = l.line_id)sql";

constexpr const char* kOtherMonth = R"sql(
INSERT INTO bill_remainder BY NAME
SELECT day, month AS billing_period, 'not_covered' AS cost_kind,
  'a capacity block''s hours in another month than its fee' AS reason, account, region, zone, service, purchase_option,
  currency, false AS estimated, 'bill' AS cost_source, count(*) AS hours, {}
FROM (
  SELECT *, billing_period AS month, -1 AS sign FROM day_lines WHERE block IS NOT NULL AND billing_period <> paid_in
  UNION ALL
  SELECT *, paid_in, 1 FROM day_lines WHERE block IS NOT NULL AND billing_period <> paid_in)
GROUP BY ALL)sql";

constexpr const char* kOtherAccount = R"sql(
INSERT INTO bill_remainder BY NAME
WITH parts AS (
  SELECT n.day, c.billing_period, n.account AS user, c.account AS payer, c.region, c.zone, c.service, c.purchase_option,
    c.currency, {}
  FROM machine_line_hours AS p
  JOIN day_charges AS c ON c.line_id = p.line_id AND c.node_key = p.node_key
  JOIN node_hours AS n ON n.node_key = p.node_key AND n.hour_number = p.hour_number
  WHERE c.block IS NOT NULL AND n.account IS DISTINCT FROM c.account
)
SELECT day, billing_period, 'not_covered' AS cost_kind, 'a capacity block of another account' AS reason, account, region,
  zone, service, purchase_option, currency, false AS estimated, 'bill' AS cost_source, count(*) AS hours, {}
FROM (SELECT *, user AS account, -1 AS sign FROM parts UNION ALL SELECT *, payer, 1 FROM parts)
GROUP BY ALL)sql";

Result<bool> has_block_lines(Engine& engine) {
  TRY(const auto rows, engine.query("SELECT 1 FROM day_lines WHERE block IS NOT NULL LIMIT 1"));
  return !rows.rows.empty();
}

// Whether there are any.
Result<bool> fill_machine_line_hours(Engine& engine) {
  TRY_DONE(
      engine.run("CREATE OR REPLACE TEMP TABLE block_lines AS SELECT line_id, block, begins, ends, instances FROM "
                 "day_lines WHERE block IS NOT NULL AND ends > begins"));
  TRY_DONE(
      engine.run("CREATE OR REPLACE TEMP TABLE block_line_hours AS " + std::string(model_sql("block_line_hours"))));
  TRY(const bool has_blocks, has_block_lines(engine));
  if (!has_blocks) return false;
  TRY_DONE(engine.run("INSERT INTO machine_line_hours BY NAME SELECT * FROM block_line_hours"));
  return true;
}

}  // namespace

Done make_block_line_hours(Engine& engine) {
  TRY(const bool has_blocks, fill_machine_line_hours(engine));
  if (!has_blocks) return {};
  return engine.run(kDayChargesWithBlocks);
}

Done add_block_line_hours(Engine& engine) {
  TRY(const bool has_blocks, fill_machine_line_hours(engine));
  if (!has_blocks) return {};
  return engine.run(
      "INSERT INTO day_charges SELECT l.* REPLACE (b.node_key AS node_key) FROM day_lines AS l JOIN (SELECT DISTINCT "
      "line_id, node_key FROM block_line_hours) AS b ON b.line_id = l.line_id");
}

std::string lines_without_used_blocks() {
  const auto left = fmt::format("CASE WHEN u.used IS NULL THEN l.{{0}} ELSE l.{{0}} - {} END",
                                fmt::format(fmt::runtime(stated_until("u.used")), "{0}", "u", "l"));
  std::vector<std::string> costs;
  for (const std::string cost : kBlockCosts) {
    if (cost == "billed_cost" || cost == "net_billed_cost") continue;
    costs.push_back(fmt::format(fmt::runtime("CAST(" + left + " AS DECIMAL(38,12)) AS {0}"), cost));
  }
  return "(SELECT * FROM (SELECT l.* REPLACE (" + join(costs, ", ") +
         ") FROM day_lines AS l LEFT JOIN (SELECT line_id, max(until) AS used, max(total) AS total FROM "
         "block_line_hours GROUP BY 1) AS u ON u.line_id = l.line_id WHERE l.block IS NOT NULL) WHERE " +
         of_bases("coalesce({0}, 0) <> 0", " OR ") + ")";
}

Done add_moved_block_money(Engine& engine) {
  TRY(const bool has_blocks, has_block_lines(engine));
  if (!has_blocks) return {};
  const auto sums = of_bases("CAST(sum(sign * {0}) AS DECIMAL(38,12)) AS {0}", ", ");
  TRY_DONE(engine.run(fmt::format(kOtherMonth, sums)));
  const auto part = fmt::format(
      "CASE WHEN n.{{0}} IS NULL THEN 0 ELSE {} - CAST(round(CAST(c.{{0}} AS DOUBLE) * "
      "(p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END AS {{0}}",
      fmt::format(fmt::runtime(stated_until("p.until")), "{0}", "p", "c"));
  return engine.run(fmt::format(kOtherAccount, of_bases(part.c_str(), ", "), sums));
}

}  // namespace farthing
