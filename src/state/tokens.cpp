#include "state/tokens.hpp"

#include <algorithm>

#include "base/file.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::string_view kTokenPrefix = "frt_";  // what scanners of leaked secrets look for
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kLongestTokenName = 64;

Done check_token_name(const std::string& name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._@-").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (name.empty() || name.size() > kLongestTokenName || !plain || name.starts_with('-'))
    return misuse("'" + name + "' can't be a token's name", "1 to 64 letters, digits and . _ @ -, e.g. maria or ci");
  if (lower(name) == kLocalOwner)
    return misuse("no token is named 'local'", "what is left without sign-in belongs to local; take another name");
  return {};
}

}  // namespace

Result<std::string> Tokens::add(const std::string& name, Timestamp now) {
  TRY_DONE(check_token_name(name));
  TRY(const auto random, random_text(kTokenBytes));
  auto token = std::string(kTokenPrefix) + random;
  TRY(const auto held, file_.made());
  const auto added = held->run("INSERT INTO tokens (name, sha256, created_at) VALUES (?, ?, ?)",
                               {name, sha256_hex(token), format_timestamp(now)});
  if (!added && added.error().kind == Error::Kind::kConflict)
    return conflict("there is a token '" + name + "'", "farthing token revoke " + name + " takes it away");
  if (!added) return tl::unexpected(added.error());
  return token;
}

Result<std::vector<Token>> Tokens::list() {
  std::vector<Token> tokens;
  TRY(const auto held, file_.if_there());
  if (!held) return tokens;
  TRY(const auto rows, held->run("SELECT name, created_at FROM tokens WHERE revoked_at IS NULL ORDER BY name"));
  for (const auto& row : rows) tokens.push_back({row[0], row[1]});
  return tokens;
}

Done Tokens::revoke(const std::string& name, Timestamp now) {
  TRY(const auto held, file_.if_there());
  if (held) {
    TRY(const auto rows, held->run("UPDATE tokens SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL",
                                   {format_timestamp(now), name}));
    if (held->changed() > 0) return {};
  }
  return missing("there is no token '" + name + "'", "farthing token list shows them");
}

Result<std::optional<std::string>> Tokens::owner_of(std::string_view token) {
  if (!token.starts_with(kTokenPrefix)) return std::nullopt;
  TRY(const auto held, file_.if_there());
  if (!held) return std::nullopt;
  // All are compared, so that the time tells neither how many there are before it nor how much of one was right.
  TRY(const auto rows, held->run("SELECT name, sha256 FROM tokens WHERE revoked_at IS NULL"));
  const auto asked = sha256_hex(token);
  std::optional<std::string> owner;
  for (const auto& row : rows) {
    if (is_same_secret(row[1], asked)) owner = row[0];
  }
  return owner;
}

}  // namespace farthing
