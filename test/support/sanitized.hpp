// Whether this build has sanitizers, under which the engine is many times slower.
#pragma once

namespace farthing {

#ifdef __SANITIZE_ADDRESS__
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// The last of the seeds that a test tries: under sanitizers, which look at our code and not at the sums, the first.
constexpr unsigned last_seed(unsigned first, unsigned last) { return kSanitized ? first : last; }

}  // namespace farthing
