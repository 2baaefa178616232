#include "lake/model_tables.hpp"

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

}  // namespace

std::span<const ModelColumn> node_hours_columns() { return kNodeHoursColumns; }
std::span<const ModelColumn> allocation_shares_columns() { return kAllocationSharesColumns; }

ModelMark ModelMark::parse(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  return {std::string(text.substr(0, dash)), std::string(text.substr(dash + 1))};
}

}  // namespace farthing
