// A request and its response, apart from how they travel.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace farthing {

struct HttpRequest {
  std::string method = "GET";
  std::string target;  ///< "/api/v1/costs?by=team"
  std::string accept_encoding = {};
  std::string if_none_match = {};
  std::string id = {};  ///< names the request in logs and errors
  std::string body = {};
  std::string content_type = {};
  std::string authorization = {};
  std::string cookie = {};
  std::string host = {};    ///< "farthing.example:8080"
  std::string origin = {};  ///< "https://farthing.example:8080": of the page that asks; empty if none does
  std::string fetch_site = {}, fetch_dest = {};  ///< Sec-Fetch-Site and -Dest: what a browser says of who asks
  std::string last_event_id = {};
  std::string peer = {};  ///< the address that it came from

  [[nodiscard]] bool reads() const { return method == "GET" || method == "HEAD"; }
  [[nodiscard]] std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  bool listens = false;  ///< it is only a head: the one who asked gets the server's events from now on
};

/// What those who listen are told (server-sent events).
struct HttpEvent {
  std::string id;    ///< who has got this one last isn't told again; empty: everybody is, each time
  std::string text;  ///< as it travels: "event: snapshot\nid: 7\ndata: {...}\n\n"
};

}  // namespace farthing
