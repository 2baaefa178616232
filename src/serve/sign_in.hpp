// Who asks: the name of a token, which comes with each request or in the cookie of a session.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "serve/failed_sign_ins.hpp"
#include "serve/http.hpp"
#include "state/tokens.hpp"

namespace farthing {

/// Of any thread. The tokens are looked at anew for each request: one that is revoked opens nothing any more.
class SignIn {
 public:
  /// Without `asked_for` everybody is kLocalOwner.
  SignIn(const std::filesystem::path& data, bool asked_for) : tokens_(data), asked_for_(asked_for) {}

  [[nodiscard]] bool asked_for() const { return asked_for_; }
  /// Nothing: one who isn't known. `Authorization: Bearer` goes before the cookie.
  [[nodiscard]] Result<std::optional<std::string>> owner(const HttpRequest& request);
  /// /api/v1/session: who am I, sign in, sign out.
  [[nodiscard]] HttpResponse session(const HttpRequest& request);

 private:
  [[nodiscard]] HttpResponse who(const HttpRequest& request);
  [[nodiscard]] HttpResponse begin(const HttpRequest& request);

  Tokens tokens_;
  FailedSignIns failures_;
  bool asked_for_;
};

/// 401 as a problem that says how to sign in.
[[nodiscard]] HttpResponse not_signed_in(const std::string& what, const std::string& request_id);

}  // namespace farthing
