#include "collect/generate/offers.hpp"

namespace farthing::generate {
namespace {

using enum Measure;
using enum Trait;
using R = ResourceKind;

constexpr char kEc2Name[] = "Amazon Elastic Compute Cloud";
constexpr Service kEc2{"AmazonEC2", kEc2Name, kEc2Name, "Compute", "Virtual Machines"};
constexpr Service kEbs{"AmazonEC2", kEc2Name, "Amazon Elastic Block Store", "Storage", "Block Storage"};
constexpr Service kEcs{"AmazonECS", "Amazon Elastic Container Service", "Amazon Elastic Container Service", "Compute",
                       "Containers"};
constexpr Service kEks{"AmazonEKS", "Amazon Elastic Container Service for Kubernetes",
                       "Amazon Elastic Container Service for Kubernetes", "Compute", "Containers"};
constexpr Service kS3{"AmazonS3", "Amazon Simple Storage Service", "Amazon Simple Storage Service", "Storage",
                      "Object Storage"};
constexpr Service kVpc{"AmazonVPC", "Amazon Virtual Private Cloud", "Amazon Virtual Private Cloud", "Networking",
                       "Network Infrastructure"};
constexpr Service kElb{"AWSELB", "Elastic Load Balancing", "Elastic Load Balancing", "Networking",
                       "Application Networking"};
constexpr Service kSageMaker{"AmazonSageMaker", "Amazon SageMaker", "Amazon SageMaker", "AI and Machine Learning",
                             "Machine Learning"};
constexpr Service kBedrock{"AmazonBedrock", "Amazon Bedrock", "Amazon Bedrock", "AI and Machine Learning",
                           "Generative AI"};
constexpr Service kRds{"AmazonRDS", "Amazon Relational Database Service", "Amazon Relational Database Service",
                       "Databases", "Relational Databases"};
constexpr Service kDynamo{"AmazonDynamoDB", "Amazon DynamoDB", "Amazon DynamoDB", "Databases", "NoSQL Databases"};
constexpr Service kWatch{"AmazonCloudWatch", "AmazonCloudWatch", "AmazonCloudWatch", "Management and Governance",
                         "Observability"};
constexpr Service kKms{"awskms", "AWS Key Management Service", "AWS Key Management Service", "Security",
                       "Secret Management"};
constexpr Service kSqs{"AWSQueueService", "Amazon Simple Queue Service", "Amazon Simple Queue Service", "Integration",
                       "Messaging"};
constexpr Service kLambda{"AWSLambda", "AWS Lambda", "AWS Lambda", "Compute", "Serverless Compute"};
constexpr Service kSeller{"8x3kq1ytn0v2b5w7z9c4d6f1g", "Nimbus Observability, Pro", "Nimbus Observability, Pro", "Other",
                          "Other (Other)"};
constexpr Service kSavingsPlans{"ComputeSavingsPlans", "Savings Plans for AWS Compute usage",
                                "Savings Plans for AWS Compute usage", "Other", "Other (Other)"};
constexpr Service kSupport{"AWSSupportEnterprise", "AWS Support (Enterprise)", "AWS Support (Enterprise)",
                           "Management and Governance", "Support"};
constexpr Service kRegistrar{"AmazonRegistrar", "Amazon Registrar", "Amazon Registrar", "Other", "Other (Other)"};

constexpr char kInstances[] = "Compute Instance";
constexpr char kRun[] = "RunInstances";
constexpr char kLinux[] = "Linux/UNIX On Demand instance hour";
constexpr Traits kCommon = kSavingsPlan | kReservable | kNode | kZonal;
constexpr Traits kGpuBox = kSavingsPlan | kNode | kZonal;
constexpr Traits kSpotBox = kSpot | kNode | kZonal;

constexpr Offer kOffers[] = {
    // EC2 and EBS
    {&kEc2, kInstances, kRun, "BoxUsage:m5.large", "Hrs", kLinux, 960'000'000, kHours, 1, R::kInstance, 330, kCommon, {"m5.large", 2, 8, 0, "", 40}},
    {&kEc2, kInstances, kRun, "BoxUsage:m6i.xlarge", "Hrs", kLinux, 1'920'000'000, kHours, 1, R::kInstance, 200, kCommon, {"m6i.xlarge", 4, 16, 0, "", 80}},
    {&kEc2, kInstances, kRun, "BoxUsage:c6i.2xlarge", "Hrs", kLinux, 3'400'000'000, kHours, 1, R::kInstance, 140, kCommon, {"c6i.2xlarge", 8, 16, 0, "", 160}},
    {&kEc2, kInstances, kRun, "BoxUsage:r6i.xlarge", "Hrs", kLinux, 2'520'000'000, kHours, 1, R::kInstance, 110, kCommon, {"r6i.xlarge", 4, 32, 0, "", 80}},
    {&kEc2, kInstances, kRun, "BoxUsage:t3.medium", "Hrs", kLinux, 416'000'000, kHours, 1, R::kInstance, 120, kZonal | kReservable, {"t3.medium", 2, 4, 0, "", 20}},
    {&kEc2, kInstances, kRun, "BoxUsage:g5.xlarge", "Hrs", kLinux, 10'060'000'000, kHours, 1, R::kInstance, 60, kGpuBox, {"g5.xlarge", 4, 16, 1, "24 GiB", 80}},
    {&kEc2, kInstances, kRun, "BoxUsage:g5.12xlarge", "Hrs", kLinux, 56'720'000'000, kHours, 1, R::kInstance, 18, kGpuBox, {"g5.12xlarge", 48, 192, 4, "96 GiB", 960}},
    {&kEc2, kInstances, kRun, "BoxUsage:p4d.24xlarge", "Hrs", kLinux, 327'726'000'000, kHours, 1, R::kInstance, 7, kGpuBox, {"p4d.24xlarge", 96, 1152, 8, "320 GiB", 1920}},
    {&kEc2, kInstances, kRun, "BoxUsage:p5.48xlarge", "Hrs", kLinux, 983'200'000'000, kHours, 1, R::kInstance, 3, kGpuBox, {"p5.48xlarge", 192, 2048, 8, "640 GiB", 3840}},
    {&kEc2, kInstances, "RunInstances:SV001", "SpotUsage:m5.2xlarge", "Hrs", "m5.2xlarge Linux/UNIX Spot Instance-hour", 3'840'000'000, kHours, 1, R::kInstance, 110, kSpotBox, {"m5.2xlarge", 8, 32, 0, "", 160}},
    {&kEc2, kInstances, "RunInstances:SV002", "SpotUsage:g5.2xlarge", "Hrs", "g5.2xlarge Linux/UNIX Spot Instance-hour", 12'120'000'000, kHours, 1, R::kInstance, 50, kSpotBox, {"g5.2xlarge", 8, 32, 1, "24 GiB", 160}},
    {&kEc2, "Data Transfer", kRun, "DataTransfer-Regional-Bytes", "GB", "regional data transfer - in/out/between EC2 AZs or using elastic IPs or ELB", 100'000'000, kGigabytes, 30, R::kInstance, 420},
    {&kEc2, "Data Transfer", kRun, "DataTransfer-In-Bytes", "GB", "data transfer in", 0, kGigabytes, 80, R::kInstance, 1'500},
    {&kEc2, "Data Transfer", kRun, "DataTransfer-Out-Bytes", "GB", "first 10 TB / month data transfer out beyond the global free tier", 900'000'000, kGigabytes, 6, R::kInstance, 300, kNegotiated | kZonal},
    {&kEbs, "Storage", "CreateVolume-Gp3", "EBS:VolumeUsage.gp3", "GB-Mo", "GB-month of General Purpose (gp3) provisioned storage", 800'000'000, kGigabyteMonths, 100, R::kVolume, 620},
    {&kEbs, "Storage", "CreateVolume-Gp2", "EBS:VolumeUsage.gp2", "GB-Mo", "GB-month of General Purpose SSD (gp2) provisioned storage", 1'000'000'000, kGigabyteMonths, 60, R::kVolume, 160},
    {&kEbs, "Storage Snapshot", "CreateSnapshot", "EBS:SnapshotUsage", "GB-Mo", "GB-Month of snapshot data stored", 500'000'000, kGigabyteMonths, 40, R::kSnapshot, 240},
    // Containers
    {&kEcs, "Compute", "FargateTask", "Fargate-vCPU-Hours:perCPU", "hours", "AWS Fargate - vCPU", 404'800'000, kCapacity, 1, R::kFargateTask, 130, kSavingsPlan | kZonal},
    {&kEcs, "Compute", "FargateTask", "Fargate-GB-Hours", "hours", "AWS Fargate - Memory", 44'450'000, kCapacity, 4, R::kFargateTask, 130, kSavingsPlan | kZonal},
    {&kEcs, "Compute", "FargateTask", "SpotUsage-Fargate-vCPU-Hours:perCPU", "hours", "AWS Fargate Spot - vCPU", 404'800'000, kCapacity, 1, R::kFargateTask, 60, kSpot | kZonal},
    {&kEcs, "Compute", "FargateTask", "SpotUsage-Fargate-GB-Hours", "hours", "AWS Fargate Spot - Memory", 44'450'000, kCapacity, 4, R::kFargateTask, 60, kSpot | kZonal},
    {&kEks, "Compute", "CreateOperation", "AmazonEKS-Hours:perCluster", "Hours", "Amazon EKS cluster usage", 1'000'000'000, kHours, 1, R::kEksCluster, 60},
    {&kEks, "Compute", "EKSPod-EC2", "EKS-EC2-vCPU-Hours", "vCPU-Hours", "split cost of an instance's vCPU", 0, kCapacity, 1, R::kNone, 0, Traits{} | kSplit},
    {&kEks, "Compute", "EKSPod-EC2", "EKS-EC2-GB-Hours", "GB-Hours", "split cost of an instance's memory", 0, kCapacity, 1, R::kNone, 0, Traits{} | kSplit},
    {&kEcs, "Compute", "ECSTask-EC2", "ECS-EC2-vCPU-Hours", "vCPU-Hours", "split cost of an instance's vCPU", 0, kCapacity, 1, R::kNone, 0, Traits{} | kSplit},
    {&kEcs, "Compute", "ECSTask-EC2", "ECS-EC2-GB-Hours", "GB-Hours", "split cost of an instance's memory", 0, kCapacity, 1, R::kNone, 0, Traits{} | kSplit},
    // Storage and network
    {&kS3, "API Request", "PutObject", "Requests-Tier1", "Requests", "PUT, COPY, POST, or LIST requests", 50'000, kRequests, 4, R::kBucket, 800, Traits{} | kNegotiated},
    {&kS3, "API Request", "GetObject", "Requests-Tier2", "Requests", "GET and all other requests", 4'000, kRequests, 30, R::kBucket, 700},
    {&kS3, "Storage", "StandardStorage", "TimedStorage-ByteHrs", "GB-Mo", "first 50 TB / month of storage used", 230'000'000, kGigabyteMonths, 20, R::kBucket, 380},
    {&kS3, "Data Transfer", "GetObject", "DataTransfer-In-Bytes", "GB", "data transfer in", 0, kGigabytes, 5, R::kBucket, 700},
    {&kVpc, "NAT Gateway", "NatGateway", "NatGateway-Hours", "Hrs", "NAT Gateway Hour", 450'000'000, kHours, 1, R::kNatGateway, 120},
    {&kVpc, "NAT Gateway", "NatGateway", "NatGateway-Bytes", "GB", "GB Data Processed by NAT Gateways", 450'000'000, kGigabytes, 10, R::kNatGateway, 110},
    {&kElb, "Load Balancer-Application", "LoadBalancing:Application", "LoadBalancerUsage", "Hrs", "Application LoadBalancer-hour (or partial hour)", 225'000'000, kHours, 1, R::kLoadBalancer, 130},
    {&kElb, "Load Balancer-Application", "LoadBalancing:Application", "LCUUsage", "LCU-Hrs", "used Application load balancer capacity unit-hour", 80'000'000, kGigabytes, 1, R::kLoadBalancer, 130},
    // AI
    {&kSageMaker, "ML Instance", "RunInstance", "Train:ml.g5.2xlarge", "Hrs", "ml.g5.2xlarge hour in Training", 15'150'000'000, kHours, 1, R::kTrainingJob, 30, {}, {"ml.g5.2xlarge", 8, 32, 1, "24 GiB", 0}},
    {&kSageMaker, "ML Instance", "RunInstance", "Host:ml.g5.xlarge", "Hrs", "ml.g5.xlarge hour in Hosting", 14'080'000'000, kHours, 1, R::kEndpoint, 50, {}, {"ml.g5.xlarge", 4, 16, 1, "24 GiB", 0}},
    {&kBedrock, "Generative AI", "InvokeModelInference", "Claude3.5Sonnet-input-tokens", "1K tokens", "1K input tokens", 30'000'000, kThousandTokens, 40, R::kModel, 90},
    {&kBedrock, "Generative AI", "InvokeModelInference", "Claude3.5Sonnet-output-tokens", "1K tokens", "1K output tokens", 150'000'000, kThousandTokens, 8, R::kModel, 90},
    {&kBedrock, "Generative AI", "InvokeModelInference", "Requests-custom", "Requests", "custom model request", 25'000'000, kRequests, 1, R::kModel, 50, Traits{} | kNoListRate},
    // Databases
    {&kRds, "Database Instance", "CreateDBInstance:0014", "InstanceUsage:db.r6g.large", "Hrs", "RDS db.r6g.large Single-AZ instance hour (or partial hour) running PostgreSQL", 2'250'000'000, kHours, 1, R::kDatabase, 170, kReservable | kZonal, {"db.r6g.large", 2, 16, 0, "", 40}},
    {&kRds, "Database Storage", "CreateDBInstance:0014", "RDS:GP3-Storage", "GB-Mo", "GB-month of provisioned gp3 storage running PostgreSQL", 1'150'000'000, kGigabyteMonths, 200, R::kDatabase, 180},
    {&kDynamo, "Amazon DynamoDB PayPerRequest Throughput", "PayPerRequestThroughput", "ReadRequestUnits", "ReadRequestUnits", "read request units", 1'250, kRequests, 20'000, R::kTable, 330},
    {&kDynamo, "Amazon DynamoDB PayPerRequest Throughput", "PayPerRequestThroughput", "WriteRequestUnits", "WriteRequestUnits", "write request units", 6'250, kRequests, 40, R::kTable, 220},
    // The many small ones
    {&kWatch, "Metric", "PutMetricData", "CW:MetricMonitorUsage", "Metrics", "metric-month for the first 10,000 metrics", 3'000'000'000, kGigabyteMonths, 1, R::kNone, 420},
    {&kWatch, "Data Payload", "PutLogEvents", "DataProcessing-Bytes", "GB", "GB custom log data ingested in Standard log class", 5'000'000'000, kGigabytes, 1, R::kLogGroup, 380, Traits{} | kNegotiated},
    {&kWatch, "API Request", "GetMetricData", "CW:Requests", "Requests", "API requests under the monthly global free tier", 100'000, kRequests, 20, R::kNone, 600, Traits{} | kFreeTier},
    {&kKms, "API Request", "Decrypt", "KMS-Requests", "Requests", "KMS requests", 30'000, kRequests, 10, R::kKey, 620},
    {&kKms, "API Request", "GenerateDataKey", "KMS-Requests", "Requests", "per request - Monthly Global Free Tier for KMS requests", 30'000, kRequests, 6, R::kKey, 180, Traits{} | kFreeTier},
    {&kSqs, "API Request", "SendMessage", "Requests-Tier1", "Requests", "Amazon SQS standard requests in Tier1", 4'000, kRequests, 50, R::kQueue, 600},
    {&kLambda, "Serverless", "Invoke", "Request", "Requests", "AWS Lambda - Total Requests", 2'000, kRequests, 40, R::kFunction, 520},
    {&kLambda, "Serverless", "Invoke", "Lambda-GB-Second", "Lambda-GB-Second", "AWS Lambda - Total Compute", 166'667, kGigabyteSeconds, 60, R::kFunction, 520, Traits{} | kSavingsPlan},
    {&kSeller, "", "", "SoftwareUsage:host-hours", "Units", "Host hours, billed by the seller; \"Pro\" plan", 310'000'000, kCapacity, 3, R::kNone, 60, Traits{} | kMarketplace},
};

constexpr Region kRegions[] = {
    {"us-east-1", "US East (N. Virginia)", "", 100, 46},      {"us-west-2", "US West (Oregon)", "USW2-", 100, 22},
    {"eu-central-1", "EU (Frankfurt)", "EUC1-", 118, 14},     {"eu-west-1", "EU (Ireland)", "EU-", 110, 8},
    {"ap-northeast-1", "Asia Pacific (Tokyo)", "APN1-", 126, 6}, {"ca-central-1", "Canada (Central)", "CAN1-", 111, 4},
};

}  // namespace

std::span<const Offer> offers() { return kOffers; }
std::span<const Region> regions() { return kRegions; }
const Service& booked_under(const Service& service) { return &service == &kEbs ? kEc2 : service; }

const Service& compute_savings_plans() { return kSavingsPlans; }
const Service& enterprise_support() { return kSupport; }
const Service& domain_registrar() { return kRegistrar; }

}  // namespace farthing::generate
