// A small organisation for tests.
#pragma once
#include <gtest/gtest.h>

#include "collect/generate/org/make_organisation.hpp"

namespace farthing::generate::org {

inline Organisation small_organisation(std::uint64_t seed = 5, int days = 4, int nodes = 14, int pods = 80) {
  const OrgPlan plan{.days = days, .nodes = nodes, .pods = pods, .seed = seed, .month = "2026-10", .out = ""};
  auto organisation = make_organisation(plan);
  EXPECT_TRUE(organisation.has_value()) << organisation.error().text();
  return std::move(*organisation);
}

}  // namespace farthing::generate::org
