// The functions and operators that user SQL may call. What is not here is refused.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace farthing {

enum class FunctionUse { kScalar, kAggregate, kWindow, kUnnest };

/// How long a function's result can be beside its arguments. The engine's memory limit doesn't stop a huge value, so
/// query and condition are measured before they run (see ExpressionWalk).
enum class GrowthRule {
  kLongest,        ///< as long as its longest argument at most
  kSum,            ///< all arguments in one value
  kReplace,        ///< (text, from, to): each `from` becomes `to`
  kRegexpReplace,  ///< (text, pattern, to): each match, an empty one too, becomes `to`
  kManyRows,       ///< one value made of many rows
  kLike,           ///< not its length but its time: see check_like_pattern
};

struct SqlFunction {
  const char* name;
  FunctionUse use;
  std::size_t most_arguments;
  GrowthRule growth = GrowthRule::kLongest;
};

/// nullptr: not allowed. Names are compared without regard to case.
[[nodiscard]] const SqlFunction* find_sql_function(std::string_view name);
/// "Did you mean" for a name that isn't allowed, else an empty text.
[[nodiscard]] std::string nearest_sql_function(std::string_view name);
/// All of them that are written as name(...), for the documentation.
[[nodiscard]] std::vector<std::string> sql_function_names();

}  // namespace farthing
