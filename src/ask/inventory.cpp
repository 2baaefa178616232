#include "ask/inventory.hpp"

#include <set>

#include "ask/lake_view.hpp"
#include "domain/allocation_dimension.hpp"
#include "domain/dimension.hpp"

namespace farthing {

Answer list_imports(const Snapshot& snapshot) {
  Answer answer = answer_from(snapshot);
  answer.title = "Imports";
  answer.columns = {{"import", ValueType::kText, "VARCHAR"},
                    {"imported_at", ValueType::kText, "VARCHAR"},
                    {"period", ValueType::kText, "VARCHAR"},
                    {"source", ValueType::kText, "VARCHAR"},
                    {"format", ValueType::kText, "VARCHAR"},
                    {"lines", ValueType::kInteger, "BIGINT"},
                    {"control_total", ValueType::kDecimal, "DECIMAL(38,12)"},
                    {"currency", ValueType::kText, "VARCHAR"},
                    {"gaps", ValueType::kInteger, "BIGINT"}};
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (!partition.delivery) continue;
    const auto& delivery = *partition.delivery;
    for (const auto& totals : delivery.totals) {
      answer.rows.push_back({delivery.import_id, delivery.imported_at, partition.period, partition.source,
                             delivery.format, std::to_string(totals.lines), totals.control.text(), totals.currency,
                             std::to_string(delivery.gaps.size())});
    }
  }
  return answer;
}

Answer list_datasets(const Snapshot& snapshot) {
  Answer answer = answer_from(snapshot);
  answer.title = "Datasets";
  answer.columns = {{"dataset", ValueType::kText, "VARCHAR"}, {"rows", ValueType::kInteger, "BIGINT"},
                    {"bytes", ValueType::kInteger, "BIGINT"}, {"partitions", ValueType::kInteger, "BIGINT"},
                    {"first", ValueType::kText, "VARCHAR"},   {"last", ValueType::kText, "VARCHAR"}};
  for (const auto& [name, manifest] : snapshot.datasets) {
    std::int64_t rows = 0, bytes = 0;
    std::set<std::string> periods;
    for (const auto& partition : manifest.partitions) {
      periods.insert(partition.period);
      for (const auto& file : partition.files) {
        rows += file.rows;
        bytes += file.bytes;
      }
    }
    if (rows == 0) continue;
    answer.rows.push_back({name, std::to_string(rows), std::to_string(bytes), std::to_string(periods.size()),
                           *periods.begin(), *periods.rbegin()});
  }
  return answer;
}

Answer list_dimensions(const Snapshot& snapshot, const AllocationConfig& config) {
  Answer answer = answer_from(snapshot);
  answer.title = "Dimensions";
  answer.columns = {{"name", ValueType::kText, "VARCHAR"}, {"of", ValueType::kText, "VARCHAR"}};
  for (const auto& name : workload_dimension_names(config)) answer.rows.push_back({name, "workloads"});
  for (const auto& name : dimension_names()) {
    if (is_workload_dimension(name, config)) continue;
    answer.rows.push_back({name, find_allocation_dimension(name, config) ? "both" : "bill"});
  }
  return answer;
}

}  // namespace farthing
