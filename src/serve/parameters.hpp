// The parameters of a request: what stands behind the ? of its address.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

class Parameters {
 public:
  /// What "by=" means: that somebody forgot the value, or, to OpenCost's clients, the same as no parameter.
  enum class Empty { kRefused, kAbsent };

  /// Of "by=team&where=region%20%3D%20'x'": names and values are percent-decoded, + is a blank. A name that comes
  /// twice, a broken escape and bytes that are no UTF-8 are usage errors.
  [[nodiscard]] static Result<Parameters> parse(std::string_view query, Empty empty = Empty::kRefused);

  /// The value; nothing if it is absent or empty, as a form sends a field that nobody filled in.
  [[nodiscard]] std::optional<std::string> take(const std::string& name);
  /// "true", "1", "on" or "false", "0", "off", in any case; absent is false. Anything else is a usage error.
  [[nodiscard]] Result<bool> take_flag(const std::string& name);
  /// A whole number of that range; anything else is a usage error.
  [[nodiscard]] Result<std::optional<std::int64_t>> take_number(const std::string& name, std::int64_t least,
                                                                std::int64_t most);
  /// Puts what a value means by now in its place ("today" -> the day), so that text() names one question.
  void settle(const std::string& name, std::string value) { values_[name] = std::move(value); }
  /// A usage error if there is a parameter that nobody asked for, with the name that it may be meant to be.
  [[nodiscard]] Done check_all_taken() const;

  /// All of them in order of their names, as one text: the same for the same question.
  [[nodiscard]] std::string text() const;

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> asked_for_;
};

}  // namespace farthing
