#include "lake/model_tables.hpp"

#include <iterator>

#include "base/result.hpp"

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
    {"owner", "VARCHAR"},
    {"service", "VARCHAR"},
    {"seconds", "BIGINT"},
    {"vcpu_micro_seconds", "BIGINT"},
    {"gib_micro_seconds", "BIGINT"},
    {"accelerator_micro_seconds", "BIGINT"},
    {"weights", "VARCHAR"},
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
    {"bill_lines", "BIGINT"},
};

constexpr ModelColumn kAllocationSharesColumns[] = {
    {"day", "DATE"},          {"hour", "TIMESTAMP"},    {"node_id", "VARCHAR"},     {"workload_id", "VARCHAR"},
    {"seconds", "BIGINT"},    {"vcpu_share", "DOUBLE"}, {"memory_share", "DOUBLE"}, {"accelerator_share", "DOUBLE"},
    {"cost_share", "DOUBLE"},
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

constexpr ModelColumn kDimensionDaysColumns[] = {
    {"day", "DATE"},
    {"dimension", "VARCHAR"},
    {"value", "VARCHAR"},
    {"spelling", "VARCHAR"},
    {"effective_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kWorkloadFactsColumns[] = {
    {"day", "DATE"},          {"workload_id", "VARCHAR"},
    {"namespace", "VARCHAR"}, {"ecs_service", "VARCHAR"},
    {"workload", "VARCHAR"},  {"controller_kind", "VARCHAR"},
    {"pod", "VARCHAR"},       {"container", "VARCHAR"},
    {"system", "BOOLEAN"},    {"dimensions", "MAP(VARCHAR, VARCHAR)"},
};

constexpr ModelColumn kChargeDaysColumns[] = {
    {"day", "DATE"},
    {"lines", "BIGINT"},
    {"fingerprint", "VARCHAR"},
};

constexpr ModelColumn kEstimateErrorsColumns[] = {
    {"day", "DATE"},
    {"cost_source", "VARCHAR"},
    {"node_hours", "BIGINT"},
    {"estimated_cost", "DECIMAL(38,12)"},
    {"actual_cost", "DECIMAL(38,12)"},
};

const std::vector<ModelColumn>& idle_moves_columns() {
  static const std::vector<ModelColumn> kColumns = [] {
    std::vector<ModelColumn> columns = {kIdleMode};
    columns.insert(columns.end(), std::begin(kAllocationDailyColumns), std::end(kAllocationDailyColumns));
    return columns;
  }();
  return kColumns;
}

}  // namespace

std::span<const ModelColumn> model_columns(std::string_view table) {
  for (const auto& one : model_tables()) {
    if (one.name == table) return one.columns;
  }
  FARTHING_CHECK(!"a table of that name");
  return {};
}

const std::vector<ModelTable>& model_tables() {
  static const std::vector<ModelTable> kTables = {
      {kNodeHours, kNodeHoursColumns},           {kAllocationShares, kAllocationSharesColumns},
      {kWorkloadFacts, kWorkloadFactsColumns},   {kAllocationDaily, kAllocationDailyColumns},
      {kIdleMoves, idle_moves_columns()},        {kIdleHours, kIdleHoursColumns},
      {kDataIssues, kDataIssuesColumns},         {kDimensionDays, kDimensionDaysColumns},
      {kEstimateErrors, kEstimateErrorsColumns}, {kChargeDays, kChargeDaysColumns},
  };
  return kTables;
}

ModelMark ModelMark::parse(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  return {std::string(text.substr(0, dash)), std::string(text.substr(dash + 1))};
}

}  // namespace farthing
