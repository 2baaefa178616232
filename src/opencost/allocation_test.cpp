#include "opencost/allocation.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <memory>
#include <random>

#include "base/text.hpp"
#include "lake/model_tables.hpp"
#include "opencost/allocation_cells.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

AllocationQuestion question_of(const std::string& window, const std::vector<std::string>& aggregate) {
  AllocationQuestion question;
  question.window = parse_window(window, {}).value();
  question.sets = {question.window};
  question.aggregate = aggregate;
  return question;
}

AllocationQuestion of_the_hour(const std::vector<std::string>& aggregate) {
  return question_of("2026-05-01T10:00:00Z,2026-05-01T11:00:00Z", aggregate);
}

// A machine for $1 an hour, of 4 vCPU and 36 GiB, which carry half of it each, with two pods: `a` holds a quarter of
// both, `b` half of the vCPU and a quarter of the memory. Nobody holds a quarter of the vCPU and half of the memory.
class OneMachineLake : public AllocationLakeFixture {
 public:
  void TestBody() override {}
  [[nodiscard]] const Lake& lake() const { return lake_; }
  void lay_one_machine() const {
    take("nodes.csv", {node_row("i-1", {{"memory_gib", "36"}, {"cluster", "prod"}})});
    take("workloads.csv", {container_row("a", "i-1",
                                         {{"namespace", "web"},
                                          {"pod", "a"},
                                          {"container", "main"},
                                          {"workload", "shop"},
                                          {"controller_kind", "Deployment"},
                                          {"request_memory_gib", "9"},
                                          {"labels", R"({"app": "shop", "tier": "front"})"}}),
                           container_row("b", "i-1",
                                         {{"namespace", "data"},
                                          {"pod", "b"},
                                          {"request_vcpu", "2"},
                                          {"request_memory_gib", "9"},
                                          {"labels", R"({"app": "lake", "tier": "front"})"}})});
    take("usage.csv",
         {{{"workload_id", "a"}, {"hour", "2026-05-01T10:00:00Z"}, {"vcpu_hours", "0.5"}, {"gib_hours", "9"}}});
    bill({machine_line("i-1", "1")});
    build();
  }
};

AllocationAnswer asked_of(LakeView& view, const AllocationQuestion& question) {
  auto answer = ask_allocation(view, question);
  EXPECT_TRUE(answer) << answer.error().text();
  return answer.value_or(AllocationAnswer{});
}

Decimal sum_of(const AllocationAnswer& answer) {
  Decimal sum;
  for (const auto& set : answer.sets) {
    for (const auto& row : set.rows) sum += row.allocation.total_cost();
  }
  return sum;
}

// Questions leave a lake as it was, so one is enough for all of them.
class OpenCostAllocationTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<OneMachineLake>();
    made_->lay_one_machine();
    view_.emplace(LakeView::open(made_->lake(), std::nullopt).value());
  }
  static void TearDownTestSuite() {
    view_.reset();
    made_.reset();
  }
  static AllocationAnswer ask(const AllocationQuestion& question) { return asked_of(*view_, question); }
  // "name cpu+ram+gpu", and "shared" if there is something.
  static std::vector<std::string> rows_of(const AllocationQuestion& question, std::size_t set = 0) {
    std::vector<std::string> rows;
    const auto answer = ask(question);
    for (const auto& [name, allocation] : answer.sets.at(set).rows) {
      const auto& [cpu, ram, gpu] = allocation.resources;
      rows.push_back(fmt::format("{} {}+{}+{}", name, cpu.cost.text(), ram.cost.text(), gpu.cost.text()));
      if (allocation.shared != Decimal{}) rows.back() += " shared " + allocation.shared.text();
    }
    return rows;
  }
  static inline std::unique_ptr<OneMachineLake> made_;
  static inline std::optional<LakeView> view_;
};

class OpenCostLakeTest : public AllocationLakeFixture {
 protected:
  AllocationAnswer ask(const AllocationQuestion& question) {
    if (!view_) view_.emplace(LakeView::open(lake_, std::nullopt).value());
    return asked_of(*view_, question);
  }
  std::optional<LakeView> view_;
};

TEST_F(OpenCostAllocationTest, EachPodHasItsPartAndTheRestIsIdle) {
  auto question = of_the_hour({"pod"});
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.25+0.125+0", "a 0.125+0.125+0"));
  question.include_idle = true;
  EXPECT_THAT(rows_of(question), ElementsAre("__idle__ 0.125+0.25+0", "b 0.25+0.125+0", "a 0.125+0.125+0"));
  question.split_idle = true;
  EXPECT_THAT(rows_of(question), Contains(HasSubstr("prod/__idle__ ")));
  question.idle_by_node = true;
  EXPECT_THAT(rows_of(question), Contains(HasSubstr("prod/i-1/__idle__ ")));
}

TEST_F(OpenCostAllocationTest, FiguresAreWhatWasReservedHeldAndUsed) {
  const auto answer = ask(of_the_hour({"namespace"}));
  const auto& a = answer.sets.at(0).rows.at(1).allocation;
  EXPECT_EQ(a.resources[kCpu].requested, 1);
  EXPECT_DOUBLE_EQ(a.resources[kCpu].hours, 1);
  EXPECT_EQ(a.resources[kCpu].used, 0.5);
  EXPECT_EQ(a.resources[kCpu].efficiency(), 0.5);
  EXPECT_EQ(a.resources[kRam].efficiency(), 1);
  EXPECT_EQ(a.efficiency(), 0.75);
  EXPECT_EQ(a.properties.controller_kind, "deployment");
  // Nobody knows what b used, so its efficiency is unknown and not 0.
  const auto& b = answer.sets.at(0).rows.at(0).allocation;
  EXPECT_EQ(b.resources[kCpu].efficiency(), std::nullopt);
  EXPECT_EQ(b.efficiency(), std::nullopt);
}

TEST_F(OpenCostAllocationTest, NamesAreOfWhatIsAggregatedBy) {
  EXPECT_THAT(rows_of(of_the_hour({"cluster"})), ElementsAre("prod 0.375+0.25+0"));
  EXPECT_THAT(rows_of(of_the_hour({"controller"})),
              ElementsAre(HasSubstr("__unallocated__ "), HasSubstr("deployment:shop ")));
  EXPECT_THAT(rows_of(of_the_hour({"deployment"})), ElementsAre(HasSubstr("__unallocated__ "), HasSubstr("shop ")));
  EXPECT_THAT(rows_of(of_the_hour({"label:app", "node"})),
              ElementsAre(HasSubstr("app=lake/i-1 "), HasSubstr("app=shop/i-1 ")));
  EXPECT_THAT(rows_of(of_the_hour({"label:none"})), ElementsAre("__unallocated__ 0.375+0.25+0"));
  EXPECT_THAT(rows_of(of_the_hour({})),
              ElementsAre(HasSubstr("prod/i-1/data/b/__unallocated__ "), HasSubstr("prod/i-1/web/a/main ")));
}

TEST_F(OpenCostAllocationTest, IdleIsSharedByResourceOrEvenly) {
  auto question = of_the_hour({"pod"});
  question.share_idle = Split::kWeighted;
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.333333333333+0.25+0", "a 0.166666666667+0.25+0"));
  question.share_idle = Split::kEven;
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.3125+0.25+0", "a 0.1875+0.25+0"));
  question.include_idle = true;
  EXPECT_EQ(sum_of(ask(question)), Decimal::from_integer(1));
}

TEST_F(OpenCostAllocationTest, SharedNamespacesLabelsAndCostsGoToTheOthers) {
  auto question = of_the_hour({"pod"});
  question.share_namespaces = {"data"};
  EXPECT_THAT(rows_of(question), ElementsAre("a 0.125+0.125+0 shared 0.375"));
  question.share_namespaces = {};
  question.share_labels = {{"app", "lake"}};
  EXPECT_THAT(rows_of(question), ElementsAre("a 0.125+0.125+0 shared 0.375"));
  // $744 a month are $1 an hour of May; a cost .25 and b .375.
  question.share_labels = {};
  question.share_cost = Decimal::from_integer(744);
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.25+0.125+0 shared 0.6", "a 0.125+0.125+0 shared 0.4"));
  question.share_split = Split::kEven;
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.25+0.125+0 shared 0.5", "a 0.125+0.125+0 shared 0.5"));
}

TEST_F(OpenCostAllocationTest, WithNobodyToShareWithWhatIsSharedStays) {
  auto question = of_the_hour({"pod"});
  question.share_namespaces = {"data", "web"};
  EXPECT_THAT(rows_of(question), ElementsAre("b 0.25+0.125+0", "a 0.125+0.125+0"));
}

TEST_F(OpenCostAllocationTest, AFilterLeavesTheChosenWithTheirPartOfIdle) {
  auto question = of_the_hour({"pod"});
  question.filter = parse_filter(R"(namespace:"web")").value();
  question.include_idle = true;
  EXPECT_THAT(rows_of(question), ElementsAre("a 0.125+0.125+0", "__idle__ 0.041666666667+0.125+0"));
  question.share_idle = Split::kWeighted;
  EXPECT_THAT(rows_of(question), ElementsAre("a 0.166666666667+0.25+0"));
}

TEST_F(OpenCostAllocationTest, WindowsThatArentOnHoursAreCutBySeconds) {
  auto question = question_of("2026-05-01T10:00:00Z,2026-05-01T10:15:00Z", {"pod"});
  question.include_idle = true;
  EXPECT_THAT(rows_of(question), ElementsAre("__idle__ 0.03125+0.0625+0", "b 0.0625+0.03125+0", "a 0.03125+0.03125+0"));
  question = question_of("2026-05-01T09:30:00Z,2026-05-01T11:30:00Z", {"pod"});
  question.sets = steps_of(question.window, 1'800).value();
  question.include_idle = true;
  EXPECT_THAT(rows_of(question, 0), SizeIs(0));
  EXPECT_THAT(rows_of(question, 1), ElementsAre("__idle__ 0.0625+0.125+0", "b 0.125+0.0625+0", "a 0.0625+0.0625+0"));
  EXPECT_THAT(rows_of(question, 2), rows_of(question, 1));
  EXPECT_THAT(rows_of(question, 3), SizeIs(0));
  // A third of an hour three times is the hour to the last digit.
  question.sets = steps_of(question.window, 1'200).value();
  EXPECT_EQ(sum_of(ask(question)), Decimal::from_integer(1));
}

TEST_F(OpenCostAllocationTest, LabelsInCommonAndPartsOfNodesAreThereWhenAskedFor) {
  auto question = of_the_hour({"cluster"});
  question.metadata = true;
  question.proportional_costs = true;
  const auto row = ask(question).sets.at(0).rows.at(0);
  EXPECT_EQ(row.allocation.properties.labels, (std::map<std::string, std::string>{{"tier", "front"}}));
  ASSERT_THAT(row.allocation.nodes, SizeIs(1));
  EXPECT_EQ(row.allocation.nodes[0].cost[kCpu].text(), "0.375");
  EXPECT_EQ(row.allocation.nodes[0].whole[kRam].text(), "0.5");
}

TEST_F(OpenCostAllocationTest, OffsetAndLimitChooseOfTheDearest) {
  auto question = of_the_hour({"pod"});
  question.limit = 1;
  EXPECT_THAT(rows_of(question), ElementsAre(HasSubstr("b ")));
  question.offset = 1;
  EXPECT_THAT(rows_of(question), ElementsAre(HasSubstr("a ")));
  question.offset = 7;
  EXPECT_THAT(rows_of(question), SizeIs(0));
}

TEST_F(OpenCostLakeTest, WhatIsUnknownOrEstimatedIsSaid) {
  take("nodes.csv", {node_row("i-1"), node_row("i-2", {{"hourly_cost_usd", "2"}})});
  take("workloads.csv", {container_row("a", "i-1")});
  build();
  const auto answer = ask(of_the_hour({"pod"}));
  EXPECT_THAT(join(answer.warnings, "; "), HasSubstr("1 hours of machines have no known cost"));
  EXPECT_THAT(join(answer.warnings, "; "), HasSubstr("2.00 USD are estimated"));
}

TEST_F(OpenCostLakeTest, AnEmptyLakeHasNoRowsAndSaysSo) {
  auto question = of_the_hour({"pod"});
  question.include_idle = true;
  const auto answer = ask(question);
  EXPECT_THAT(answer.sets, SizeIs(1));
  EXPECT_THAT(answer.sets.at(0).rows, SizeIs(0));
  EXPECT_THAT(answer.warnings, SizeIs(1));
}

TEST_F(OpenCostAllocationTest, OnlyWholeDaysOfEffectiveCostAreReadFromDays) {
  const auto by = [](const AllocationQuestion& question) { return held_by(view_->snapshot(), question); };
  auto question = question_of("2026-05-01,2026-05-03", {"pod"});
  EXPECT_EQ(by(question), HeldBy::kDays);
  question.basis = CostBasis::kList;
  EXPECT_EQ(by(question), HeldBy::kHours);
  question.basis = CostBasis::kEffective;
  question.currency = "USD";
  EXPECT_EQ(by(question), HeldBy::kHours);
  EXPECT_EQ(by(of_the_hour({"pod"})), HeldBy::kHours);
  // A lake that an older program built has no days.
  auto older = view_->snapshot();
  older.datasets.erase(kWorkloadDays);
  question.currency = std::nullopt;
  EXPECT_EQ(held_by(older, question), HeldBy::kHours);
}

TEST_F(OpenCostLakeTest, SeveralCurrenciesHaveNoSum) {
  take("nodes.csv", {node_row("i-1"), node_row("i-2")});
  take("workloads.csv", {container_row("a", "i-1"), container_row("b", "i-2")});
  bill({machine_line("i-1", "1"), machine_line("i-2", "3", {{"lineItem/CurrencyCode", "EUR"}})});
  build();
  view_.emplace(LakeView::open(lake_, std::nullopt).value());
  auto question = of_the_hour({"namespace"});
  question.include_idle = true;
  EXPECT_THAT(ask_allocation(*view_, question).error().text(), HasSubstr("currency=EUR"));
  question.currency = "EUR";
  EXPECT_EQ(sum_of(ask(question)), Decimal::from_integer(3));
}

TEST_F(OpenCostAllocationTest, BodiesAreJsonUnderOpenCostsNames) {
  auto& view = *view_;
  const auto body = boost::json::parse(allocation_body(view, of_the_hour({"pod"})).value()).as_object();
  EXPECT_EQ(body.at("code").as_int64(), 200);
  const auto& a = body.at("data").as_array().at(0).as_object().at("a").as_object();
  EXPECT_EQ(a.at("totalCost").as_double(), 0.25);
  EXPECT_EQ(a.at("minutes").to_number<double>(), 60);
  EXPECT_EQ(a.at("cpuCoreUsageAverage").to_number<double>(), 0.5);
  EXPECT_EQ(a.at("ramByteRequestAverage").to_number<double>(), 9 * 1073741824.0);
  EXPECT_EQ(a.at("properties").as_object().at("controllerKind").as_string(), "deployment");
  const auto summary = boost::json::parse(allocation_summary_body(view, of_the_hour({"pod"})).value()).as_object();
  const auto& set = summary.at("data").as_object().at("sets").as_array().at(0).as_object();
  EXPECT_EQ(set.at("allocations").as_object().at("b").as_object().at("totalCost").as_double(), 0.375);
}

// All that was read of a set, as text.
std::string cells_text(const AllocationInput& input) {
  std::string text;
  for (const auto& set : input.sets) {
    for (const auto& cell : set.cells) {
      const auto& allocation = cell.allocation;
      text += fmt::format("{}/{} {} {} {} run {} in {} out {}", cell.pool.cluster, cell.pool.node, cell.name,
                          format_timestamp(allocation.start), format_timestamp(allocation.end), allocation.run_hours,
                          allocation.network_in.value_or(-1), allocation.network_out.value_or(-1));
      for (const auto& resource : allocation.resources) {
        text += fmt::format(" | {} held {} requested {} limit {} used {} of {} {}", resource.cost.text(),
                            resource.hours, resource.requested.value_or(-1), resource.limit.value_or(-1),
                            resource.used.value_or(-1), resource.used_of, resource.requested_of_known);
      }
      text += fmt::format(" | {} {} {}\n", allocation.properties.namespace_name.value_or("-"),
                          allocation.properties.pod.value_or("-"), allocation.properties.node.value_or("-"));
    }
  }
  return text;
}

// Machines, pods and hours at random: whatever is asked, the rows and idle are what the machines cost.
TEST_F(OpenCostLakeTest, EverythingSumsToWhatTheMachinesCost) {
  std::mt19937 random(11);
  const auto some = [&](unsigned most) { return random() % most; };
  std::vector<DatasetRow> nodes, workloads, usage;
  std::vector<CurFields> lines;
  for (int n = 0; n < 4; ++n) {
    const auto node = fmt::format("i-{}", n);
    nodes.push_back(node_row(node, {{"start", "2026-05-01T08:00:00Z"},
                                    {"end", "2026-05-01T12:00:00Z"},
                                    {"cluster", n < 2 ? "one" : "two"},
                                    {"accelerator_count", n == 3 ? "2" : ""}}));
    for (int h = 8; h < 12; ++h) {
      lines.push_back(machine_line(
          node, fmt::format("0.{}", some(1'000'000'000)),
          lasting(fmt::format("2026-05-01T{:02}:00:00Z", h), fmt::format("2026-05-01T{:02}:00:00Z", h + 1))));
    }
    for (unsigned w = 0; w < 1 + some(4); ++w) {
      workloads.push_back(container_row(fmt::format("w{}-{}", n, w), node,
                                        {{"namespace", fmt::format("ns{}", some(3))},
                                         {"start", fmt::format("2026-05-01T08:{:02}:00Z", some(60))},
                                         {"end", fmt::format("2026-05-01T11:{:02}:{:02}Z", some(60), some(60))},
                                         {"request_accelerators", n == 3 ? "1" : ""},
                                         {"limit_vcpu", w == 1 ? "3" : ""},
                                         {"labels", R"({"app": "web", "team": "search"})"}}));
      usage.push_back({{"workload_id", fmt::format("w{}-{}", n, w)},
                       {"hour", "2026-05-01T09:00:00Z"},
                       {"vcpu_hours", fmt::format("0.{}", some(1000))},
                       {"network_in_bytes", fmt::format("{}", some(100000))}});
    }
  }
  take("nodes.csv", nodes);
  take("workloads.csv", workloads);
  take("usage.csv", usage);
  bill(lines);
  build();
  view_.emplace(LakeView::open(lake_, std::nullopt).value());
  // Of whole days the days say what the hours say, to the last digit.
  for (const auto& aggregate :
       std::vector<std::vector<std::string>>{{"namespace"}, {}, {"label:app", "node"}, {"team"}}) {
    auto question = question_of("2026-05-01,2026-05-03", aggregate);
    question.sets = steps_of(question.window, 86'400).value();
    question.proportional_costs = true;
    question.metadata = true;
    EXPECT_EQ(held_by(view_->snapshot(), question), HeldBy::kDays);
    const auto days = read_allocations(view_->engine(), question, HeldBy::kDays).value();
    EXPECT_EQ(cells_text(days), cells_text(read_allocations(view_->engine(), question, HeldBy::kHours).value()));
    EXPECT_NE(cells_text(days), "");
  }
  Decimal whole;
  for (const auto& line : lines) whole += parse_decimal(line.at("lineItem/UnblendedCost")).value;
  for (const auto share : {Split::kNone, Split::kWeighted, Split::kEven}) {
    for (const bool by_node : {false, true}) {
      auto question = question_of("2026-05-01T07:00:00Z,2026-05-01T13:00:00Z", {"namespace"});
      question.sets = steps_of(question.window, by_node ? 3'600 : 1'111).value();
      question.include_idle = true;
      question.share_idle = share;
      question.idle_by_node = by_node;
      question.share_namespaces = {"ns1"};
      EXPECT_EQ(sum_of(ask(question)), whole) << static_cast<int>(share) << by_node;
    }
  }
}

}  // namespace
}  // namespace farthing
