// Who may sign in: named tokens, of which only a hash is kept.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "state/state_file.hpp"

namespace farthing {

/// Who owns what is left without sign-in; no token may be named so.
inline constexpr const char* kLocalOwner = "local";

struct Token {
  std::string name;        ///< of whom, or of which script
  std::string created_at;  ///< RFC 3339
};

/// The tokens of one data folder, of any thread. Other processes may add and revoke meanwhile.
class Tokens {
 public:
  explicit Tokens(const std::filesystem::path& data) : file_(data) {}

  /// A new token, "frt_...", which can't be had a second time. A name that a live token has is an error (kConflict).
  [[nodiscard]] Result<std::string> add(const std::string& name, Timestamp now);
  /// The live ones, by name.
  [[nodiscard]] Result<std::vector<Token>> list();
  /// From now on it opens nothing. A name that no live token has is an error (kMissing).
  [[nodiscard]] Done revoke(const std::string& name, Timestamp now);
  /// The name of the live token that this is; nothing if it is none.
  [[nodiscard]] Result<std::optional<std::string>> owner_of(std::string_view token);

 private:
  StateFile file_;
};

}  // namespace farthing
