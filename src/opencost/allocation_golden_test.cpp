// Answers about the lake of support/opencost_lake.hpp that were worked out by hand.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "opencost/allocation.hpp"
#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Rows = std::vector<std::string>;

AllocationQuestion with_idle(AllocationQuestion question, Split share = Split::kNone, bool by_node = false) {
  question.include_idle = true;
  question.share_idle = share;
  question.idle_by_node = by_node;
  return question;
}

Allocation row_named(const AllocationQuestion& question, const std::string& name) {
  const auto answer = ask_allocation(opencost_view(), question);
  for (const auto& row : answer.value().sets.at(0).rows) {
    if (row.name == name) return row.allocation;
  }
  ADD_FAILURE() << "there is no row " << name;
  return {};
}

TEST(AllocationGoldenTest, NamesAndBases) {
  // Each aggregate has its names.
  {
    const std::pair<std::vector<std::string>, Rows> kCases[] = {
        {{"namespace"}, {"ai 2.5+2.75+2.5", "web 0.75+1.5+0", "kube-system 0.75+0.75+0"}},
        {{"cluster"}, {"prod 4+5+2.5"}},
        {{"providerID"}, {"i-gpu 2.5+2.75+2.5", "i-cpu 1.5+2.25+0"}},
        {{"pod"}, {"chat-0 2+2+2", "shop-1 0.75+1.5+0", "train-x 0.5+0.75+0.5", "agent-1 0.75+0.75+0"}},
        {{"container"}, {"vllm 2+2+2", "main 1.25+2.25+0.5", "agent 0.75+0.75+0"}},
        {{"controller"},
         {"statefulset:chat 2+2+2", "deployment:shop 0.75+1.5+0", "job:train 0.5+0.75+0.5",
          "daemonset:agent 0.75+0.75+0"}},
        {{"statefulset"}, {"chat 2+2+2", "__unallocated__ 2+3+0.5"}},
        {{"service"}, {"__unallocated__ 4+5+2.5"}},
        {{"label:team"}, {"team=ml 2+2+2", "__unallocated__ 1.25+1.5+0.5", "team=store 0.75+1.5+0"}},
        {{"label:app_kubernetes_io_tier"}, {"__unallocated__ 3.25+3.5+2.5", "app_kubernetes_io_tier=front 0.75+1.5+0"}},
        {{"annotation:cost-centre"}, {"__unallocated__ 3.25+3.5+2.5", "cost-centre=7 0.75+1.5+0"}},
        {{"team"}, {"ml 2+2+2", "__unallocated__ 1.25+1.5+0.5", "store 0.75+1.5+0"}},
        {{"node", "namespace"}, {"i-gpu/ai 2.5+2.75+2.5", "i-cpu/web 0.75+1.5+0", "i-cpu/kube-system 0.75+0.75+0"}},
        {{"label:team", "label:app"},
         {"team=ml/app=chat 2+2+2", "team=store/app=shop 0.75+1.5+0", "__unallocated__/app=train 0.5+0.75+0.5",
          "__unallocated__/app=agent 0.75+0.75+0"}},
        {{},
         {"prod/i-gpu/ai/chat-0/vllm 2+2+2", "prod/i-cpu/web/shop-1/main 0.75+1.5+0",
          "prod/i-gpu/ai/train-x/main 0.5+0.75+0.5", "prod/i-cpu/kube-system/agent-1/agent 0.75+0.75+0"}}};
    for (const auto& [aggregate, rows] : kCases) {
      EXPECT_EQ(allocation_rows(of_two_hours(aggregate)), rows);
    }
    // Whole days say the same.
    for (const std::size_t i : {0U, 8U, 14U}) {
      EXPECT_EQ(allocation_rows(allocation_question_of("2026-05-01,2026-05-02", kCases[i].first)), kCases[i].second);
    }
  }
  // Other bases and currencies.
  {
    auto question = with_idle(of_two_hours({"cluster"}));
    question.basis = CostBasis::kBilled;
    EXPECT_THAT(allocation_rows(question), ElementsAre("prod 4+5+2.5", "__idle__ 3+2+5.5"));
    question.currency = "USD";
    EXPECT_EQ(allocation_total(question).text(), "22");
    question.currency = "EUR";
    EXPECT_THAT(allocation_rows(question), ElementsAre());
  }
  // Offset and limit are of each set.
  {
    auto question = with_idle(of_two_hours({"pod"}));
    question.limit = 2;
    question.offset = 1;
    EXPECT_THAT(allocation_rows(question), ElementsAre("chat-0 2+2+2", "shop-1 0.75+1.5+0"));
    question.sets = steps_of(question.window, 3'600).value();
    EXPECT_THAT(allocation_rows(question, 0), ElementsAre("chat-0 1+1+1", "train-x 0.5+0.75+0.5"));
    EXPECT_THAT(allocation_rows(question, 1), ElementsAre("chat-0 1+1+1", "shop-1 0.375+0.75+0"));
    question.offset = 5;
    EXPECT_THAT(allocation_rows(question, 0), ElementsAre());
  }
  // What isn't understood is said before anything is read.
  {
    EXPECT_THAT(allocation_rows(of_two_hours({"colour"})),
                ElementsAre(HasSubstr("'colour' is nothing to aggregate by")));
    auto question = of_two_hours({"pod"});
    question.filter = parse_filter("colour:red").value();
    EXPECT_THAT(allocation_rows(question), ElementsAre(HasSubstr("'colour' is no field here")));
    question.filter = parse_filter("namespaceLabel[a]:b").value();
    EXPECT_THAT(allocation_rows(question), ElementsAre(HasSubstr("no field here")));
  }
}

TEST(AllocationGoldenTest, IdleIsARowOrShared) {
  // Idle is a row of the whole of each cluster or of each node.
  {
    auto question = with_idle(of_two_hours({"namespace"}));
    const std::string ai = "ai 2.5+2.75+2.5", web = "web 0.75+1.5+0", system = "kube-system 0.75+0.75+0";
    EXPECT_THAT(allocation_rows(question), ElementsAre("__idle__ 3+2+5.5", ai, web, system));
    question.split_idle = true;
    EXPECT_THAT(allocation_rows(question), ElementsAre("prod/__idle__ 3+2+5.5", ai, web, system));
    question.idle_by_node = true;
    EXPECT_THAT(allocation_rows(question),
                ElementsAre("prod/i-gpu/__idle__ 1.5+1.25+5.5", ai, "prod/i-cpu/__idle__ 1.5+0.75+0", web, system));
    question.split_idle = false;  // one row of all nodes
    EXPECT_THAT(allocation_rows(question), ElementsAre("__idle__ 3+2+5.5", ai, web, system));
  }
  // Idle is shared weighted or evenly by cluster or by node.
  {
    // 3 of idle cpu on 4 that are held, 2 of memory on 5, 5.5 of the cards on 2.5.
    EXPECT_THAT(
        allocation_rows(with_idle(of_two_hours({"pod"}), Split::kWeighted)),
        ElementsAre("chat-0 3.5+2.8+6.4", "train-x 0.875+1.05+1.6", "shop-1 1.3125+2.1+0", "agent-1 1.3125+1.05+0"));
    // On i-cpu 1.5 on 1.5 and 0.75 on 2.25, on i-gpu 1.5 on 2.5 and 1.25 on 2.75.
    EXPECT_THAT(allocation_rows(with_idle(of_two_hours({"pod"}), Split::kWeighted, true)),
                ElementsAre("chat-0 3.2+2.909090909091+6.4", "shop-1 1.5+2+0", "train-x 0.8+1.090909090909+1.6",
                            "agent-1 1.5+1+0"));
    // A quarter to each of the four, also of the cards.
    EXPECT_THAT(allocation_rows(with_idle(of_two_hours({"pod"}), Split::kEven)),
                ElementsAre("chat-0 2.75+2.5+3.375", "shop-1 1.5+2+1.375", "train-x 1.25+1.25+1.875",
                            "agent-1 1.5+1.25+1.375"));
    EXPECT_THAT(
        allocation_rows(with_idle(of_two_hours({"pod"}), Split::kEven, true)),
        ElementsAre("chat-0 2.75+2.625+4.75", "train-x 1.25+1.375+3.25", "shop-1 1.5+1.875+0", "agent-1 1.5+1.125+0"));
    EXPECT_THAT(allocation_rows(with_idle(of_two_hours({"namespace"}), Split::kWeighted)),
                ElementsAre("ai 4.375+3.85+8", "web 1.3125+2.1+0", "kube-system 1.3125+1.05+0"));
  }
  // Shared idle is said beside the cost.
  {
    const auto chat = row_named(with_idle(of_two_hours({"pod"}), Split::kWeighted), "chat-0");
    EXPECT_EQ(chat.resources[kCpu].idle.text(), "1.5");
    EXPECT_EQ(chat.resources[kRam].idle.text(), "0.8");
    EXPECT_EQ(chat.resources[kGpu].idle.text(), "4.4");
    EXPECT_EQ(row_named(of_two_hours({"pod"}), "chat-0").resources[kCpu].idle, Decimal{});
  }
}

TEST(AllocationGoldenTest, NamespacesLabelsAndCostsAreShared) {
  // A shared namespace goes to the others.
  {
    auto question = of_two_hours({"namespace"});
    question.share_namespaces = {"kube-system"};
    question.share_split = Split::kEven;  // 0.75 each
    EXPECT_THAT(allocation_rows(question), ElementsAre("ai 2.5+2.75+2.5 shared 0.75", "web 0.75+1.5+0 shared 0.75"));
    question.share_split = Split::kWeighted;  // 1.5 on 7.75 and 2.25
    EXPECT_THAT(allocation_rows(question),
                ElementsAre("ai 2.5+2.75+2.5 shared 1.1625", "web 0.75+1.5+0 shared 0.3375"));
    // With its idle 2.3625, on 16.225 and 3.4125.
    EXPECT_THAT(allocation_rows(with_idle(question, Split::kWeighted)),
                ElementsAre("ai 4.375+3.85+8 shared 1.951957352005", "web 1.3125+2.1+0 shared 0.410542647995"));
    question.share_namespaces = {"kube-*", "web", "nothing"};
    EXPECT_THAT(allocation_rows(question), ElementsAre("ai 2.5+2.75+2.5 shared 3.75"));
    question.share_namespaces = {"*"};  // nobody is left to share with
    EXPECT_EQ(allocation_rows(question), allocation_rows(of_two_hours({"namespace"})));
  }
  // Shared labels go to the others.
  {
    auto question = of_two_hours({"pod"});
    question.share_split = Split::kEven;
    question.share_labels = {{"app", "agent"}, {"team", "store"}};  // 1.5 and 2.25 to two
    EXPECT_THAT(allocation_rows(question),
                ElementsAre("chat-0 2+2+2 shared 1.875", "train-x 0.5+0.75+0.5 shared 1.875"));
    question.share_labels = {{"app_kubernetes_io_tier", "front"}};
    EXPECT_THAT(allocation_rows(question), ElementsAre("chat-0 2+2+2 shared 0.75", "train-x 0.5+0.75+0.5 shared 0.75",
                                                       "agent-1 0.75+0.75+0 shared 0.75"));
    question.share_labels = {{"team", "nobody"}};
    EXPECT_EQ(allocation_rows(question), allocation_rows(of_two_hours({"pod"})));
  }
  // Shared costs are a part of a month and of a day.
  {
    auto question = of_two_hours({"namespace"});
    question.share_split = Split::kEven;
    question.share_cost = Decimal::from_integer(1'116);  // $3 for two of May's 744 hours
    EXPECT_THAT(allocation_rows(question), testing::Each(testing::EndsWith(" shared 1")));
    // The day's 0.24 of the control plane and 0.48 of the load balancer, of which two hours have a twelfth.
    question.share_cost = {};
    question.share_rules = {"control plane"};
    EXPECT_THAT(allocation_rows(question),
                ElementsAre("ai 2.5+2.75+2.5 shared 0.006666666667", "web 0.75+1.5+0 shared 0.006666666667",
                            "kube-system 0.75+0.75+0 shared 0.006666666666"));
    question.share_rules = {"control plane", "load balancers"};
    EXPECT_THAT(allocation_rows(question), testing::Each(testing::EndsWith(" shared 0.02")));
    question.share_rules = {"no rule"};
    EXPECT_EQ(allocation_rows(question), allocation_rows(of_two_hours({"namespace"})));
    auto day = allocation_question_of("2026-05-01,2026-05-02", {"cluster"});
    day.share_rules = {"control plane", "load balancers"};
    EXPECT_THAT(allocation_rows(day), ElementsAre("prod 4+5+2.5 shared 0.72"));
  }
}

TEST(AllocationGoldenTest, StepsCutTheWindow) {
  auto question = with_idle(of_two_hours({"pod"}));
  question.sets = steps_of(question.window, 3'600).value();
  const Rows first = {"__idle__ 1.25+0.625+2.5", "chat-0 1+1+1", "train-x 0.5+0.75+0.5", "shop-1 0.375+0.75+0",
                      "agent-1 0.375+0.375+0"};
  const Rows second = {"__idle__ 1.75+1.375+3", "chat-0 1+1+1", "shop-1 0.375+0.75+0", "agent-1 0.375+0.375+0"};
  EXPECT_EQ(allocation_rows(question, 0), first);
  EXPECT_EQ(allocation_rows(question, 1), second);
  // By the calendar it is the same two hours; half an hour is half of one.
  question.sets = periods_of(question.window, Calendar::kHour).value();
  EXPECT_EQ(allocation_rows(question, 1), second);
  question.sets = steps_of(question.window, 1'800).value();
  ASSERT_EQ(question.sets.size(), 4U);
  EXPECT_THAT(allocation_rows(question, 3), ElementsAre("__idle__ 0.875+0.6875+1.5", "chat-0 0.5+0.5+0.5",
                                                        "shop-1 0.1875+0.375+0", "agent-1 0.1875+0.1875+0"));
  // The first step is cut at the window's start: 10:00 to 10:30.
  question.sets = steps_of(question.window, 5'400).value();
  ASSERT_EQ(question.sets.size(), 2U);
  EXPECT_THAT(allocation_rows(question, 0), testing::Contains("train-x 0.25+0.375+0.25"));
  EXPECT_THAT(allocation_rows(question, 1), testing::Contains("train-x 0.25+0.375+0.25"));
  // A day before and a day behind are empty.
  question = with_idle(allocation_question_of("2026-04-30,2026-05-03", {"pod"}));
  question.sets = periods_of(question.window, Calendar::kDay).value();
  EXPECT_THAT(allocation_rows(question, 0), ElementsAre());
  EXPECT_EQ(allocation_rows(question, 1).size(), 5U);
  EXPECT_THAT(allocation_rows(question, 2), ElementsAre());
}

TEST(AllocationGoldenTest, FiltersChooseRowsAndNotWhatTheyCost) {
  // Filters choose.
  {
    const std::pair<const char*, Rows> kCases[] = {
        {R"(namespace:"web","ai"+pod!~:"x")", {"chat-0", "shop-1"}},
        {R"(namespace!<~:"kube"+pod~>:"-1")", {"shop-1"}},
        {R"(node:"i-gpu"+cluster:"prod"+providerID:"i-gpu")", {"chat-0", "train-x"}},
        {R"(cluster:"staging")", {}},
        {R"(controllerKind:"Job","daemonset"|controllerName:"chat")", {"chat-0", "train-x", "agent-1"}},
        {R"((namespace:"ai"+controllerKind:"job")|namespace:"web")", {"train-x", "shop-1"}},
        {R"(container:"main"+services:"__unallocated__")", {"train-x", "shop-1"}},
        {R"(label[team]!:"ml"+label:"team")", {"shop-1"}},
        {R"(label[team]:"__unallocated__"+label!:"team")", {"train-x", "agent-1"}},
        {R"(label[app_kubernetes_io_tier]<~:"fr"+label[app.kubernetes.io/tier]:"front")", {"shop-1"}},
        {R"(annotation[cost-centre]:"7")", {"shop-1"}},
        {R"(nodeLabel[pool]:"cards")", {"chat-0", "train-x"}},
        {R"(nodeLabel[pool]!:"cards"+nodeLabel:"pool"+label:"team")", {"shop-1"}},
        {R"(team:"store","ml"+owner:"__unallocated__")", {"chat-0", "shop-1"}}};
    for (const auto& [filter, names] : kCases) {
      auto question = of_two_hours({"pod"});
      question.filter = parse_filter(filter).value();
      Rows found;
      for (const auto& row : allocation_rows(question)) found.push_back(row.substr(0, row.find(' ')));
      EXPECT_THAT(found, testing::UnorderedElementsAreArray(names)) << filter;
    }
  }
  // A filter chooses rows and not what they cost.
  {
    auto question = with_idle(of_two_hours({"pod"}), Split::kWeighted);
    question.filter = parse_filter(R"(namespace:"web")").value();
    EXPECT_THAT(allocation_rows(question), ElementsAre("shop-1 1.3125+2.1+0"));
    question.share_idle = Split::kNone;
    EXPECT_THAT(allocation_rows(question), ElementsAre("shop-1 0.75+1.5+0", "__idle__ 0.5625+0.6+0"));
    // Two of a name, of which one is chosen.
    question = of_two_hours({"container"});
    question.filter = parse_filter(R"(namespace:"web")").value();
    EXPECT_THAT(allocation_rows(question), ElementsAre("main 0.75+1.5+0"));
  }
}

TEST(AllocationGoldenTest, FiguresAndProperties) {
  // Figures are what is reserved, held and used.
  {
    const auto shop = row_named(of_two_hours({"pod"}), "shop-1");
    EXPECT_DOUBLE_EQ(shop.resources[kCpu].hours, 2);
    EXPECT_DOUBLE_EQ(shop.resources[kRam].hours, 36);
    EXPECT_EQ(shop.resources[kCpu].requested, 2);
    EXPECT_EQ(shop.resources[kCpu].limit, 4);
    EXPECT_EQ(shop.resources[kRam].limit, std::nullopt);
    EXPECT_EQ(shop.resources[kCpu].used, 1);
    EXPECT_EQ(shop.resources[kCpu].efficiency(), 0.5);
    EXPECT_EQ(shop.resources[kGpu].efficiency(), std::nullopt);
    EXPECT_EQ(shop.efficiency(), 0.5);
    EXPECT_EQ(shop.network_in, 3'000);
    EXPECT_EQ(shop.network_out, 500);
    EXPECT_EQ(shop.properties.controller_kind, "deployment");
    EXPECT_EQ(format_timestamp(shop.start) + " " + format_timestamp(shop.end),
              "2026-05-01T10:00:00Z 2026-05-01T12:00:00Z");
  }
  // Two of eight replicas of two cards are half a card, whatever the request counts; their use is known for one of two
  // hours.
  {
    const auto chat = row_named(of_two_hours({"pod"}), "chat-0");
    const auto& gpu = chat.resources[kGpu];
    EXPECT_DOUBLE_EQ(gpu.hours, 1);
    EXPECT_EQ(gpu.requested, 1);
    EXPECT_EQ(gpu.used, 0.25);
    EXPECT_DOUBLE_EQ(gpu.efficiency().value(), 0.5);
    EXPECT_DOUBLE_EQ(chat.efficiency().value(), 0.5);
    EXPECT_EQ(chat.properties.accelerator, "NVIDIA A10G");
    const auto train = row_named(of_two_hours({"pod"}), "train-x");
    EXPECT_DOUBLE_EQ(train.resources[kGpu].hours, 0.25);
    EXPECT_EQ(train.resources[kGpu].efficiency(), std::nullopt);
    EXPECT_EQ(format_timestamp(train.end), "2026-05-01T11:00:00Z");
    // Of both together: what is known is chat's.
    const auto ai = row_named(of_two_hours({"namespace"}), "ai");
    EXPECT_DOUBLE_EQ(ai.resources[kGpu].hours, 1.25);
    EXPECT_DOUBLE_EQ(ai.resources[kGpu].efficiency().value(), 0.5);
  }
  // Metadata is what all have in common.
  {
    auto question = of_two_hours({"namespace"});
    question.metadata = true;
    EXPECT_EQ(
        row_named(question, "web").properties.labels,
        (std::map<std::string, std::string>{{"app", "shop"}, {"app.kubernetes.io/tier", "front"}, {"team", "store"}}));
    EXPECT_EQ(row_named(question, "web").properties.annotations,
              (std::map<std::string, std::string>{{"cost-centre", "7"}}));
    EXPECT_TRUE(row_named(question, "ai").properties.labels.empty());
    EXPECT_EQ(row_named(question, "ai").properties.node, "i-gpu");
    EXPECT_EQ(row_named(question, "ai").properties.pod, std::nullopt);
  }
  // Parts of nodes are by resource.
  {
    auto question = of_two_hours({"namespace"});
    question.proportional_costs = true;
    const auto ai = row_named(question, "ai");
    ASSERT_FALSE(ai.nodes.empty());
    Decimal cpu;
    for (const auto& part : ai.nodes) {
      EXPECT_EQ(part.node, "i-gpu");
      EXPECT_EQ(part.whole[kCpu].text() + " " + part.whole[kRam].text() + " " + part.whole[kGpu].text(), "4 4 8");
      cpu += part.cost[kCpu];
    }
    EXPECT_EQ(cpu.text(), "2.5");
  }
}

}  // namespace
}  // namespace farthing
