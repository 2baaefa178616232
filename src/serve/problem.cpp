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
  if (error.kind == Error::Kind::kUsage) return problem(400, "The request can't be understood", error, request_id);
  return problem(500, "The answer can't be given", error, request_id);
}

}  // namespace farthing
