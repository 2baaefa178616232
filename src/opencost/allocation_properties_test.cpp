// What holds for allocations whatever is asked: money is conserved, sets sum, filters part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "opencost/allocation.hpp"
#include "opencost/older_filter.hpp"
#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

const std::vector<std::vector<std::string>> kSomeAggregates = {{}, {"namespace"}, {"label:team", "node"}};

// Cost by name, of all sets together: resources and what is shared.
std::map<std::string, std::string> costs_by_name(const AllocationQuestion& question) {
  std::map<std::string, Allocation> sums;
  const auto answer = ask_allocation(opencost_view(), question);
  EXPECT_TRUE(answer);
  for (const auto& set : answer->sets) {
    for (const auto& [name, allocation] : set.rows) {
      const auto [place, is_new] = sums.try_emplace(name, allocation);
      if (!is_new) place->second.add(allocation);
    }
  }
  std::map<std::string, std::string> costs;
  for (const auto& [name, sum] : sums) {
    for (const auto& resource : sum.resources) costs[name] += resource.cost.text() + " ";
    costs[name] += sum.shared.text();
  }
  return costs;
}

std::vector<AllocationQuestion> many_questions(const std::vector<std::string>& aggregate) {
  std::vector<AllocationQuestion> questions;
  for (const auto share : {Split::kNone, Split::kWeighted, Split::kEven}) {
    for (const bool by_node : {false, true}) {
      auto question = of_two_hours(aggregate);
      question.include_idle = true;
      question.share_idle = share;
      question.idle_by_node = by_node;
      question.split_idle = by_node;
      questions.push_back(question);
    }
  }
  return questions;
}

TEST(AllocationPropertiesTest, MoneyIsConserved) {
  // Allocations and idle are what the machines cost.
  {
    for (const auto& aggregate : kSomeAggregates) {
      for (const auto& question : many_questions(aggregate)) EXPECT_EQ(allocation_total(question).text(), "22");
    }
  }
  // What is shared is in the sum once.
  {
    for (auto& question : many_questions({"pod"})) {
      question.share_namespaces = {"kube-system"};
      question.share_labels = {{"team", "store"}};
      question.share_split = question.idle_by_node ? Split::kEven : Split::kWeighted;
      question.share_rules = {"control plane", "load balancers"};  // 0.06 of two hours
      question.share_cost = Decimal::from_integer(372);            // a dollar of two hours
      EXPECT_EQ(allocation_total(question).text(), "23.06");
    }
  }
  // Without idle it is what workloads held.
  {
    for (const auto& aggregate : kSomeAggregates) {
      auto question = of_two_hours(aggregate);
      question.idle_by_node = question.split_idle = true;
      EXPECT_EQ(allocation_total(question).text(), "11.5");
      // All of it is laid on, as each resource of each machine has somebody who holds of it.
      question.share_idle = Split::kWeighted;
      EXPECT_EQ(allocation_total(question).text(), "22");
    }
  }
}

TEST(AllocationPropertiesTest, SetsWindowsAndSlicesSum) {
  // Idle that is shared weighs what was held in a set: only then sums of sets are those of the window.
  {
    for (const auto& aggregate : kSomeAggregates) {
      auto question = of_two_hours(aggregate);
      question.include_idle = true;
      const auto whole = costs_by_name(question);
      for (const std::int64_t seconds : {1'111, 3'600}) {
        question.sets = steps_of(question.window, seconds).value();
        EXPECT_EQ(costs_by_name(question), whole) << seconds;
      }
    }
  }
  // A wider window of the same hours is the same.
  {
    for (const auto& aggregate : kSomeAggregates) {
      const auto hours = costs_by_name(of_two_hours(aggregate));
      for (const char* window : {"2026-04-01,2026-06-01", "2026-05-01T09:59:59Z,2026-05-01T12:00:01Z"}) {
        EXPECT_EQ(costs_by_name(allocation_question_of(window, aggregate)), hours) << window;
      }
    }
  }
  // Coarser aggregates are sums of finer ones.
  {
    const auto total = [](const std::map<std::string, std::string>& costs, const std::string& begins) {
      Decimal sum;
      for (const auto& [name, figures] : costs) {
        if (!name.starts_with(begins)) continue;
        for (std::size_t from = 0; from < figures.size();) {
          const auto to = std::min(figures.find(' ', from), figures.size());
          sum += parse_decimal(figures.substr(from, to - from)).value;
          from = to + 1;
        }
      }
      return sum;
    };
    const auto fine = costs_by_name(of_two_hours({"node", "namespace", "pod"}));
    for (const auto& [name, figures] : costs_by_name(of_two_hours({"node"}))) {
      EXPECT_EQ(total({{name, figures}}, name), total(fine, name + "/")) << name;
    }
    for (const auto& [name, figures] : costs_by_name(of_two_hours({"node", "namespace"}))) {
      EXPECT_EQ(total({{name, figures}}, name), total(fine, name + "/")) << name;
    }
  }
  // Offsets and limits are slices of the whole.
  {
    auto question = of_two_hours({"pod"});
    question.include_idle = true;
    const auto all = allocation_rows(question);
    for (const std::size_t size : {2U, 3U}) {
      std::vector<std::string> slices;
      question.limit = size;
      for (question.offset = 0; question.offset < all.size() + size; question.offset += size) {
        for (auto& row : allocation_rows(question)) slices.push_back(std::move(row));
      }
      EXPECT_EQ(slices, all) << size;
    }
  }
}

TEST(AllocationPropertiesTest, AFilterAndItsContraryAreAllAlsoOfIdle) {
  // A filter and its contrary are all.
  {
    const std::pair<const char*, const char*> kTests[] = {
        {"namespace", R"(:"web","ai")"},       {"pod", R"(~:"a")"},         {"controllerKind", R"(<~:"d")"},
        {"services", R"(:"__unallocated__")"}, {"label[team]", R"(:"ml")"}, {"annotation[cost-centre]", R"(~>:"7")"},
        {"nodeLabel[pool]", R"(:"cards")"},    {"label", R"(:"team")"},     {"team", R"(:"__unallocated__")"}};
    for (const auto& [field, test] : kTests) {
      auto question = of_two_hours({"pod"});
      question.filter = parse_filter(std::string(field) + test).value();
      auto contrary = question;
      contrary.filter = parse_filter(std::string(field) + "!" + test).value();
      EXPECT_EQ((allocation_total(question) + allocation_total(contrary)).text(), "11.5") << field << test;
    }
  }
  // Also of idle: what isn't shown with one half is shown with the other.
  {
    for (auto& question : many_questions({"pod"})) {
      if (question.idle_by_node != (question.share_idle == Split::kWeighted)) continue;
      auto other = question;
      question.filter = parse_filter(R"(namespace:"ai")").value();
      other.filter = parse_filter(R"(namespace!:"ai")").value();
      EXPECT_EQ((allocation_total(question) + allocation_total(other)).text(), "22");
    }
  }
}

}  // namespace
}  // namespace farthing
