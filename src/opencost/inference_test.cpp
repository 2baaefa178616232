#include "opencost/inference.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <memory>

#include "base/text.hpp"
#include "opencost/gauges.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A machine for $20 an hour, half of which a replica of llama holds and a quarter of which it uses; nobody holds the
// rest. It served 40 M input tokens, 10 M of them cached, and 5 M output tokens, in 900 s of prefill and 2,700 s of
// decode.
class ModelLake : public AllocationLakeFixture {
 public:
  void TestBody() override {}
  [[nodiscard]] const Lake& lake() const { return lake_; }
  void lay() const {
    take("nodes.csv", {node_row("i-1", {{"memory_gib", "36"},
                                        {"cluster", "prod"},
                                        {"zone", "us-east-1a"},
                                        {"accelerator_count", "2"},
                                        {"accelerator_model", "NVIDIA L4"}})});
    take("workloads.csv", {container_row("a", "i-1",
                                         {{"namespace", "chat"},
                                          {"pod", "llama-0"},
                                          {"container", "vllm"},
                                          {"request_vcpu", "2"},
                                          {"request_memory_gib", "18"},
                                          {"request_accelerators", "1"},
                                          {"model", "llama"},
                                          {"model_version", "v1"}})});
    take("usage.csv", {{{"workload_id", "a"},
                        {"hour", "2026-05-01T10:00:00Z"},
                        {"vcpu_hours", "1"},
                        {"gib_hours", "9"},
                        {"accelerator_hours", "0.5"}}});
    take("requests.csv", {{{"model", "llama"},
                           {"hour", "2026-05-01T10:00:00Z"},
                           {"requests", "1000"},
                           {"input_tokens", "40000000"},
                           {"output_tokens", "5000000"},
                           {"cached_tokens", "10000000"},
                           {"prefill_seconds", "900"},
                           {"decode_seconds", "2700"}},
                          {{"model", "orphan"},
                           {"hour", "2026-05-01T10:00:00Z"},
                           {"requests", "10"},
                           {"input_tokens", "100"},
                           {"output_tokens", "100"}}});
    bill({machine_line("i-1", "20")});
    build();
  }
};

class InferenceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<ModelLake>();
    made_->lay();
    view_.emplace(LakeView::open(made_->lake(), std::nullopt).value());
  }
  static void TearDownTestSuite() {
    view_.reset();
    made_.reset();
  }
  static InferenceQuestion of_the_hour() {
    InferenceQuestion question;
    question.window = parse_window("2026-05-01T10:00:00Z,2026-05-01T11:00:00Z", {}).value();
    question.sets = {question.window};
    return question;
  }
  static InferenceCost llama_of(const InferenceQuestion& question, std::size_t set = 0) {
    const auto answer = ask_inference(*view_, question).value();
    for (const auto& cost : answer.sets.at(set)) {
      if (cost.model == "llama") return cost;
    }
    return {};
  }
  static inline std::unique_ptr<ModelLake> made_;
  static inline std::optional<LakeView> view_;
};

TEST_F(InferenceTest, AllocationIsWhatIsHeldWithItsIdle) {
  const auto llama = llama_of(of_the_hour());
  EXPECT_EQ(llama.name, "llama:chat");
  EXPECT_EQ(llama.total->text(), "20");
  EXPECT_EQ(llama.input->text(), "5");
  EXPECT_EQ(llama.output()->text(), "15");
  EXPECT_DOUBLE_EQ(per_million(llama.input, llama.prompt_tokens).value(), 0.125);
  EXPECT_DOUBLE_EQ(per_million(llama.output(), llama.generation_tokens).value(), 3);
  EXPECT_DOUBLE_EQ(per_million(llama.total, llama.tokens()).value(), 20 / 45.0);
  EXPECT_EQ(llama.method, "compute_time");
  EXPECT_EQ(llama.cached_part(), 0.25);
}

TEST_F(InferenceTest, UsageIsWhatComputed) {
  auto question = of_the_hour();
  question.of_usage = true;
  const auto llama = llama_of(question);
  EXPECT_EQ(llama.total->text(), "5");
  EXPECT_EQ(llama.input->text(), "1.25");
  EXPECT_TRUE(ask_inference(*view_, question).value().warnings.empty());
}

TEST_F(InferenceTest, TokensWithoutAWorkloadHaveNoCost) {
  const auto answer = ask_inference(*view_, of_the_hour()).value();
  ASSERT_THAT(answer.sets.at(0), SizeIs(2));
  const auto& orphan = answer.sets.at(0).at(1);
  EXPECT_EQ(orphan.name, "orphan:__unallocated__");
  EXPECT_EQ(orphan.total, std::nullopt);
  EXPECT_EQ(per_million(orphan.total, orphan.tokens()), std::nullopt);
}

TEST_F(InferenceTest, HalfAnHourIsHalfOfIt) {
  auto question = of_the_hour();
  question.sets = steps_of(question.window, 1'800).value();
  for (const std::size_t set : {0U, 1U}) {
    EXPECT_EQ(llama_of(question, set).total->text(), "10");
    EXPECT_EQ(llama_of(question, set).prompt_tokens, 2e7);
  }
}

// Parts that can't be written with twelve decimals sum to the hour all the same.
TEST_F(InferenceTest, PartsOfAnHourSumToIt) {
  for (const bool of_usage : {false, true}) {
    for (const std::int64_t step : {1'200, 1'111}) {
      auto question = of_the_hour();
      question.of_usage = of_usage;
      question.sets = steps_of(question.window, step).value();
      const auto answer = ask_inference(*view_, question).value();
      Decimal total;
      double tokens = 0;
      for (const auto& set : answer.sets) {
        for (const auto& cost : set) {
          total += cost.total.value_or(Decimal{});
          tokens += cost.tokens().value_or(0);
        }
      }
      EXPECT_EQ(total.text(), of_usage ? "5" : "20") << step;
      EXPECT_DOUBLE_EQ(tokens, 45'000'200) << step;
    }
  }
}

TEST_F(InferenceTest, AnHourBesideHasNothing) {
  auto question = of_the_hour();
  question.window = parse_window("2026-05-01T08:00:00Z,2026-05-01T13:00:00Z", {}).value();
  question.sets = periods_of(question.window, Calendar::kHour).value();
  const auto answer = ask_inference(*view_, question).value();
  ASSERT_THAT(answer.sets, SizeIs(5));
  for (const std::size_t empty : {0U, 1U, 3U, 4U}) EXPECT_THAT(answer.sets[empty], SizeIs(0)) << empty;
  EXPECT_THAT(answer.sets[2], SizeIs(2));
}

TEST_F(InferenceTest, NamesAreJoinedInTheOrderThatIsAsked) {
  const std::pair<std::vector<std::string>, const char*> kCases[] = {
      {{"model_name"}, "llama"},
      {{"namespace", "model_name"}, "chat:llama"},
      {{"cluster", "model_version", "tenant"}, "prod:v1:__unallocated__"},
      {{"endpoint"}, "__unallocated__"}};
  for (const auto& [aggregate, name] : kCases) {
    auto question = of_the_hour();
    question.aggregate = aggregate;
    question.filter = parse_filter("model_name:llama").value();
    EXPECT_EQ(llama_of(question).name, name);
  }
}

// What neither total nor tokens are known of is null in JSON, and not 0.
TEST_F(InferenceTest, WhatIsUnknownIsNull) {
  const auto total = boost::json::parse(inference_total_body(*view_, of_the_hour()).value());
  const auto& orphan = total.at("data").at("inferenceCosts").at("orphan:__unallocated__").as_object();
  for (const char* name : {"totalCost", "inputCost", "outputCost", "costPerMillionTokens", "inputCostPerMillionTokens",
                           "outputCostPerMillionTokens", "cachedTokens", "cacheSavingsFraction"}) {
    EXPECT_TRUE(orphan.at(name).is_null()) << name;
  }
  EXPECT_EQ(orphan.at("totalTokens").to_number<double>(), 200);
  EXPECT_EQ(orphan.at("requests").to_number<double>(), 10);
  EXPECT_FALSE(orphan.at("properties").as_object().contains("namespace"));
}

TEST(InferenceCostTest, FiguresAreOfWhatIsKnown) {
  InferenceCost cost;
  EXPECT_EQ(cost.tokens(), std::nullopt);
  EXPECT_EQ(cost.output(), std::nullopt);
  EXPECT_EQ(cost.cached_part(), std::nullopt);
  cost.generation_tokens = 5;
  EXPECT_EQ(cost.tokens(), 5);
  cost.cached_tokens = 1;
  EXPECT_EQ(cost.cached_part(), std::nullopt);
  cost.prompt_tokens = 0;
  EXPECT_EQ(cost.cached_part(), std::nullopt);
  cost.prompt_tokens = 4;
  EXPECT_EQ(cost.cached_part(), 0.25);
  EXPECT_EQ(cost.tokens(), 9);
  cost.total = Decimal::from_integer(3);
  EXPECT_EQ(cost.output(), std::nullopt);
  cost.input = Decimal::from_integer(1);
  EXPECT_EQ(cost.output(), Decimal::from_integer(2));
}

TEST(InferenceCostTest, AMillionTokensCost) {
  EXPECT_EQ(per_million(Decimal::from_integer(3), 1.5e6), 2);
  EXPECT_EQ(per_million(Decimal{}, 10), 0);
  EXPECT_EQ(per_million(Decimal::from_integer(3), 0), std::nullopt);
  EXPECT_EQ(per_million(Decimal::from_integer(3), std::nullopt), std::nullopt);
  EXPECT_EQ(per_million(std::nullopt, 10), std::nullopt);
}

TEST_F(InferenceTest, FiltersAndAggregates) {
  auto question = of_the_hour();
  question.aggregate = {"model_version"};
  question.filter = parse_filter("model_name:llama+namespace:chat").value();
  EXPECT_EQ(llama_of(question).name, "v1");
  question.filter = parse_filter("namespace:other").value();
  EXPECT_THAT(ask_inference(*view_, question).value().sets.at(0), SizeIs(0));
  question.aggregate = {"colour"};
  EXPECT_THAT(ask_inference(*view_, question).error().text(), HasSubstr("choose of: model_name"));
}

TEST_F(InferenceTest, BodiesAreJsonUnderOpenCostsNames) {
  const auto total = boost::json::parse(inference_total_body(*view_, of_the_hour()).value());
  const auto& llama = total.at("data").at("inferenceCosts").at("llama:chat").as_object();
  EXPECT_EQ(llama.at("properties").at("modelName").as_string(), "llama");
  EXPECT_EQ(llama.at("costBasis").as_string(), "allocation");
  EXPECT_EQ(llama.at("promptTokens").to_number<double>(), 4e7);
  EXPECT_EQ(llama.at("inputCostPerMillionTokens").to_number<double>(), 0.125);
  auto question = of_the_hour();
  question.sets = steps_of(question.window, 1'800).value();
  const auto series = boost::json::parse(inference_series_body(*view_, question).value());
  EXPECT_THAT(series.at("data").at("inferenceCostSets").as_array(), SizeIs(2));
}

std::string gauge_text(const std::vector<GaugeFamily>& families, const std::string& name) {
  std::string text;
  for (const auto& family : families) {
    if (family.name != name) continue;
    for (const auto& sample : family.samples) {
      for (const auto& [label, value] : sample.labels) text += label + "=" + value + ",";
      text += DoubleText(sample.value).view();
      text += ";";
    }
  }
  return text;
}

TEST_F(InferenceTest, GaugesAreOfTheNewestHour) {
  const auto families = opencost_gauges(*view_).value();
  EXPECT_THAT(gauge_text(families, "node_total_hourly_cost"), HasSubstr("node=i-1,instance=i-1,"));
  EXPECT_THAT(gauge_text(families, "node_total_hourly_cost"),
              HasSubstr("provider_id=aws:///us-east-1a/i-1,cluster=prod,20;"));
  EXPECT_THAT(gauge_text(families, "node_gpu_count"), HasSubstr(",2;"));
  EXPECT_THAT(gauge_text(families, "container_cpu_allocation"),
              HasSubstr("container=vllm,node=i-1,instance=i-1,namespace=chat,pod=llama-0,cluster=prod,2;"));
  EXPECT_THAT(gauge_text(families, "container_gpu_allocation"), HasSubstr(",1;"));
  EXPECT_EQ(gauge_text(families, "container_memory_allocation_bytes").find(",19327352832;") != std::string::npos, true);
  EXPECT_EQ(gauge_text(families, "llm_total_hourly_cost"),
            "model_name=llama,model_version=v1,namespace=chat,cost_basis=allocation,workload_type=inference,20;"
            "model_name=llama,model_version=v1,namespace=chat,cost_basis=usage,workload_type=inference,5;");
  EXPECT_THAT(gauge_text(families, "llm_cost_per_million_tokens"),
              HasSubstr("phase=prompt,allocation_method=compute_time,0.125;"));
  EXPECT_THAT(gauge_text(families, "llm_cache_savings_fraction"), HasSubstr(",0.25;"));
  // The parts of a machine's price make its price.
  const auto rate = [&](const char* name) {
    const auto text = gauge_text(families, name);
    return std::stod(text.substr(text.rfind(',') + 1));
  };
  EXPECT_NEAR(rate("node_cpu_hourly_cost") * 4 + rate("node_ram_hourly_cost") * 36 + rate("node_gpu_hourly_cost") * 2,
              20, 1e-9);
  // Nothing is known of volumes or transfer here, so there is no sample and no 0.
  EXPECT_EQ(gauge_text(families, "pv_hourly_cost"), "");
  EXPECT_EQ(gauge_text(families, "kubecost_network_internet_egress_cost"), "");
}

}  // namespace
}  // namespace farthing
