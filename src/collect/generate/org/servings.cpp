#include "collect/generate/org/servings.hpp"

#include <algorithm>

#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/token_sizes.hpp"
#include "collect/generate/org/usage.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kMostDrawn = 48;  // requests of an hour whose sizes are drawn; the others are as these
constexpr std::int64_t kMostBusy = 920;  // permille of a card's time

// Seconds that the pods of a serving are there, by hour.
std::vector<std::int64_t> seconds_up(const Organisation& organisation, std::string_view controller) {
  std::vector<std::int64_t> up(static_cast<std::size_t>(organisation.hours()));
  for (const Pod& pod : organisation.pods) {
    if (organisation.controllers[pod.controller].name != controller) continue;
    for (std::int64_t hour = pod.start / kHourSeconds; hour * kHourSeconds < pod.end; ++hour) {
      up[static_cast<std::size_t>(hour)] += seconds_in(pod.start, pod.end, hour);
    }
  }
  return up;
}

class Asked {
 public:
  Asked(const Organisation& organisation, std::size_t serving)
      : organisation_(organisation), number_(serving), serving_(servings()[serving]) {
    for (const Tenant& tenant : serving_.tenants) weights_ += tenant.weight;
  }

  // What all tenants ask in an hour in which the pods are there for so many seconds.
  [[nodiscard]] std::vector<RequestHour> in_hour(std::int64_t hour, std::int64_t up) const {
    auto rows = tenants_at(hour, std::min(up, kHourSeconds), 1'000);
    const std::int64_t most = up * 1'000 * kMostBusy;
    const std::int64_t computed = computed_micros(rows);
    if (computed > most) rows = tenants_at(hour, std::min(up, kHourSeconds), most * 990 / computed);
    return rows;
  }
  static std::int64_t computed_micros(const std::vector<RequestHour>& rows) {
    std::int64_t sum = 0;
    for (const auto& row : rows) sum += row.prefill_micros + row.decode_micros;
    return sum;
  }

 private:
  [[nodiscard]] std::vector<RequestHour> tenants_at(std::int64_t hour, std::int64_t seconds, std::int64_t part) const {
    std::vector<RequestHour> rows;
    for (std::size_t i = 0; i < serving_.tenants.size(); ++i) {
      Dice dice(mix(mix(organisation_.plan.seed ^ 0x4e9u, number_ * 64 + i), static_cast<std::uint64_t>(hour)));
      const std::int64_t noise = 800 + static_cast<std::int64_t>(dice.below(401));
      // Tenants live in different places: their days begin up to four hours later.
      const std::int64_t demand = demand_permille(organisation_, hour - static_cast<std::int64_t>(i % 3) * 2);
      const int128 wanted = int128{serving_.peak} * serving_.tenants[i].weight * demand * noise / weights_ / 1'000'000;
      const auto requests = static_cast<std::int64_t>(wanted * seconds * part / kHourSeconds / 1'000);
      if (requests > 0) rows.push_back(drawn(i, hour, requests, dice));
    }
    return rows;
  }

  [[nodiscard]] RequestHour drawn(std::size_t tenant, std::int64_t hour, std::int64_t requests, Dice& dice) const {
    RequestHour row{.serving = number_, .tenant = tenant, .hour = hour, .requests = requests};
    const std::int64_t draws = std::min(requests, kMostDrawn);
    for (std::int64_t n = 0; n < draws; ++n) {
      const TokenSizes& size = token_sizes()[dice.below(kTokenSizes)];
      row.input += size.context;
      row.output += size.generated;
    }
    row.input = row.input * requests / draws;
    row.output = serving_.generates ? row.output * requests / draws : 0;
    const std::int64_t cached = serving_.cached_permille * (900 + static_cast<std::int64_t>(dice.below(201))) / 1'000;
    row.cached = row.input * cached / 1'000;
    row.errors = requests * static_cast<std::int64_t>(dice.below(9)) / 1'000;
    const std::int64_t computed_input = row.input - row.cached + row.cached / kCachedPart;
    row.prefill_micros = computed_input * serving_.prefill_nanos / 1'000;
    row.decode_micros = row.output * serving_.decode_nanos / 1'000;
    return row;
  }

  const Organisation& organisation_;
  std::size_t number_;
  const Serving& serving_;
  std::int64_t weights_ = 0;
};

}  // namespace

const std::vector<Serving>& servings() {
  static const std::vector<Tenant> customers = {{"acme", 5}, {"globex", 3}, {"initech", 2}, {"umbrella", 1}};
  static const std::vector<Serving> all = {
      {"chat-8b", "v1", "/v1/chat/completions", "chat-8b", 4'500, 350'000, 2'600'000, 350, true, true, customers},
      {"chat-8b", "v2", "/v1/chat/completions", "chat-8b-v2", 1'500, 330'000, 2'000'000, 400, true, true, customers},
      {"code-13b",
       "v3",
       "/v1/completions",
       "code-13b",
       1'500,
       600'000,
       4'000'000,
       500,
       true,
       true,
       {{"acme", 3}, {"globex", 2}}},
      {"guard-1b",
       "v1",
       "/v1/moderations",
       "guard-1b",
       5'000,
       120'000,
       800'000,
       0,
       true,
       true,
       {{"acme", 5}, {"globex", 3}, {"initech", 2}}},
      {"summarize-3b",
       "v1",
       "/v1/summaries",
       "summarize-3b",
       6'000,
       200'000,
       1'600'000,
       0,
       false,
       true,
       {{"search", 3}, {"recsys", 2}}},
      {"embed-small",
       "v2",
       "/v1/embeddings",
       "embed-small",
       20'000,
       60'000,
       0,
       0,
       true,
       false,
       {{"search", 4}, {"ads", 2}}},
      {"rerank-small",
       "v1",
       "/v1/rerank",
       "rerank-small",
       18'000,
       80'000,
       0,
       0,
       true,
       false,
       {{"search", 1}, {"recsys", 1}}},
      {"toxicity-tiny", "v5", "/v1/classify", "toxicity-tiny", 30'000, 40'000, 0, 0, true, false, {{"assistant", 1}}},
      {"embed-neuron", "v1", "/v1/embeddings", "embed-neuron", 22'000, 50'000, 0, 0, true, false, {{"search", 1}}},
      {"legacy-7b", "v0", "/v0/generate", "legacy-7b", 0, 400'000, 3'000'000, 0, true, true, {}},
  };
  return all;
}

int serving_of(std::string_view controller) {
  const auto found = std::ranges::find(servings(), controller, &Serving::controller);
  return found == servings().end() ? -1 : static_cast<int>(found - servings().begin());
}

void add_requests(Organisation& organisation) {
  const auto hours = static_cast<std::size_t>(organisation.hours());
  organisation.loads.assign(servings().size(), std::vector<std::int32_t>(hours));
  for (std::size_t serving = 0; serving < servings().size(); ++serving) {
    const Asked asked(organisation, serving);
    const auto up = seconds_up(organisation, servings()[serving].controller);
    for (std::size_t hour = 0; hour < hours; ++hour) {
      if (up[hour] == 0) continue;
      const auto rows = asked.in_hour(static_cast<std::int64_t>(hour), up[hour]);
      organisation.loads[serving][hour] = static_cast<std::int32_t>(Asked::computed_micros(rows) / up[hour]);
      organisation.requests.insert(organisation.requests.end(), rows.begin(), rows.end());
    }
  }
}

}  // namespace farthing::generate::org
