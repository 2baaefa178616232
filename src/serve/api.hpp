// REST over the questions of `ask`: /api/v1/... and what describes it.
#pragma once
#include <memory>
#include <string>

#include "domain/allocation.hpp"
#include "lake/lake.hpp"
#include "serve/http.hpp"

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

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace farthing
