#include "focus/allocated_charges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.hpp"
#include "focus/day_parts.hpp"

namespace farthing {
namespace {

// Where a line stood in this lake's files, and what only an import can say.
constexpr std::string_view kOfTheLake[] = {"billing_period", "charge_date",  "x_Estimated", "x_LineItemType",
                                           "x_Part",         "x_SourceFile", "x_SourceLine"};
constexpr std::string_view kOfFarthing[] = {"AllocatedMethodDetails", "AllocatedMethodId", "AllocatedResourceId",
                                            "AllocatedResourceName", "AllocatedTags"};

template <typename List>
bool contains(const List& list, std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

bool is_split(const LakeColumn& column) { return column.type == LakeType::kCost || column.type == LakeType::kQuantity; }

// The parts of each charge, numbered in their order. What no part takes is a part of its own.
std::string rows_sql(const std::string& parts) {
  return fmt::format(R"sql(
WITH parts AS (
  SELECT origin_id, kind, workload_id, coalesce(sum(vcpu), 0) AS vcpu, coalesce(sum(memory), 0) AS memory,
    coalesce(sum(accelerator), 0) AS accelerator, sum(vcpu_hours) AS vcpu_hours, sum(gib_hours) AS gib_hours,
    sum(accelerator_hours) AS accelerator_hours
  FROM read_parquet({}, hive_partitioning = false) GROUP BY 1, 2, 3
), told AS (
  SELECT origin_id, 1 - sum(vcpu + memory + accelerator) AS rest FROM parts GROUP BY 1
)
SELECT p.origin_id, row_number() OVER (PARTITION BY p.origin_id ORDER BY p.kind, p.workload_id) AS n, p.kind, p.workload_id,
  p.vcpu_hours, p.gib_hours, p.accelerator_hours,
  concat_ws(',', p.vcpu, p.memory, p.accelerator, CASE WHEN p.kind = 'unallocated' THEN t.rest ELSE 0 END) AS told
FROM parts AS p JOIN told AS t ON t.origin_id = p.origin_id
WHERE p.kind <> 'unallocated' OR t.rest > 0.000000001)sql",
                     parts);
}

// The units of 10^-12 of the whole that fall on each part.
constexpr const char* kSplits =
    "SELECT origin_id, count(*) AS parts, whole_parts(string_agg(told, ',' ORDER BY n)) AS units FROM day_rows GROUP "
    "BY 1";

// What workloads were called on the last day on which they held a part.
std::string names_sql(const std::string& parts) {
  return fmt::format(
      "SELECT workload_id, arg_max(name, day) AS x_name, CAST(CAST(arg_max(tags, day) AS JSON) AS MAP(VARCHAR, "
      "VARCHAR)) "
      "AS x_tags FROM "
      "read_parquet({}, hive_partitioning = false) WHERE workload_id IS NOT NULL GROUP BY 1",
      parts);
}

// {"AllocatedRatio":0.25,"UsageUnit":"vCPU-Hours","UsageQuantity":1,"x_Resource":"vcpu"}
std::string element_sql(int place, const char* resource, const char* unit, const char* hours) {
  const auto number = [](const std::string& sql) {
    return fmt::format("rtrim(rtrim(CAST({} AS VARCHAR), '0'), '.')", sql);
  };
  const auto units = fmt::format("CAST(string_split(x_units, ' ')[{}] AS BIGINT)", place);
  const auto ratio = number(fmt::format("CAST({} * 0.000000000001 AS DECIMAL(13,12))", units));
  const auto usage = unit == nullptr
                         ? std::string("''")
                         : fmt::format("'\"UsageUnit\":\"{}\",\"UsageQuantity\":' || {} || ','", unit, number(hours));
  return fmt::format(
      "CASE WHEN {} > 0 THEN '{{\"AllocatedRatio\":' || {} || ',' || coalesce({}, '') || '\"x_Resource\":\"{}\"}}' END",
      units, ratio, usage, resource);
}

std::string details_sql() {
  const auto elements = "concat_ws(',', " + element_sql(1, "vcpu", "vCPU-Hours", "r.vcpu_hours") + ", " +
                        element_sql(2, "memory", "GiB-Hours", "r.gib_hours") + ", " +
                        element_sql(3, "accelerator", "Accelerator-Hours", "r.accelerator_hours") + ", " +
                        element_sql(4, "all", nullptr, "") + ")";
  return fmt::format("'{{\"Elements\":[' || coalesce(nullif({}, ''), '{{\"AllocatedRatio\":0}}') || ']}}'", elements);
}

// What a part says of a column; `r` is the part, `x_units` its units.
std::string part_column(const LakeColumn& column, const ChargesOfDays& of) {
  const std::string_view name = column.name;
  if (name == "AllocatedMethodId") return sql_literal(of.method);
  if (name == "AllocatedMethodDetails") return details_sql();
  if (name == "AllocatedResourceId") return "r.workload_id";
  if (name == "AllocatedResourceName") return "x_name";
  if (name == "AllocatedTags") return "x_tags";
  // A map of amounts: what of them falls on a part isn't stated.
  if (name == "x_Discounts") return "CAST(NULL AS MAP(VARCHAR, VARCHAR))";
  if (is_split(column)) return fmt::format("CAST({} AS DECIMAL(38,12))", sql_name(name));
  return sql_name(name);
}

// The amounts of all parts of a charge as a list, in the order of the parts.
std::string amounts_sql(const LakeColumn& column, bool as_double) {
  return fmt::format("unnest(string_split(split_amount(CAST({0} AS VARCHAR) || ';{1};' || s.units), ',')) AS {0}",
                     sql_name(column.name), as_double ? 1 : 0);
}

std::string split_charges_sql(const ChargesOfDays& of, const std::string& charges) {
  std::vector<std::string> inner, outer;
  for (const auto& column : exported_columns()) {
    if (is_split(column)) {
      inner.push_back(amounts_sql(column, of.as_double));
    } else if (!contains(kOfFarthing, column.name)) {
      inner.push_back("c." + sql_name(column.name));
    }
    outer.push_back(part_column(column, of) + " AS " + sql_name(column.name));
  }
  return fmt::format(
      "SELECT {}, c.x_origin AS {}, r.kind AS {} FROM (SELECT {}, c.x_origin, unnest(range(1, s.parts + 1)) AS x_n, "
      "unnest(string_split(s.units, ';')) AS x_units FROM ({}) AS c JOIN day_splits AS s ON s.origin_id = c.x_origin) "
      "AS c JOIN day_rows AS r ON r.origin_id = c.x_origin AND r.n = c.x_n LEFT JOIN day_names AS x_names ON "
      "x_names.workload_id = r.workload_id",
      join(outer, ", "), kOriginChargeId, kCostKind, join(inner, ", "), charges);
}

std::string whole_charges_sql(const std::string& charges) {
  std::vector<std::string> names;
  for (const auto& column : exported_columns()) names.push_back(sql_name(column.name));
  return fmt::format(
      "SELECT {}, x_origin AS {}, CAST(NULL AS VARCHAR) AS {} FROM ({}) AS c WHERE NOT EXISTS (SELECT 1 FROM "
      "day_splits AS s WHERE s.origin_id = c.x_origin AND NOT c.x_is_allocated)",
      join(names, ", "), kOriginChargeId, kCostKind, charges);
}

}  // namespace

std::vector<LakeColumn> exported_columns() {
  std::vector<LakeColumn> columns;
  for (const auto& column : charge_columns()) {
    if (!contains(kOfTheLake, column.name)) columns.push_back(column);
  }
  return columns;
}

Done write_allocated_charges(Engine& engine, const ChargesOfDays& of, const std::filesystem::path& parts,
                             const std::filesystem::path& file) {
  std::vector<std::string> files, dates;
  for (const auto& day : of.days) {
    const auto folder = parts / ("part_day=" + day);
    if (std::filesystem::exists(folder)) files.push_back(sql_literal(exact_pattern(folder.string()) + "/*.parquet"));
    dates.push_back(day == "none" ? "charge_date IS NULL" : "charge_date = DATE " + sql_literal(day));
  }
  const bool split = !files.empty();
  const auto list = "[" + join(files, ", ") + "]";
  if (split) TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE day_rows AS " + rows_sql(list)));
  TRY_DONE(engine.run(std::string("CREATE OR REPLACE TEMP TABLE day_splits AS ") +
                      (split ? kSplits : "SELECT '' AS origin_id WHERE false")));
  if (split) TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE day_names AS " + names_sql(list)));
  const auto charges = fmt::format(
      "SELECT *, {} AS x_origin, AllocatedMethodId IS NOT NULL AS x_is_allocated FROM charges WHERE billing_period = "
      "{} AND ({})",
      origin_id_sql(), sql_literal(of.month), join(dates, " OR "));
  auto sql = whole_charges_sql(charges);
  if (split) sql += " UNION ALL BY NAME " + split_charges_sql(of, charges + " AND AllocatedMethodId IS NULL");
  return engine.run("COPY (" + sql + ") TO " + sql_literal(file.string()) +
                    " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 30720)");
}

}  // namespace farthing
