#include "base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace farthing {

std::string Error::text() const {
  std::string line = where.empty() ? what : where + ": " + what;
  if (!advice.empty()) line += " (" + advice + ")";
  return line;
}

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "farthing: bug: %s does not hold at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace farthing
