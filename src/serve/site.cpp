#include "serve/site.hpp"

#include <array>

#include "serve/origin.hpp"
#include "serve/pages.hpp"
#include "serve/problem.hpp"
#include "serve/views_api.hpp"

namespace farthing {
namespace {

constexpr std::string_view kSessionPath = "/api/v1/session";

// What the page needs before anybody signed in, and what those ask who watch whether the server lives.
constexpr std::array<std::string_view, 4> kOpenPaths = {kSessionPath, "/api/v1/health", "/api/v1/version",
                                                        "/api/openapi.json"};

// The page's files hold no data.
bool is_of_page(const HttpRequest& request) { return !request.target.starts_with("/api/"); }

bool is_open(const HttpRequest& request) {
  const auto path = request.path();
  for (const auto open : kOpenPaths) {
    if (path == open) return true;
  }
  return is_of_page(request);
}

}  // namespace

Site::Site(const std::filesystem::path& data, AllocationConfig config, bool sign_in)
    : api_(Lake(data), std::move(config)), sign_in_(data, sign_in), views_(data) {}

Site::Asker Site::asker_of(const HttpRequest& request) {
  if (!sign_in_.asked_for() && !is_loopback_host(request.host))
    return {"", problem(403, "Not this host",
                        {"'" + request.host + "' is no name of this machine",
                         {},
                         "ask http://127.0.0.1 or http://localhost; with --sign-in any name will do"},
                        request.id)};
  if (!request.reads() && !is_same_origin(request))
    return {"", problem(403, "Not from there",
                        {"a page of " + request.origin + " may change nothing here", {}, "use the page of this server"},
                        request.id)};
  if (is_open(request)) return {};
  const auto owner = sign_in_.owner(request);
  if (!owner) return {"", problem_of(owner.error(), request.id)};
  if (!*owner) return {"", not_signed_in("this needs a token that is valid", request.id)};
  return {**owner, std::nullopt};
}

bool Site::is_quick(const HttpRequest& request) {
  if (is_of_page(request) || request.path() == kSessionPath) return true;
  if (asker_of(request).refused) return true;
  // The disk may let a write wait.
  return !is_views_address(request.path()) && api_.is_quick(request);
}

HttpResponse Site::answer(const HttpRequest& request) {
  auto [owner, refused] = asker_of(request);
  if (refused) return std::move(*refused);
  if (is_of_page(request) && request.reads() && has_pages()) return page(request);
  if (request.path() == kSessionPath) return sign_in_.session(request);
  if (is_views_address(request.path())) return answer_views(views_, owner, request);
  return api_.answer(request);
}

}  // namespace farthing
