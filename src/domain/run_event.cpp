#include "domain/run_event.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace farthing {

std::optional<std::string> run_event_kind(std::string_view said) {
  auto kind = lower(said);
  std::erase(kind, ' ');
  if (std::find(kRunEventKinds.begin(), kRunEventKinds.end(), kind) == kRunEventKinds.end()) return std::nullopt;
  return kind;
}

std::string run_event_kind_sql(const std::string& column) { return "replace(lower(" + column + "), ' ', '')"; }

std::string run_event_kinds_sql() {
  std::vector<std::string> kinds;
  for (const auto kind : kRunEventKinds) kinds.push_back("'" + std::string(kind) + "'");
  return join(kinds, ", ");
}

}  // namespace farthing
