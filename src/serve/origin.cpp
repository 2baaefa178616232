#include "serve/origin.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "base/text.hpp"

namespace farthing {
namespace {

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The name or address without the port; nothing if it is no host at all.
std::string_view name_of(std::string_view host) {
  const bool in_brackets = host.starts_with('[');
  const auto end = in_brackets ? host.find(']') : std::string_view::npos;
  if (in_brackets && end == std::string_view::npos) return {};
  const auto name = in_brackets ? host.substr(0, end + 1) : host.substr(0, host.find(':'));
  const auto rest = host.substr(name.size());
  if (!rest.empty() && (rest[0] != ':' || !is_port(rest.substr(1)))) return {};
  return name;
}

}  // namespace

bool is_loopback_host(std::string_view host) {
  const auto name = lower(name_of(host));
  if (name == "localhost" || name == "[::1]") return true;
  // "127.0.0.1.evil.example" is a name, and no address.
  in_addr address = {};
  return ::inet_pton(AF_INET, name.c_str(), &address) == 1 && name.starts_with("127.");
}

bool is_same_origin(const HttpRequest& request) {
  // An image or a script of another site says no origin. A link that a person follows is no such thing.
  if (request.fetch_site == "cross-site" && request.fetch_dest != "document") return false;
  if (request.origin.empty()) return true;
  const std::string_view origin = request.origin;
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;  // "null": a page that says nothing of itself
  const auto of_page = lower(origin.substr(scheme + 3));
  return !of_page.empty() && of_page == lower(request.host);
}

}  // namespace farthing
