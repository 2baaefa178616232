#include "serve/sign_in.hpp"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.hpp"
#include "serve/json_body.hpp"
#include "serve/problem.hpp"

namespace farthing {
namespace {

constexpr std::string_view kCookie = "farthing_session";
constexpr std::size_t kLongestToken = 256;

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  return from == std::string_view::npos ? std::string_view() : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

std::string cookie_of(const HttpRequest& request) {
  for (const auto& part : split(request.cookie, ';')) {
    const auto one = trimmed(part);
    if (one.starts_with(kCookie) && one.substr(kCookie.size()).starts_with('='))
      return std::string(one.substr(kCookie.size() + 1));
  }
  return {};
}

std::string token_of(const HttpRequest& request) {
  constexpr std::string_view kScheme = "bearer ";
  if (request.authorization.empty()) return cookie_of(request);
  if (lower(request.authorization.substr(0, kScheme.size())) != kScheme) return {};
  return std::string(trimmed(std::string_view(request.authorization).substr(kScheme.size())));
}

// The token itself, so that revoking it ends the session too; scripts of a page can't read it, other sites' requests
// don't carry it. Over TLS it goes nowhere else.
HttpResponse with_cookie(const HttpRequest& request, const std::string& token) {
  auto cookie = fmt::format("{}={}; HttpOnly; SameSite=Strict; Path=/", kCookie, token);
  if (token.empty()) cookie += "; Max-Age=0";
  if (request.origin.starts_with("https://")) cookie += "; Secure";
  return {204, {{"set-cookie", cookie}, {"cache-control", "no-store"}}, {}};
}

}  // namespace

HttpResponse not_signed_in(const std::string& what, const std::string& request_id) {
  auto refused = problem(401, "Sign in",
                         {what, {}, "send 'Authorization: Bearer TOKEN', of which `farthing token add NAME` makes one"},
                         request_id);
  refused.headers.emplace_back("www-authenticate", "Bearer");
  return refused;
}

Result<std::optional<std::string>> SignIn::owner(const HttpRequest& request) {
  if (!asked_for_) return kLocalOwner;
  const auto token = token_of(request);
  if (token.empty() || token.size() > kLongestToken) return std::nullopt;
  return tokens_.owner_of(token);
}

HttpResponse SignIn::session(const HttpRequest& request) {
  if (request.reads()) return who(request);
  if (request.method == "POST") return begin(request);
  if (request.method == "DELETE") return with_cookie(request, "");
  return not_allowed(request, "GET, HEAD, POST, DELETE");
}

HttpResponse SignIn::who(const HttpRequest& request) {
  boost::json::object body = {{"sign_in", asked_for_}, {"owner", nullptr}};
  if (asked_for_) {
    const auto found = owner(request);
    if (!found) return problem_of(found.error(), request.id);
    if (*found) body["owner"] = **found;
  }
  return {
      200, {{"content-type", "application/json"}, {"cache-control", "no-store"}}, boost::json::serialize(body) + "\n"};
}

HttpResponse SignIn::begin(const HttpRequest& request) {
  if (auto refused = refused_unless_json(request)) return *refused;
  if (!asked_for_)
    return problem_of(conflict("this server asks nobody to sign in", "farthing serve --sign-in would").value(),
                      request.id);
  const auto token = [&]() -> Result<std::string> {
    TRY(auto body, JsonBody::parse(request.body));
    TRY(const auto given, body.take_text("token"));
    TRY_DONE(body.check_all_taken());
    if (!given) return misuse("'token' is missing", "{\"token\": \"frt_...\"}");
    return *given;
  }();
  if (!token) return problem_of(token.error(), request.id);
  const auto known =
      token->size() > kLongestToken ? Result<std::optional<std::string>>(std::nullopt) : tokens_.owner_of(*token);
  if (!known) return problem_of(known.error(), request.id);
  if (*known) return with_cookie(request, *token);
  // Who has a token comes in, whatever others behind the same proxy tried.
  const auto now = std::chrono::steady_clock::now();
  if (!failures_.may_try(request.peer, now)) {
    auto refused = problem(429, "Too many wrong tokens",
                           {"too many tokens from this address were none", {}, "try again in a minute"}, request.id);
    refused.headers.emplace_back("retry-after", "60");
    return refused;
  }
  failures_.note(request.peer, now);
  return not_signed_in("this token is none, or was revoked", request.id);
}

}  // namespace farthing
