#include "collect/runs/record_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

class RecordRunTest : public AllocationLakeFixture {
 protected:
  static Timestamp at(const std::string& text) { return parse_timestamp("2026-05-01T" + text + "Z").value(); }
  [[nodiscard]] static RunRow row(const std::string& run) {
    return {run,           "a name", "jax", "vision", "running", at("10:00:00"), std::nullopt, {{"total_steps", "10"}},
            {{"job", "j"}}};
  }
};

TEST_F(RecordRunTest, ARunAndItsMarksAreRowsOfDatasets) {
  ASSERT_TRUE(record_run(lake_, row("r")));
  ASSERT_TRUE(record_mark(lake_, {"r", "step", at("10:10:00"), 1, "first"}));
  ASSERT_TRUE(record_mark(lake_, {"r", " Checkpoint", at("10:20:00"), std::nullopt, ""}));
  EXPECT_EQ(
      ask("SELECT name, framework, owner, status, start, \"end\", tags['total_steps'], selector['job'] FROM runs"),
      "a name|jax|vision|running|2026-05-01T10:00:00Z|-|10|j");
  EXPECT_EQ(ask("SELECT kind, value, note FROM run_events ORDER BY time"), "step|1|first;checkpoint|-|-");
}

TEST_F(RecordRunTest, AnEndKeepsAllElse) {
  ASSERT_TRUE(record_run(lake_, row("r")));
  ASSERT_TRUE(record_end(lake_, "r", "failed", at("11:00:00")));
  EXPECT_EQ(ask("SELECT name, status, \"end\", tags['total_steps'], selector['job'] FROM runs"),
            "a name|failed|2026-05-01T11:00:00Z|10|j");
}

TEST_F(RecordRunTest, WhatCanNotBeIsAUsageErrorAndChangesNothing) {
  ASSERT_TRUE(record_run(lake_, row("r")));
  const auto before = ask("SELECT count(*) FROM runs");
  EXPECT_FALSE(record_run(lake_, row("")));
  auto strange = row("s");
  strange.status = "happy";
  EXPECT_FALSE(record_run(lake_, strange));
  EXPECT_FALSE(record_end(lake_, "nobody", "finished", at("11:00:00")));
  EXPECT_FALSE(record_end(lake_, "r", "finished", at("09:00:00")));
  const auto party = record_mark(lake_, {"r", "party", at("10:00:00"), std::nullopt, ""});
  ASSERT_FALSE(party);
  EXPECT_THAT(party.error().text(), ::testing::HasSubstr("step, epoch, checkpoint, interruption, resume"));
  EXPECT_EQ(ask("SELECT count(*) FROM runs"), before);
}

TEST_F(RecordRunTest, ProcessesThatTellAtOnceAreAllHeard) {
  std::vector<std::thread> tellers;
  for (int i = 0; i < 4; ++i) {
    tellers.emplace_back([this, i] {
      EXPECT_TRUE(
          record_mark(lake_, {"r", "step", {at("10:00:00").micros + i * 1'000'000}, static_cast<double>(i), ""}));
    });
  }
  for (auto& teller : tellers) teller.join();
  EXPECT_EQ(ask("SELECT count(*) FROM run_events"), "4");
}

}  // namespace
}  // namespace farthing
