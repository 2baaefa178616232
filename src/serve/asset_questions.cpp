#include "base/text.hpp"
#include "serve/opencost_questions.hpp"

namespace farthing {

Result<AssetQuestion> asset_question(Parameters& parameters, Timestamp now, bool as_list) {
  AssetQuestion question;
  question.as_list = as_list;
  TRY(question.window, asked_window(parameters, now));
  TRY(question.sets, asked_sets(parameters, question.window));
  if (!as_list) question.sets = {question.window};
  question.aggregate = asked_list(parameters, "aggregate");
  TRY_DONE(check_asset_aggregates(question.aggregate));
  TRY(question.filter, asked_filter(parameters, asset_filter_columns(), older_asset_filters()));
  TRY(question.basis, parse_cost_basis(parameters.take("cost").value_or("effective")));
  question.currency = parameters.take("currency");
  TRY_DONE(parameters.take_flag("disableAdjustments"));  // there are none
  TRY(const auto offset, parameters.take_number("offset", 0, 1'000'000'000));
  TRY(const auto limit, parameters.take_number("limit", 1, 1'000'000'000));
  question.offset = static_cast<std::size_t>(offset.value_or(0));
  if (limit) question.limit = static_cast<std::size_t>(*limit);
  return question;
}

}  // namespace farthing
