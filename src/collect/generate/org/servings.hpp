// The models that the estate serves, who asks them, and how much in each hour.
#pragma once
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

struct Tenant {
  const char* name = "";
  int weight = 1;
};
/// A version of a model, served by one controller's pods.
struct Serving {
  const char* model = "";
  const char* version = "";
  const char* endpoint = "";
  const char* controller = "";
  std::int64_t peak = 0;                             ///< requests in the busiest hour; 0: nobody asks
  std::int64_t prefill_nanos = 0, decode_nanos = 0;  ///< that its card's part computes for a token
  int cached_permille = 0;                           ///< of the input's tokens; 0: it has no cache
  bool times = true;                                 ///< its server says how long prefill and decode took
  bool generates = true;                             ///< else it answers with no tokens: an encoder
  std::vector<Tenant> tenants = {};
};
[[nodiscard]] const std::vector<Serving>& servings();
/// The index in servings() of what a controller serves, or -1.
[[nodiscard]] int serving_of(std::string_view controller);

/// A cached token computes a tenth of another's prefill.
inline constexpr std::int64_t kCachedPart = 10;
/// Fills organisation.requests and .loads by what its pods are there for: their cards compute what the requests take,
/// at most 92 % of the time.
void add_requests(Organisation& organisation);

}  // namespace farthing::generate::org
