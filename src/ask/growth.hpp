// How long a function's value can become, before it runs.
#pragma once
#include <boost/json/array.hpp>

#include "ask/function_list.hpp"
#include "base/result.hpp"

namespace farthing {

/// The growth of `function` whose arguments together have growth `sum` and at most `longest` each. A usage error where
/// it can't be told: a replacement or a LIKE pattern that isn't a literal.
[[nodiscard]] Result<double> function_growth(const SqlFunction& function, const boost::json::array& arguments,
                                             double longest, double sum);

/// A LIKE pattern must be a literal. The engine matches one with '%' only in linear time; one with '_', an ESCAPE or
/// ILIKE takes time with the power of its '%', during which it can't be interrupted: then three at most.
[[nodiscard]] Done check_like_pattern(const SqlFunction& function, const boost::json::array& arguments);

}  // namespace farthing
