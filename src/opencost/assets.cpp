#include "opencost/assets.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "opencost/allocation_sql.hpp"
#include "opencost/envelope.hpp"
#include "opencost/figure_reader.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostAssets = 20'000;
constexpr double kBytesPerGib = 1073741824;

struct Asset {
  std::string name;
  Cell type, category, asset, provider_id, cluster, account, provider, service, instance_type, purchase_option;
  std::optional<Decimal> total;
  Decimal cpu, gpu;
  std::optional<double> cpu_hours, ram_hours, gpu_hours;
  Timestamp start, end;
  Cell currency;
  std::int64_t unknown_hours = 0;
  Decimal estimated;  ///< of the total: what isn't billed yet
};

struct AssetAnswer {
  std::vector<std::vector<Asset>> sets;
  std::vector<std::string> warnings;
};

Asset read_asset(FigureReader& reader) {
  Asset asset;
  asset.name = reader.text();
  for (auto* cell : {&asset.type, &asset.category, &asset.asset, &asset.provider_id, &asset.cluster, &asset.account,
                     &asset.provider, &asset.service, &asset.instance_type, &asset.purchase_option}) {
    *cell = reader.cell();
  }
  asset.total = reader.known_units();
  asset.cpu = reader.units();
  asset.gpu = reader.units();
  asset.cpu_hours = reader.hours();
  asset.ram_hours = reader.hours();
  asset.gpu_hours = reader.hours();
  asset.start = reader.moment();
  asset.end = reader.moment();
  asset.currency = reader.cell();
  asset.unknown_hours = reader.count();
  asset.estimated = reader.units();
  return asset;
}

Result<AssetAnswer> ask_assets(LakeView& view, const AssetQuestion& question) {
  TRY(const auto sql, assets_sql(question));
  AllocationQuestion hours;
  hours.window = question.window;
  hours.sets = question.sets;
  hours.basis = question.basis;
  TRY_DONE(view.engine().run(hours_sql(hours)));
  TRY(const auto rows, view.engine().query(sql, kMostAssets));
  if (rows.cut) {
    return misuse(fmt::format("the answer has more than {} rows", with_thousands(kMostAssets)),
                  "ask for an aggregate, a shorter window or accumulate=true");
  }
  AssetAnswer answer;
  answer.sets.resize(question.sets.size());
  std::vector<std::string> currencies;
  std::int64_t unknown = 0;
  Decimal estimated;
  for (const auto& row : rows.rows) {
    FigureReader reader(row);
    auto& set = answer.sets.at(static_cast<std::size_t>(reader.count()));
    set.push_back(read_asset(reader));
    if (reader.too_large()) return sum_too_large();
    unknown += set.back().unknown_hours;
    estimated += set.back().estimated;
    if (set.back().currency) currencies.push_back(*set.back().currency);
  }
  std::sort(currencies.begin(), currencies.end());
  currencies.erase(std::unique(currencies.begin(), currencies.end()), currencies.end());
  if (currencies.size() > 1 || (!currencies.empty() && currencies.front().empty())) {
    return misuse("the costs are in several currencies, which have no sum",
                  "ask for one of them: currency=" + currencies.back());
  }
  if (unknown > 0) {
    answer.warnings.push_back(fmt::format("{} hours have no known cost: they are in no sum", with_thousands(unknown)));
  }
  if (estimated != Decimal{}) {
    answer.warnings.push_back(
        fmt::format("of what machines cost, {} are estimated: the bill doesn't have them yet", estimated.text(2)));
  }
  return answer;
}

void write_asset_properties(JsonWriter& json, const Asset& asset) {
  json.key("properties");
  json.open('{');
  json.field_if("category", asset.category);
  json.field_if("provider", asset.provider);
  json.field_if("account", asset.account);
  json.field_if("service", asset.service);
  json.field_if("cluster", asset.cluster);
  json.field_if("name", asset.asset);
  json.field_if("providerID", asset.provider_id);
  json.close('}');
}

void write_machine(JsonWriter& json, const Asset& asset, double span) {
  json.field("nodeType", asset.instance_type.value_or(""));
  json.field("cpuCores", asset.cpu_hours.value_or(0) / span);
  json.field("ramBytes", asset.ram_hours.value_or(0) * kBytesPerGib / span);
  json.field("gpuCount", asset.gpu_hours.value_or(0) / span);
  json.field("cpuCoreHours", asset.cpu_hours.value_or(0));
  json.field("ramByteHours", asset.ram_hours.value_or(0) * kBytesPerGib);
  json.field("GPUHours", asset.gpu_hours.value_or(0));
  json.field("preemptible", asset.purchase_option.value_or("").find("spot") != std::string::npos ? 1.0 : 0.0);
  json.field("discount", Decimal{});
  json.field("cpuCost", asset.cpu);
  json.field("gpuCost", asset.gpu);
  json.field("ramCost", asset.total.value_or(Decimal{}) - asset.cpu - asset.gpu);
}

void write_asset(JsonWriter& json, const Asset& asset, const TimeWindow& window) {
  json.open('{');
  json.field("type", asset.type.value_or("Shared"));
  write_asset_properties(json, asset);
  json.window_field(window);
  const auto span = static_cast<double>(asset.end.micros - asset.start.micros) / 3.6e9;
  json.field("start", asset.start);
  json.field("end", asset.end);
  json.field("minutes", span * 60);
  if (asset.cpu_hours && span > 0) write_machine(json, asset, span);
  json.field("adjustment", Decimal{});
  if (asset.total) {
    json.field("totalCost", *asset.total);
  } else {
    json.null_field("totalCost");
  }
  json.close('}');
}

void write_set(JsonWriter& json, const std::vector<Asset>& set, const TimeWindow& window,
               const AssetQuestion& question) {
  const auto from = std::min(question.offset, set.size());
  const auto count = std::min(question.limit.value_or(set.size()), set.size() - from);
  for (std::size_t i = from; i < from + count; ++i) {
    json.key(set[i].name);
    write_asset(json, set[i], window);
  }
}

}  // namespace

Result<std::string> assets_body(LakeView& view, const AssetQuestion& question) {
  TRY(const auto answer, ask_assets(view, question));
  const auto write = [&](JsonWriter& json) {
    if (question.as_list) json.open('[');
    for (std::size_t i = 0; i < answer.sets.size(); ++i) {
      json.open('{');
      write_set(json, answer.sets[i], question.sets[i], question);
      json.close('}');
    }
    if (question.as_list) json.close(']');
  };
  return opencost_answer(write, answer.warnings);
}

}  // namespace farthing
