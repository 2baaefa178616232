#include "ask/function_list.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <iterator>
#include <map>

#include "base/text.hpp"

namespace farthing {
namespace {

using enum FunctionUse;
using enum GrowthRule;
constexpr std::size_t kAnyNumber = SIZE_MAX;

// Left out on purpose: whatever reads files, settings, the catalog or the environment; makes a value of a chosen size
// (repeat, lpad, rpad, range, printf, format, bar, list_resize, array_to_string); waits or writes (sleep_ms,
// write_log); is random; keeps all its values outside of the memory limit (mode, histogram); is a lambda's host
// (list_transform); GLOB, whose time explodes (check_like_pattern).
constexpr SqlFunction kScalarFunctions[] = {
    // Operators, as the parse tree names them.
    {"+", kScalar, 2},
    {"-", kScalar, 2},
    {"*", kScalar, 2},
    {"/", kScalar, 2},
    {"//", kScalar, 2},
    {"%", kScalar, 2},
    {"**", kScalar, 2},
    {"^", kScalar, 2},
    {"@", kScalar, 1},
    {"||", kScalar, 2, kSum},
    {"->>", kScalar, 2},
    {"^@", kScalar, 2},
    {"~~", kScalar, 2, kLike},
    {"!~~", kScalar, 2, kLike},
    {"~~*", kScalar, 2, kLike},
    {"!~~*", kScalar, 2, kLike},
    {"like_escape", kScalar, 3, kLike},
    {"not_like_escape", kScalar, 3, kLike},
    {"ilike_escape", kScalar, 3, kLike},
    {"not_ilike_escape", kScalar, 3, kLike},
    // Text.
    {"lower", kScalar, 1},
    {"upper", kScalar, 1},
    {"lcase", kScalar, 1},
    {"ucase", kScalar, 1},
    {"length", kScalar, 1},
    {"len", kScalar, 1},
    {"strlen", kScalar, 1},
    {"char_length", kScalar, 1},
    {"character_length", kScalar, 1},
    {"substr", kScalar, 3},
    {"substring", kScalar, 3},
    {"left", kScalar, 2},
    {"right", kScalar, 2},
    {"starts_with", kScalar, 2},
    {"ends_with", kScalar, 2},
    {"prefix", kScalar, 2},
    {"suffix", kScalar, 2},
    {"contains", kScalar, 2},
    {"strpos", kScalar, 2},
    {"position", kScalar, 2},
    {"instr", kScalar, 2},
    {"split_part", kScalar, 3},
    {"trim", kScalar, 2},
    {"ltrim", kScalar, 2},
    {"rtrim", kScalar, 2},
    {"reverse", kScalar, 1},
    {"strip_accents", kScalar, 1},
    {"md5", kScalar, 1},
    {"concat", kScalar, kAnyNumber, kSum},
    {"concat_ws", kScalar, kAnyNumber, kSum},
    {"replace", kScalar, 3, kReplace},
    {"regexp_replace", kScalar, 4, kRegexpReplace},
    {"regexp_matches", kScalar, 3},
    {"regexp_full_match", kScalar, 3},
    {"regexp_extract", kScalar, 3},
    {"json_extract_string", kScalar, 2},
    {"json_valid", kScalar, 1},
    // Numbers.
    {"abs", kScalar, 1},
    {"round", kScalar, 2},
    {"round_even", kScalar, 2},
    {"floor", kScalar, 1},
    {"ceil", kScalar, 1},
    {"ceiling", kScalar, 1},
    {"trunc", kScalar, 2},
    {"sign", kScalar, 1},
    {"mod", kScalar, 2},
    {"pow", kScalar, 2},
    {"power", kScalar, 2},
    {"sqrt", kScalar, 1},
    {"exp", kScalar, 1},
    {"ln", kScalar, 1},
    {"log", kScalar, 2},
    {"log2", kScalar, 1},
    {"log10", kScalar, 1},
    {"isnan", kScalar, 1},
    {"isinf", kScalar, 1},
    {"isfinite", kScalar, 1},
    {"greatest", kScalar, kAnyNumber},
    {"least", kScalar, kAnyNumber},
    {"nullif", kScalar, 2},
    {"typeof", kScalar, 1},
    // Times.
    {"date_trunc", kScalar, 2},
    {"date_part", kScalar, 2},
    {"date_diff", kScalar, 3},
    {"datediff", kScalar, 3},
    {"date_sub", kScalar, 3},
    {"date_add", kScalar, 3},
    {"age", kScalar, 2},
    {"last_day", kScalar, 1},
    {"year", kScalar, 1},
    {"quarter", kScalar, 1},
    {"month", kScalar, 1},
    {"week", kScalar, 1},
    {"day", kScalar, 1},
    {"hour", kScalar, 1},
    {"minute", kScalar, 1},
    {"second", kScalar, 1},
    {"dayofweek", kScalar, 1},
    {"isodow", kScalar, 1},
    {"dayofmonth", kScalar, 1},
    {"dayofyear", kScalar, 1},
    {"weekofyear", kScalar, 1},
    {"yearweek", kScalar, 1},
    {"dayname", kScalar, 1},
    {"monthname", kScalar, 1},
    {"epoch", kScalar, 1},
    {"time_bucket", kScalar, 3},
    {"make_date", kScalar, 3},
    {"make_timestamp", kScalar, 6},
    {"strftime", kScalar, 2},
    {"strptime", kScalar, 2},
    {"try_strptime", kScalar, 2},
    {"timezone", kScalar, 2},
    {"today", kScalar, 0},
    {"now", kScalar, 0},
    {"to_years", kScalar, 1},
    {"to_months", kScalar, 1},
    {"to_weeks", kScalar, 1},
    {"to_days", kScalar, 1},
    {"to_hours", kScalar, 1},
    {"to_minutes", kScalar, 1},
    {"to_seconds", kScalar, 1},
    // Maps, lists, rows.
    {"element_at", kScalar, 2},
    {"map_extract", kScalar, 2},
    {"map_extract_value", kScalar, 2},
    {"map_keys", kScalar, 1},
    {"map_values", kScalar, 1},
    {"map_entries", kScalar, 1},
    {"map_contains", kScalar, 2},
    {"map_contains_value", kScalar, 2},
    {"map_contains_entry", kScalar, 3},
    {"cardinality", kScalar, 1},
    {"list_contains", kScalar, 2},
    {"array_contains", kScalar, 2},
    {"list_has", kScalar, 2},
    {"list_sort", kScalar, 1},
    {"list_distinct", kScalar, 1},
    {"list_value", kScalar, kAnyNumber, kSum},
    {"map", kScalar, 2, kSum},
    {"row", kScalar, kAnyNumber, kSum},
    {"struct_pack", kScalar, kAnyNumber, kSum},
    {"struct_extract", kScalar, 2},
    {"list_extract", kScalar, 2},
    {"array_extract", kScalar, 2},
};

constexpr SqlFunction kGroupFunctions[] = {
    {"count", kAggregate, 1},
    {"count_star", kAggregate, 0},
    {"count_if", kAggregate, 1},
    {"countif", kAggregate, 1},
    {"sum", kAggregate, 1},
    {"fsum", kAggregate, 1},
    {"kahan_sum", kAggregate, 1},
    {"sumkahan", kAggregate, 1},
    {"avg", kAggregate, 1},
    {"favg", kAggregate, 1},
    {"mean", kAggregate, 1},
    {"product", kAggregate, 1},
    {"min", kAggregate, 1},
    {"max", kAggregate, 1},
    {"arg_min", kAggregate, 2},
    {"arg_max", kAggregate, 2},
    {"min_by", kAggregate, 2},
    {"max_by", kAggregate, 2},
    {"any_value", kAggregate, 1},
    {"arbitrary", kAggregate, 1},
    {"first", kAggregate, 1},
    {"last", kAggregate, 1},
    {"bool_and", kAggregate, 1},
    {"bool_or", kAggregate, 1},
    {"median", kAggregate, 1},
    {"quantile", kAggregate, 2},
    {"quantile_cont", kAggregate, 2},
    {"quantile_disc", kAggregate, 2},
    {"approx_quantile", kAggregate, 2},
    {"approx_count_distinct", kAggregate, 1},
    {"stddev", kAggregate, 1},
    {"stddev_pop", kAggregate, 1},
    {"stddev_samp", kAggregate, 1},
    {"variance", kAggregate, 1},
    {"var_pop", kAggregate, 1},
    {"var_samp", kAggregate, 1},
    {"corr", kAggregate, 2},
    {"covar_pop", kAggregate, 2},
    {"covar_samp", kAggregate, 2},
    {"regr_slope", kAggregate, 2},
    {"regr_intercept", kAggregate, 2},
    {"regr_r2", kAggregate, 2},
    {"string_agg", kAggregate, 2, kManyRows},
    {"group_concat", kAggregate, 2, kManyRows},
    {"listagg", kAggregate, 2, kManyRows},
    {"list", kAggregate, 1, kManyRows},
    {"array_agg", kAggregate, 1, kManyRows},
    {"row_number", kWindow, 0},
    {"rank", kWindow, 0},
    {"dense_rank", kWindow, 0},
    {"rank_dense", kWindow, 0},
    {"percent_rank", kWindow, 0},
    {"cume_dist", kWindow, 0},
    {"ntile", kWindow, 1},
    {"lag", kWindow, 3},
    {"lead", kWindow, 3},
    {"first_value", kWindow, 1},
    {"last_value", kWindow, 1},
    {"nth_value", kWindow, 2},
    {"unnest", kUnnest, 1},
};

const std::map<std::string_view, const SqlFunction*>& functions_by_name() {
  static const auto kByName = [] {
    std::map<std::string_view, const SqlFunction*> found;
    for (const auto& function : kScalarFunctions) found.emplace(function.name, &function);
    for (const auto& function : kGroupFunctions) found.emplace(function.name, &function);
    return found;
  }();
  return kByName;
}

}  // namespace

const SqlFunction* find_sql_function(std::string_view name) {
  const auto found = functions_by_name().find(lower(name));
  return found == functions_by_name().end() ? nullptr : found->second;
}

std::vector<std::string> sql_function_names() {
  std::vector<std::string> names;
  for (const auto& [name, function] : functions_by_name()) {
    if (std::isalpha(static_cast<unsigned char>(name.front())) != 0) names.emplace_back(name);
  }
  return names;
}

std::string nearest_sql_function(std::string_view name) { return nearest(name, sql_function_names()); }

}  // namespace farthing
