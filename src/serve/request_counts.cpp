#include "serve/request_counts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "serve/routes.hpp"
#include "serve/views_api.hpp"

namespace farthing {

std::string route_label(std::string_view path) {
  const auto& others = other_addresses();
  const bool known = path == "/metrics" || path == "/api/openapi.json" ||
                     std::find(others.begin(), others.end(), path) != others.end() || find_route(path) != nullptr;
  if (known) return std::string(path);
  if (is_views_address(path)) return "/api/v1/views/{id}";
  // The page answers every path, so those are one.
  return path.empty() || path.starts_with("/api") ? "other" : "page";
}

void RequestCounts::count(std::string_view path, int status, double seconds) {
  const auto route = route_label(path);
  const std::lock_guard lock(mutex_);
  ++requests_[{route, status}];
  auto& durations = durations_[route];
  for (std::size_t i = 0; i < kBounds.size(); ++i) durations.within[i] += seconds <= kBounds[i] ? 1 : 0;
  ++durations.count;
  durations.seconds += seconds;
}

void RequestCounts::write(PrometheusText& text) {
  const std::lock_guard lock(mutex_);
  text.family("farthing_requests_total", "counter", "Requests that were answered");
  for (const auto& [key, count] : requests_) {
    text.sample({{"route", key.first}, {"status", std::to_string(key.second)}}, static_cast<double>(count));
  }
  text.family("farthing_request_duration_seconds", "histogram",
              "From when a request was read until its answer was there");
  for (const auto& [route, durations] : durations_) {
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      text.sample({{"route", route}, {"le", fmt::format("{}", kBounds[i])}}, static_cast<double>(durations.within[i]),
                  "_bucket");
    }
    text.sample({{"route", route}, {"le", "+Inf"}}, static_cast<double>(durations.count), "_bucket");
    text.sample({{"route", route}}, durations.seconds, "_sum");
    text.sample({{"route", route}}, static_cast<double>(durations.count), "_count");
  }
}

}  // namespace farthing
