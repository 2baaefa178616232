#include "opencost/older_filter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "opencost/aggregate.hpp"
#include "opencost/assets.hpp"
#include "opencost/cloud_cost_question.hpp"
#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const OlderFilter& older_named(const std::vector<OlderFilter>& filters, std::string_view parameter) {
  return *std::find_if(filters.begin(), filters.end(), [&](const auto& one) { return one.parameter == parameter; });
}

// What it is in the filter language.
std::string older_text(std::string_view parameter, std::string_view text) {
  const auto filter = parse_older_filter(older_named(older_allocation_filters(), parameter), text);
  if (filter) return filter_text(*filter);
  EXPECT_EQ(filter.error().kind, Error::Kind::kUsage) << text;
  return "error: " + filter.error().text();
}

TEST(OlderFilterTest, ValuesAreJoinedByOr) {
  EXPECT_EQ(older_text("filterNamespaces", "web"), R"(namespace:"web")");
  EXPECT_EQ(older_text("filterNamespaces", "web,ai"), R"(namespace:"web"|namespace:"ai")");
  EXPECT_EQ(older_text("filterNamespaces", " web , ai "), R"(namespace:"web"|namespace:"ai")");
  EXPECT_EQ(older_text("filterClusters", "prod"), R"(cluster:"prod")");
  EXPECT_EQ(older_text("filterServices", "front"), R"(services:"front")");
  EXPECT_EQ(older_text("filterPods", R"(a"b\c)"), R"(pod:"a\"b\\c")");
  EXPECT_EQ(older_text("filterTeams", "__unallocated__"), R"(team:"__unallocated__")");
}

TEST(OlderFilterTest, AStarAtTheEndIsWhatBeginsSo) {
  EXPECT_EQ(older_text("filterNodes", "ip-10-*"), R"(node<~:"ip-10-")");
  EXPECT_EQ(older_text("filterNodes", "a,b*"), R"(node:"a"|node<~:"b")");
  EXPECT_EQ(older_text("filterContainers", "*"), R"(container<~:"")");
  for (const char* text : {"a*b", "*a", "**", "*,*a"}) {
    EXPECT_THAT(older_text("filterNodes", text), HasSubstr("a * can only be at the end")) << text;
  }
}

TEST(OlderFilterTest, LabelsAndAnnotationsHaveKeys) {
  EXPECT_EQ(older_text("filterLabels", "app:web"), R"(label[app]:"web")");
  EXPECT_EQ(older_text("filterLabels", "app:web,tier : front*"), R"(label[app]:"web"|label[tier]<~:"front")");
  EXPECT_EQ(older_text("filterAnnotations", "owner:a:b"), R"(annotation[owner]:"a:b")");
  for (const char* text : {"app", ":web", "app:", " : ", "app:web,tier"}) {
    EXPECT_THAT(older_text("filterLabels", text), HasSubstr("it isn't key:value (e.g. filterLabels=key:a,key:b*)"))
        << text;
  }
}

TEST(OlderFilterTest, ControllersMayHaveTheirKind) {
  EXPECT_EQ(older_text("filterControllers", "shop"), R"(controllerName:"shop")");
  EXPECT_EQ(older_text("filterControllers", "deployment:shop"), R"(controllerKind:"deployment"+controllerName:"shop")");
  EXPECT_EQ(older_text("filterControllers", "deployment:s*,chat"),
            R"((controllerKind:"deployment"+controllerName<~:"s")|controllerName:"chat")");
  EXPECT_EQ(older_text("filterControllerKinds", "job,daemonset"), R"(controllerKind:"job"|controllerKind:"daemonset")");
  EXPECT_THAT(older_text("filterControllers", "deployment:"), HasSubstr("isn't key:value"));
}

TEST(OlderFilterTest, AnEmptyValueIsRefused) {
  for (const char* text : {"", ",", "a,", ",a", "a,,b", " "}) {
    EXPECT_THAT(older_text("filterPods", text), HasSubstr("'filterPods' has '': a value is missing")) << text;
  }
}

TEST(OlderFilterTest, SeveralAreJoinedByAnd) {
  const auto one = parse_filter(R"(namespace:"a")").value(), other = parse_filter(R"(pod:"p"|pod:"q")").value();
  EXPECT_EQ(filter_text(all_of_filters({one, other})), R"(namespace:"a"+(pod:"p"|pod:"q"))");
  EXPECT_EQ(all_of_filters({one, Filter{}}), one);
  EXPECT_TRUE(all_of_filters({}).holds_always());
  EXPECT_TRUE(all_of_filters({Filter{}, Filter{}}).holds_always());
}

TEST(OlderFilterTest, ListsHaveNoBlanksAround) {
  EXPECT_THAT(comma_list(" a, b c ,\td"), ElementsAre("a", "b c", "d"));
  EXPECT_THAT(comma_list("a,,"), ElementsAre("a", "", ""));
  EXPECT_THAT(comma_list("  "), ElementsAre(""));
}

// What each of them asks for is a field, or a parameter would be taken that can't be answered.
TEST(OlderFilterTest, EachIsAboutAFieldThatIsThere) {
  const std::pair<const std::vector<OlderFilter>*, const std::vector<FilterColumn>*> kAll[] = {
      {&older_allocation_filters(), &allocation_filter_columns()},
      {&older_asset_filters(), &asset_filter_columns()},
      {&older_cloud_filters(), &cloud_filter_columns()}};
  for (const auto& [filters, columns] : kAll) {
    for (const auto& older : *filters) {
      const auto* value = older.form == OlderFilter::Form::kText ? "a,b*" : "a:b,c:d*";
      const auto filter = parse_older_filter(older, value);
      ASSERT_TRUE(filter) << older.parameter;
      EXPECT_TRUE(filter_sql(*filter, *columns)) << older.parameter;
      // And it is the same as what the language says.
      EXPECT_EQ(parse_filter(filter_text(*filter)).value(), *filter) << older.parameter;
    }
  }
}

TEST(OlderFilterTest, TheyChooseAsTheLanguageDoes) {
  const std::tuple<const char*, const char*, std::vector<std::string>> kCases[] = {
      {"filterNamespaces", "kube*,web", {"shop-1", "agent-1"}},
      {"filterControllers", "job:train,shop,deployment:chat", {"train-x", "shop-1"}},
      {"filterLabels", "app:chat,app_kubernetes_io_tier:fr*", {"chat-0", "shop-1"}},
      {"filterTeams", "m*", {"chat-0"}}};
  for (const auto& [parameter, text, names] : kCases) {
    auto question = of_two_hours({"pod"});
    question.filter = parse_older_filter(older_named(older_allocation_filters(), parameter), text).value();
    std::vector<std::string> found;
    for (const auto& row : allocation_rows(question)) found.push_back(row.substr(0, row.find(' ')));
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(names)) << parameter << "=" << text;
  }
}

}  // namespace
}  // namespace farthing
