#include "collect/generate/resource_name.hpp"

#include <array>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

// How a kind's ids are made: an ARN of a service, or a prefix, and then hexadecimal digits.
struct ResourceShape {
  const char* arn_service;  // nullptr: no ARN
  bool regional;            // the ARN names region and account
  const char* prefix;
  int hex_digits;
  const char* type;
};

constexpr ResourceShape kShapes[] = {
    {nullptr, false, "", 0, ""},                                    // kNone
    {nullptr, false, "i-0", 16, "AWS::EC2::Instance"},              // kInstance
    {nullptr, false, "vol-0", 16, "AWS::EC2::Volume"},              // kVolume
    {"ec2", true, "snapshot/snap-0", 16, "AWS::EC2::Snapshot"},     // kSnapshot
    {nullptr, false, "data-lake-", 8, "AWS::S3::Bucket"},           // kBucket
    {"ecs", true, "task/ecs-main/", 32, "AWS::ECS::Task"},          // kFargateTask
    {"eks", true, "cluster/eks-", 2, "AWS::EKS::Cluster"},          // kEksCluster
    {"ec2", true, "natgateway/nat-0", 16, "AWS::EC2::NatGateway"},  // kNatGateway
    {"elasticloadbalancing", true, "loadbalancer/app/k8s-web/", 16, "AWS::ElasticLoadBalancingV2::LoadBalancer"},
    {"sagemaker", true, "endpoint/llm-", 6, "AWS::SageMaker::Endpoint"},               // kEndpoint
    {"sagemaker", true, "training-job/finetune-", 10, "AWS::SageMaker::TrainingJob"},  // kTrainingJob
    {"bedrock", true, "application-inference-profile/", 12, "AWS::Bedrock::ApplicationInferenceProfile"},  // kModel
    {"rds", true, "db:orders-", 6, "AWS::RDS::DBInstance"},                                                // kDatabase
    {"dynamodb", true, "table/features-", 6, "AWS::DynamoDB::Table"},                                      // kTable
    {"logs", true, "log-group:/aws/containerinsights/", 6, "AWS::Logs::LogGroup"},                         // kLogGroup
    {"kms", true, "key/", 32, "AWS::KMS::Key"},                                                            // kKey
    {"sqs", true, "jobs-", 8, "AWS::SQS::Queue"},                                                          // kQueue
    {"lambda", true, "function:etl-", 8, "AWS::Lambda::Function"},                                         // kFunction
};
static_assert(std::size(kShapes) == static_cast<std::size_t>(ResourceKind::kFunction) + 1);

template <std::size_t Room>
void add_hex(ShortText<Room>& text, std::uint64_t bits, int digits) {
  static constexpr char kHexDigits[] = "0123456789abcdef";
  std::array<char, 32> hex;
  for (int i = 0; i < digits; ++i) {
    if (i == 16) bits = mix(bits);
    hex[static_cast<std::size_t>(i)] = kHexDigits[(bits >> (4 * (i % 16))) & 15];
  }
  text.add({hex.data(), static_cast<std::size_t>(digits)});
}

void add_arn(BillLine& line, const char* service) {
  line.resource.add("arn:aws:");
  line.resource.add(service);
  line.resource.add(":");
  line.resource.add(line.sku->region->id);
  line.resource.add(":");
  line.resource.add(line.account->id);
  line.resource.add(":");
}

}  // namespace

void name_resource(BillLine& line, ResourceKind kind, std::uint64_t bits) {
  const ResourceShape& shape = kShapes[static_cast<std::size_t>(kind)];
  if (shape.arn_service != nullptr) add_arn(line, shape.arn_service);
  line.resource.add(shape.prefix);
  add_hex(line.resource, bits, shape.hex_digits);
}

void name_pod(BillLine& line, bool ecs, std::uint64_t bits) {
  static constexpr const char* kNamespaces[] = {"default/trainer-", "serving/llm-", "web/api-", "kube-system/proxy-"};
  add_arn(line, ecs ? "ecs" : "eks");
  line.resource.add(ecs ? "task/ecs-main/" : "pod/eks-1/");
  if (!ecs) {
    line.resource.add(kNamespaces[bits & 3]);
    add_hex(line.resource, bits >> 2, 5);
    line.resource.add("/");
  }
  add_hex(line.resource, mix(bits), 32);
}

const char* resource_type(ResourceKind kind) { return kShapes[static_cast<std::size_t>(kind)].type; }

}  // namespace farthing::generate
