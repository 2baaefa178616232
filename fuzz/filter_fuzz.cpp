// OpenCost's filters: whatever parse_filter accepts is the same filter when it is written and read again.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "opencost/filter.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto filter = farthing::parse_filter({reinterpret_cast<const char*>(data), size});
  if (!filter) return 0;
  const auto text = farthing::filter_text(*filter);
  const auto again = farthing::parse_filter(text);
  if (!again || *again != *filter) {
    std::fprintf(stderr, "a filter changes the second time: %s\n", text.c_str());
    std::abort();
  }
  return 0;
}
