#include "focus/charge_stream.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "focus/day_parts.hpp"

namespace farthing {
namespace {

// A charge's cell as ChargeRow reads it.
std::string cell_sql(const ExportColumn& column, bool parquet) {
  if (parquet && (column.type == LakeType::kRate || column.type == LakeType::kTime)) return column.sql;
  switch (column.type) {
    case LakeType::kCost:
    case LakeType::kQuantity:
      return column.sql;
    case LakeType::kRate:
      return "plain_number(CAST(" + column.sql + " AS VARCHAR))";
    case LakeType::kTime:
      return "strftime(" + column.sql + ", '%Y-%m-%dT%H:%M:%SZ')";
    case LakeType::kMap:
      return "CAST(to_json(" + column.sql + ") AS VARCHAR)";
    default:
      return "CAST(" + column.sql + " AS VARCHAR)";
  }
}

// The charges of a group in the order of the lake.
std::string charge_rows_sql(const ExportedMonth& month, const ChargeGroup& group) {
  std::vector<std::string> cells, dates;
  for (const auto& column : month.columns) {
    if (!column.sql.empty()) cells.push_back(cell_sql(column, month.parquet));
  }
  for (const auto& day : group.days)
    dates.push_back(day == "none" ? "charge_date IS NULL" : "charge_date = DATE " + sql_literal(day));
  return fmt::format(
      "SELECT {}, CAST(CASE WHEN AllocatedMethodId IS NULL THEN 0 ELSE 1 END AS BIGINT), {}, BillingCurrency, {} FROM "
      "charges WHERE billing_period = {} AND ({}) AND {}",
      origin_key_sql(), origin_id_sql(), join(cells, ", "), sql_literal(month.month), join(dates, " OR "),
      in_slice_sql(group, origin_key_sql()));
}

}  // namespace

Result<bool> MonthReader::next() {
  while (true) {
    if (stream_) {
      TRY(const bool more, stream_->next());
      if (more) return true;
      stream_.reset();
    }
    if (group_ == month_.groups.size()) return false;
    const auto& group = month_.groups[group_++];
    parts_ = PartsOfCharges();  // before there are others
    TRY(parts_, read_parts(*engine_, month_.parts, group));
    TRY(stream_, engine_->stream(charge_rows_sql(month_, group)));
  }
}

std::span<const ChargePart> MonthReader::parts_of(const ChargeRow& charge) const {
  const auto key = charge.key();
  return key ? parts_.find(*key) : std::span<const ChargePart>();
}

Result<std::vector<ChargeGroup>> charge_groups(Engine& engine, const std::string& month,
                                               const std::filesystem::path& parts, std::int64_t at_once) {
  TRY(const auto rows,
      engine.query(
          fmt::format("SELECT d.day, d.charges + coalesce(p.parts, 0) FROM (SELECT {0} AS day, count(*) AS charges "
                      "FROM charges WHERE billing_period = {1} GROUP BY 1) AS d LEFT JOIN ({2}) AS p ON p.day = d.day "
                      "ORDER BY 1",
                      part_day_sql(), sql_literal(month), part_counts_sql(parts))));
  std::vector<ChargeGroup> groups;
  std::int64_t together = 0;
  for (const auto& row : rows.rows) {
    const auto count = std::stoll(row[1].value_or("0"));
    const auto slices = static_cast<int>((count + at_once - 1) / at_once);
    for (int slice = 0; slice < slices; ++slice) {
      if (groups.empty() || together + count > at_once) {
        groups.push_back({{}, slice, slices});
        together = 0;
      }
      groups.back().days.push_back(row[0].value_or(""));
      together += count;
    }
  }
  return groups;
}

}  // namespace farthing
