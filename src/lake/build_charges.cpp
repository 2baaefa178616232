#include "lake/build_charges.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/text.hpp"
#include "lake/build_blocks.hpp"
#include "lake/capacity_blocks.hpp"
#include "lake/dimension_sql.hpp"

namespace farthing {
namespace {

// The models' names of the bases, and the columns of charges.
constexpr std::array<std::pair<const char*, const char*>, 6> kCosts = {{
    {"billed_cost", "BilledCost"},
    {"effective_cost", "EffectiveCost"},
    {"net_billed_cost", "x_NetBilledCost"},
    {"net_effective_cost", "x_NetEffectiveCost"},
    {"contracted_cost", "ContractedCost"},
    {"list_cost", "ListCost"},
}};

// A cluster's name as the bill knows it: by tags, or in the id of a cluster, an ECS task or a pod on Fargate.
constexpr const char* kClusterOfLine =
    "coalesce(Tags['aws:eks:cluster-name'], Tags['eks:cluster-name'], Tags['aws:ecs:clusterName'], "
    "nullif(split_part(regexp_extract(ResourceId, "
    "'^arn:aws[^:]*:e[ck]s:[^:]*:[^:]*:(cluster/[^/]+|(?:task|pod)/[^/]+/)', 1), '/', 2), ''), "
    "nullif(regexp_extract(array_to_string(map_keys(Tags), '|'), 'kubernetes.io/cluster/([^|]+)', 1), ''))";

// What a row of nodes could describe: an instance or a Fargate task. Types of managed services have a second dot.
constexpr const char* kIsMachine =
    "coalesce(x_machine IS NOT NULL AND (x_InstanceType LIKE '%.%' AND x_InstanceType NOT LIKE '%.%.%' OR "
    "x_UsageType LIKE '%Fargate%' OR x_PurchaseOption IN ('fargate', 'fargate_spot')), false)";

std::string unused_sql() {
  return std::string(
             "CASE WHEN CommitmentDiscountStatus = 'Unused' THEN 'unused commitment' "
             "WHEN CapacityReservationStatus = 'Unused' THEN 'unused capacity reservation' "
             "WHEN x_PurchaseOption = 'capacity_block' OR ") +
         kIsBlockLine + " THEN 'capacity block' END";
}

std::string shared_rule_sql(const std::vector<SharedCondition>& shared) {
  if (shared.empty()) return "CAST(NULL AS VARCHAR)";
  std::string sql = "CASE";
  // A value that a condition can't convert makes it unknown for the line, and no rule takes what it doesn't know.
  for (const auto& one : shared) sql += " WHEN TRY((" + one.sql + ")) THEN " + sql_literal(one.rule);
  return sql + " END";
}

// What is paid for a Capacity Block at once is billed on the day of its charge. On the other bases each second of the
// block costs the same.
std::string block_day_cost(const std::string& name, const char* column) {
  if (name == "billed_cost" || name == "net_billed_cost") {
    return fmt::format("CASE WHEN l.day_number = x_start_day THEN {0} WHEN {0} IS NOT NULL THEN 0 END", column);
  }
  const auto until = [&](const char* second) {
    return fmt::format(
        "CASE WHEN {1} <= x_begins THEN 0 * {0} WHEN {1} >= x_ends THEN {0} ELSE CAST(round(CAST({0} AS DOUBLE) * ({1} "
        "- x_begins) / (x_ends - x_begins), 12) AS DECIMAL(38,12)) END",
        column, second);
  };
  return until("(l.day_number * 86400 + 86400)") + " - " + until("(l.day_number * 86400)");
}

// Of a line that lasts beyond a day each day gets a part by time; the last one takes what rounding leaves.
std::string day_cost(const char* name, const char* column) {
  const auto until = fmt::format(
      "CAST(round(CAST({} AS DOUBLE) * {{}} / (x_ends - x_begins) * 1e12) AS BIGINT) * 0.000000000001", column);
  return fmt::format(
      "CASE WHEN x_block IS NOT NULL THEN {4} WHEN x_first = x_last THEN {1} ELSE (CASE WHEN l.day_number = x_last "
      "THEN {1} ELSE {2} END) - "
      "(CASE WHEN l.day_number = x_first THEN 0 ELSE {3} END) END AS {0}",
      name, column, fmt::format(fmt::runtime(until), "(l.day_number * 86400 + 86400 - x_begins)"),
      fmt::format(fmt::runtime(until), "(l.day_number * 86400 - x_begins)"), block_day_cost(name, column));
}

std::string dimension_columns(const AllocationConfig& config, const SourceSql& source) {
  std::string sql;
  for (std::size_t i = 0; i < config.dimensions.size(); ++i) {
    sql += fmt::format(", CASE WHEN r.node_key IS NULL THEN {} END AS spelling_{}",
                       dimension_spelling_sql(config.dimensions[i], source), i);
  }
  return sql;
}

// The owner of what nobody used: as the dimension `owner` says, else the account that pays for it.
std::string owner_of_line(const AllocationConfig& config) {
  std::string said = "CAST(NULL AS VARCHAR)";
  for (const auto& rule : config.dimensions) {
    if (rule.name == "owner") said = dimension_spelling_sql(rule, charge_source_sql);
  }
  return "coalesce(" + said + ", SubAccountName, SubAccountId)";
}

std::string costs_sql(const char* form) {
  std::string sql;
  for (const auto& [name, unused] : kCosts) {
    sql += fmt::format(fmt::runtime(form), name) + (name == kCosts.back().first ? "" : ", ");
  }
  return sql;
}

// Whether lines of machines may disagree: some state a cost that others don't, or another currency. Most bills don't.
Result<bool> lines_differ(Engine& engine) {
  std::string sql = "SELECT min(currency) <> max(currency) OR count(currency) NOT IN (0, count(*))";
  for (const auto& [name, unused] : kCosts) sql += fmt::format(" OR count({}) NOT IN (0, count(*))", name);
  TRY(const auto rows, engine.query(sql + " FROM day_charges"));
  return rows.rows[0][0] == "true";
}

// What the bill knows of a machine's hour whose cost isn't known, as not all of its lines state it: nobody's, but no
// less a part of the bill. A line's part of an hour is worked out as in models/node_hours.sql.
Done add_half_known_hours(Engine& engine) {
  TRY(const bool differ, lines_differ(engine));
  if (!differ) return {};
  const char* sum =
      "CAST(coalesce(sum(CASE WHEN n.{0} IS NULL THEN CASE WHEN p.until = p.total THEN c.{0} ELSE "
      "CAST(round(CAST(c.{0} AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END - "
      "CAST(round(CAST(c.{0} AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END), 0) "
      "AS DECIMAL(38,12)) AS {0}";
  std::string half_known = "false";
  for (const auto& [name, unused] : kCosts) half_known += fmt::format(" OR n.{0} IS NULL AND c.{0} IS NOT NULL", name);
  return engine.run(fmt::format(
      R"sql(
INSERT INTO bill_remainder BY NAME
SELECT n.day, c.billing_period, 'unallocated' AS cost_kind,
  CASE WHEN n.currency IS DISTINCT FROM c.currency THEN 'an hour of a machine in several currencies'
    ELSE 'a cost that not all lines of the machine state in that hour' END AS reason,
  c.account, n.region, n.zone, c.service, n.cluster, n.orchestrator, n.node_pool, n.node_id AS node, n.instance_type,
  c.purchase_option, n.accelerator_model AS accelerator, c.currency, false AS estimated, 'bill' AS cost_source,
  count(*) AS hours, {}
FROM machine_line_hours AS p
JOIN day_charges AS c ON c.line_id = p.line_id AND c.node_key = p.node_key
JOIN node_hours AS n ON n.node_key = p.node_key AND n.hour_number = p.hour_number
WHERE {}
GROUP BY ALL)sql",
      costs_sql(sum), half_known));
}

}  // namespace

std::string charge_days_sql(const std::string& where) {
  const auto times =
      std::string("SELECT *, epoch_us(strptime(billing_period || '-01', '%Y-%m-%d')) / 1000000 AS x_month_begins, ") +
      "epoch_us(strptime(billing_period || '-01', '%Y-%m-%d') + INTERVAL 1 MONTH) / 1000000 AS x_month_ends FROM "
      "charges WHERE " +
      where;
  const auto clipped = fmt::format(
      "SELECT *, system.main.greatest(epoch_us(ChargePeriodStart) / 1000000, x_month_begins) AS x_begins, "
      "system.main.least(system.main.greatest(epoch_us(ChargePeriodEnd) / 1000000, epoch_us(ChargePeriodStart) / "
      "1000000 "
      "+ 1), x_month_ends) AS x_ends, epoch_us(coalesce(CAST(charge_date AS TIMESTAMP), strptime(billing_period || "
      "'-01', "
      "'%Y-%m-%d'))) / 86400000000 AS x_start_day FROM ({})",
      times);
  const std::string cut =
      "(ChargeCategory NOT IN ('Purchase', 'Tax') AND ResourceId IS NOT NULL AND ChargePeriodStart IS NOT NULL AND "
      "ChargePeriodEnd IS "
      "NOT "
      "NULL AND x_ends > x_begins)";
  return fmt::format(
      "SELECT *, coalesce({0}, false) AS x_cut, CASE WHEN {0} THEN x_begins / 86400 ELSE x_start_day END AS x_first, "
      "CASE "
      "WHEN {0} THEN (x_ends - 1) / 86400 ELSE x_start_day END AS x_last FROM ({1})",
      cut, clipped);
}

namespace {

// Three ways in, so that the engine can skip what it doesn't need by plain columns: lines that begin on these days,
// lines of the month that began before, and lines without a date, which lie on the month's first day.
std::vector<std::string> ways_to_lines(const std::vector<std::string>& days) {
  const auto first = sql_literal(days.front()), last = sql_literal(days.back());
  const auto month = sql_literal(days.front().substr(0, std::string_view("2026-10").size()));
  return {fmt::format("charge_date BETWEEN DATE {} AND DATE {}", first, last),
          fmt::format("billing_period = {} AND charge_date < DATE {} AND ChargePeriodEnd > CAST(DATE {} AS TIMESTAMP)",
                      month, first, first),
          fmt::format("billing_period = {} AND charge_date IS NULL", month)};
}

// A fee of EKS Auto Mode names its instance by ARN, EC2's own lines by id.
constexpr const char* kMachineOfLine =
    "CASE WHEN starts_with(ResourceId, 'arn:') AND contains(ResourceId, ':instance/i-') THEN split_part(ResourceId, "
    "':instance/', 2) ELSE ResourceId END";

// Lines of Capacity Blocks fall on all days of their block, and on the one on which they were billed.
constexpr const char* kBlockLines =
    "SELECT *, CAST(x_begins AS BIGINT) AS x_month_begins, CAST(x_ends AS BIGINT) AS x_month_ends, true AS x_cut, "
    "least(x_start_day, x_begins / 86400) AS x_first, greatest(x_start_day, (x_ends - 1) / 86400) AS x_last FROM "
    "block_charges";

// These days' lines, each once a day, numbered; what of them may belong to a resource or a machine.
std::string lines_by_day_sql(const std::vector<std::string>& days, bool has_blocks) {
  const auto first = sql_literal(days.front()), last = sql_literal(days.back());
  std::vector<std::string> found;
  for (const auto& way : ways_to_lines(days)) {
    found.push_back("SELECT *, CAST(NULL AS VARCHAR) AS x_block, CAST(NULL AS BIGINT) AS x_instances FROM (" +
                    charge_days_sql(has_blocks ? way + " AND NOT " + kIsBlockLine : way) + ")");
  }
  if (has_blocks) found.emplace_back(kBlockLines);
  const auto lines = fmt::format(
      "SELECT *, row_number() OVER () AS x_line FROM ({}) WHERE x_last >= epoch_us(CAST(DATE {} AS TIMESTAMP)) / "
      "86400000000 AND x_first <= epoch_us(CAST(DATE {} AS TIMESTAMP)) / 86400000000",
      join(found, " UNION ALL BY NAME "), first, last);
  return "SELECT l.*, d.day, CASE WHEN x_cut THEN ResourceId END AS x_resource, CASE WHEN x_cut AND NOT " +
         std::string(kIsTransfer) + " THEN " + kMachineOfLine +
         " END AS x_machine FROM (SELECT *, unnest(generate_series(x_first, x_last)) AS "
         "day_number FROM (" +
         lines + ")) AS l JOIN build_days AS d ON d.day_number = l.day_number";
}

constexpr const char* kNodeResources =
    "CREATE OR REPLACE TEMP TABLE node_resources AS SELECT DISTINCT day_number, resource_id, node_key FROM (SELECT "
    "day_number, resource_id, node_key FROM day_nodes UNION ALL SELECT day_number, root_volume_id, node_key FROM "
    "day_nodes WHERE root_volume_id IS NOT NULL)";

// From when to when a line lasts on a day.
constexpr const char* kBeginsAndEnds =
    "CASE WHEN x_begins > l.day_number * 86400 THEN x_begins ELSE l.day_number * 86400 END AS begins, "
    "CASE WHEN x_ends < l.day_number * 86400 + 86400 THEN x_ends ELSE l.day_number * 86400 + 86400 END AS ends";

}  // namespace

Done make_machine_charges(Engine& engine, const std::vector<std::string>& days, const std::string& carried) {
  TRY_DONE(engine.run(kNodeResources));
  TRY(const auto blocks, engine.query("SELECT 1 FROM block_charges LIMIT 1"));
  const bool has_blocks = !blocks.rows.empty();
  TRY_DONE(engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE day_lines AS SELECT x_line * 131072 + l.day_number AS line_id, r.node_key, "
      "l.billing_period, x_block AS block, x_instances AS instances, {}, {} FROM ({}) AS l {} JOIN node_resources AS r "
      "ON r.resource_id = l.x_machine AND r.day_number = l.day_number WHERE r.node_key IS NOT NULL OR x_block IS NOT "
      "NULL",
      kBeginsAndEnds, carried, lines_by_day_sql(days, has_blocks), has_blocks ? "LEFT" : "")));
  return engine.run("CREATE OR REPLACE TEMP TABLE day_charges AS SELECT * FROM day_lines WHERE node_key IS NOT NULL");
}

Done make_day_charges(Engine& engine, const std::vector<std::string>& days, const std::vector<SharedCondition>& shared,
                      const AllocationConfig& config) {
  std::vector<std::string> maps;
  for (const auto& way : ways_to_lines(days)) maps.push_back("SELECT Tags, x_CostCategories FROM charges WHERE " + way);
  const auto of_lines = "(" + join(maps, " UNION ALL ") + ")";
  TRY(const auto written,
      with_keys_as_written(engine, config,
                           {{"tag", "Tags", of_lines}, {"cost_category", "x_CostCategories", of_lines}}));
  TRY_DONE(engine.run(kNodeResources));
  TRY(const auto blocks, engine.query("SELECT 1 FROM block_charges LIMIT 1"));
  TRY_DONE(
      engine.run("CREATE OR REPLACE TEMP TABLE strange_nodes AS SELECT DISTINCT w.day_number, w.node_id FROM "
                 "workload_pieces AS w ANTI JOIN day_nodes AS n ON n.node_id = w.node_id AND n.day_number = "
                 "w.day_number"));
  std::string costs;
  for (const auto& [name, column] : kCosts) costs += ", " + day_cost(name, column);
  // What is only asked of lines without a machine isn't worked out for the others, which are many.
  return engine.run(fmt::format(
      R"sql(
CREATE OR REPLACE TEMP TABLE day_lines AS
SELECT
  x_line * 131072 + l.day_number AS line_id, r.node_key, s.node_id IS NOT NULL AS strange, {is_machine} AS is_machine,
  l.day, l.day_number, CASE WHEN x_block IS NULL THEN l.billing_period ELSE strftime(l.day, '%Y-%m') END AS billing_period,
  l.billing_period AS paid_in, x_block AS block, x_instances AS instances,
  {times},
  SubAccountId AS account, RegionId AS region, AvailabilityZone AS zone, ServiceName AS service,
  CASE WHEN r.node_key IS NULL THEN {cluster} END AS cluster,
  x_InstanceType AS instance_type, x_PurchaseOption AS purchase_option, ResourceId AS resource_id,
  BillingCurrency AS currency,
  CASE WHEN r.node_key IS NULL THEN {shared_rule} END AS shared_rule,
  {unused} AS unused,
  CASE WHEN r.node_key IS NULL THEN {owner} END AS line_owner,
  CASE WHEN r.node_key IS NULL THEN coalesce(Tags['run'], u.run) END AS run{dimensions}{costs}
FROM ({by_day}) AS l
LEFT JOIN run_resources AS u ON u.resource_id = l.ResourceId AND u.start_day <= l.day_number
LEFT JOIN node_resources AS r ON r.resource_id = l.x_machine AND r.day_number = l.day_number
LEFT JOIN strange_nodes AS s ON s.node_id = l.x_resource AND s.day_number = l.day_number;
CREATE OR REPLACE TEMP VIEW day_charges AS SELECT * FROM day_lines WHERE node_key IS NOT NULL)sql",
      fmt::arg("is_machine", kIsMachine), fmt::arg("cluster", kClusterOfLine),
      fmt::arg("shared_rule", shared_rule_sql(shared)), fmt::arg("unused", unused_sql()),
      fmt::arg("owner", owner_of_line(written)), fmt::arg("dimensions", dimension_columns(written, charge_source_sql)),
      fmt::arg("costs", costs), fmt::arg("times", kBeginsAndEnds),
      fmt::arg("by_day", lines_by_day_sql(days, !blocks.rows.empty()))));
}

Done make_bill_remainder(Engine& engine, const AllocationConfig& config) {
  std::string spellings, names, values;
  for (std::size_t i = 0; i < config.dimensions.size(); ++i) {
    spellings += fmt::format(", {} AS value_{}", normal_form_sql(fmt::format("spelling_{}", i)), i);
    names += (i == 0 ? "" : ", ") + sql_literal(config.dimensions[i].name);
    values += fmt::format("{}value_{}", i == 0 ? "" : ", ", i);
  }
  const auto map =
      names.empty() ? std::string("CAST(NULL AS MAP(VARCHAR, VARCHAR))") : "MAP([" + names + "], [" + values + "])";
  // A line of a machine that was not there at the time is in no node-hour. Each part of a line counts once, also if two
  // nodes claim it.
  TRY_DONE(engine.run(fmt::format(
      R"sql(
CREATE OR REPLACE TEMP TABLE bill_remainder AS
WITH lines_left AS (
  SELECT *,
    CASE WHEN node_key IS NOT NULL THEN 'unallocated' WHEN shared_rule IS NOT NULL THEN 'shared'
      WHEN unused IS NOT NULL THEN 'idle' WHEN strange OR is_machine AND cluster IS NOT NULL THEN 'unallocated'
      ELSE 'not_covered' END AS cost_kind,
    CASE WHEN node_key IS NOT NULL THEN 'a line while its machine was not there'
      WHEN shared_rule IS NOT NULL THEN shared_rule WHEN unused IS NOT NULL THEN unused
      WHEN strange THEN 'workloads ran there, but no row of nodes describes it'
      WHEN is_machine AND cluster IS NOT NULL THEN 'a machine of a cluster that no row of nodes describes'
      WHEN is_machine THEN 'a machine that no cluster knows' ELSE 'outside of clusters' END AS reason
  FROM (SELECT *, row_number() OVER (PARTITION BY line_id ORDER BY node_key) AS x_copy FROM day_lines AS l WHERE block IS NULL
      AND NOT EXISTS (SELECT 1 FROM machine_line_hours AS h WHERE h.line_id = l.line_id)
    UNION ALL SELECT *, 1 FROM {blocks})
  WHERE x_copy = 1
), summed AS (
  SELECT day, billing_period, cost_kind, reason, account, region, zone, service, cluster, instance_type, purchase_option,
    CASE WHEN cost_kind = 'idle' THEN line_owner END AS owner, run, currency{values}, count(*) AS hours, {sums}
  FROM lines_left
  GROUP BY ALL
)
SELECT *, CAST(NULL AS VARCHAR) AS orchestrator, CAST(NULL AS VARCHAR) AS node_pool, CAST(NULL AS VARCHAR) AS node,
  CAST(NULL AS VARCHAR) AS accelerator, CAST(NULL AS VARCHAR) AS namespace, CAST(NULL AS VARCHAR) AS ecs_service,
  CAST(NULL AS VARCHAR) AS workload, CAST(NULL AS VARCHAR) AS controller_kind, CAST(NULL AS VARCHAR) AS pod,
  CAST(NULL AS VARCHAR) AS container, CAST(NULL AS VARCHAR) AS workload_id, CAST(NULL AS VARCHAR) AS model,
  CAST(NULL AS VARCHAR) AS model_version, CAST(NULL AS VARCHAR) AS tenant, CAST(NULL AS VARCHAR) AS gpu_sharing,
  CAST(NULL AS VARCHAR) AS mig_profile, {map} AS dimensions, false AS estimated,
  'bill' AS cost_source, CAST(NULL AS DOUBLE) AS vcpu_hours, CAST(NULL AS DOUBLE) AS gib_hours,
  CAST(NULL AS DOUBLE) AS accelerator_hours, CAST(NULL AS DOUBLE) AS network_in_bytes,
  CAST(NULL AS DOUBLE) AS network_out_bytes
FROM summed)sql",
      fmt::arg("values", spellings), fmt::arg("map", map), fmt::arg("blocks", lines_without_used_blocks()),
      fmt::arg("sums", costs_sql("CAST(sum({0}) AS DECIMAL(38,12)) AS {0}, {0} IS NULL AS {0}_unknown")))));
  TRY_DONE(add_moved_block_money(engine));
  return add_half_known_hours(engine);
}

}  // namespace farthing
