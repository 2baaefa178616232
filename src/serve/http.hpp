// A request and its response, apart from how they travel.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace farthing {

struct HttpRequest {
  std::string method = "GET";
  std::string target;  ///< "/api/v1/costs?by=team"
  std::string accept_encoding = {};
  std::string if_none_match = {};
  std::string id = {};  ///< names the request in logs and errors
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

}  // namespace farthing
