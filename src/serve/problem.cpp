#include "serve/problem.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace farthing {

HttpResponse problem(int status, const std::string& title, const Error& error, const std::string& request_id) {
  boost::json::object body;
  body["type"] = "about:blank";
  body["title"] = title;
  body["status"] = status;
  body["detail"] = error.where.empty() ? error.what : error.where + ": " + error.what;
  if (!error.advice.empty()) body["advice"] = error.advice;
  if (!request_id.empty()) body["request_id"] = request_id;
  return {status,
          {{"content-type", "application/problem+json"}, {"cache-control", "no-store"}},
          boost::json::serialize(body) + "\n"};
}

HttpResponse problem_of(const Error& error, const std::string& request_id) {
  switch (error.kind) {
    case Error::Kind::kUsage:
      return problem(400, "The request can't be understood", error, request_id);
    case Error::Kind::kForbidden:
      return problem(403, "Not yours", error, request_id);
    case Error::Kind::kMissing:
      return problem(404, "Not found", error, request_id);
    case Error::Kind::kConflict:
      return problem(409, "It is taken", error, request_id);
    case Error::Kind::kFailed:
      break;
  }
  return problem(500, "The answer can't be given", error, request_id);
}

HttpResponse not_allowed(const HttpRequest& request, const std::string& allowed) {
  auto refused = problem(405, "Only " + allowed,
                         {"this address can't be asked by " + request.method, {}, "it takes " + allowed}, request.id);
  refused.headers.emplace_back("allow", allowed);
  return refused;
}

}  // namespace farthing
