#include "domain/allocation.hpp"

namespace farthing {
namespace {

// Each condition knows a line by its AWS code (CUR, AWS's own FOCUS export) and by the service's name (FOCUS without x_
// columns). A column that a bill lacks is NULL, which is not true; so the other spelling decides.
constexpr const char* kTax = "ChargeCategory = 'Tax' OR x_LineItemType = 'Tax'";
constexpr const char* kSupport = "x_ServiceCode LIKE 'AWS%Support%' OR ServiceName LIKE 'AWS%Support%'";
// Pods on Fargate are billed by the same service, but are machines.
constexpr const char* kControlPlane =
    "(x_ServiceCode = 'AmazonEKS' OR ServiceName IN ('Amazon Elastic Container Service for Kubernetes', "
    "'Amazon Elastic Kubernetes Service')) "
    "AND coalesce(x_UsageType, SkuMeter, '') NOT LIKE '%Fargate%'";
constexpr const char* kNatGateways =
    "x_UsageType LIKE '%NatGateway%' OR SkuMeter LIKE '%NatGateway%' OR x_ProductFamily = 'NAT Gateway' "
    "OR ResourceType = 'ec2:natgateway'";
constexpr const char* kLoadBalancers =
    "x_ServiceCode = 'AWSELB' OR ServiceName = 'Elastic Load Balancing' OR x_UsageType LIKE '%LoadBalancerUsage%' "
    "OR x_UsageType LIKE '%LCUUsage%'";
constexpr const char* kRegistries =
    "x_ServiceCode IN ('AmazonECR', 'AmazonECRPublic') OR ServiceName IN ('Amazon EC2 Container Registry (ECR)', "
    "'Amazon Elastic Container Registry', 'Amazon Elastic Container Registry Public')";
constexpr const char* kLogs =
    "x_ServiceCode = 'AmazonCloudWatch' OR ServiceName IN ('AmazonCloudWatch', 'Amazon CloudWatch')";

SharedCostRule proportional(const char* name, const char* when, const char* scope) {
  return {.name = name, .when = when, .split = "proportional", .scope = scope, .to = "team", .parts = {}, .metric = {}};
}

// Labels of workloads and machines before tags, tags before Cost Categories; AWS distinguishes Team and team.
std::vector<DimensionSource> usual_sources(const std::vector<std::string>& label_keys,
                                           const std::vector<std::string>& tag_keys, const char* category) {
  std::vector<DimensionSource> sources;
  for (const char* kind : {"label", "node_label"}) {
    for (const auto& key : label_keys) sources.push_back({kind, key});
  }
  for (const auto& key : tag_keys) sources.push_back({"tag", key});
  sources.push_back({"cost_category", category});
  return sources;
}

}  // namespace

AllocationConfig default_allocation_config() {
  AllocationConfig config;
  // A tax on a load balancer is a tax first.
  config.shared = {proportional("tax", kTax, "account"),
                   proportional("support", kSupport, "all"),
                   proportional("control plane", kControlPlane, "cluster"),
                   proportional("NAT gateways", kNatGateways, "account"),
                   proportional("load balancers", kLoadBalancers, "account"),
                   proportional("registries", kRegistries, "account"),
                   proportional("logs", kLogs, "account")};
  config.dimensions = {
      {"team", usual_sources({"team"}, {"team", "Team"}, "Team"), {}, {}},
      {"product", usual_sources({"product", "app.kubernetes.io/part-of"}, {"product", "Product"}, "Product"), {}, {}},
      {"environment",
       usual_sources({"environment", "env"}, {"environment", "Environment", "env", "Env"}, "Environment"),
       {},
       {{"dev", {"development"}}, {"prod", {"production", "prd"}}, {"staging", {"stage", "stg"}}}},
      {"owner", usual_sources({"owner"}, {"owner", "Owner"}, "Owner"), {}, {}},
  };
  // A pool's machines are labelled with the team that they are held for.
  config.dimensions.back().from.push_back({"node_label", "team"});
  return config;
}

}  // namespace farthing
