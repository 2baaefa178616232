#include "collect/generate/org/bill_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "collect/generate/org/estate.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

using enum Measure;
using R = ResourceKind;

constexpr char kEc2Name[] = "Amazon Elastic Compute Cloud";
constexpr Service kOrgEc2{"AmazonEC2", kEc2Name, kEc2Name, "Compute", "Virtual Machines"};
constexpr Service kOrgEbs{"AmazonEC2", kEc2Name, "Amazon Elastic Block Store", "Storage", "Block Storage"};
constexpr Service kOrgEcs{"AmazonECS", "Amazon Elastic Container Service", "Amazon Elastic Container Service",
                          "Compute", "Containers"};
constexpr char kEksName[] = "Amazon Elastic Container Service for Kubernetes";
constexpr Service kOrgEks{"AmazonEKS", kEksName, kEksName, "Compute", "Containers"};
constexpr Service kOrgVpc{"AmazonVPC", "Amazon Virtual Private Cloud", "Amazon Virtual Private Cloud", "Networking",
                          "Network Infrastructure"};
constexpr Service kOrgElb{"AWSELB", "Elastic Load Balancing", "Elastic Load Balancing", "Networking",
                          "Application Networking"};
constexpr Service kOrgEfs{"AmazonEFS", "Amazon Elastic File System", "Amazon Elastic File System", "Storage",
                          "File Storage"};
constexpr Service kOrgS3{"AmazonS3", "Amazon Simple Storage Service", "Amazon Simple Storage Service", "Storage",
                         "Object Storage"};
constexpr char kEcrName[] = "Amazon EC2 Container Registry (ECR)";
constexpr Service kOrgEcr{"AmazonECR", kEcrName, kEcrName, "Compute", "Containers"};
constexpr Service kOrgWatch{"AmazonCloudWatch", "AmazonCloudWatch", "AmazonCloudWatch", "Management and Governance",
                            "Observability"};
constexpr Service kOrgSupport{"AWSSupportBusiness", "AWS Support (Business)", "AWS Support (Business)",
                              "Management and Governance", "Support"};

constexpr Offer kItemOffers[] = {
    {&kOrgEbs, "Storage", "CreateVolume-Gp3", "EBS:VolumeUsage.gp3", "GB-Mo",
     "GB-month of General Purpose (gp3) provisioned storage", 800'000'000, kGigabyteMonths, 1, R::kVolume, 0},
    {&kOrgEcs, "Compute", "FargateTask", "Fargate-vCPU-Hours:perCPU", "hours", "AWS Fargate - vCPU", 404'800'000,
     kCapacity, 1, R::kFargateTask, 0},
    {&kOrgEcs, "Compute", "FargateTask", "Fargate-GB-Hours", "hours", "AWS Fargate - Memory", 44'450'000, kCapacity, 1,
     R::kFargateTask, 0},
    {&kOrgEcs, "Compute", "FargateTask", "SpotUsage-Fargate-vCPU-Hours:perCPU", "hours", "AWS Fargate Spot - vCPU",
     404'800'000, kCapacity, 1, R::kFargateTask, 0, Traits{} | Trait::kSpot},
    {&kOrgEcs, "Compute", "FargateTask", "SpotUsage-Fargate-GB-Hours", "hours", "AWS Fargate Spot - Memory", 44'450'000,
     kCapacity, 1, R::kFargateTask, 0, Traits{} | Trait::kSpot},
    {&kOrgEks, "Compute", "CreateOperation", "AmazonEKS-Hours:perCluster", "Hours", "Amazon EKS cluster usage",
     1'000'000'000, kHours, 1, R::kEksCluster, 0},
    {&kOrgVpc, "NAT Gateway", "NatGateway", "NatGateway-Hours", "Hrs", "NAT Gateway Hour", 450'000'000, kHours, 1,
     R::kNatGateway, 0},
    {&kOrgVpc, "NAT Gateway", "NatGateway", "NatGateway-Bytes", "GB", "GB Data Processed by NAT Gateways", 450'000'000,
     kGigabytes, 10, R::kNatGateway, 0},
    {&kOrgElb, "Load Balancer-Application", "LoadBalancing:Application", "LoadBalancerUsage", "Hrs",
     "Application LoadBalancer-hour (or partial hour)", 225'000'000, kHours, 1, R::kLoadBalancer, 0},
    {&kOrgElb, "Load Balancer-Application", "LoadBalancing:Application", "LCUUsage", "LCU-Hrs",
     "used Application load balancer capacity unit-hour", 80'000'000, kGigabytes, 3, R::kLoadBalancer, 0},
    {&kOrgEfs, "Storage", "", "TimedStorage-ByteHrs", "GB-Mo", "GB-month of EFS Standard storage", 3'000'000'000,
     kGigabyteMonths, 400, R::kNone, 0},
    {&kOrgS3, "Storage", "StandardStorage", "TimedStorage-ByteHrs", "GB-Mo", "first 50 TB / month of storage used",
     230'000'000, kGigabyteMonths, 4'000, R::kBucket, 0},
    {&kOrgS3, "API Request", "GetObject", "Requests-Tier2", "Requests", "GET and all other requests", 4'000, kRequests,
     60'000, R::kBucket, 0},
    {&kOrgEcr, "EC2 Container Registry", "", "TimedStorage-ByteHrs", "GB-Mo", "GB-month of data storage", 1'000'000'000,
     kGigabyteMonths, 300, R::kNone, 0},
    {&kOrgWatch, "Data Payload", "PutLogEvents", "DataProcessing-Bytes", "GB",
     "GB custom log data ingested in Standard log class", 5'000'000'000, kGigabytes, 2, R::kLogGroup, 0},
    {&kOrgEc2, "Data Transfer", "NatGateway", "DataTransfer-Out-Bytes", "GB", "data transfer out", 900'000'000,
     kGigabytes, 2, R::kNatGateway, 0},
};
static_assert(std::size(kItemOffers) == kItems);

// The normalisation factor x 10 of an instance size: "4xlarge" is 32.
std::int64_t normalization_tenths(std::string_view type) {
  const std::string_view size = type.substr(type.find('.') + 1);
  if (size == "xlarge") return 80;
  std::int64_t factor = 0;
  for (const char c : size) {
    if (c < '0' || c > '9') break;
    factor = factor * 10 + (c - '0');
  }
  return factor * 80;
}

}  // namespace

BillWorld::BillWorld(const Organisation& organisation) {
  const std::uint64_t seed = organisation.plan.seed;
  world_.seed = seed;
  world_.month = organisation.plan.month;
  world_.begin = organisation.begin;
  world_.end = parse_month(shift_month(world_.month, 1)).value();
  world_.hours = static_cast<int>((world_.end.micros - world_.begin.micros) / 3'600'000'000);
  world_.payer_id = organisation.accounts.front();
  world_.payer_name = fmt::format("Generated AI organisation {}", seed);
  world_.invoice_id = random_text(mix(seed ^ 0x1f0u), 10, "123456789");
  world_.marketplace_invoice_id = world_.invoice_id;
  add_accounts(organisation);
  add_machines(organisation);
  add_items();
  add_tag_sets(organisation);
}

void BillWorld::add_accounts(const Organisation& organisation) {
  static constexpr std::array<std::array<const char*, 3>, 3> kAccounts = {
      {{"platform", "Platform", "shared"}, {"ml-research", "Research", "development"}, {"production", "Product", ""}}};
  for (std::size_t i = 0; i < kAccounts.size(); ++i) {
    world_.accounts.push_back({.index = i, .id = organisation.accounts[i], .name = kAccounts[i][0]});
    world_.accounts.back().cost_categories = {kAccounts[i][1], kAccounts[i][2]};
  }
}

void BillWorld::add_machines(const Organisation& organisation) {
  for (const auto& type : organisation.types) {
    const std::int64_t cards = type.capacity[kAccelerator] / kMicro;
    for (const bool spot : {false, true}) {
      Offer offer{&kOrgEc2, "Compute Instance",      "RunInstances", "", "Hrs",
                  "",       type.price / 100,        kHours,         1,  R::kInstance,
                  0,        Traits{} | Trait::kZonal};
      offer.usage_type = keep((spot ? "SpotUsage:" : "BoxUsage:") + type.name);
      offer.description = keep(fmt::format("{} {} instance hour", spot ? "Spot" : "On Demand Linux", type.name));
      offer.operation = spot ? "RunInstances:SV001" : "RunInstances";
      if (spot) offer.traits = offer.traits | Trait::kSpot;
      offer.machine = {keep(type.name),
                       static_cast<int>(type.capacity[kVcpu] / kMicro),
                       static_cast<int>(type.capacity[kMemory] / kMicro),
                       static_cast<int>(cards),
                       "",
                       spot ? 0 : normalization_tenths(type.name)};
      machines_[{type.name, spot}] = add(offer);
    }
  }
  add_block(organisation);
}

// Hours on a Capacity Block cost nothing: the block was paid for.
void BillWorld::add_block(const Organisation& organisation) {
  const auto& shape = *std::ranges::find(estate_shapes(), Buying::kCapacityBlock, &PoolShape::buying);
  const auto& type = *std::ranges::find(organisation.types, shape.types.front(), &MachineType::name);
  Offer offer{&kOrgEc2, "Compute Instance",      "RunInstances", "", "Hrs", "", 0, kHours, 1, R::kInstance,
              0,        Traits{} | Trait::kZonal};
  offer.usage_type = keep("CapacityBlockUsage:" + type.name);
  offer.description = keep(fmt::format("Capacity Block {} instance hour", type.name));
  offer.machine = {keep(type.name),
                   static_cast<int>(type.capacity[kVcpu] / kMicro),
                   static_cast<int>(type.capacity[kMemory] / kMicro),
                   static_cast<int>(type.capacity[kAccelerator] / kMicro),
                   "",
                   0};
  block_ = add(offer);
}

void BillWorld::add_items() {
  for (std::size_t i = 0; i < kItems; ++i) items_[i] = add(kItemOffers[i]);
}

// Tags of a bill: who runs something on a cluster, as they spell it.
void BillWorld::add_tag_sets(const Organisation& organisation) {
  std::set<std::string> teams(kBucketTeams.begin(), kBucketTeams.end());
  for (const auto* shapes : {&pool_shapes(), &estate_shapes()}) {
    for (const auto& pool : *shapes) teams.insert(pool.owner);
  }
  for (const auto& controller : organisation.controllers) {
    for (const auto& [key, value] : controller.labels) {
      if (key == "team" || key == "Team") teams.insert(value);
    }
  }
  world_.tag_sets.push_back({});
  tag_sets_[{"", ""}] = 0;
  for (const std::string cluster : {"", "eks-train", "eks-serve", "ecs-main"}) {
    for (const auto& team : teams) {
      if (cluster.empty() && team.empty()) continue;
      TagSet tags{.index = world_.tag_sets.size()};
      tags.values[1] = cluster.starts_with("eks") ? cluster : "";
      tags.values[2] = cluster.starts_with("ecs") ? cluster : "";
      tags.values[3] = team.empty() ? "" : "prod";
      tags.values[5] = team;
      tag_sets_[{cluster, team}] = tags.index;
      world_.tag_sets.push_back(std::move(tags));
    }
  }
}

const TagSet& BillWorld::tags(const std::string& cluster, const std::string& team) const {
  const auto found = tag_sets_.find({cluster, team});
  return world_.tag_sets[found == tag_sets_.end() ? 0 : found->second];
}

const Sku& BillWorld::machine(const MachineType& type, bool spot) const {
  return world_.skus[machines_.at({type.name, spot})];
}

std::size_t BillWorld::add(const Offer& offer) {
  offers_.push_back(offer);
  const std::size_t index = world_.skus.size();
  world_.skus.push_back(make_sku(index, offers_.back(), regions().front()));
  return index;
}

const char* BillWorld::keep(std::string text) {
  texts_.push_back(std::move(text));
  return texts_.back().c_str();
}

const Service& business_support() { return kOrgSupport; }
const Service& compute_service() { return kOrgEc2; }

}  // namespace farthing::generate::org
