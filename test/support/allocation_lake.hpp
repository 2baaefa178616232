// A lake into which nodes, workloads, usage and bills come row by row, and `build` over it.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "lake/build.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {

/// A row of a dataset: column to value as CSV has it; maps are JSON.
using DatasetRow = std::map<std::string, std::string>;

/// The rows under a header of all their columns.
[[nodiscard]] std::string dataset_csv(const std::vector<DatasetRow>& rows);

/// From 10:00 to 11:00 on 2026-05-01, as all below, with more columns put over it: a machine of 4 vCPU and 16 GiB.
[[nodiscard]] DatasetRow node_row(const std::string& id, const DatasetRow& more = {});
/// A container that asks for 1 vCPU and 4 GiB.
[[nodiscard]] DatasetRow container_row(const std::string& id, const std::string& node, const DatasetRow& more = {});
/// A line of usage on demand.
[[nodiscard]] CurFields machine_line(const std::string& resource, const std::string& cost, const CurFields& more = {});
/// The same, covered by a Savings Plan that it costs `effective` of.
[[nodiscard]] CurFields covered_line(const std::string& resource, const std::string& effective,
                                     const CurFields& more = {});
/// An hour of a Savings Plan of 10, of which `used` was used.
[[nodiscard]] CurFields plan_hour(const std::string& used, const CurFields& more = {});
/// The columns of a line that lasts so long.
[[nodiscard]] CurFields lasting(const std::string& start, const std::string& end);
[[nodiscard]] std::string bill_of(const std::vector<CurFields>& lines);

/// As the program makes them from a configuration: market weights of the catalog, conditions of shared costs checked.
[[nodiscard]] BuildSettings build_settings(const AllocationConfig& config);

class AllocationLakeFixture : public BillLakeFixture {
 protected:
  void take(const std::string& name, const std::string& text) const;
  void take(const std::string& name, const std::vector<DatasetRow>& rows) const { take(name, dataset_csv(rows)); }
  void bill(const std::vector<CurFields>& lines, const std::string& name = "bill.csv") const {
    import_text(bill_of(lines), name);
  }
  /// A delivery in the place of one that has other lines.
  void replace_bill(const std::vector<CurFields>& lines, const std::string& name) const;

  /// The bundled configuration with these two otherwise.
  [[nodiscard]] static AllocationConfig config_of(const std::string& weights, const std::string& share_by = "max");
  BuildReport build(const AllocationConfig& config) const;
  BuildReport build(const std::string& weights = "aws", const std::string& share_by = "max") const {
    return build(config_of(weights, share_by));
  }
  /// Everything away.
  void empty_lake() const { std::filesystem::remove_all(lake_.root()); }

  /// Of one row and column.
  [[nodiscard]] double number(const std::string& sql) const;
  [[nodiscard]] double cost_of(const std::string& workload) const;
  /// What it gets of idle when that is laid on by `mode`.
  [[nodiscard]] double idle_of(const std::string& workload, const std::string& mode) const;
  [[nodiscard]] double with_idle(const std::string& workload, const std::string& mode = "by_node") const {
    return cost_of(workload) + idle_of(workload, mode);
  }
  /// cost_kind and reason with their sum, of what isn't estimated: "allocated|-|1.5;idle|-|2".
  [[nodiscard]] std::string kinds_of_cost() const;
};

}  // namespace farthing
