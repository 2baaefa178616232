#include "lake/model_tables.hpp"

#include <algorithm>
#include <iterator>

#include "base/result.hpp"
#include "base/text.hpp"
#include "lake/workload_columns.hpp"

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
    {"capacity_block", "VARCHAR"},
    {"capacity_block_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kAllocationSharesColumns[] = {
    {"day", "DATE"},
    {"hour", "TIMESTAMP"},
    {"node_id", "VARCHAR"},
    {"workload_id", "VARCHAR"},
    {"seconds", "BIGINT"},
    {"vcpu_share", "DOUBLE"},
    {"memory_share", "DOUBLE"},
    {"accelerator_share", "DOUBLE"},
    {"vcpu_used_share", "DOUBLE"},
    {"memory_used_share", "DOUBLE"},
    {"accelerator_used_share", "DOUBLE"},
    {"accelerator_measured_share", "DOUBLE"},
    {"accelerator_told_by", "VARCHAR"},
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
    {"run", "VARCHAR"},
    {"model", "VARCHAR"},
    {"model_version", "VARCHAR"},
    {"tenant", "VARCHAR"},
    {"gpu_sharing", "VARCHAR"},
    {"mig_profile", "VARCHAR"},
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

constexpr ModelColumn kAcceleratorDailyColumns[] = {
    {"day", "DATE"},
    {"billing_period", "VARCHAR"},
    {"what", "VARCHAR"},
    {"system", "BOOLEAN"},
    {"account", "VARCHAR"},
    {"region", "VARCHAR"},
    {"zone", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"orchestrator", "VARCHAR"},
    {"node_pool", "VARCHAR"},
    {"node", "VARCHAR"},
    {"instance_type", "VARCHAR"},
    {"purchase_option", "VARCHAR"},
    {"accelerator", "VARCHAR"},
    {"owner", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"ecs_service", "VARCHAR"},
    {"workload", "VARCHAR"},
    {"controller_kind", "VARCHAR"},
    {"pod", "VARCHAR"},
    {"container", "VARCHAR"},
    {"workload_id", "VARCHAR"},
    {"run", "VARCHAR"},
    {"model", "VARCHAR"},
    {"model_version", "VARCHAR"},
    {"tenant", "VARCHAR"},
    {"gpu_sharing", "VARCHAR"},
    {"mig_profile", "VARCHAR"},
    {"dimensions", "MAP(VARCHAR, VARCHAR)"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"cost_source", "VARCHAR"},
    {"hours", "BIGINT"},
    {"told_by", "VARCHAR"},
    {"card_hours", "DOUBLE"},
    {"used_card_hours", "DOUBLE"},
    {"measured_card_hours", "DOUBLE"},
    {"memory_gib_hours", "DOUBLE"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"billed_cost_used", "DECIMAL(38,12)"},
    {"billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"billed_cost_parked", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"effective_cost_used", "DECIMAL(38,12)"},
    {"effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"effective_cost_parked", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_billed_cost_used", "DECIMAL(38,12)"},
    {"net_billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_billed_cost_parked", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"net_effective_cost_used", "DECIMAL(38,12)"},
    {"net_effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_effective_cost_parked", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"contracted_cost_used", "DECIMAL(38,12)"},
    {"contracted_cost_unmeasured", "DECIMAL(38,12)"},
    {"contracted_cost_parked", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
    {"list_cost_used", "DECIMAL(38,12)"},
    {"list_cost_unmeasured", "DECIMAL(38,12)"},
    {"list_cost_parked", "DECIMAL(38,12)"},
};

constexpr ModelColumn kRunHoursColumns[] = {
    {"day", "DATE"},
    {"hour", "TIMESTAMP"},
    {"begins", "TIMESTAMP"},
    {"ends", "TIMESTAMP"},
    {"run", "VARCHAR"},
    {"what", "VARCHAR"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"rows", "BIGINT"},
    {"card_hours", "DOUBLE"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
};

constexpr ModelColumn kUnitCostsColumns[] = {
    {"day", "DATE"},
    {"hour", "TIMESTAMP"},
    {"model", "VARCHAR"},
    {"model_version", "VARCHAR"},
    {"endpoint", "VARCHAR"},
    {"tenant", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"shared_by", "VARCHAR"},
    {"requests", "DOUBLE"},
    {"errors", "DOUBLE"},
    {"input_tokens", "DOUBLE"},
    {"output_tokens", "DOUBLE"},
    {"cached_tokens", "DOUBLE"},
    {"input_part", "DOUBLE"},
    {"input_part_by", "VARCHAR"},
    {"cached_part", "DOUBLE"},
    {"card_hours", "DOUBLE"},
    {"used_card_hours", "DOUBLE"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"billed_cost_idle", "DECIMAL(38,12)"},
    {"billed_cost_used", "DECIMAL(38,12)"},
    {"billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"effective_cost_idle", "DECIMAL(38,12)"},
    {"effective_cost_used", "DECIMAL(38,12)"},
    {"effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_billed_cost_idle", "DECIMAL(38,12)"},
    {"net_billed_cost_used", "DECIMAL(38,12)"},
    {"net_billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"net_effective_cost_idle", "DECIMAL(38,12)"},
    {"net_effective_cost_used", "DECIMAL(38,12)"},
    {"net_effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"contracted_cost_idle", "DECIMAL(38,12)"},
    {"contracted_cost_used", "DECIMAL(38,12)"},
    {"contracted_cost_unmeasured", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
    {"list_cost_idle", "DECIMAL(38,12)"},
    {"list_cost_used", "DECIMAL(38,12)"},
    {"list_cost_unmeasured", "DECIMAL(38,12)"},
};

constexpr ModelColumn kUnitCostsDailyColumns[] = {
    {"day", "DATE"},
    {"billing_period", "VARCHAR"},
    {"model", "VARCHAR"},
    {"model_version", "VARCHAR"},
    {"endpoint", "VARCHAR"},
    {"tenant", "VARCHAR"},
    {"cluster", "VARCHAR"},
    {"namespace", "VARCHAR"},
    {"currency", "VARCHAR"},
    {"estimated", "BOOLEAN"},
    {"shared_by", "VARCHAR"},
    {"input_part_by", "VARCHAR"},
    {"hours", "BIGINT"},
    {"unsplit", "BIGINT"},
    {"requests", "DOUBLE"},
    {"errors", "DOUBLE"},
    {"input_tokens", "DOUBLE"},
    {"output_tokens", "DOUBLE"},
    {"cached_tokens", "DOUBLE"},
    {"card_hours", "DECIMAL(38,9)"},
    {"used_card_hours", "DECIMAL(38,9)"},
    {"billed_cost", "DECIMAL(38,12)"},
    {"billed_cost_idle", "DECIMAL(38,12)"},
    {"billed_cost_used", "DECIMAL(38,12)"},
    {"billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"billed_cost_input", "DECIMAL(38,12)"},
    {"billed_cost_input_cached", "DECIMAL(38,12)"},
    {"billed_cost_used_input", "DECIMAL(38,12)"},
    {"billed_cost_used_input_cached", "DECIMAL(38,12)"},
    {"effective_cost", "DECIMAL(38,12)"},
    {"effective_cost_idle", "DECIMAL(38,12)"},
    {"effective_cost_used", "DECIMAL(38,12)"},
    {"effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"effective_cost_input", "DECIMAL(38,12)"},
    {"effective_cost_input_cached", "DECIMAL(38,12)"},
    {"effective_cost_used_input", "DECIMAL(38,12)"},
    {"effective_cost_used_input_cached", "DECIMAL(38,12)"},
    {"net_billed_cost", "DECIMAL(38,12)"},
    {"net_billed_cost_idle", "DECIMAL(38,12)"},
    {"net_billed_cost_used", "DECIMAL(38,12)"},
    {"net_billed_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_billed_cost_input", "DECIMAL(38,12)"},
    {"net_billed_cost_input_cached", "DECIMAL(38,12)"},
    {"net_billed_cost_used_input", "DECIMAL(38,12)"},
    {"net_billed_cost_used_input_cached", "DECIMAL(38,12)"},
    {"net_effective_cost", "DECIMAL(38,12)"},
    {"net_effective_cost_idle", "DECIMAL(38,12)"},
    {"net_effective_cost_used", "DECIMAL(38,12)"},
    {"net_effective_cost_unmeasured", "DECIMAL(38,12)"},
    {"net_effective_cost_input", "DECIMAL(38,12)"},
    {"net_effective_cost_input_cached", "DECIMAL(38,12)"},
    {"net_effective_cost_used_input", "DECIMAL(38,12)"},
    {"net_effective_cost_used_input_cached", "DECIMAL(38,12)"},
    {"contracted_cost", "DECIMAL(38,12)"},
    {"contracted_cost_idle", "DECIMAL(38,12)"},
    {"contracted_cost_used", "DECIMAL(38,12)"},
    {"contracted_cost_unmeasured", "DECIMAL(38,12)"},
    {"contracted_cost_input", "DECIMAL(38,12)"},
    {"contracted_cost_input_cached", "DECIMAL(38,12)"},
    {"contracted_cost_used_input", "DECIMAL(38,12)"},
    {"contracted_cost_used_input_cached", "DECIMAL(38,12)"},
    {"list_cost", "DECIMAL(38,12)"},
    {"list_cost_idle", "DECIMAL(38,12)"},
    {"list_cost_used", "DECIMAL(38,12)"},
    {"list_cost_unmeasured", "DECIMAL(38,12)"},
    {"list_cost_input", "DECIMAL(38,12)"},
    {"list_cost_input_cached", "DECIMAL(38,12)"},
    {"list_cost_used_input", "DECIMAL(38,12)"},
    {"list_cost_used_input_cached", "DECIMAL(38,12)"},
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

constexpr ModelColumn kChargeDaysColumns[] = {
    {"day", "DATE"},         {"lines", "BIGINT"},     {"fingerprint", "VARCHAR"}, {"reservation", "VARCHAR"},
    {"line_key", "VARCHAR"}, {"begins", "BIGINT"},    {"ends", "BIGINT"},         {"quantity", "DOUBLE"},
    {"is_fee", "BOOLEAN"},   {"in_hours", "BOOLEAN"},
};

constexpr ModelColumn kEstimateErrorsColumns[] = {
    {"day", "DATE"},
    {"cost_source", "VARCHAR"},
    {"node_hours", "BIGINT"},
    {"estimated_cost", "DECIMAL(38,12)"},
    {"actual_cost", "DECIMAL(38,12)"},
};

constexpr const char* kIdleModes[] = {"by_node", "by_cluster", "by_cost"};
constexpr std::string_view kOfContainers[] = {"node", "pod", "container", "workload_id"};
constexpr const char* kCosts[] = {"billed_cost",        "effective_cost",  "net_billed_cost",
                                  "net_effective_cost", "contracted_cost", "list_cost"};
constexpr const char* kMoves[] = {
    "billed_cost_by_node",        "billed_cost_by_cluster",        "billed_cost_by_cost",
    "effective_cost_by_node",     "effective_cost_by_cluster",     "effective_cost_by_cost",
    "net_billed_cost_by_node",    "net_billed_cost_by_cluster",    "net_billed_cost_by_cost",
    "net_effective_cost_by_node", "net_effective_cost_by_cluster", "net_effective_cost_by_cost",
    "contracted_cost_by_node",    "contracted_cost_by_cluster",    "contracted_cost_by_cost",
    "list_cost_by_node",          "list_cost_by_cluster",          "list_cost_by_cost"};

std::vector<ModelColumn> columns_and(std::vector<ModelColumn> columns) {
  columns.insert(columns.end(), std::begin(kAllocationDailyColumns), std::end(kAllocationDailyColumns));
  return columns;
}

std::vector<ModelColumn> rollup_columns(bool of_containers) {
  auto columns = columns_and({});
  if (!of_containers) std::erase_if(columns, [](const auto& column) { return is_of_containers(column.name); });
  // In 1e-12 of the currency.
  for (const char* name : kMoves) columns.push_back({name, "BIGINT"});
  return columns;
}

bool is_cost(std::string_view name) {
  return std::find(std::begin(kCosts), std::end(kCosts), name) != std::end(kCosts);
}

std::string view_column(const std::string& name, bool of_containers) {
  return is_of_containers(name) && !of_containers ? "CAST(NULL AS VARCHAR) AS " + sql_name(name) : sql_name(name);
}

std::string costs_view(const char* rollup, bool of_containers) {
  std::vector<std::string> columns;
  for (const auto& column : kAllocationDailyColumns) columns.push_back(view_column(column.name, of_containers));
  return "SELECT " + join(columns, ", ") + " FROM " + rollup + " WHERE cost_kind <> 'rounding'";
}

std::string moves_view(const char* rollup, bool of_containers) {
  std::vector<std::string> modes;
  for (const std::string mode : kIdleModes) {
    std::vector<std::string> columns, moved;
    for (const auto& column : kAllocationDailyColumns) {
      const std::string name = column.name;
      const auto move = name + "_" + mode;
      columns.push_back(is_cost(name) ? "CAST(" + move + " * 0.000000000001 AS DECIMAL(38,12)) AS " + name
                                      : view_column(name, of_containers));
      if (is_cost(name)) moved.push_back(move + " <> 0");
    }
    modes.push_back("SELECT " + sql_literal(mode) + " AS idle_mode, " + join(columns, ", ") + " FROM " + rollup +
                    " WHERE " + join(moved, " OR "));
  }
  return join(modes, " UNION ALL ");
}

}  // namespace

std::span<const ModelColumn> model_columns(std::string_view table) {
  static const auto kIdleMovesColumns = columns_and({kIdleMode});
  if (table == kAllocationDaily || table == kWorkloadDaily) return kAllocationDailyColumns;
  if (table == kIdleMoves || table == kWorkloadIdleMoves) return kIdleMovesColumns;
  for (const auto& one : model_tables()) {
    if (one.name == table) return one.columns;
  }
  FARTHING_CHECK(!"a table of that name");
  return {};
}

const std::vector<ModelTable>& model_tables() {
  static const auto kRollupColumns = rollup_columns(true), kWorkloadRollupColumns = rollup_columns(false);
  static const std::vector<ModelTable> kTables = {
      {kNodeHours, kNodeHoursColumns},
      {kAllocationShares, kAllocationSharesColumns},
      {kWorkloadFacts, kWorkloadFactsColumns},
      {kAllocationRollup, kRollupColumns},
      {kWorkloadRollup, kWorkloadRollupColumns},
      {kWorkloadDays, kWorkloadDaysColumns},
      {kIdleHours, kIdleHoursColumns},
      {kAcceleratorDaily, kAcceleratorDailyColumns},
      {kRunHours, kRunHoursColumns},
      {kUnitCosts, kUnitCostsColumns},
      {kUnitCostsDaily, kUnitCostsDailyColumns},
      {kDataIssues, kDataIssuesColumns},
      {kDimensionDays, kDimensionDaysColumns},
      {kEstimateErrors, kEstimateErrorsColumns},
      {kChargeDays, kChargeDaysColumns},
  };
  return kTables;
}

bool is_of_containers(std::string_view column) {
  return std::find(std::begin(kOfContainers), std::end(kOfContainers), column) != std::end(kOfContainers);
}

std::vector<std::pair<std::string, std::string>> allocation_views() {
  return {{kAllocationDaily, costs_view(kAllocationRollup, true)},
          {kIdleMoves, moves_view(kAllocationRollup, true)},
          {kWorkloadDaily, costs_view(kWorkloadRollup, false)},
          {kWorkloadIdleMoves, moves_view(kWorkloadRollup, false)}};
}

ModelMark ModelMark::parse(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  const auto next = text.find('+', dash + 1);
  ModelMark mark{std::string(text.substr(0, dash)), std::string(text.substr(dash + 1, next - dash - 1))};
  if (next != std::string_view::npos) mark.bill_before = text.substr(next + 1);
  return mark;
}

}  // namespace farthing
