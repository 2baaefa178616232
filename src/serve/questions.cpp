#include "serve/questions.hpp"

#include <limits>

#include "base/text.hpp"

namespace farthing {
namespace {

std::vector<std::string> names_in(const std::optional<std::string>& list) {
  return list ? split(*list, ',') : std::vector<std::string>();
}

Result<CostBasis> asked_basis(Parameters& parameters) {
  return parse_cost_basis(parameters.take("cost").value_or("effective"));
}

Result<std::optional<int>> asked_top(Parameters& parameters) {
  TRY(const auto top, parameters.take_number("top", 1, 1'000'000'000));
  return top ? std::optional(static_cast<int>(*top)) : std::nullopt;
}

PeriodChoice asked_period(Parameters& parameters) {
  return {parameters.take("month"), parameters.take("from"), parameters.take("to"), parameters.take("last")};
}

}  // namespace

Result<CostsQuestion> costs_question(Parameters& parameters) {
  CostsQuestion question;
  question.period = asked_period(parameters);
  question.by = names_in(parameters.take("by"));
  question.where = parameters.take("where");
  TRY(question.basis, asked_basis(parameters));
  TRY(question.quantity, parameters.take_flag("quantity"));
  if (const auto granularity = parameters.take("granularity")) {
    TRY(question.granularity, parse_granularity(*granularity));
  }
  question.compare = parameters.take("compare");
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  question.idle = parameters.take("idle");
  if (const auto shared = parameters.take("shared")) {
    if (*shared != "on" && *shared != "off") return misuse("'shared' is on or off, not '" + *shared + "'");
    question.shared = *shared == "on";
  }
  return question;
}

Result<CompareQuestion> compare_question(Parameters& parameters) {
  CompareQuestion question;
  question.period = asked_period(parameters);
  question.with = parameters.take("with");
  question.by = names_in(parameters.take("by"));
  question.where = parameters.take("where");
  TRY(question.basis, asked_basis(parameters));
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<IdleQuestion> idle_question(Parameters& parameters) {
  IdleQuestion question;
  question.period = asked_period(parameters);
  question.by = names_in(parameters.take("by"));
  TRY(question.basis, asked_basis(parameters));
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<SumsQuestion> sums_question(Parameters& parameters) {
  SumsQuestion question;
  question.period = asked_period(parameters);
  question.by = names_in(parameters.take("by"));
  TRY(question.basis, asked_basis(parameters));
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<RunsQuestion> runs_question(Parameters& parameters) {
  RunsQuestion question;
  question.period = asked_period(parameters);
  question.only = names_in(parameters.take("only"));
  question.status = parameters.take("status");
  TRY(question.basis, asked_basis(parameters));
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<RunQuestion> run_question(Parameters& parameters) {
  RunQuestion question;
  const auto run = parameters.take("run");
  TRY(question.basis, asked_basis(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  if (!run) return misuse("parameter 'run' is missing", "/api/v1/runs lists them");
  question.run = *run;
  return question;
}

Result<UnmappedQuestion> unmapped_question(Parameters& parameters) {
  UnmappedQuestion question;
  question.period = asked_period(parameters);
  question.dimension = parameters.take("dimension").value_or(question.dimension);
  TRY(question.basis, asked_basis(parameters));
  TRY(question.top, asked_top(parameters));
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<ReconcileQuestion> reconcile_question(Parameters& parameters) {
  ReconcileQuestion question;
  question.month = parameters.take("month");
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<CommitmentsQuestion> commitments_question(Parameters& parameters) {
  CommitmentsQuestion question;
  question.month = parameters.take("month");
  TRY(question.explain, parameters.take_flag("explain"));
  return question;
}

Result<OutputFormat> asked_format(Parameters& parameters) {
  const auto name = parameters.take("format").value_or("json");
  if (name == "json") return OutputFormat::kJson;
  if (name == "xlsx") return OutputFormat::kXlsx;
  return misuse("'format' is json or xlsx, not '" + name + "'");
}

Result<std::optional<std::int64_t>> asked_snapshot(Parameters& parameters) {
  return parameters.take_number("as_of", 0, std::numeric_limits<std::int64_t>::max());
}

}  // namespace farthing
