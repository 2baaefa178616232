// An error as problem+json (RFC 9457).
#pragma once
#include <string>

#include "base/result.hpp"
#include "serve/http.hpp"

namespace farthing {

/// {"type", "title", "status", "detail", "advice", "request_id"}; what there is nothing to say of is left out.
[[nodiscard]] HttpResponse problem(int status, const std::string& title, const Error& error,
                                   const std::string& request_id);
/// 400 for an error of usage, 403, 404 and 409 for what is another's, not there or taken, 500 for any other.
[[nodiscard]] HttpResponse problem_of(const Error& error, const std::string& request_id);
/// 405 as a problem; `allowed` e.g. "GET, HEAD".
[[nodiscard]] HttpResponse not_allowed(const HttpRequest& request, const std::string& allowed);

}  // namespace farthing
