#include "serve/site.hpp"

#include <unistd.h>

#include <array>
#include <fstream>

#include "serve/events.hpp"
#include "serve/origin.hpp"
#include "serve/pages.hpp"
#include "serve/problem.hpp"
#include "serve/routes.hpp"
#include "serve/runs_api.hpp"
#include "serve/views_api.hpp"

namespace farthing {
namespace {

constexpr std::string_view kSessionPath = "/api/v1/session", kEventsPath = "/api/v1/events", kMetricsPath = "/metrics";

// What the page needs before anybody signed in, and what those ask who watch whether the server lives.
constexpr std::array<std::string_view, 4> kOpenPaths = {kSessionPath, "/api/v1/health", "/api/v1/version",
                                                        "/api/openapi.json"};

// The page's files hold no data.
bool is_of_page(const HttpRequest& request) {
  return !request.target.starts_with("/api/") && request.path() != kMetricsPath &&
         find_route(request.path()) == nullptr;
}

// Of this process, in bytes; nothing where the kernel doesn't say.
std::optional<double> resident_memory() {
  std::ifstream pages("/proc/self/statm");
  double size = 0, resident = 0;
  if (!(pages >> size >> resident)) return std::nullopt;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

bool is_open(const HttpRequest& request) {
  const auto path = request.path();
  for (const auto open : kOpenPaths) {
    if (path == open) return true;
  }
  return is_of_page(request);
}

}  // namespace

Site::Site(const std::filesystem::path& data, AllocationConfig config, bool sign_in)
    : lake_(data), api_(Lake(data), std::move(config)), sign_in_(data, sign_in), views_(data) {}

Site::Asker Site::asker_of(const HttpRequest& request) {
  // "http://host/" is asked of a proxy, and would name another host than the one that is looked at here.
  if (!request.target.starts_with('/'))
    return {"", problem(400, "The request can't be understood", {"an address begins with /", {}, {}}, request.id)};
  if (!sign_in_.asked_for() && !is_loopback_host(request.host))
    return {"", problem(403, "Not this host",
                        {"'" + request.host + "' is no name of this machine",
                         {},
                         "ask http://127.0.0.1 or http://localhost; with --sign-in any name will do"},
                        request.id)};
  if (!(is_of_page(request) && request.reads()) && !is_same_origin(request))
    return {"", problem(403, "Not from there",
                        {"a page of " + (request.origin.empty() ? "another site" : request.origin) + " asks " +
                             request.host + ", which answers its own pages only",
                         {},
                         "use the page of this server; a proxy before it must pass the header Host on"},
                        request.id)};
  if (is_open(request)) return {};
  const auto owner = sign_in_.owner(request);
  if (!owner) return {"", problem_of(owner.error(), request.id)};
  if (!*owner) return {"", not_signed_in("this needs a token that is valid", request.id)};
  return {**owner, std::nullopt};
}

bool Site::is_quick(const HttpRequest& request) {
  if (is_of_page(request) || request.path() == kSessionPath || request.path() == kEventsPath) return true;
  if (asker_of(request).refused) return true;
  if (request.path() == kMetricsPath) return api_.knows_cost_metrics();
  // The disk may let a write wait.
  return !is_views_address(request.path()) && !is_run_report(request) && api_.is_quick(request);
}

HttpResponse Site::metrics() {
  PrometheusText text;
  counts_.write(text);
  text.family("farthing_requests_waiting", "gauge", "Requests that wait for a worker");
  text.sample({}, static_cast<double>(figures_->waiting));
  text.family("farthing_connections", "gauge", "Connections that are open");
  text.sample({}, static_cast<double>(figures_->connections));
  text.family("farthing_listeners", "gauge", "Connections that listen to events");
  text.sample({}, static_cast<double>(figures_->listeners));
  api_.write_metrics(text);
  api_.write_cost_metrics(text);
  if (const auto bytes = resident_memory()) {
    text.family("process_resident_memory_bytes", "gauge", "Memory of the process");
    text.sample({}, *bytes);
  }
  text.family("farthing_build_info", "gauge", "The program");
  text.sample({{"version", FARTHING_VERSION}, {"engine", Engine::version()}}, 1);
  return {
      200, {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}, {"cache-control", "no-store"}}, text.text()};
}

HttpResponse Site::answer(const HttpRequest& request) {
  auto [owner, refused] = asker_of(request);
  if (refused) return std::move(*refused);
  if (is_of_page(request) && request.reads() && has_pages()) return page(request);
  if (request.path() == kSessionPath) return sign_in_.session(request);
  if (request.path() == kEventsPath && request.reads()) return events_head();
  if (request.path() == kMetricsPath) return request.reads() ? metrics() : not_allowed(request, "GET, HEAD");
  if (is_views_address(request.path())) return answer_views(views_, owner, request);
  if (is_run_report(request)) return answer_run_report(lake_, request);
  return api_.answer(request);
}

}  // namespace farthing
