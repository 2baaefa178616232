// An AI organisation: bill, nodes, workloads, usage, prices and events that agree with each other, and what each
// workload truly cost.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/decimal.hpp"
#include "base/result.hpp"

namespace farthing {

struct OrgPlan {
  int days = 30;   ///< whole days from the month's first
  int nodes = 20;  ///< the most EC2 machines of the clusters at once: scales their pools
  int pods = 150;  ///< running at any time, exactly
  std::uint64_t seed = 0;
  std::string month = "";       ///< "YYYY-MM"; empty is kDefaultOrgMonth
  int activity_seconds = 3600;  ///< how long an interval of accelerator_activity is at most: 60 to 3600, a part of it
  std::filesystem::path out = {};
  bool open_end = true;  ///< one training run still runs at the end; else it was stopped
};

/// Fixed, not "last month": it must not depend on the day on which it is generated.
inline constexpr const char* kDefaultOrgMonth = "2026-10";

struct GeneratedOrg {
  std::int64_t bill_lines = 0;
  std::int64_t nodes = 0;  ///< rows of dataset nodes: machines and Fargate tasks
  std::int64_t workloads = 0, usage_rows = 0, activity_rows = 0;
  std::int64_t pod_hours = 0;   ///< pods x 24 x days
  Decimal billed, effective;    ///< the bill's totals
  Decimal held, system, idle;   ///< effective: of tenants' workloads, of system ones, of nobody
  std::filesystem::path truth;  ///< truth.json
};

/// Writes into plan.out: a bill in AWS's layout (legacy CUR); nodes, workloads, usage_hourly, accelerator_activity,
/// requests_hourly, runs and run_events as Parquet; prices.csv, events.csv; and the truth: truth.json, and
/// truth_hourly, truth_workloads, truth_runs, truth_models, truth_tenants, truth_teams and truth_pools as Parquet.
/// The same plan gives the same bytes. Errors: misuse of days, nodes, pods or month; a folder that isn't empty or
/// can't be written.
[[nodiscard]] Result<GeneratedOrg> generate_org(const OrgPlan& plan);

}  // namespace farthing
