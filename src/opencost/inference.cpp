#include "opencost/inference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "opencost/allocation_names.hpp"
#include "opencost/allocation_sql.hpp"
#include "opencost/figure_reader.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostInferenceRows = 20'000;

struct InferenceColumn {
  const char* name;
  const char* sql;
};
constexpr InferenceColumn kInferenceColumns[] = {{"model_name", "model"},    {"model_version", "model_version"},
                                                 {"namespace", "namespace"}, {"cluster", "cluster"},
                                                 {"tenant", "tenant"},       {"endpoint", "endpoint"}};

const InferenceColumn* find_inference_column(const std::string& name) {
  const auto found = std::find_if(std::begin(kInferenceColumns), std::end(kInferenceColumns),
                                  [&](const auto& one) { return lower(name) == one.name; });
  return found == std::end(kInferenceColumns) ? nullptr : &*found;
}

// The seconds of an hour that lie in a set.
constexpr const char* kSeconds =
    "greatest(epoch_us(s.starts) - epoch_us(u.hour), 0) // 1000000 AS from_second, "
    "least(epoch_us(s.ends) - epoch_us(u.hour), 3600000000) // 1000000 AS to_second";

// A whole number by the part of the hour that lies in the set: parts of an hour sum to it exactly.
std::string cut_whole(const std::string& number) {
  return fmt::format("({0} * to_second // 3600 - {0} * from_second // 3600)", "CAST(" + number + " AS HUGEINT)");
}

std::string money_part(const std::string& amount) {
  const auto units = fmt::format("CAST({} AS DECIMAL(25,12)) * CAST(1000000000000 AS DECIMAL(13,0))", amount);
  return fmt::format("CASE WHEN to_second - from_second = 3600 THEN {} ELSE CAST({} AS BIGINT) * 0.000000000001 END",
                     amount, cut_whole(units));
}

std::string token_sum(const char* column) {
  return fmt::format("sum({})", cut_whole(fmt::format("round({} * 1e3)", column)));
}

std::optional<double> read_thousandths(FigureReader& reader) {
  const auto read = reader.number();
  return read ? std::optional(*read / 1e3) : std::nullopt;
}

Result<std::optional<Decimal>> read_sum(FigureReader& reader) {
  const auto text = reader.cell();
  if (!text) return std::optional<Decimal>();
  const auto read = parse_sum(*text);
  if (!read) return sum_too_large();
  return read;
}

Result<InferenceCost> read_inference(FigureReader& reader, std::set<Cell>& currencies) {
  InferenceCost cost;
  cost.name = reader.text();
  for (auto* cell : {&cost.model, &cost.version, &cost.name_space, &cost.cluster, &cost.tenant, &cost.endpoint}) {
    *cell = reader.cell();
  }
  const auto lowest = reader.cell(), highest = reader.cell();
  if (lowest) currencies.insert(lowest);
  if (highest) currencies.insert(highest);
  TRY(cost.total, read_sum(reader));
  TRY(cost.input, read_sum(reader));
  TRY(const auto unmeasured, read_sum(reader));
  cost.unmeasured = unmeasured.value_or(Decimal{});
  cost.prompt_tokens = read_thousandths(reader);
  cost.generation_tokens = read_thousandths(reader);
  cost.cached_tokens = read_thousandths(reader);
  cost.requests = read_thousandths(reader);
  cost.method = reader.cell();
  return cost;
}

}  // namespace

std::optional<double> InferenceCost::tokens() const {
  if (!prompt_tokens && !generation_tokens) return std::nullopt;
  return prompt_tokens.value_or(0) + generation_tokens.value_or(0);
}

std::optional<Decimal> InferenceCost::output() const {
  return total && input ? std::optional(*total - *input) : std::nullopt;
}

std::optional<double> InferenceCost::cached_part() const {
  if (!cached_tokens || !prompt_tokens || *prompt_tokens <= 0) return std::nullopt;
  return *cached_tokens / *prompt_tokens;
}

std::optional<double> per_million(const std::optional<Decimal>& cost, const std::optional<double>& tokens) {
  if (!cost || !tokens || *tokens <= 0) return std::nullopt;
  return cost->to_double() / *tokens * 1e6;
}

Done check_inference_aggregates(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& column : kInferenceColumns) known.emplace_back(column.name);
  for (const auto& name : names) {
    if (find_inference_column(name) == nullptr) {
      return misuse("'" + name + "' is nothing to aggregate by", "choose of: " + join(known, ", "));
    }
  }
  return {};
}

const std::vector<FilterColumn>& inference_filter_columns() {
  static const auto kColumns = [] {
    std::vector<FilterColumn> columns;
    for (const auto& column : kInferenceColumns) columns.push_back({column.name, column.sql});
    return columns;
  }();
  return kColumns;
}

Result<std::string> inference_sql(const InferenceQuestion& question) {
  TRY_DONE(check_inference_aggregates(question.aggregate));
  TRY(const auto chosen, filter_sql(question.filter, inference_filter_columns()));
  std::vector<std::string> parts, properties;
  for (const auto& name : question.aggregate) {
    parts.push_back(
        fmt::format("coalesce(nullif({}, ''), {})", find_inference_column(name)->sql, sql_literal(kUnallocated)));
  }
  for (const auto& column : kInferenceColumns) {
    properties.push_back(
        fmt::format("CASE WHEN count({0}) = count(*) AND min({0}) = max({0}) THEN min({0}) END", column.sql));
  }
  const std::string basis = std::string(named(question.basis).name) + "_cost";
  const auto total = question.of_usage ? basis + "_used" : "(" + basis + " + " + basis + "_idle)";
  const auto currency = question.currency ? " AND coalesce(currency, " + sql_literal(*question.currency) +
                                                ") = " + sql_literal(*question.currency)
                                          : "";
  return fmt::format(
      R"sql(WITH sets(step, starts, ends) AS ({sets}), hours AS (
  SELECT s.step, {seconds}, u.*, {total} AS total, {basis}_unmeasured AS unmeasured
  FROM unit_costs AS u JOIN sets AS s ON u.hour < s.ends AND u.hour + INTERVAL 1 HOUR > s.starts WHERE {days}
)
SELECT step, {name} AS name, {properties}, min(currency), max(currency), sum({total_part}),
  CASE WHEN count(*) FILTER (WHERE requests > 0 AND total IS NOT NULL AND input_part IS NULL) = 0 THEN sum(CAST(round(CAST(total AS DOUBLE) * ((to_second - from_second) / 3600e0) * input_part * 1e9) AS BIGINT)) * 0.000000001 END,
  sum({unmeasured_part}), {prompt}, {generation}, {cached}, {requests},
  CASE min(input_part_by) WHEN max(input_part_by) THEN CASE min(input_part_by) WHEN 'time' THEN 'compute_time' ELSE 'multiplier' END END
FROM hours WHERE {chosen}{currency} GROUP BY step, name ORDER BY step, sum(total) DESC NULLS LAST, name)sql",
      fmt::arg("sets", sets_values(question.sets)), fmt::arg("seconds", kSeconds), fmt::arg("total", total),
      fmt::arg("basis", basis), fmt::arg("days", days_of_window(question.window, "u.day")),
      fmt::arg("name", parts.size() == 1 ? parts.front() : "concat_ws(':', " + join(parts, ", ") + ")"),
      fmt::arg("properties", join(properties, ", ")), fmt::arg("total_part", money_part("total")),
      fmt::arg("unmeasured_part", money_part("unmeasured")), fmt::arg("prompt", token_sum("input_tokens")),
      fmt::arg("generation", token_sum("output_tokens")), fmt::arg("cached", token_sum("cached_tokens")),
      fmt::arg("requests", token_sum("requests")), fmt::arg("chosen", chosen), fmt::arg("currency", currency));
}

Result<InferenceAnswer> ask_inference(LakeView& view, const InferenceQuestion& question) {
  TRY(const auto sql, inference_sql(question));
  TRY(const auto rows, view.engine().query(sql, kMostInferenceRows));
  if (rows.cut) {
    return misuse(fmt::format("the answer has more than {} rows", with_thousands(kMostInferenceRows)),
                  "ask for a coarser aggregate, a shorter window or a longer accumulate");
  }
  InferenceAnswer answer;
  answer.sets.resize(question.sets.size());
  std::set<Cell> currencies;
  Decimal unmeasured;
  for (const auto& row : rows.rows) {
    FigureReader reader(row);
    auto& set = answer.sets.at(static_cast<std::size_t>(reader.count()));
    TRY(auto cost, read_inference(reader, currencies));
    unmeasured += cost.unmeasured;
    set.push_back(std::move(cost));
  }
  if (currencies.size() > 1) {
    return misuse("the costs are in several currencies, which have no sum",
                  "ask for one of them: currency=" + currencies.rbegin()->value_or("USD"));
  }
  if (question.of_usage && unmeasured != Decimal{}) {
    answer.warnings.push_back("what was used isn't known of what cost " + unmeasured.text(2) + ": it is in no sum");
  }
  return answer;
}

}  // namespace farthing
