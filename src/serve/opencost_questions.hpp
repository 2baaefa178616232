// OpenCost's parameters as questions. What a parameter can't mean here is a usage error, not silence.
#pragma once
#include "base/time.hpp"
#include "opencost/allocation_question.hpp"
#include "serve/parameters.hpp"

namespace farthing {

/// Of /allocation. Puts the moments that the window means by `now` in its place.
[[nodiscard]] Result<AllocationQuestion> allocation_question(Parameters& parameters, Timestamp now);

/// The parameter `window`, which must be there.
[[nodiscard]] Result<TimeWindow> asked_window(Parameters& parameters, Timestamp now);

}  // namespace farthing
