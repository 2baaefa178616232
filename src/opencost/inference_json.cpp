#include "opencost/envelope.hpp"
#include "opencost/inference.hpp"

namespace farthing {
namespace {

void write_money(JsonWriter& json, std::string_view name, const std::optional<Decimal>& amount) {
  if (amount) {
    json.field(name, *amount);
  } else {
    json.null_field(name);
  }
}

void write_model(JsonWriter& json, const InferenceCost& cost, const TimeWindow& window, bool of_usage) {
  json.open('{');
  json.key("properties");
  json.open('{');
  json.field_if("modelName", cost.model);
  json.field_if("modelVersion", cost.version);
  json.field_if("namespace", cost.name_space);
  json.field_if("cluster", cost.cluster);
  json.field_if("tenant", cost.tenant);
  json.field_if("endpoint", cost.endpoint);
  json.close('}');
  json.window_field(window);
  json.field("costBasis", of_usage ? "usage" : "allocation");
  write_money(json, "totalCost", cost.total);
  json.field("promptTokens", cost.prompt_tokens);
  json.field("generationTokens", cost.generation_tokens);
  json.field("cachedTokens", cost.cached_tokens);
  json.field("totalTokens", cost.tokens());
  json.field("requests", cost.requests);
  json.field("costPerMillionTokens", per_million(cost.total, cost.tokens()));
  write_money(json, "inputCost", cost.input);
  write_money(json, "outputCost", cost.output());
  json.field("inputCostPerMillionTokens", per_million(cost.input, cost.prompt_tokens));
  json.field("outputCostPerMillionTokens", per_million(cost.output(), cost.generation_tokens));
  json.field("cacheSavingsFraction", cost.cached_part());
  json.field_if("allocationMethod", cost.method);
  json.close('}');
}

void write_models(JsonWriter& json, const std::vector<InferenceCost>& set, const TimeWindow& window, bool of_usage) {
  json.open('{');
  json.key("inferenceCosts");
  json.open('{');
  for (const auto& cost : set) {
    json.key(cost.name);
    write_model(json, cost, window, of_usage);
  }
  json.close('}');
  json.window_field(window);
  json.close('}');
}

}  // namespace

Result<std::string> inference_total_body(LakeView& view, const InferenceQuestion& question) {
  TRY(const auto answer, ask_inference(view, question));
  return opencost_answer(
      [&](JsonWriter& json) { write_models(json, answer.sets.at(0), question.window, question.of_usage); },
      answer.warnings);
}

Result<std::string> inference_series_body(LakeView& view, const InferenceQuestion& question) {
  TRY(const auto answer, ask_inference(view, question));
  const auto write = [&](JsonWriter& json) {
    json.open('{');
    json.key("inferenceCostSets");
    json.open('[');
    for (std::size_t i = 0; i < answer.sets.size(); ++i) {
      write_models(json, answer.sets[i], question.sets[i], question.of_usage);
    }
    json.close(']');
    json.window_field(question.window);
    json.close('}');
  };
  return opencost_answer(write, answer.warnings);
}

}  // namespace farthing
