#include "opencost/gauges.hpp"

#include <charconv>

#include "opencost/gauges_sql.hpp"
#include "opencost/inference.hpp"

namespace farthing {
namespace {

std::optional<double> gauge_value(const Cell& cell) {
  double value = 0;
  if (!cell) return std::nullopt;
  if (std::from_chars(cell->data(), cell->data() + cell->size(), value).ec != std::errc()) return std::nullopt;
  return value;
}

// The first columns are labels by their names, each other column is a family.
Done add_families(Engine& engine, const GaugeQuery& query, std::vector<GaugeFamily>& families) {
  TRY(const auto rows, engine.query(query.sql));
  for (std::size_t i = 0; i < query.families.size(); ++i) {
    GaugeFamily family{query.families[i].name, query.families[i].help, {}};
    for (const auto& row : rows.rows) {
      const auto value = gauge_value(row.at(query.labels + i));
      if (!value) continue;
      GaugeSample sample{{}, *value};
      for (std::size_t label = 0; label < query.labels; ++label) {
        sample.labels.emplace_back(rows.columns.at(label).name, row.at(label).value_or(""));
      }
      family.samples.push_back(std::move(sample));
    }
    if (!family.samples.empty()) families.push_back(std::move(family));
  }
  return {};
}

std::vector<std::pair<std::string, std::string>> model_labels(const InferenceCost& cost) {
  return {{"model_name", cost.model.value_or("")},
          {"model_version", cost.version.value_or("")},
          {"namespace", cost.name_space.value_or("")}};
}

void add_model(const InferenceCost& cost, const std::string& basis, std::vector<GaugeFamily>& families) {
  auto labels = model_labels(cost);
  labels.emplace_back("cost_basis", basis);
  labels.emplace_back("workload_type", "inference");
  if (cost.total) families[0].samples.push_back({labels, cost.total->to_double()});
  const std::tuple<const char*, std::optional<double>> kPhases[] = {
      {"", per_million(cost.total, cost.tokens())},
      {"prompt", per_million(cost.input, cost.prompt_tokens)},
      {"generation", per_million(cost.output(), cost.generation_tokens)}};
  for (const auto& [phase, value] : kPhases) {
    if (!value) continue;
    auto of_phase = labels;
    of_phase.emplace_back("phase", phase);
    of_phase.emplace_back("allocation_method", *phase == '\0' ? "" : cost.method.value_or(""));
    families[1].samples.push_back({of_phase, *value});
  }
}

// Of the newest hour in which anything is known of models.
Done add_models(LakeView& view, std::vector<GaugeFamily>& families) {
  TRY(const auto newest, view.engine().query("SELECT max(hour) FROM unit_costs"));
  const auto hour = newest.rows.at(0).at(0);
  const auto start = hour ? parse_timestamp(*hour) : std::nullopt;
  if (!start) return {};
  std::vector<GaugeFamily> models = {
      {"llm_total_hourly_cost", "Hourly cost of a model", {}},
      {"llm_cost_per_million_tokens", "Cost of a million tokens of a model", {}},
      {"llm_cache_savings_fraction", "Part of the prompt's tokens that were cached", {}}};
  for (const bool of_usage : {false, true}) {
    InferenceQuestion question;
    question.window = {*start, {start->micros + 3'600'000'000}};
    question.sets = {question.window};
    question.aggregate = {"model_name", "model_version", "namespace"};
    question.of_usage = of_usage;
    TRY(const auto answer, ask_inference(view, question));
    for (const auto& cost : answer.sets.at(0)) {
      add_model(cost, of_usage ? "usage" : "allocation", models);
      if (of_usage || !cost.cached_part()) continue;
      auto labels = model_labels(cost);
      labels.emplace_back("workload_type", "inference");
      models[2].samples.push_back({labels, *cost.cached_part()});
    }
  }
  for (auto& family : models) {
    if (!family.samples.empty()) families.push_back(std::move(family));
  }
  return {};
}

}  // namespace

Result<std::vector<GaugeFamily>> opencost_gauges(LakeView& view) {
  std::vector<GaugeFamily> families;
  for (const auto& query : gauge_queries()) TRY_DONE(add_families(view.engine(), query, families));
  TRY_DONE(add_models(view, families));
  return families;
}

}  // namespace farthing
