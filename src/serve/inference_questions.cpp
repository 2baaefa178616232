#include "base/text.hpp"
#include "serve/opencost_questions.hpp"

namespace farthing {
namespace {

Result<bool> asked_of_usage(Parameters& parameters) {
  const auto text = lower(parameters.take("costBasis").value_or("allocation"));
  if (text == "allocation") return false;
  if (text == "usage") return true;
  return misuse("'costBasis' is allocation or usage, not '" + text + "'");
}

// What newer clients may send beside, as far as it changes nothing.
Done check_inference_extras(Parameters& parameters) {
  const auto granularity = parameters.take("granularity");
  if (granularity && lower(*granularity) != "model") return misuse("'granularity' can only be model here");
  TRY(const auto recommendations, parameters.take_flag("recommendations"));
  if (recommendations) return misuse("'recommendations' can't be true here");
  return {};
}

}  // namespace

Result<InferenceQuestion> inference_question(Parameters& parameters, Timestamp now, bool as_series) {
  InferenceQuestion question;
  TRY(question.window, asked_window(parameters, now));
  question.sets = {question.window};
  const auto accumulate = lower(parameters.take("accumulate").value_or(""));
  const auto calendar = parse_calendar(accumulate);
  if (as_series && accumulate.empty()) return misuse("parameter 'accumulate' is missing", "e.g. accumulate=day");
  if (!accumulate.empty() && !calendar) {
    return misuse("'accumulate' is hour, day, week, month or quarter, not '" + accumulate + "'");
  }
  if (as_series) {
    TRY(question.sets, periods_of(question.window, *calendar));
  }
  if (auto aggregate = asked_list(parameters, "aggregate"); !aggregate.empty()) {
    question.aggregate = std::move(aggregate);
  }
  TRY_DONE(check_inference_aggregates(question.aggregate));
  TRY(question.filter, asked_filter(parameters, inference_filter_columns(), {}));
  TRY(question.of_usage, asked_of_usage(parameters));
  TRY(question.basis, parse_cost_basis(parameters.take("cost").value_or("effective")));
  question.currency = parameters.take("currency");
  TRY_DONE(check_inference_extras(parameters));
  return question;
}

}  // namespace farthing
