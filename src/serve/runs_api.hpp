// Training runs that tell of themselves over HTTP: POST /api/v1/runs and /api/v1/run-events.
#pragma once
#include "lake/lake.hpp"
#include "serve/http.hpp"

namespace farthing {

/// Whether the request writes a run or an event of one; reading runs is a question like others.
[[nodiscard]] bool is_run_report(const HttpRequest& request);
/// Writes it into the lake: 201, or a problem. Needs a body that says that it is JSON.
[[nodiscard]] HttpResponse answer_run_report(const Lake& lake, const HttpRequest& request);

}  // namespace farthing
