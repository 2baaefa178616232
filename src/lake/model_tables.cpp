#include "lake/model_tables.hpp"

#include <iterator>

namespace farthing {
namespace {

constexpr ModelColumn kNodeHoursColumns[] = {
    {"day", "DATE"},
    {"hour", "TIMESTAMP"},
    {"node_id", "VARCHAR"},
    {"account", "VARCHAR"},
    {"region", "VARCHAR"},
    {"zone", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"orchestrator", "VARCHAR"},
    {"node_pool", "VARCHAR"},
    {"instance_type", "VARCHAR"},
    {"purchase_option", "VARCHAR"},
    {"accelerator_model", "VARCHAR"},
    {"seconds", "BIGINT"},
    {"vcpu_micro_seconds", "BIGINT"},
    {"gib_micro_seconds", "BIGINT"},
    {"accelerator_micro_seconds", "BIGINT"},
    {"vcpu_part", "DOUBLE"},
    {"memory_part", "DOUBLE"},
    {"accelerator_part", "DOUBLE"},
    {"cost_source", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"currency", "VARCHAR"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kAllocationSharesColumns[] = {
    {"day", "DATE"},       {"hour", "TIMESTAMP"},    {"node_id", "VARCHAR"},     {"workload_id", "VARCHAR"},
    {"seconds", "BIGINT"}, {"vcpu_share", "DOUBLE"}, {"memory_share", "DOUBLE"}, {"accelerator_share", "DOUBLE"},
};

constexpr ModelColumn kIdleMode = {"idle_mode", "VARCHAR"};

constexpr ModelColumn kAllocationDailyColumns[] = {
    {"day", "DATE"},
    {"billing_period", "VARCHAR"},
    {"cost_kind", "VARCHAR"},
    {"reason", "VARCHAR"},
    {"account", "VARCHAR"},
    {"region", "VARCHAR"},
    {"zone", "VARCHAR"},
    {"service", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"orchestrator", "VARCHAR"},
    {"node_pool", "VARCHAR"},
    {"node", "VARCHAR"},
    {"instance_type", "VARCHAR"},
    {"purchase_option", "VARCHAR"},
    {"accelerator", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"ecs_service", "VARCHAR"},
    {"workload", "VARCHAR"},
    {"controller_kind", "VARCHAR"},
    {"pod", "VARCHAR"},
    {"container", "VARCHAR"},
    {"workload_id", "VARCHAR"},
    {"owner", "VARCHAR"},
    {"dimensions", "MAP(VARCHAR, VARCHAR)"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"cost_source", "VARCHAR"},
    {"hours", "BIGINT"},
    {"vcpu_hours", "DOUBLE"},
    {"gib_hours", "DOUBLE"},
    {"accelerator_hours", "DOUBLE"},
    {"network_in_bytes", "DOUBLE"},
    {"network_out_bytes", "DOUBLE"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kIdleHoursColumns[] = {
    {"hour", "TIMESTAMP"},
    {"day", "DATE"},
    {"node", "VARCHAR"},
    {"account", "VARCHAR"},
    {"region", "VARCHAR"},
    {"zone", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"orchestrator", "VARCHAR"},
    {"node_pool", "VARCHAR"},
    {"instance_type", "VARCHAR"},
    {"purchase_option", "VARCHAR"},
    {"accelerator", "VARCHAR"},
    {"owner", "VARCHAR"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"vcpu_idle", "DOUBLE"},
    {"memory_idle", "DOUBLE"},
    {"accelerator_idle", "DOUBLE"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kDataIssuesColumns[] = {
    {"day", "DATE"},       {"kind", "VARCHAR"},   {"dataset", "VARCHAR"},  {"subject", "VARCHAR"},
    {"detail", "VARCHAR"}, {"action", "VARCHAR"}, {"currency", "VARCHAR"}, {"effective_cost", "DECIMAL(38,12)"},
    {"rows", "BIGINT"},
};

constexpr ModelColumn kDimensionSpellingsColumns[] = {
    {"dimension", "VARCHAR"},
    {"value", "VARCHAR"},
    {"spelling", "VARCHAR"},
};

constexpr ModelColumn kEstimateErrorsColumns[] = {
    {"day", "DATE"},
    {"cost_source", "VARCHAR"},
    {"node_hours", "BIGINT"},
    {"estimated_cost", "DECIMAL(38,12)"},
    {"actual_cost", "DECIMAL(38,12)"},
};

std::vector<ModelColumn> with_idle_mode() {
  std::vector<ModelColumn> columns = {kIdleMode};
  columns.insert(columns.end(), std::begin(kAllocationDailyColumns), std::end(kAllocationDailyColumns));
  return columns;
}

}  // namespace

std::span<const ModelColumn> node_hours_columns() { return kNodeHoursColumns; }
std::span<const ModelColumn> allocation_shares_columns() { return kAllocationSharesColumns; }
std::span<const ModelColumn> allocation_daily_columns() { return kAllocationDailyColumns; }
std::span<const ModelColumn> idle_moves_columns() {
  static const std::vector<ModelColumn> kColumns = with_idle_mode();
  return kColumns;
}
std::span<const ModelColumn> idle_hours_columns() { return kIdleHoursColumns; }
std::span<const ModelColumn> data_issues_columns() { return kDataIssuesColumns; }
std::span<const ModelColumn> dimension_spellings_columns() { return kDimensionSpellingsColumns; }
std::span<const ModelColumn> estimate_errors_columns() { return kEstimateErrorsColumns; }

const std::vector<AllocationTable>& allocation_rollups() {
  static const std::vector<AllocationTable> kTables = {
      {kAllocationDaily, allocation_daily_columns()},
      {kIdleMoves, idle_moves_columns()},
      {kIdleHours, idle_hours_columns()},
      {kDataIssues, data_issues_columns()},
      {kDimensionSpellings, dimension_spellings_columns()},
      {kEstimateErrors, estimate_errors_columns()},
  };
  return kTables;
}

ModelMark ModelMark::parse(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  return {std::string(text.substr(0, dash)), std::string(text.substr(dash + 1))};
}

}  // namespace farthing
