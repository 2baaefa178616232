#include "serve/answer_cache.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace farthing {
namespace {

std::string text_of(const AnswerCache::Answered& answered) { return answered ? **answered : answered.error().text(); }

TEST(AnswerCacheTest, WorksAnAnswerOutOnce) {
  AnswerCache cache(1'000);
  int times = 0;
  const auto work_out = [&]() -> Result<std::string> { return "answer " + std::to_string(++times); };
  EXPECT_FALSE(cache.find("a"));
  EXPECT_EQ(text_of(cache.get("a", work_out)), "answer 1");
  EXPECT_TRUE(cache.find("a"));
  EXPECT_EQ(text_of(cache.get("a", work_out)), "answer 1");
  EXPECT_EQ(text_of(cache.get("b", work_out)), "answer 2");
}

TEST(AnswerCacheTest, ForgetsWhatWasAskedForLeastRecently) {
  AnswerCache cache(30);
  const auto ten = []() -> Result<std::string> { return "123456789"; };
  for (const char* key : {"a", "b", "c"}) EXPECT_TRUE(cache.get(key, ten));
  EXPECT_TRUE(cache.get("a", ten));
  EXPECT_TRUE(cache.get("d", ten));
  EXPECT_TRUE(cache.find("a"));
  EXPECT_FALSE(cache.find("b"));
  EXPECT_TRUE(cache.find("c"));
  EXPECT_TRUE(cache.find("d"));
  EXPECT_TRUE(cache.get("large", []() -> Result<std::string> { return std::string(100, 'x'); }));
  EXPECT_FALSE(cache.find("large"));
  EXPECT_TRUE(cache.find("d"));
}

TEST(AnswerCacheTest, CountsWhatItIsAskedAndKeeps) {
  AnswerCache cache(1'000);
  const auto work_out = []() -> Result<std::string> { return "12345"; };
  for (const char* key : {"a", "b", "a", "a"}) EXPECT_TRUE(cache.get(key, work_out));
  cache.put("c", std::make_shared<const std::string>("123"));
  cache.put("c", std::make_shared<const std::string>("other"));
  EXPECT_EQ(*cache.find("c"), "123");
  const auto figures = cache.figures();
  EXPECT_EQ(figures.hits, 2u);
  EXPECT_EQ(figures.misses, 2u);
  EXPECT_EQ(figures.bytes, 6u + 6u + 4u);
}

TEST(AnswerCacheTest, AnErrorIsToldAndNotKept) {
  AnswerCache cache(1'000);
  EXPECT_EQ(text_of(cache.get("a", []() -> Result<std::string> { return fail("no disk"); })), "no disk");
  EXPECT_EQ(text_of(cache.get("a", []() -> Result<std::string> { throw std::runtime_error("thrown"); })), "thrown");
  EXPECT_FALSE(cache.find("a"));
  EXPECT_EQ(text_of(cache.get("a", []() -> Result<std::string> { return "now"; })), "now");
}

TEST(AnswerCacheTest, ThoseWhoAskTogetherWaitForOne) {
  constexpr int kAskers = 8;
  AnswerCache cache(1'000);
  std::atomic<int> times = 0, right = 0;
  std::latch begun(1);
  std::vector<std::thread> askers;
  for (int i = 0; i < kAskers; ++i) {
    askers.emplace_back([&] {
      const auto answered = cache.get("a", [&]() -> Result<std::string> {
        ++times;
        begun.wait();  // until all others had their chance to ask
        return "answer";
      });
      if (answered && **answered == "answer") ++right;
    });
  }
  begun.count_down();
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(right, kAskers);
  EXPECT_EQ(times, 1);
}

}  // namespace
}  // namespace farthing
