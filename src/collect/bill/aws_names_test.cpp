#include "collect/bill/aws_names.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(RegionName, is_the_one_that_aws_shows) {
  EXPECT_EQ(region_name("us-west-2"), "US West (Oregon)");
  EXPECT_EQ(region_name("us-east-1"), "US East (N. Virginia)");
  EXPECT_EQ(region_name("af-south-1"), "Africa (Cape Town)");  // the list's first
  EXPECT_EQ(region_name("sa-east-1"), "South America (Sao Paulo)");
  EXPECT_EQ(region_name("eu-central-1"), "Europe (Frankfurt)");
}

TEST(RegionName, of_an_unknown_region_is_its_id) {
  EXPECT_EQ(region_name("zz-north-9"), "zz-north-9");  // behind all
  EXPECT_EQ(region_name("aa-north-9"), "aa-north-9");  // before all
  EXPECT_EQ(region_name("us-west"), "us-west");
  EXPECT_EQ(region_name(""), "");
}

TEST(ResourceType, of_an_arn_is_service_and_kind) {
  EXPECT_EQ(resource_type("arn:aws:eks:us-east-1:1:cluster/a"), "eks:cluster");
  EXPECT_EQ(resource_type("arn:aws:ecs:us-east-1:1:task/c/0a"), "ecs:task");
  EXPECT_EQ(resource_type("arn:aws:elasticloadbalancing:us-east-1:1:loadbalancer/app/x/1"),
            "elasticloadbalancing:loadbalancer");
  EXPECT_EQ(resource_type("arn:aws:lambda:us-east-1:1:function:f"), "lambda:function");
  EXPECT_EQ(resource_type("arn:aws:savingsplans::1:savingsplan/p"), "savingsplans:savingsplan");
}

TEST(ResourceType, of_an_arn_without_a_kind_is_the_service) {
  EXPECT_EQ(resource_type("arn:aws:sqs:us-east-1:1:queue-name"), "sqs");
  EXPECT_EQ(resource_type("arn:aws:s3:::logs"), "s3:bucket");
  EXPECT_EQ(resource_type("arn:aws:s3:::logs/2026/key"), "s3:bucket");
  EXPECT_EQ(resource_type("arn:aws:apigateway:us-east-1::/restapis/a"), "apigateway");
}

TEST(ResourceType, of_an_id_goes_by_its_prefix) {
  EXPECT_EQ(resource_type("i-0123456789abcdef0"), "ec2:instance");
  EXPECT_EQ(resource_type("vol-0a"), "ec2:volume");
  EXPECT_EQ(resource_type("snap-0a"), "ec2:snapshot");
  EXPECT_EQ(resource_type("nat-0a"), "ec2:natgateway");
  EXPECT_EQ(resource_type("eni-0a"), "ec2:network-interface");
  EXPECT_EQ(resource_type("fs-0a"), "elasticfilesystem:file-system");
}

TEST(ResourceType, is_unknown_where_it_can_not_be_told) {
  for (const char* id : {"", "bucket-name", "arn:aws:ec2", "arn:", "I-0A", "image"}) {
    EXPECT_EQ(resource_type(id).data(), nullptr) << id;
  }
}

TEST(SkuMeter, is_the_usage_type_without_region_and_size) {
  EXPECT_EQ(sku_meter("USW2-BoxUsage:m5.large"), "BoxUsage");
  EXPECT_EQ(sku_meter("BoxUsage:m5.large"), "BoxUsage");
  EXPECT_EQ(sku_meter("EUC1-DataTransfer-Out-Bytes"), "DataTransfer-Out-Bytes");
  EXPECT_EQ(sku_meter("APN1-Requests-Tier1"), "Requests-Tier1");
}

TEST(SkuMeter, keeps_what_only_looks_like_a_region) {
  EXPECT_EQ(sku_meter("DataTransfer-Out-Bytes"), "DataTransfer-Out-Bytes");
  EXPECT_EQ(sku_meter("Requests-Tier1"), "Requests-Tier1");
  EXPECT_EQ(sku_meter(""), "");
}

TEST(SkuMeter, of_block_storage_stands_behind_the_colon) {
  EXPECT_EQ(sku_meter("USW2-EBS:VolumeUsage.gp3"), "EBS:VolumeUsage.gp3");
  EXPECT_EQ(sku_meter("EBS:SnapshotUsage"), "EBS:SnapshotUsage");
}

TEST(AwsNames, are_functions_of_sql_and_null_stays_null) {
  auto engine = Engine::open().value();
  ASSERT_TRUE(add_aws_names(engine));
  const auto rows = engine.query(
      "SELECT region_name('eu-west-1'), resource_type('i-1'), sku_meter('USE1-BoxUsage:a'), region_name(NULL), "
      "resource_type('?'), sku_meter(NULL)");
  ASSERT_TRUE(rows) << rows.error().text();
  EXPECT_EQ(rows->rows.at(0), (std::vector<Cell>{"Europe (Ireland)", "ec2:instance", "BoxUsage", std::nullopt,
                                                 std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace farthing
