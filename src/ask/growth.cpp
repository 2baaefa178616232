#include "ask/growth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

namespace farthing {
namespace {

namespace json = boost::json;

constexpr double kRowsInOneValue = 128;
constexpr auto kMostWildcards = 3;

// The text of a VARCHAR literal; nothing for anything else.
std::optional<std::string_view> text_literal(const json::value& expression) {
  const auto* node = expression.if_object();
  if (node == nullptr || node->at("class") != "CONSTANT") return std::nullopt;
  const auto& value = node->at("value").get_object();
  const auto* text = value.if_contains("value");
  if (text == nullptr || !text->is_string()) return std::nullopt;
  return std::string_view(text->get_string());
}

tl::unexpected<Error> not_literal(const SqlFunction& function) {
  return misuse(fmt::format("the third argument of {}() must be a text in quotes", function.name),
                "its length bounds that of the result");
}

}  // namespace

Result<double> function_growth(const SqlFunction& function, const json::array& arguments, double longest, double sum) {
  switch (function.growth) {
    case GrowthRule::kLongest:
    case GrowthRule::kLike:
      return longest;
    case GrowthRule::kManyRows:
      return longest * kRowsInOneValue;
    case GrowthRule::kSum: {
      // concat_ws writes its first argument between all others.
      const bool separated = std::string_view(function.name) == "concat_ws";
      return separated ? sum + longest * static_cast<double>(arguments.size()) : sum;
    }
    case GrowthRule::kReplace:
    case GrowthRule::kRegexpReplace:
      break;
  }
  if (arguments.size() < 3) return longest;  // the engine will say that one is missing
  const auto to = text_literal(arguments[2]);
  if (!to) return not_literal(function);
  if (function.growth == GrowthRule::kRegexpReplace) return longest * static_cast<double>(1 + to->size());
  const auto from = text_literal(arguments[1]);
  const std::size_t shortest = std::max<std::size_t>(1, from ? from->size() : 1);
  return longest * std::max(1.0, static_cast<double>(to->size()) / static_cast<double>(shortest));
}

Done check_like_pattern(const SqlFunction& function, const json::array& arguments) {
  if (function.growth != GrowthRule::kLike || arguments.size() < 2) return {};
  const auto pattern = text_literal(arguments[1]);
  if (!pattern) return misuse("the pattern of LIKE must be a text in quotes", "for others use contains() or strpos()");
  const std::string_view name = function.name;
  const bool linear = (name == "~~" || name == "!~~") && pattern->find('_') == std::string_view::npos;
  if (!linear && std::count(pattern->begin(), pattern->end(), '%') > kMostWildcards) {
    return misuse(
        fmt::format("a pattern with '_', ESCAPE or ILIKE and more than {} '%' takes too long", kMostWildcards),
        "use regexp_matches()");
  }
  return {};
}

}  // namespace farthing
