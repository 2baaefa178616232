// How a failure travels: anything that a user, a file or the machine can cause is a value of type Error.
#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace farthing {

/// What went wrong, where, and what to do about it. `kUsage` ends the program with exit code 2, the others with 1; what
/// isn't there, belongs to somebody else or is there already has a kind of its own for those who answer over HTTP.
struct Error {
  enum class Kind { kFailed, kUsage, kMissing, kForbidden, kConflict };

  std::string what;         ///< e.g. "'abc' is not a number"
  std::string where = {};   ///< e.g. "bill.csv: line 7: column lineItem/UnblendedCost"; may be empty
  std::string advice = {};  ///< e.g. "choose one of: ..."; may be empty
  Kind kind = Kind::kFailed;

  /// One line: "where: what (advice)".
  [[nodiscard]] std::string text() const;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Done = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(std::string what, std::string where = {}, std::string advice = {}) {
  return tl::unexpected(Error{std::move(what), std::move(where), std::move(advice), Error::Kind::kFailed});
}
[[nodiscard]] inline tl::unexpected<Error> misuse(std::string what, std::string advice = {}) {
  return tl::unexpected(Error{std::move(what), {}, std::move(advice), Error::Kind::kUsage});
}
[[nodiscard]] inline tl::unexpected<Error> missing(std::string what, std::string advice = {}) {
  return tl::unexpected(Error{std::move(what), {}, std::move(advice), Error::Kind::kMissing});
}
[[nodiscard]] inline tl::unexpected<Error> forbidden(std::string what, std::string advice = {}) {
  return tl::unexpected(Error{std::move(what), {}, std::move(advice), Error::Kind::kForbidden});
}
[[nodiscard]] inline tl::unexpected<Error> conflict(std::string what, std::string advice = {}) {
  return tl::unexpected(Error{std::move(what), {}, std::move(advice), Error::Kind::kConflict});
}

/// Reports a programmer's error and aborts. Never reachable by input.
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace farthing

#define FARTHING_CONCAT_INNER(a, b) a##b
#define FARTHING_CONCAT(a, b) FARTHING_CONCAT_INNER(a, b)
/// TRY(auto x, f()): x is the value of f(), or the caller returns f()'s error.
#define TRY(declaration, expression) TRY_AS(declaration, expression, FARTHING_CONCAT(try_result_, __LINE__))
#define TRY_AS(declaration, expression, name)                \
  auto name = (expression);                                  \
  if (!name) return tl::unexpected(std::move(name).error()); \
  declaration = std::move(*name)
/// TRY_DONE(f()): the caller returns f()'s error, if it has one.
#define TRY_DONE(expression) \
  if (auto try_done = (expression); !try_done) return tl::unexpected(std::move(try_done).error())
#define FARTHING_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::farthing::check_failed(#condition, __FILE__, __LINE__))
