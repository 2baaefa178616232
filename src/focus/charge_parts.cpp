#include "focus/charge_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "focus/day_parts.hpp"
#include "lake/row_stream.hpp"

namespace farthing {
namespace {

bool has_parts(const std::filesystem::path& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with("part_day=")) return true;
  }
  return false;
}

std::string all_parts(const std::filesystem::path& folder) {
  if (!has_parts(folder)) return "(SELECT '' AS part_day, 0::UBIGINT AS origin, 0 AS kind WHERE false)";
  return "read_parquet(" + sql_literal(exact_pattern(folder.string()) + "/part_day=*/*.parquet") +
         ", hive_partitioning = true, hive_types_autocast = false)";
}

std::string parts_of_days(const std::filesystem::path& folder, const ChargeGroup& group) {
  std::vector<std::string> files;
  for (const auto& day : group.days) {
    const auto of_day = folder / ("part_day=" + day);
    std::error_code error;
    if (std::filesystem::exists(of_day, error))
      files.push_back(sql_literal(exact_pattern(of_day.string()) + "/*.parquet"));
  }
  if (files.empty()) return {};
  const auto where = in_slice_sql(group, "origin");
  return fmt::format("(SELECT * FROM read_parquet([{}], hive_partitioning = false) WHERE {})", join(files, ", "),
                     where);
}

// What workloads were called on the last day on which they held a part, numbered in the order of their ids.
Done make_names(Engine& engine, const std::string& parts, const std::filesystem::path& folder) {
  TRY_DONE(engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE part_names AS SELECT n.* FROM (SELECT DISTINCT day, workload_key FROM {} WHERE "
      "kind "
      "= {}) AS p JOIN read_parquet({}, hive_partitioning = false) AS n ON n.day = p.day AND n.workload_key = "
      "p.workload_key",
      parts, kAllocatedPart, sql_literal(exact_pattern(names_folder(folder).string()) + "/*.parquet"))));
  TRY_DONE(
      engine.run("CREATE OR REPLACE TEMP TABLE newest_names AS SELECT workload_id, arg_max(name, day) AS name, "
                 "arg_max(tags, day) AS tags, row_number() OVER (ORDER BY workload_id) - 1 AS number FROM part_names "
                 "GROUP BY workload_id"));
  return engine.run(
      "CREATE OR REPLACE TEMP TABLE part_numbers AS SELECT p.day, p.workload_key, n.number FROM part_names AS p JOIN "
      "newest_names AS n ON n.workload_id = p.workload_id");
}

std::optional<std::string> owned(std::optional<std::string_view> text) {
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

Result<std::vector<WorkloadName>> read_names(Engine& engine) {
  std::vector<WorkloadName> names;
  TRY(auto stream, engine.stream("SELECT workload_id, name, tags FROM newest_names ORDER BY number"));
  while (true) {
    TRY(const bool more, stream.next());
    if (!more) return names;
    for (std::size_t row = 0; row < stream.rows(); ++row) {
      names.push_back(
          {owned(stream.text(0, row)).value_or(""), owned(stream.text(1, row)), owned(stream.text(2, row))});
    }
  }
}

void add_part(const ChargePart& part, std::vector<ChargePart>& parts) {
  if (parts.empty() || parts.back().origin != part.origin || parts.back().kind != part.kind ||
      parts.back().workload != part.workload)
    return parts.push_back(part);
  auto& sum = parts.back();
  for (std::size_t i = 0; i < kResourceCount; ++i) {
    sum.ratios[i] += part.ratios[i];
    sum.hours[i] += part.hours[i];
  }
  sum.hours_known |= part.hours_known;
}

void add_chunk(const RowStream& stream, std::vector<ChargePart>& parts) {
  for (std::size_t row = 0; row < stream.rows(); ++row) {
    ChargePart part;
    part.origin = static_cast<std::uint64_t>(stream.integer(0, row));
    part.kind = static_cast<std::uint8_t>(stream.integer(1, row));
    part.workload = static_cast<std::uint32_t>(stream.integer(2, row));
    for (std::size_t i = 0; i < kResourceCount; ++i) {
      part.ratios[i] = stream.is_null(3 + i, row) ? 0 : stream.integer(3 + i, row);
      if (stream.is_null(3 + kResourceCount + i, row)) continue;
      part.hours[i] = Decimal::from_units(stream.units(3 + kResourceCount + i, row));
      part.hours_known |= static_cast<std::uint8_t>(1U << i);
    }
    add_part(part, parts);
  }
}

// What is left for nobody shows only when all others are known.
bool holds_nothing(const ChargePart& part) {
  return part.kind != kUnallocatedPart &&
         std::all_of(part.ratios.begin(), part.ratios.end(), [](auto ratio) { return ratio == 0; });
}

}  // namespace

std::span<const ChargePart> PartsOfCharges::find(std::uint64_t origin) const {
  const auto [first, last] = std::equal_range(parts_.begin(), parts_.end(), ChargePart{origin},
                                              [](const auto& a, const auto& b) { return a.origin < b.origin; });
  return {parts_.data() + (first - parts_.begin()), static_cast<std::size_t>(last - first)};
}

std::string in_slice_sql(const ChargeGroup& group, const std::string& key) {
  return group.slices == 1 ? "true" : fmt::format("{} % {} = {}", key, group.slices, group.slice);
}

std::string part_counts_sql(const std::filesystem::path& folder) {
  return "SELECT part_day AS day, count(*) AS parts FROM " + all_parts(folder) + " GROUP BY 1";
}

std::string split_origins_sql(const std::filesystem::path& folder) {
  return fmt::format("SELECT DISTINCT origin FROM {} WHERE kind = {}", all_parts(folder), kUnallocatedPart);
}

Result<PartsOfCharges> read_parts(Engine& engine, const std::filesystem::path& folder, const ChargeGroup& group) {
  const auto from = parts_of_days(folder, group);
  if (from.empty()) return PartsOfCharges();
  TRY_DONE(make_names(engine, from, folder));
  TRY(auto names, read_names(engine));
  std::vector<ChargePart> parts;
  std::string hours;
  for (const char* name : {"vcpu", "gib", "accelerator"})
    hours += fmt::format(", CAST(p.{}_hours AS DECIMAL(38,12))", name);
  TRY(auto stream,
      engine.stream(fmt::format(
          "SELECT p.origin, CAST(p.kind AS BIGINT), coalesce(n.number, 0) AS number, p.vcpu, p.memory, p.accelerator{} "
          "FROM {} AS p LEFT JOIN part_numbers AS n ON n.day = p.day AND n.workload_key = p.workload_key ORDER BY "
          "p.origin, p.kind, number",
          hours, from)));
  while (true) {
    TRY(const bool more, stream.next());
    if (!more) break;
    add_chunk(stream, parts);
  }
  std::erase_if(parts, holds_nothing);
  return PartsOfCharges(std::move(parts), std::move(names));
}

}  // namespace farthing
