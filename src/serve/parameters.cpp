#include "serve/parameters.hpp"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace farthing {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = high < 0 ? -1 : hex_digit(text[i + 2]);
      if (low < 0) return misuse("a % in the address that two hexadecimal digits don't follow", "write it as %25");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out)) return misuse("bytes in the address that are no UTF-8");
  return out;
}

}  // namespace

Result<Parameters> Parameters::parse(std::string_view query, Empty empty) {
  Parameters parameters;
  for (const auto& part : split(query, '&')) {
    if (part.empty()) continue;
    const auto equals = part.find('=');
    TRY(const auto name, decode(std::string_view(part).substr(0, equals)));
    TRY(auto value,
        equals == std::string::npos ? Result<std::string>("") : decode(std::string_view(part).substr(equals + 1)));
    // A script whose variable is empty would get all data and take it for a month's.
    if (value.empty() && empty == Empty::kRefused) {
      return misuse("parameter '" + name + "' has no value", "leave it out, or give it one");
    }
    if (!parameters.values_.emplace(name, std::move(value)).second) {
      return misuse("parameter '" + name + "' is there twice", "give it once; several values are separated by commas");
    }
  }
  return parameters;
}

std::optional<std::string> Parameters::take(const std::string& name) {
  asked_for_.insert(name);
  const auto found = values_.find(name);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

Result<bool> Parameters::take_flag(const std::string& name) {
  const auto value = lower(take(name).value_or("false"));
  if (value == "true" || value == "1" || value == "on") return true;
  if (value == "false" || value == "0" || value == "off") return false;
  return misuse("parameter '" + name + "' is true or false, not '" + value + "'");
}

Result<std::optional<std::int64_t>> Parameters::take_number(const std::string& name, std::int64_t least,
                                                            std::int64_t most) {
  const auto value = take(name);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  if (error != std::errc{} || end != value->data() + value->size() || number < least || number > most) {
    return misuse(fmt::format("parameter '{}' is a whole number from {} to {}, not '{}'", name, least, most, *value));
  }
  return number;
}

Done Parameters::check_all_taken() const {
  for (const auto& [name, unused] : values_) {
    if (asked_for_.contains(name)) continue;
    const std::vector<std::string> known(asked_for_.begin(), asked_for_.end());
    const auto near = nearest(name, known);
    return misuse("there is no parameter '" + name + "' here",
                  near.empty() ? "known: " + join(known, ", ") : "did you mean '" + near + "'?");
  }
  return {};
}

std::string Parameters::text() const {
  std::string text;
  // A length before each part, so that no value can look like the next name.
  for (const auto& [name, value] : values_) text += fmt::format("{}:{}={}:{}&", name.size(), name, value.size(), value);
  return text;
}

}  // namespace farthing
