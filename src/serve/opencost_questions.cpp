#include "serve/opencost_questions.hpp"

#include <limits>

#include "base/text.hpp"
#include "opencost/aggregate.hpp"
#include "opencost/older_filter.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kMostCount = 1'000'000'000;

Result<Split> asked_share_idle(Parameters& parameters) {
  const auto text = lower(parameters.take("shareIdle").value_or("false"));
  if (text == "false") return Split::kNone;
  if (text == "true" || text == "weighted") return Split::kWeighted;
  if (text == "even") return Split::kEven;
  return misuse("'shareIdle' is false, true, weighted or even, not '" + text + "'");
}

Result<Split> asked_share_split(Parameters& parameters) {
  const auto text = lower(parameters.take("shareSplit").value_or("weighted"));
  if (text == "weighted") return Split::kWeighted;
  if (text == "even") return Split::kEven;
  return misuse("'shareSplit' is weighted or even, not '" + text + "'");
}

Result<Decimal> asked_share_cost(Parameters& parameters) {
  const auto text = parameters.take("shareCost");
  if (!text) return Decimal{};
  const auto amount = parse_decimal(*text);
  if (!amount.ok() || amount.value < Decimal{}) return misuse("'shareCost' is an amount a month, not '" + *text + "'");
  return amount.value;
}

Result<std::vector<std::pair<std::string, std::string>>> asked_share_labels(Parameters& parameters) {
  std::vector<std::pair<std::string, std::string>> labels;
  for (const auto& one : asked_list(parameters, "shareLabels")) {
    const auto mark = one.find(':');
    if (mark == std::string::npos || mark == 0) {
      return misuse("'shareLabels' has '" + one + "', which is no label", "e.g. shareLabels=app:proxy,tier:shared");
    }
    labels.emplace_back(one.substr(0, mark), one.substr(mark + 1));
  }
  return labels;
}

Result<std::vector<std::string>> asked_share_rules(Parameters& parameters) {
  std::vector<std::string> rules;
  TRY(const auto load_balancers, parameters.take_flag("sharelb"));
  if (load_balancers) rules.emplace_back("load balancers");
  TRY(const auto tenancy, parameters.take_flag("shareTenancyCosts"));
  if (tenancy) rules.emplace_back("control plane");
  return rules;
}

// Parameters that can only have one value here, as the answer would be another's.
Done check_fixed(Parameters& parameters) {
  const auto resolution = parameters.take("resolution");
  if (resolution) TRY_DONE(parse_duration(*resolution, "resolution"));  // nothing here is sampled
  TRY(const auto external, parameters.take_flag("external"));
  if (external) return misuse("'external' can't be true: /cloudCost has what isn't of a cluster");
  for (const auto* name : {"reconcile", "reconcileNetwork"}) {
    const auto text = parameters.take(name);
    if (text && lower(*text) != "true") {
      return misuse(std::string("'") + name + "' can't be '" + *text + "': costs are the bill's as soon as it has them",
                    "leave it out, or ask for list prices: cost=list");
    }
  }
  const auto metric = parameters.take("costMetric");
  if (metric && lower(*metric) != "cumulative") return misuse("'costMetric' can only be cumulative here");
  return {};
}

}  // namespace

// true: one set; false: a set a step; or by the calendar.
Result<std::vector<TimeWindow>> asked_sets(Parameters& parameters, const TimeWindow& window) {
  const auto step = parameters.take("step");
  std::int64_t seconds = window.seconds();
  if (step && *step != "window") {
    TRY(seconds, parse_duration(*step, "step"));
  }
  auto accumulate = lower(parameters.take("accumulate").value_or("false"));
  if (const auto by = parameters.take("accumulateBy")) accumulate = lower(*by);
  if (accumulate == "true" || accumulate == "all") return std::vector{window};
  if (accumulate == "false" || accumulate == "none") return steps_of(window, seconds);
  if (const auto calendar = parse_calendar(accumulate)) return periods_of(window, *calendar);
  return misuse("'accumulate' is true, false, hour, day, week, month or quarter, not '" + accumulate + "'");
}

std::vector<std::string> asked_list(Parameters& parameters, const std::string& name) {
  const auto text = parameters.take(name);
  return text ? comma_list(*text) : std::vector<std::string>();
}

Result<Filter> asked_filter(Parameters& parameters, const std::vector<FilterColumn>& columns,
                            const std::vector<OlderFilter>& older) {
  TRY(auto filter, parse_filter(parameters.take("filter").value_or("")));
  std::vector<Filter> filters = {std::move(filter)};
  for (const auto& one : older) {
    const auto text = parameters.take(std::string(one.parameter));
    if (!text) continue;
    TRY(auto parsed, parse_older_filter(one, *text));
    filters.push_back(std::move(parsed));
  }
  filter = all_of_filters(std::move(filters));
  TRY_DONE(filter_sql(filter, columns));
  return filter;
}

Result<TimeWindow> asked_window(Parameters& parameters, Timestamp now) {
  const auto text = parameters.take("window");
  if (!text) return misuse("parameter 'window' is missing", "e.g. window=7d");
  TRY(const auto window, parse_window(*text, now));
  parameters.settle("window", format_timestamp(window.start) + "," + format_timestamp(window.end));
  return window;
}

Result<AllocationQuestion> allocation_question(Parameters& parameters, Timestamp now) {
  AllocationQuestion question;
  TRY(question.window, asked_window(parameters, now));
  TRY(question.sets, asked_sets(parameters, question.window));
  question.aggregate = asked_list(parameters, "aggregate");
  TRY_DONE(aggregate_name_sql(question.aggregate));
  TRY(question.filter, asked_filter(parameters, allocation_filter_columns(), older_allocation_filters()));
  TRY(question.basis, parse_cost_basis(parameters.take("cost").value_or("effective")));
  question.currency = parameters.take("currency");
  TRY(const auto include_idle, parameters.take_flag("includeIdle"));
  TRY(const auto idle, parameters.take_flag("idle"));
  question.include_idle = include_idle || idle;
  TRY(question.idle_by_node, parameters.take_flag("idleByNode"));
  TRY(question.split_idle, parameters.take_flag("splitIdle"));
  TRY(question.share_idle, asked_share_idle(parameters));
  question.share_namespaces = asked_list(parameters, "shareNamespaces");
  TRY(question.share_labels, asked_share_labels(parameters));
  TRY(question.share_split, asked_share_split(parameters));
  TRY(question.share_cost, asked_share_cost(parameters));
  TRY(question.share_rules, asked_share_rules(parameters));
  TRY(question.proportional_costs, parameters.take_flag("includeProportionalAssetResourceCosts"));
  TRY(question.metadata, parameters.take_flag("includeAggregatedMetadata"));
  TRY(const auto offset, parameters.take_number("offset", 0, kMostCount));
  TRY(const auto limit, parameters.take_number("limit", 1, kMostCount));
  question.offset = static_cast<std::size_t>(offset.value_or(0));
  if (limit) question.limit = static_cast<std::size_t>(*limit);
  TRY_DONE(check_fixed(parameters));
  return question;
}

}  // namespace farthing
