#include "domain/allocation_dimension.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kWorkloadDimensions[] = {
    "cost_kind", "reason", "cluster",         "orchestrator", "namespace",   "ecs_service", "workload",
    "pod",       "node",   "controller_kind", "container",    "node_pool",   "accelerator", "owner",
    "run",       "model",  "model_version",   "tenant",       "gpu_sharing", "mig_profile",
};

// What the bill calls them, and the roll-up of allocation.
constexpr std::pair<const char*, const char*> kOfTheBill[] = {
    {"SubAccountId", "account"},
    {"RegionId", "region"},
    {"AvailabilityZone", "zone"},
    {"ServiceName", "service"},
    {"BillingCurrency", "currency"},
    {"billing_period", "billing_period"},
    {"charge_date", "day"},
    {"x_InstanceType", "instance_type"},
    {"x_PurchaseOption", "purchase_option"},
};

bool is_fixed(std::string_view name) {
  return std::find(std::begin(kWorkloadDimensions), std::end(kWorkloadDimensions), lower(name)) !=
         std::end(kWorkloadDimensions);
}

bool is_configured(std::string_view name, const AllocationConfig& config) {
  return std::any_of(config.dimensions.begin(), config.dimensions.end(),
                     [&](const DimensionRule& rule) { return rule.name == name; });
}

// No name of the bill's and none of workloads: the suggestion may be of either.
tl::unexpected<Error> no_such(std::string_view name, const AllocationConfig& config, Error error) {
  const auto known = workload_dimension_names(config);
  const bool suggested = error.advice.starts_with("did you mean");
  const auto near = nearest(name, known);
  if (!suggested && !near.empty()) error.advice = "did you mean '" + near + "'?";
  return tl::unexpected(std::move(error));
}

}  // namespace

bool is_workload_dimension(std::string_view name, const AllocationConfig& config) {
  return is_fixed(name) || is_configured(name, config);
}

std::vector<std::string> workload_dimension_names(const AllocationConfig& config) {
  std::vector<std::string> names(std::begin(kWorkloadDimensions), std::end(kWorkloadDimensions));
  for (const auto& rule : config.dimensions) {
    if (!is_fixed(rule.name)) names.push_back(rule.name);
  }
  return names;
}

Result<Dimension> find_allocation_dimension(std::string_view name, const AllocationConfig& config) {
  if (is_fixed(name)) return Dimension{std::string(name), lower(name), {}};
  if (is_configured(name, config)) return Dimension{std::string(name), "dimensions", std::string(name)};
  const bool map = lower(name) == "tags" || lower(name) == "cost_categories";
  auto of_bill = map ? Result<Dimension>(Dimension{std::string(name), {}, {}}) : find_dimension(name);
  if (!of_bill) return no_such(name, config, std::move(of_bill).error());
  for (const auto& [bills, ours] : kOfTheBill) {
    if (of_bill->column == bills) return Dimension{std::string(name), ours, {}};
  }
  const bool tag = map || !of_bill->key.empty();
  return misuse("'" + std::string(name) + "' is known of the bill's lines only, which aren't split to workloads",
                tag ? "name the tag as a source of a dimension in farthing.yaml and ask for that, or ask without "
                      "workloads' dimensions, --idle and --shared"
                    : "ask for it without workloads' dimensions, --idle and --shared");
}

}  // namespace farthing
