#include "serve/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/embedded_text.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "opencost/envelope.hpp"
#include "opencost/gauges.hpp"
#include "serve/answer_cache.hpp"
#include "serve/encoding.hpp"
#include "serve/events.hpp"
#include "serve/parameters.hpp"
#include "serve/problem.hpp"
#include "serve/questions.hpp"
#include "serve/routes.hpp"
#include "serve/view_pool.hpp"

namespace farthing {

extern const EmbeddedText embedded_api[];

namespace {

constexpr std::size_t kCacheBytes = std::size_t{32} << 20;
constexpr std::size_t kSpareViews = 2;
constexpr const char* kViewMemory = "400MB";

struct Address {
  std::string_view path, query;
};

Address address_of(std::string_view target) {
  const auto mark = target.find('?');
  return {target.substr(0, mark), mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1)};
}

HttpResponse json_response(std::string body, std::string caching) {
  return {200, {{"content-type", "application/json"}, {"cache-control", std::move(caching)}}, std::move(body)};
}

// Weak, as the same answer may travel compressed or not. A list of them is what If-None-Match may hold.
bool is_known(const std::string& if_none_match, const std::string& etag) {
  if (if_none_match == "*") return true;
  for (const auto& part : split(if_none_match, ',')) {
    const auto from = part.find_first_not_of(' '), to = part.find_last_not_of(' ');
    if (from != std::string::npos && part.substr(from, to - from + 1) == etag) return true;
  }
  return false;
}

// It is packed already.
HttpResponse as_workbook(HttpResponse response, std::string_view path, const std::string& file) {
  response.headers.emplace_back("content-type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  const auto name = path.substr(path.rfind('/') + 1);
  response.headers.emplace_back("content-disposition", fmt::format("attachment; filename=\"farthing-{}.xlsx\"", name));
  response.body = file;
  return response;
}

// An error as those who ask this address know it.
HttpResponse error_response(const Route& route, const Error& error, const std::string& request_id) {
  auto response = problem_of(error, request_id);
  if (route.is_opencost) {
    response.headers = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
    response.body = opencost_error(response.status, error);
  }
  return response;
}

Error no_such_path(std::string_view path) {
  std::vector<std::string> known(other_addresses().begin(), other_addresses().end());
  for (const auto& route : routes()) known.emplace_back(route.path);
  const auto near = nearest(path, known);
  return {"there is nothing at " + std::string(path),
          {},
          near.empty() ? "see /api/openapi.json" : "did you mean " + near + "?"};
}

}  // namespace

struct Api::Parts {
  Parts(Lake lake, AllocationConfig settings)
      : views(std::move(lake), kSpareViews, kViewMemory), cache(kCacheBytes), config(std::move(settings)) {}

  // A question that is understood: how it is answered, of which snapshot, and the answer's name.
  struct Understood {
    WorkOut work_out;
    OutputFormat format = OutputFormat::kJson;
    std::shared_ptr<const Snapshot> snapshot;
    std::string key;
    [[nodiscard]] std::string etag() const { return "W/\"" + key + "\""; }
  };

  [[nodiscard]] Result<Understood> understand(const Route& route, std::string_view query) {
    TRY(auto parameters,
        Parameters::parse(query, route.is_opencost ? Parameters::Empty::kAbsent : Parameters::Empty::kRefused));
    TRY(const auto as_of, asked_snapshot(parameters));
    TRY(const auto format, asked_format(parameters));
    if (format != OutputFormat::kJson && !route.is_table) {
      return misuse(std::string(route.path) + " isn't one table", "leave format out");
    }
    TRY(auto work_out, route.understand(parameters, config));
    TRY_DONE(parameters.check_all_taken());
    TRY(auto snapshot, views.snapshot(as_of));
    const auto name = fmt::format("{}\n{}\n{}\n{}", run_id, snapshot->n, route.path, parameters.text());
    return Understood{std::move(work_out), format, std::move(snapshot), sha256_hex(name).substr(0, 32)};
  }

  [[nodiscard]] HttpResponse health(const std::string& request_id) {
    const auto snapshot = views.snapshot(std::nullopt);
    if (!snapshot) return problem_of(snapshot.error(), request_id);
    const auto freshness = answer_from(**snapshot).freshness;
    return json_response(
        fmt::format("{{\"status\": \"ok\", \"snapshot\": {}, \"freshness\": {}, \"demo\": {}}}\n", (*snapshot)->n,
                    freshness ? "\"" + *freshness + "\"" : "null", views.lake().is_demo()),
        "no-store");
  }

  [[nodiscard]] HttpResponse answer(const Route& route, const HttpRequest& request, std::string_view query) {
    const auto understood = understand(route, query);
    if (!understood) return error_response(route, understood.error(), request.id);
    const std::vector<std::pair<std::string, std::string>> caching = {{"cache-control", "no-cache"},
                                                                      {"etag", understood->etag()}};
    if (is_known(request.if_none_match, understood->etag())) return {304, caching, {}};
    const auto text = cache.get(understood->key, [&]() -> Result<std::string> {
      TRY(auto view, views.lend(*understood->snapshot));
      return understood->work_out(views.lake(), *view, understood->format);
    });
    if (!text) return error_response(route, text.error(), request.id);
    HttpResponse response{200, caching, {}};
    if (understood->format == OutputFormat::kXlsx) return as_workbook(std::move(response), route.path, **text);
    response.headers.emplace_back("content-type", "application/json");
    response.headers.emplace_back("vary", "accept-encoding");
    const auto coding = (*text)->size() < kWorthPacking ? Coding::kNone : best_coding(request.accept_encoding);
    if (coding != Coding::kNone) response.headers.emplace_back("content-encoding", name_of(coding));
    response.body = coding == Coding::kNone ? **text : *packed(understood->key, coding, **text);
    return response;
  }

  // Packing takes longer than looking, so it is kept too; what is too big to be kept is packed each time.
  [[nodiscard]] AnswerCache::Text packed(const std::string& key, Coding coding, const std::string& text) {
    const auto name = packed_key(key, coding);
    if (auto kept = cache.find(name)) return kept;
    auto made = std::make_shared<const std::string>(packed_as(coding, text));
    cache.put(name, made);
    return made;
  }
  [[nodiscard]] static std::string packed_key(const std::string& key, Coding coding) {
    return key + " " + std::string(name_of(coding));
  }
  // Whether an answer of that name is there as the request takes it.
  [[nodiscard]] bool has(const Understood& understood, const HttpRequest& request) {
    const auto text = cache.find(understood.key);
    if (!text || understood.format == OutputFormat::kXlsx) return text != nullptr;
    const auto coding = text->size() < kWorthPacking ? Coding::kNone : best_coding(request.accept_encoding);
    return coding == Coding::kNone || cache.find(packed_key(understood.key, coding)) != nullptr;
  }

  // What the page asks for first. The newest month's reconciliation is named by its month, as the page names it.
  [[nodiscard]] std::vector<std::string> first_questions(const Snapshot& snapshot) const {
    std::string month;
    for (const auto& [dataset, manifest] : snapshot.datasets) {
      if (dataset != kCharges) continue;
      for (const auto& partition : manifest.partitions) month = std::max(month, partition.period);
    }
    if (month.empty()) return {};
    return {"/api/v1/summary", "/api/v1/reconciliation?month=" + month};
  }

  [[nodiscard]] std::string metrics_key(const Snapshot& snapshot) const {
    return fmt::format("metrics {} {}", run_id, snapshot.n);
  }

  ViewPool views;
  AnswerCache cache;
  AllocationConfig config;
  // Settings are read at the start, so what another run answered may be another answer.
  std::string run_id = unique_id();
  // Since work was done ahead for the last time. At the start somebody who starts a server is about to ask.
  std::atomic<bool> asked = true;
  std::atomic<std::int64_t> ahead_of = -1;  ///< the snapshot that needs no more work ahead
};

Api::Api(Lake lake, AllocationConfig config) : parts_(std::make_unique<Parts>(std::move(lake), std::move(config))) {}
Api::~Api() = default;

bool Api::is_quick(const HttpRequest& request) {
  const auto address = address_of(request.target);
  const auto* route = find_route(address.path);
  if (route == nullptr) return true;
  const auto understood = parts_->understand(*route, address.query);
  return !understood || is_known(request.if_none_match, understood->etag()) || parts_->has(*understood, request);
}

std::vector<HttpEvent> Api::events() {
  const auto snapshot = parts_->views.snapshot(std::nullopt);
  if (!snapshot) return {trouble_event(snapshot.error())};
  std::vector<HttpEvent> events = {snapshot_event((*snapshot)->n, answer_from(**snapshot).freshness)};
  for (const auto& work : running_works(parts_->views.lake())) events.push_back(progress_event(work));
  return events;
}

// Only where somebody asked since the last time: who left a tab open over the weekend needs no answers to each night's
// import, and the first who asks on Monday gets the rest of what he will ask worked out while he looks at the first.
std::function<void()> Api::work_ahead() {
  const auto current = parts_->views.lake().current();
  if (!current || *current == parts_->ahead_of || !parts_->asked) return {};
  const auto snapshot = parts_->views.snapshot(std::nullopt);
  if (!snapshot) return {};  // who asks is told why
  for (const auto& target : parts_->first_questions(**snapshot)) {
    const auto address = address_of(target);
    const auto* route = find_route(address.path);
    const auto understood = parts_->understand(*route, address.query);
    if (!understood || parts_->cache.find(understood->key)) continue;
    return [parts = parts_.get(), route, target] {
      const HttpRequest request{.target = target, .accept_encoding = "br"};
      const auto answered = parts->answer(*route, request, address_of(request.target).query);
      // What can't be answered now is left to who asks, who is told why.
      if (answered.status != 200) parts->ahead_of = parts->views.lake().current().value_or(-1);
    };
  }
  parts_->ahead_of = (*snapshot)->n;
  parts_->asked = false;
  return {};
}

void Api::write_metrics(PrometheusText& text) {
  const auto figures = parts_->cache.figures();
  text.family("farthing_cache_hits_total", "counter", "Answers that were there, or that another request worked out");
  text.sample({}, static_cast<double>(figures.hits));
  text.family("farthing_cache_misses_total", "counter", "Answers that were worked out");
  text.sample({}, static_cast<double>(figures.misses));
  text.family("farthing_cache_bytes", "gauge", "Of answers that are kept");
  text.sample({}, static_cast<double>(figures.bytes));
  // Of a lake that can't be read nothing is known: a missing sample says so, a zero wouldn't.
  const auto snapshot = parts_->views.snapshot(std::nullopt);
  if (!snapshot) return;
  text.family("farthing_snapshot", "gauge", "The number of the lake's current snapshot, 0 for an empty lake");
  text.sample({}, static_cast<double>((*snapshot)->n));
  const auto freshness = answer_from(**snapshot).freshness;
  const auto known_until = freshness ? parse_timestamp(*freshness) : std::nullopt;
  if (!known_until) return;
  text.family("farthing_freshness_age_seconds", "gauge", "Since when usage isn't known");
  text.sample({}, static_cast<double>(system_now().micros - known_until->micros) / 1e6);
}

bool Api::knows_cost_metrics() {
  const auto snapshot = parts_->views.snapshot(std::nullopt);
  return !snapshot || parts_->cache.find(parts_->metrics_key(**snapshot)) != nullptr;
}

void Api::write_cost_metrics(PrometheusText& text) {
  const auto snapshot = parts_->views.snapshot(std::nullopt);
  if (!snapshot) return;
  const auto known = parts_->cache.get(parts_->metrics_key(**snapshot), [&]() -> Result<std::string> {
    TRY(auto view, parts_->views.lend(**snapshot));
    TRY(const auto families, opencost_gauges(*view));
    PrometheusText gauges;
    for (const auto& family : families) {
      gauges.family(family.name, "gauge", family.help);
      for (const auto& sample : family.samples) gauges.sample_of(sample.labels, sample.value);
    }
    return gauges.text();
  });
  text.family("farthing_cost_metrics_up", "gauge", "Whether the metrics of costs could be worked out");
  text.sample({}, known ? 1 : 0);
  if (known) text.add(**known);
}

HttpResponse Api::answer(const HttpRequest& request) {
  if (!request.reads()) {
    return not_allowed(request, "GET, HEAD");
  }
  const auto address = address_of(request.target);
  parts_->asked = parts_->asked || find_route(address.path) != nullptr;
  if (const auto* route = find_route(address.path)) return parts_->answer(*route, request, address.query);
  if (address.path == "/api/v1/health") return parts_->health(request.id);
  if (address.path == "/api/v1/version") {
    return json_response("{\"version\": \"" FARTHING_VERSION "\", \"engine\": \"" + Engine::version() + "\"}\n",
                         "no-cache");
  }
  if (address.path == "/api/openapi.json") return json_response(embedded_api[0].text, "no-cache");
  return problem(404, "Not found", no_such_path(address.path), request.id);
}

}  // namespace farthing
