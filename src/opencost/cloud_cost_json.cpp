#include <algorithm>
#include <map>

#include "opencost/cloud_cost.hpp"
#include "opencost/envelope.hpp"

namespace farthing {
namespace {

void write_amount(JsonWriter& json, std::string_view name, const std::optional<Decimal>& amount) {
  if (amount) {
    json.field(name, *amount);
  } else {
    json.null_field(name);
  }
}

void write_cloud_cost(JsonWriter& json, const CloudCost& cost, const TimeWindow& window) {
  json.open('{');
  json.key("properties");
  json.open('{');
  for (const auto& [name, value] : cost.properties) json.field(name, value);
  json.close('}');
  json.window_field(window);
  for (std::size_t i = 0; i < kCloudCosts; ++i) {
    json.key(kCloudCostMetrics[i].name);
    json.open('{');
    write_amount(json, "cost", cost.costs[i]);
    json.field("kubernetesPercent", cost.kubernetes_part());
    json.close('}');
  }
  json.close('}');
}

// All sets as one, in the order that is asked for.
std::vector<CloudCost> table_of(const CloudCostAnswer& answer, const CloudCostQuestion& question) {
  std::map<std::string, CloudCost> by_name;
  for (const auto& set : answer.sets) {
    for (const auto& cost : set) {
      const auto [place, is_new] = by_name.try_emplace(cost.name, cost);
      if (!is_new) place->second.add(cost);
    }
  }
  std::vector<CloudCost> rows;
  for (auto& [name, cost] : by_name) rows.push_back(std::move(cost));
  const auto before = [&](const CloudCost& a, const CloudCost& b) {
    switch (question.order) {
      case CloudCostOrder::kName:
        return a.name < b.name;
      case CloudCostOrder::kKubernetesPercent:
        return a.kubernetes_part() < b.kubernetes_part();
      case CloudCostOrder::kCost:
        break;
    }
    return a.costs[question.metric].value_or(Decimal{}) < b.costs[question.metric].value_or(Decimal{});
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const auto& a, const auto& b) { return question.descending ? before(b, a) : before(a, b); });
  return rows;
}

void cut_table(std::vector<CloudCost>& rows, const CloudCostQuestion& question) {
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(std::min(question.offset, rows.size())));
  if (question.limit && *question.limit < rows.size()) rows.resize(*question.limit);
}

void write_row(JsonWriter& json, std::string_view name, const CloudCost& cost, const CloudCostQuestion& question) {
  json.open('{');
  json.field("name", name);
  json.field("kubernetesPercent", cost.kubernetes_part());
  write_amount(json, "cost", cost.costs[question.metric]);
  json.close('}');
}

// Those of a set that are in the table, and the rest of it as one.
void write_items(JsonWriter& json, const std::vector<CloudCost>& set, const std::vector<CloudCost>& shown,
                 const CloudCostQuestion& question) {
  Decimal rest;
  bool has_rest = false;
  json.key("items");
  json.open('[');
  for (const auto& cost : set) {
    const auto amount = cost.costs[question.metric];
    const bool is_shown =
        std::any_of(shown.begin(), shown.end(), [&](const auto& one) { return one.name == cost.name; });
    if (!is_shown) {
      rest += amount.value_or(Decimal{});
      has_rest = true;
      continue;
    }
    json.open('{');
    json.field("name", cost.name);
    write_amount(json, "value", amount);
    json.close('}');
  }
  if (has_rest) {
    json.open('{');
    json.field("name", "Other");
    json.field("value", rest);
    json.close('}');
  }
  json.close(']');
}

}  // namespace

Result<std::string> cloud_cost_body(LakeView& view, const CloudCostQuestion& question) {
  TRY(const auto answer, ask_cloud_cost(view, question));
  const auto& names = question.aggregate.empty() ? usual_cloud_aggregates() : question.aggregate;
  const auto write = [&](JsonWriter& json) {
    json.open('{');
    json.key("sets");
    json.open('[');
    for (std::size_t i = 0; i < answer.sets.size(); ++i) {
      json.open('{');
      json.key("cloudCosts");
      json.open('{');
      for (const auto& cost : answer.sets[i]) {
        json.key(cost.name);
        write_cloud_cost(json, cost, question.sets[i]);
      }
      json.close('}');
      json.window_field(question.sets[i]);
      json.key("aggregationProperties");
      json.open('[');
      for (const auto& name : names) json.value(std::string_view(name));
      json.close(']');
      json.close('}');
    }
    json.close(']');
    json.window_field(question.window);
    json.close('}');
  };
  return opencost_answer(write, answer.warnings);
}

Result<std::string> cloud_graph_body(LakeView& view, const CloudCostQuestion& question) {
  TRY(const auto answer, ask_cloud_cost(view, question));
  auto shown = table_of(answer, question);
  cut_table(shown, question);
  const auto write = [&](JsonWriter& json) {
    json.open('[');
    for (std::size_t i = 0; i < answer.sets.size(); ++i) {
      json.open('{');
      json.field("start", question.sets[i].start);
      json.field("end", question.sets[i].end);
      write_items(json, answer.sets[i], shown, question);
      json.close('}');
    }
    json.close(']');
  };
  return opencost_answer(write, answer.warnings);
}

Result<std::string> cloud_totals_body(LakeView& view, const CloudCostQuestion& question) {
  TRY(const auto answer, ask_cloud_cost(view, question));
  const auto rows = table_of(answer, question);
  CloudCost all;
  for (const auto& row : rows) all.add(row);
  const auto write = [&](JsonWriter& json) {
    json.open('{');
    json.field("numResults", static_cast<std::int64_t>(rows.size()));
    json.key("combined");
    write_row(json, "Totals", all, question);
    json.close('}');
  };
  return opencost_answer(write, answer.warnings);
}

Result<std::string> cloud_table_body(LakeView& view, const CloudCostQuestion& question) {
  TRY(const auto answer, ask_cloud_cost(view, question));
  auto rows = table_of(answer, question);
  cut_table(rows, question);
  const auto write = [&](JsonWriter& json) {
    json.open('[');
    for (const auto& row : rows) write_row(json, row.name, row, question);
    json.close(']');
  };
  return opencost_answer(write, answer.warnings);
}

Result<std::string> cloud_status_body(LakeView& view) {
  struct Source {
    std::string first, last;
  };
  std::map<std::string, Source> sources;
  for (const auto& partition : view.deliveries()) {
    auto& source = sources[partition.source];
    if (source.first.empty() || partition.period < source.first) source.first = partition.period;
    source.last = std::max(source.last, partition.period);
  }
  const auto until = view.new_answer().freshness;
  const auto write = [&](JsonWriter& json) {
    json.open('[');
    for (const auto& [name, source] : sources) {
      json.open('{');
      json.field("key", name);
      json.field("source", "farthing import");
      json.field("active", true);
      json.field("valid", true);
      json.field("lastRun", view.snapshot().written_at);
      json.field("startTime", source.first + "-01T00:00:00Z");
      json.field("coverage", source.first + "-01T00:00:00Z," + until.value_or(source.last));
      json.field("connectionStatus", "Successful Connection");
      json.close('}');
    }
    json.close(']');
  };
  return opencost_answer(write, {});
}

}  // namespace farthing
