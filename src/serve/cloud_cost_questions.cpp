#include "base/text.hpp"
#include "serve/opencost_questions.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kMostRowsAsked = 1'000'000'000;

// Also what only the views have, so that a client may send both the same.
Result<CloudCostQuestion> read_cloud_question(Parameters& parameters, Timestamp now) {
  CloudCostQuestion question;
  TRY(question.window, asked_window(parameters, now));
  const auto accumulate = lower(parameters.take("accumulate").value_or("day"));
  if (accumulate == "all" || accumulate == "true") {
    question.sets = {question.window};
  } else {
    const auto calendar = parse_calendar(accumulate == "false" ? "day" : accumulate);
    if (!calendar) return misuse("'accumulate' is all, hour, day, week, month or quarter, not '" + accumulate + "'");
    TRY(question.sets, periods_of(question.window, *calendar));
  }
  question.aggregate = asked_list(parameters, "aggregate");
  if (question.aggregate.size() == 1 && lower(question.aggregate[0]) == "item") question.aggregate.clear();
  TRY_DONE(check_cloud_aggregates(question.aggregate));
  TRY(question.filter, asked_filter(parameters, cloud_filter_columns(), older_cloud_filters()));
  question.currency = parameters.take("currency");
  TRY(question.metric, parse_cost_metric(parameters.take("costMetric").value_or("amortizedCost")));
  return question;
}

Result<CloudCostOrder> asked_order(Parameters& parameters) {
  const auto text = lower(parameters.take("sortBy").value_or("cost"));
  if (text == "cost") return CloudCostOrder::kCost;
  if (text == "name") return CloudCostOrder::kName;
  if (text == "kubernetespercent") return CloudCostOrder::kKubernetesPercent;
  return misuse("'sortBy' is cost, name or kubernetesPercent, not '" + text + "'");
}

}  // namespace

Result<CloudCostQuestion> cloud_cost_question(Parameters& parameters, Timestamp now) {
  return read_cloud_question(parameters, now);
}

Result<CloudCostQuestion> cloud_view_question(Parameters& parameters, Timestamp now) {
  TRY(auto question, read_cloud_question(parameters, now));
  TRY(question.order, asked_order(parameters));
  const auto order = lower(parameters.take("sortByOrder").value_or("desc"));
  if (order != "asc" && order != "desc") return misuse("'sortByOrder' is asc or desc, not '" + order + "'");
  question.descending = order == "desc";
  TRY(const auto offset, parameters.take_number("offset", 0, kMostRowsAsked));
  TRY(const auto limit, parameters.take_number("limit", 0, kMostRowsAsked));  // 0: all
  question.offset = static_cast<std::size_t>(offset.value_or(0));
  if (limit && *limit > 0) question.limit = static_cast<std::size_t>(*limit);
  return question;
}

}  // namespace farthing
