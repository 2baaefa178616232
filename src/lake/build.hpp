// Builds the tables of models/ that are made from days of data, where what goes into them has changed.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "lake/build_accelerators.hpp"
#include "lake/build_charges.hpp"
#include "lake/build_days.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// What a vCPU, a GiB and an accelerator weigh in the price of a machine of one type.
struct MachineWeights {
  std::string machine;  ///< an instance type, "fargate", "fargate_spot"
  double vcpu = 0, gib = 0;
  std::optional<double> accelerator;  ///< nothing: not known, so the type's machines with cards don't use these weights
  std::string name;                   ///< where they come from, e.g. "c5, m5, r5"
};

/// How the cost of a machine's hour falls on what it is shared by, and how the bill is read.
struct BuildSettings {
  AllocationConfig config;                  ///< its conditions of shared costs count as they stand in `shared`
  std::vector<MachineWeights> market;       ///< for config.weights "market"; other types are weighed as AWS does
  AcceleratorFacts accelerators;            ///< cards, their slices, and which machines have them
  std::vector<SharedCondition> shared;      ///< in order
  std::vector<std::string> shared_columns;  ///< the columns of charges that they read
};

/// What estimates were worth, now that the bill is there.
struct EstimateError {
  std::string source;  ///< "prices", "last_billed", "nodes"
  std::int64_t node_hours = 0;
  Decimal estimated, actual;
};

struct BuildReport {
  DaysToBuild days;
  std::int64_t node_hours = 0;  ///< built now
  std::int64_t shares = 0;      ///< rows of allocation_shares built now
  std::int64_t issues = 0;      ///< rows of data_issues built now
  std::vector<EstimateError> estimates;
  std::set<std::string> weights;  ///< by which machines were weighed: "aws", "market: c5, m5, r5"
  double seconds_of_shares = 0;   ///< how long allocation_shares took, from the hours of workloads to files
  std::int64_t snapshot = 0;
};

/// Builds the tables of model_tables() of the days whose inputs, SQL or settings changed, in one snapshot. An unknown
/// setting is a usage error.
[[nodiscard]] Result<BuildReport> build_models(const Lake& lake, const BuildSettings& settings);

}  // namespace farthing
