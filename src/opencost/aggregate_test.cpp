#include "opencost/aggregate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "lake/engine.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

// The names that a workload and one of which nothing is known have.
class AggregateTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { engine_.emplace(Engine::open().value()); }
  static void TearDownTestSuite() { engine_.reset(); }
  static std::string names_by(const std::vector<std::string>& names) {
    const auto sql = aggregate_name_sql(names);
    if (!sql) return "error: " + sql.error().text();
    const auto rows = engine_->query(
        "SELECT string_agg(name, ' ' ORDER BY id) FROM (SELECT id, " + *sql +
        " AS name FROM (VALUES (1, 'prod', 'i-1', 'web', 'Deployment', 'shop', 'front', 'shop-1', 'main', '123', 'w1', "
        "MAP {'team': 'store', 'owner': 'ann'}, MAP {'app': 'it''s', 'k8s.io/tier': 'back', 'empty': ''}, MAP {'Cost': "
        "'x'}), "
        "(2, NULL, '', NULL, NULL, NULL, '', NULL, NULL, NULL, 'w2', MAP {}, NULL, MAP {}), "
        "(3, 'prod', 'i-1', 'web', '', 'alone', NULL, '', '', '', 'w3', MAP {'team': ''}, MAP {}, NULL)) "
        "AS t(id, cluster, node, namespace, controller_kind, workload, ecs_service, pod, container, account, "
        "workload_id, "
        "dimensions, labels, tags))");
    return rows ? rows->rows.at(0).at(0).value_or("") : "error: " + rows.error().text();
  }
  static inline std::optional<Engine> engine_;
};

TEST_F(AggregateTest, EachNameIsAColumnOrUnallocated) {
  const std::pair<const char*, const char*> kNames[] = {
      {"cluster", "prod __unallocated__ prod"},
      {"node", "i-1 __unallocated__ i-1"},
      {"namespace", "web __unallocated__ web"},
      {"controllerKind", "deployment __unallocated__ __unallocated__"},
      {"controller", "deployment:shop __unallocated__ alone"},
      {"service", "front __unallocated__ __unallocated__"},
      {"pod", "shop-1 __unallocated__ __unallocated__"},
      {"container", "main __unallocated__ __unallocated__"},
      {"deployment", "shop __unallocated__ __unallocated__"},
      {"statefulset", "__unallocated__ __unallocated__ __unallocated__"},
      {"daemonset", "__unallocated__ __unallocated__ __unallocated__"},
      {"job", "__unallocated__ __unallocated__ __unallocated__"},
      {"providerID", "i-1 __unallocated__ i-1"},
      {"account", "123 __unallocated__ __unallocated__"},
      {"team", "store __unallocated__ __unallocated__"},
      {"owner", "ann __unallocated__ __unallocated__"},
      {"product", "__unallocated__ __unallocated__ __unallocated__"},
      {"environment", "__unallocated__ __unallocated__ __unallocated__"},
      {"department", "__unallocated__ __unallocated__ __unallocated__"},
      {"label:app", "app=it's __unallocated__ __unallocated__"},
      {"label:k8s.io/tier", "k8s.io/tier=back __unallocated__ __unallocated__"},
      {"label:k8s_io_tier", "k8s_io_tier=back __unallocated__ __unallocated__"},
      {"label:empty", "__unallocated__ __unallocated__ __unallocated__"},
      {"label:it's", "__unallocated__ __unallocated__ __unallocated__"},
      {"annotation:Cost", "Cost=x __unallocated__ __unallocated__"}};
  for (const auto& [name, names] : kNames) EXPECT_EQ(names_by({name}), names) << name;
}

TEST_F(AggregateTest, NamesAreTakenInAnyCaseAndLabelsAreNot) {
  EXPECT_EQ(names_by({"NAMESPACE"}), names_by({"namespace"}));
  EXPECT_EQ(names_by({"controllerkind"}), names_by({"controllerKind"}));
  EXPECT_EQ(names_by({"annotation:cost"}), "__unallocated__ __unallocated__ __unallocated__");
}

TEST_F(AggregateTest, SeveralAreJoinedInTheOrderThatIsAsked) {
  EXPECT_EQ(names_by({"namespace", "cluster"}), "web/prod __unallocated__/__unallocated__ web/prod");
  EXPECT_EQ(names_by({"label:app", "pod"}),
            "app=it's/shop-1 __unallocated__/__unallocated__ __unallocated__/__unallocated__");
}

TEST_F(AggregateTest, WithoutAnyEachContainerHasItsName) {
  EXPECT_EQ(names_by({}),
            "prod/i-1/web/shop-1/main __unallocated__/__unallocated__/__unallocated__/w2/__unallocated__ "
            "prod/i-1/web/__unallocated__/__unallocated__");
}

TEST_F(AggregateTest, WhatIsNoneIsRefusedWithThoseThatAre) {
  for (const char* name : {"", "colour", "label", "label:", "annotation:", "labels:app", "pod "}) {
    const auto said = names_by({"pod", name});
    EXPECT_THAT(said, HasSubstr("'" + std::string(name) + "' is nothing to aggregate by")) << name;
    EXPECT_THAT(said, HasSubstr("choose of: cluster, node, namespace, controllerKind")) << name;
  }
}

TEST_F(AggregateTest, LabelsAreReadOnlyIfTheyAreNeeded) {
  EXPECT_FALSE(needs_labels(std::vector<std::string>{"pod", "team"}));
  EXPECT_TRUE(needs_labels(std::vector<std::string>{"pod", "label:app"}));
  const std::pair<const char*, bool> kFilters[] = {{"", false},
                                                   {"namespace:a", false},
                                                   {"nodeLabel[a]:b", false},
                                                   {"label[a]:b", true},
                                                   {"namespace:a+(pod:b|annotation[a]:b)", true},
                                                   {"LABEL:a", true}};
  for (const auto& [filter, needed] : kFilters) EXPECT_EQ(needs_labels(parse_filter(filter).value()), needed) << filter;
}

}  // namespace
}  // namespace farthing
