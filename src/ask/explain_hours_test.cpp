// What --explain of gpu, models and runs says with figures: worked by hand, and that what is computed again is what is
// stated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ask/explain_card.hpp"
#include "ask/gpu.hpp"
#include "ask/models.hpp"
#include "ask/runs.hpp"
#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ExplainHoursTest : public AllocationLakeFixture {
 protected:
  // Machine n, two A100 of 40 GB, costs 8 by the bill, all of it for the cards. Pod m serves model chat on a 3g.20gb,
  // half a card: 2, of which half an hour computed: 1. Left beside it is 2, the other card is 4.
  // Machine e with one A10G isn't billed yet: 3 by its own price, all held by run r1 of 4 steps.
  void make_lake() const {
    const DatasetRow cards = {{"vcpu", "0"}, {"memory_gib", "0"}};
    auto n = node_row("n", cards), e = node_row("e", cards);
    n["accelerator_model"] = "NVIDIA A100-SXM4-40GB";
    n["accelerator_count"] = "2";
    n["accelerator_sharing"] = "mig";
    e["accelerator_model"] = "NVIDIA A10G";
    e["accelerator_count"] = "1";
    e["hourly_cost_usd"] = "3";
    take("n.csv", {n, e});
    take("w.csv", {container_row("m", "n",
                                 {{"model", "chat"},
                                  {"request_accelerators", "1"},
                                  {"accelerator_profile", "3g.20gb"},
                                  {"accelerator_ids", R"(["MIG-a"])"}}),
                   container_row("t", "e", {{"run", "r1"}, {"request_accelerators", "1"}})});
    take("a.csv", std::vector<DatasetRow>{{{"node_id", "n"},
                                           {"accelerator_id", "MIG-a"},
                                           {"start", "2026-05-01T10:00:00Z"},
                                           {"seconds", "3600"},
                                           {"active_seconds", "1800"}}});
    take("r.csv", std::vector<DatasetRow>{{{"model", "chat"},
                                           {"hour", "2026-05-01T10:00:00Z"},
                                           {"requests", "100"},
                                           {"input_tokens", "1500000"},
                                           {"output_tokens", "500000"}}});
    take("runs.csv", std::vector<DatasetRow>{{{"run", "r1"}, {"start", "2026-05-01T10:00:00Z"}}});
    take("events.csv",
         std::vector<DatasetRow>{{{"run", "r1"}, {"time", "2026-05-01T10:45:00Z"}, {"kind", "step"}, {"value", "4"}}});
    bill({machine_line("n", "8"), machine_line("n", "0.5", {{"lineItem/UsageType", "USE1-DataTransfer-Out-Bytes"}})});
    build();
  }
  static std::vector<std::string> lines_of(const Result<Answer>& answer) {
    if (!answer) {
      ADD_FAILURE() << answer.error().text();
      return {};
    }
    return answer->explanation;
  }
};

TEST_F(ExplainHoursTest, AFigureGoesDownToTheCardTheNodeHourAndTheLinesOfTheBill) {
  make_lake();
  auto lake = LakeView::open(lake_, std::nullopt).value();
  const auto config = config_of("aws");

  const auto gpu = lines_of(ask_gpu(lake, {.by = {"accelerator"}, .explain = true}, config));
  const auto card = ask("SELECT accelerator FROM accelerator_daily WHERE node = 'n' LIMIT 1");
  for (const auto& line : {
           "largest row, " + card + ": 8 USD = allocated 2 USD + idle 4 USD + fragmented 2 USD",
           std::string("  allocated 2 USD = used 1 USD + wasted 1 USD + unmeasured 0 USD"),
           std::string("  its use is told by card: allocated 2 USD, used 1 USD"),
           std::string(
               "  its machines: 1 node-hours of 1 from 2026-05-01 to 2026-05-01 cost 8 USD; their accelerators' "
               "part, 2 card-hours, 8 USD"),
           std::string(
               "largest container, - / - / - on n: allocated 2 USD, used 1 USD, wasted 1 USD, unmeasured 0 USD"),
           std::string("  2026-05-01: 1 node-hours x share, computed again 2 USD, stated 2 USD"),
           std::string("    accelerators used in it: 8 USD x 1 x 0.125 = 1 USD, told by: card"),
           std::string("    it names: MIG-a"),
           std::string("    slot MIG-a: active for 1800 of 3600 s in that hour (accelerator_activity)"),
       }) {
    EXPECT_THAT(gpu, Contains(line));
  }
  EXPECT_THAT(gpu, Contains(HasSubstr("8 USD (bill) x the accelerators' part 1 x the share of them 0.25 = 2 USD")));
  EXPECT_THAT(gpu, Contains(HasSubstr("2 on the machine, sharing mig 3g.20gb: it held 1/2 of a card")));
  // Traffic under the machine's id is no part of what it costs.
  EXPECT_THAT(gpu, Contains("    lines of the bill behind it: 1 in bill.csv"));
  EXPECT_THAT(gpu, Contains(StartsWith("left most, n (")));
  EXPECT_THAT(gpu, Contains(HasSubstr("held by 1 containers 2 USD = 6 USD, stated as idle + fragmented 6 USD")));
  EXPECT_THAT(gpu.back(), StartsWith("snapshot: "));

  const auto by_hour = lines_of(ask_gpu(lake, {.by = {"hour_of_week"}, .explain = true}, config));
  EXPECT_THAT(by_hour, Contains("  2026-05-01 10:00:00: 1 node-hours x share, computed again 3 USD, stated 3 USD"));

  const auto models = lines_of(ask_models(lake, {.by = {"model"}, .explain = true}, config));
  for (const char* line : {
           "largest row, chat: allocation 8 USD = its workloads 2 USD + idle 6 USD",
           "  = usage 1 USD + idling 7 USD + unmeasured 0 USD",
           "  tokens: input 1500000 + output 500000 = 2000000",
           "  per 1M tokens: 8 USD / 2000000 x 1,000,000 = 4 USD; of usage: 1 USD / 2000000 x 1,000,000 = 0.5 USD",
           "  per request: 8 USD / 100 = 0.08 USD",
           "  shared by tokens: 8 USD in 1 hours of unit_costs",
           "  1 rows of that model in that hour have 2 USD; its 1 containers on 1 machines, computed again: 2 USD",
           "largest container of it, m:",
           "    lines of the bill behind it: 1 in bill.csv",
       }) {
    EXPECT_THAT(models, Contains(line));
  }
  EXPECT_THAT(models, Contains(HasSubstr("8 USD (bill) x (accelerator 1 x 0.25) = 2 USD")));

  const auto runs = lines_of(ask_runs(lake, {.explain = true}));
  for (const char* line : {
           "run r1: 3 USD = workloads 3 USD + idle 0 USD + storage and transfer 0 USD, in 1 hours",
           "  per step: 3 USD / 4 = 0.75 USD",
           "  idle of the machines that were held for it then: 0 USD",
           "largest container of it, t:",
           "    accelerators used in it: nothing tells, so it is unknown",
       }) {
    EXPECT_THAT(runs, Contains(line));
  }
  EXPECT_THAT(runs, Contains(HasSubstr(": 3 USD stated; 1 containers on 1 machines, 1 card-hours, computed again: 3 "
                                       "USD")));
  EXPECT_THAT(runs, Contains(HasSubstr("sharing none: it held 1 card, because: 1 asked for, each whole")));
  EXPECT_THAT(runs, Contains(StartsWith("    estimated: no line of the bill yet, its price is of: ")));
  EXPECT_THAT(runs, Not(Contains(HasSubstr("lines of the bill behind it"))));
  EXPECT_THAT(lines_of(ask_run(lake, {.run = "r1", .explain = true})), Contains("  per step: 3 USD / 4 = 0.75 USD"));
}

TEST_F(ExplainHoursTest, AnEmptyLakeHasNothingToFollow) {
  auto lake = LakeView::open(lake_, std::nullopt).value();
  EXPECT_THAT(lines_of(ask_gpu(lake, {.explain = true}, config_of("aws"))), Not(Contains(StartsWith("largest"))));
  EXPECT_THAT(lines_of(ask_models(lake, {.explain = true}, config_of("aws"))), Not(Contains(StartsWith("largest"))));
  EXPECT_THAT(lines_of(ask_runs(lake, {.explain = true})), Not(Contains(StartsWith("run "))));
}

TEST(ExplainCardTest, PartsOfACardAreSaidAsFractions) {
  EXPECT_EQ(fraction_text(4.0 / 7), "4/7");
  EXPECT_EQ(fraction_text(0.571428571389), "4/7") << "as shares that were counted in 1e-12 give it";
  EXPECT_EQ(fraction_text(1), "1");
  EXPECT_EQ(fraction_text(8), "8");
  EXPECT_EQ(fraction_text(1.5), "3/2");
  EXPECT_EQ(fraction_text(0.123456), "0.1235");
}

}  // namespace
}  // namespace farthing
