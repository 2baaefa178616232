#include "collect/bill/aws_names.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace farthing {
namespace {

// AWS General Reference, "Regional endpoints".
constexpr std::pair<std::string_view, std::string_view> kRegionNames[] = {
    {"af-south-1", "Africa (Cape Town)"},
    {"ap-east-1", "Asia Pacific (Hong Kong)"},
    {"ap-northeast-1", "Asia Pacific (Tokyo)"},
    {"ap-northeast-2", "Asia Pacific (Seoul)"},
    {"ap-northeast-3", "Asia Pacific (Osaka)"},
    {"ap-south-1", "Asia Pacific (Mumbai)"},
    {"ap-south-2", "Asia Pacific (Hyderabad)"},
    {"ap-southeast-1", "Asia Pacific (Singapore)"},
    {"ap-southeast-2", "Asia Pacific (Sydney)"},
    {"ap-southeast-3", "Asia Pacific (Jakarta)"},
    {"ap-southeast-4", "Asia Pacific (Melbourne)"},
    {"ca-central-1", "Canada (Central)"},
    {"ca-west-1", "Canada West (Calgary)"},
    {"eu-central-1", "Europe (Frankfurt)"},
    {"eu-central-2", "Europe (Zurich)"},
    {"eu-north-1", "Europe (Stockholm)"},
    {"eu-south-1", "Europe (Milan)"},
    {"eu-south-2", "Europe (Spain)"},
    {"eu-west-1", "Europe (Ireland)"},
    {"eu-west-2", "Europe (London)"},
    {"eu-west-3", "Europe (Paris)"},
    {"il-central-1", "Israel (Tel Aviv)"},
    {"me-central-1", "Middle East (UAE)"},
    {"me-south-1", "Middle East (Bahrain)"},
    {"sa-east-1", "South America (Sao Paulo)"},
    {"us-east-1", "US East (N. Virginia)"},
    {"us-east-2", "US East (Ohio)"},
    {"us-west-1", "US West (N. California)"},
    {"us-west-2", "US West (Oregon)"},
};

constexpr std::pair<std::string_view, std::string_view> kIdPrefixes[] = {
    {"i-", "ec2:instance"},
    {"vol-", "ec2:volume"},
    {"snap-", "ec2:snapshot"},
    {"nat-", "ec2:natgateway"},
    {"eni-", "ec2:network-interface"},
    {"fs-", "elasticfilesystem:file-system"},
};

// "eks:cluster" of "arn:aws:eks:us-east-1:1:cluster/a": its service, and its resource up to the first '/' or ':'. Each
// is kept for ever, for there are few.
std::string_view arn_type(std::string_view arn) {
  std::string_view fields[5];  // arn, partition, service, region, account
  for (auto& field : fields) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    field = arn.substr(0, colon);
    arn.remove_prefix(colon + 1);
  }
  const auto end = arn.find_first_of("/:");
  std::string type(fields[2]);
  // Before the first '/' an S3 ARN has the bucket's name, an API Gateway's nothing.
  if (type == "s3") {
    type = "s3:bucket";
  } else if (end != std::string_view::npos && end > 0) {
    type += ":" + std::string(arn.substr(0, end));
  }
  thread_local std::set<std::string, std::less<>> kept;
  const auto found = kept.find(type);
  return found != kept.end() ? *found : *kept.insert(type).first;
}

}  // namespace

std::string_view region_name(std::string_view region) {
  const auto* found = std::lower_bound(std::begin(kRegionNames), std::end(kRegionNames), region,
                                       [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
  return found != std::end(kRegionNames) && found->first == region ? found->second : region;
}

std::string_view resource_type(std::string_view resource_id) {
  if (resource_id.starts_with("arn:")) return arn_type(resource_id);
  for (const auto& [prefix, type] : kIdPrefixes) {
    if (resource_id.starts_with(prefix)) return type;
  }
  return {};
}

std::string_view sku_meter(std::string_view usage_type) {
  // EBS has its meter behind the colon, others the size.
  if (usage_type.find("EBS:") == std::string_view::npos) usage_type = usage_type.substr(0, usage_type.find(':'));
  const auto dash = usage_type.find('-');
  if (dash == std::string_view::npos || dash < 2 || dash > 5) return usage_type;
  for (const char c : usage_type.substr(0, dash)) {
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) return usage_type;
  }
  return usage_type.substr(dash + 1);
}

Done add_aws_names(Engine& engine) {
  TRY_DONE(engine.add_text_function("region_name", region_name));
  TRY_DONE(engine.add_text_function("resource_type", resource_type));
  return engine.add_text_function("sku_meter", sku_meter);
}

}  // namespace farthing
