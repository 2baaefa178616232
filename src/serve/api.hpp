// REST over the questions of `ask`: /api/v1/... and what describes it.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "domain/allocation.hpp"
#include "lake/lake.hpp"
#include "serve/http.hpp"
#include "serve/prometheus_text.hpp"

namespace farthing {

class Parameters;

/// Answers of one lake, of any thread. An answer is JSON as the command line prints it with -o json, has an ETag by
/// snapshot and question, and is worked out once for all who ask the same. Errors are problem+json.
class Api {
 public:
  Api(Lake lake, AllocationConfig config);
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Whether answering takes no longer than looking: then it needn't wait for those that do.
  [[nodiscard]] bool is_quick(const HttpRequest& request);
  [[nodiscard]] HttpResponse answer(const HttpRequest& request);
  /// What there is to tell to those who listen: the snapshot, and what other processes are doing.
  [[nodiscard]] std::vector<HttpEvent> events();
  /// Works out the next of the answers that the page asks for first, if it isn't there and somebody is there to ask; or
  /// nothing.
  [[nodiscard]] std::function<void()> work_ahead();
  /// farthing_cache_*, farthing_snapshot and farthing_freshness_age_seconds, as far as they are known.
  void write_metrics(PrometheusText& text);
  /// OpenCost's metrics of the current snapshot, worked out once; whether they are.
  void write_cost_metrics(PrometheusText& text);
  [[nodiscard]] bool knows_cost_metrics();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace farthing
