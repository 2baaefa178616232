// User SQL: whatever parse_condition or check_query accepts must be accepted again, unchanged.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "ask/condition.hpp"

namespace {

[[noreturn]] void complain(const char* what, const std::string& first, const std::string& second) {
  std::fprintf(stderr, "%s\nfirst:  %s\nsecond: %s\n", what, first.c_str(), second.c_str());
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string> kTables = {"charges", "split_charges", "costs_daily"};
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto condition = farthing::parse_condition(text)) {
    const auto again = farthing::parse_condition(condition->sql);
    if (!again) complain("a condition is refused the second time", condition->sql, again.error().text());
    if (again->sql != condition->sql) complain("a condition changes the second time", condition->sql, again->sql);
  }
  if (const auto query = farthing::check_query(text, kTables)) {
    const auto again = farthing::check_query(*query, kTables);
    if (!again) complain("a query is refused the second time", *query, again.error().text());
    if (*again != *query) complain("a query changes the second time", *query, *again);
  }
  return 0;
}
