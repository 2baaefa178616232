#include "ask/models.hpp"

#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/models_explain.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kUsualModels[] = {"model", "model_version"};

// Money for each of `count`, in millions or single; nothing where there are none.
std::string money_per(const std::string& cost, const std::string& count, const char* unit) {
  return fmt::format("CAST(round(CAST({} AS DOUBLE) / nullif({}, 0e0) * {}, 12) AS DECIMAL(38,12))", cost, count, unit);
}

constexpr const char* kMillion = "1e6";
constexpr const char* kOne = "1e0";

std::string rows_of_models(const CostBasisName& basis, const Period& period) {
  const std::string cost = std::string(basis.name) + "_cost";
  return fmt::format(
      "SELECT *, {0} AS held, {0}_idle AS idle, {0}_used AS used, {0}_unmeasured AS unmeasured, {0}_input AS "
      "input_cost, "
      "{0}_input_cached AS cached_cost, {0}_used_input AS used_input, {0}_used_input_cached AS used_cached FROM "
      "(SELECT *, "
      "day AS charge_date FROM unit_costs_daily) WHERE {1}",
      cost, period.sql());
}

void add_unit_columns(const std::string& basis, const std::string& cost, const std::string& input,
                      const std::string& cached, const std::string& output, std::vector<NamedSql>& shown) {
  shown.push_back({basis + "_per_1m_tokens", money_per(cost, "(x_input + x_output)", kMillion)});
  shown.push_back({basis + "_per_1m_input", money_per(input, "x_split_input", kMillion)});
  shown.push_back({basis + "_per_1m_output", money_per(output, "x_split_output", kMillion)});
  shown.push_back({basis + "_per_1m_cached", money_per(cached, "x_split_cached", kMillion)});
}

Result<SumsTable> models_table(const SumsQuestion& question, const Period& period, const AllocationConfig& config) {
  std::vector<std::string> names = question.by;
  if (names.empty()) names.assign(std::begin(kUsualModels), std::end(kUsualModels));
  SumsTable table;
  for (const auto& name : names) {
    TRY(auto dimension,
        sums_dimension(name, {"model", "model_version", "endpoint", "tenant", "cluster", "namespace", "day"}, config));
    table.by.push_back(std::move(dimension));
  }
  table.source = rows_of_models(named(question.basis), period);
  const std::string b = named(question.basis).name;
  // What was served without that its tokens were told has no part in the price of a token.
  const std::string counted =
      " FILTER (WHERE NOT (input_tokens IS NULL AND output_tokens IS NULL AND coalesce(requests, 1) > 0))";
  table.sums = {{"x_requests", "sum(requests)"},
                {"x_errors", "sum(errors)"},
                {"x_input", "sum(input_tokens)"},
                {"x_output", "sum(output_tokens)"},
                {"x_cached", "sum(cached_tokens)"},
                {"x_split_input", "sum(input_tokens) FILTER (WHERE input_cost IS NOT NULL)"},
                {"x_split_output", "sum(output_tokens) FILTER (WHERE input_cost IS NOT NULL)"},
                {"x_split_cached", "sum(cached_tokens) FILTER (WHERE cached_cost IS NOT NULL)"},
                {"x_held", "sum(held)"},
                {"x_idle", "sum(idle)"},
                {"x_cost", "sum(held + idle)"},
                {"x_used", "sum(used)"},
                {"x_unmeasured", "sum(unmeasured)"},
                {"x_counted_cost", "sum(held + idle)" + counted},
                {"x_counted_used", "sum(used)" + counted},
                {"x_counted_unmeasured", "sum(unmeasured)" + counted},
                {"x_without", "coalesce(sum(held + idle) FILTER (WHERE shared_by = 'no requests'), 0)"},
                {"x_input_cost", "sum(input_cost)"},
                {"x_cached_cost", "sum(cached_cost)"},
                {"x_output_cost", "sum(held + idle - input_cost)"},
                {"x_used_input", "sum(used_input)"},
                {"x_used_cached", "sum(used_cached)"},
                {"x_used_output", "sum(used - used_input)"},
                {"x_cards", "sum(card_hours)"},
                {"x_used_cards", "sum(used_card_hours)"}};
  // Nothing measured: what was used is unknown, not zero.
  const auto unless_blind = [](const std::string& sql) {
    return "CASE WHEN x_used = 0 AND x_unmeasured > 0 THEN NULL ELSE " + sql + " END";
  };
  table.shown = {{"requests", "x_requests"},
                 {"input_tokens", "x_input"},
                 {"output_tokens", "x_output"},
                 {"cached_tokens", "x_cached"},
                 {"allocation_" + b + "_cost", "x_cost"},
                 {"allocated_" + b + "_cost", "x_held"},
                 {"idle_" + b + "_cost", "x_idle"},
                 {"usage_" + b + "_cost", unless_blind("x_used")},
                 {"unmeasured_" + b + "_cost", "x_unmeasured"},
                 {"idling_" + b + "_cost", unless_blind("x_cost - x_used - x_unmeasured")},
                 {"without_requests_" + b + "_cost", "x_without"}};
  add_unit_columns("allocation", "x_counted_cost", "x_input_cost", "x_cached_cost", "x_output_cost", table.shown);
  add_unit_columns("usage", unless_blind("x_counted_used"), unless_blind("x_used_input"), unless_blind("x_used_cached"),
                   unless_blind("x_used_output"), table.shown);
  table.shown.push_back(
      {"idling_per_1m_tokens", money_per(unless_blind("x_counted_cost - x_counted_used - x_counted_unmeasured"),
                                         "(x_input + x_output)", kMillion)});
  table.shown.push_back({"allocation_per_request", money_per("x_cost", "x_requests", kOne)});
  table.shown.push_back({"usage_per_request", money_per(unless_blind("x_used"), "x_requests", kOne)});
  table.shown.push_back({"allocation_per_successful_request",
                         money_per("x_cost", "CASE WHEN x_requests > x_errors THEN x_requests - x_errors END", kOne)});
  table.shown.push_back({"card_hours", "CAST(x_cards AS DOUBLE)"});
  table.shown.push_back({"used_card_hours", "CAST(x_used_cards AS DOUBLE)"});
  table.order = "x_cost";
  table.top = question.top;
  table.hidden = {{"x_unmeasured_all", "sum(unmeasured)"},
                  {"x_estimated", "sum(held + idle) FILTER (WHERE estimated)"},
                  {"x_no_workload",
                   "sum(CASE WHEN shared_by IS NULL THEN coalesce(input_tokens, 0) + "
                   "coalesce(output_tokens, 0) ELSE 0 END)"},
                  {"x_by_tokens", "sum(input_cost) FILTER (WHERE input_part_by = 'tokens')"},
                  {"x_uncounted", "coalesce(sum(held + idle), 0) - coalesce(sum(held + idle)" + counted + ", 0)"}};
  return table;
}

void add_model_notes(const HiddenSums& hidden, Answer& answer) {
  const auto& sums = hidden.sums;
  const auto is_money = [](const Cell& cell) { return cell && parse_decimal(*cell).value != Decimal{}; };
  if (is_money(sums[0])) {
    answer.notes.push_back("nothing tells whether " + money_text(sums[0], hidden.currency) +
                           " of what was held computed: the usage basis lacks it");
  }
  if (is_money(sums[1])) {
    answer.complete = false;
    answer.notes.push_back("includes " + money_text(sums[1], hidden.currency) + " estimated, not in the bill yet");
  }
  if (const double tokens = std::stod(sums[2].value_or("0")); tokens > 0) {
    answer.complete = false;
    answer.notes.push_back(fmt::format("{} tokens are of models that no workload says it serves: without cost",
                                       with_thousands(static_cast<long long>(tokens))));
  }
  if (is_money(sums[3])) {
    answer.notes.push_back(
        "where no times of prefill and decode are known, an output token counts as 2.5 input tokens");
  }
  if (is_money(sums[4])) {
    answer.notes.push_back(money_text(sums[4], hidden.currency) +
                           " served requests whose tokens aren't known: the prices of tokens lack it");
  }
}

std::vector<std::string> secondary_columns(const std::string& b) {
  std::vector<std::string> names = {"requests", "input_tokens", "output_tokens", "cached_tokens"};
  for (const char* of : {"allocated_", "idle_", "unmeasured_", "idling_", "without_requests_"}) {
    names.push_back(of + b + "_cost");
  }
  for (const std::string basis : {"allocation", "usage"}) {
    for (const char* unit : {"_per_1m_input", "_per_1m_output", "_per_1m_cached"}) names.push_back(basis + unit);
  }
  for (const char* name : {"usage_per_request", "allocation_per_successful_request", "card_hours", "used_card_hours"}) {
    names.emplace_back(name);
  }
  return names;
}

constexpr const char* kModelFormulas =
    R"text(allocation basis: what the model's workloads held + their part of what nobody held on their machines, by resource; summed over all it reconciles to the bill
usage basis: accelerators with their compute units active, vCPU and memory in use, each at its part of the node-hour; idling = allocation - usage - what nothing measured
per 1M tokens: cost / (input + output tokens) x 1,000,000, with the hours in which nothing was asked; input and output: cost of hours with requests by seconds of prefill and decode, else by tokens (an output token counts as 2.5); a cached input token costs a tenth of another
an hour's cost falls on its requests (version, cluster, namespace, tenant as far as both sides say) by those seconds, else tokens, else requests
tables: unit_costs_daily, from unit_costs (by hour), allocation_shares x node_hours, requests_hourly)text";

}  // namespace

Result<Answer> ask_models(LakeView& view, const SumsQuestion& question, const AllocationConfig& config) {
  TRY(const auto period, sums_period(view, question.period));
  TRY(const auto table, models_table(question, period, config));
  TRY(const auto sums, ask_sums(view.engine(), table));
  TRY(auto answer,
      sums_answer(view, question, period, table, sums, "Models",
                  std::string("costs are ") + named(question.basis).name +
                      "; allocation reconciles to the bill, usage is what computed, idling the difference"));
  answer.secondary = secondary_columns(named(question.basis).name);
  for (const auto& hidden : sums.hidden) add_model_notes(hidden, answer);
  if (!question.explain) return answer;
  answer.explanation = split(kModelFormulas, '\n');
  TRY_DONE(explain_models(view.engine(), table, named(question.basis), answer.rows, answer.explanation));
  explain_sums(question, answer, view.snapshot());
  return answer;
}

}  // namespace farthing
