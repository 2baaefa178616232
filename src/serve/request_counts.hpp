// How many requests were answered, how, and how quickly.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "serve/prometheus_text.hpp"

namespace farthing {

/// The route of a request as metrics name it: an address of the API, "/metrics", "page", or "other" for whatever else
/// is asked, so that nobody can make as many series as he can think of addresses.
[[nodiscard]] std::string route_label(std::string_view path);

/// Of any thread.
class RequestCounts {
 public:
  static constexpr std::array<double, 10> kBounds = {0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 20};

  void count(std::string_view path, int status, double seconds);
  /// farthing_requests_total by route and status, farthing_request_duration_seconds by route.
  void write(PrometheusText& text);

 private:
  struct Durations {
    std::array<std::uint64_t, kBounds.size()> within = {};
    std::uint64_t count = 0;
    double seconds = 0;
  };
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Durations> durations_;
};

}  // namespace farthing
