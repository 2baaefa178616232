// When what a training run cost was spent, and what its events say, from outside: cases worked by hand. Here, because
// it needs imports and answers.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ask/runs.hpp"
#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// "04-30 22:00", or "10:00" of May 1st.
std::string moment_of(const std::string& time) {
  return time.size() > 5 ? "2026-" + time.substr(0, 5) + "T" + time.substr(6) + ":00Z" : "2026-05-01T" + time + ":00Z";
}

using Cells = std::map<std::string, std::string>;

class RunCostsTest : public AllocationLakeFixture {
 protected:
  // A machine at $6 an hour, 10 cents a minute.
  void machine(const std::string& id, const std::string& start, const std::string& end,
               const std::string& labels = "") {
    nodes_.push_back(node_row(
        id, {{"start", moment_of(start)}, {"end", moment_of(end)}, {"hourly_cost_usd", "6"}, {"labels", labels}}));
  }
  // A container that takes so many of the machine's four quarters.
  void container(const std::string& id, const std::string& node, const std::string& run, const std::string& start,
                 const std::string& end, int quarters = 4) {
    containers_.push_back(container_row(id, node,
                                        {{"start", moment_of(start)},
                                         {"end", moment_of(end)},
                                         {"run", run},
                                         {"request_vcpu", std::to_string(quarters)},
                                         {"request_memory_gib", std::to_string(4 * quarters)}}));
  }
  void run(const std::string& id, const std::string& start, const std::string& end, const DatasetRow& more = {}) {
    DatasetRow row = {{"run", id}, {"start", moment_of(start)}, {"status", end.empty() ? "running" : "finished"}};
    if (!end.empty()) row["end"] = moment_of(end);
    for (const auto& [column, value] : more) row[column] = value;
    runs_.push_back(row);
  }
  // With a machine of its own from midnight to six: $36.
  void run_of_36(const std::string& id, const std::string& end = "06:00", const DatasetRow& more = {}) {
    machine(id, "00:00", "06:00");
    container(id, id, id, "00:00", "06:00");
    run(id, "00:00", end, more);
  }
  void event(const std::string& run, const std::string& time, const std::string& kind, const std::string& value = "") {
    events_.push_back({{"run", run}, {"time", moment_of(time)}, {"kind", kind}, {"value", value}});
  }
  void build_all() {
    take("n.csv", nodes_);
    take("w.csv", containers_);
    take("runs.csv", runs_);
    take("events.csv", events_);
    build();
    view_.emplace(LakeView::open(lake_, std::nullopt).value());
    for (auto& row : rows_of(ask_runs(*view_, {}))) listed_[row["run"]] = row;
  }

  static std::vector<Cells> rows_of(const Result<Answer>& answer) {
    std::vector<Cells> rows;
    if (!answer) ADD_FAILURE() << answer.error().text();
    for (const auto& row : answer ? answer->rows : std::vector<std::vector<Cell>>()) {
      Cells cells;
      for (std::size_t i = 0; i < row.size(); ++i) cells[answer->columns[i].name] = row[i].value_or("-");
      rows.push_back(std::move(cells));
    }
    return rows;
  }
  // Its row of the list of all runs.
  const Cells& listed(const std::string& id) { return listed_[id]; }
  // "time kind value cost wasted" of each mark, money to the cent.
  std::vector<std::string> marks(const std::string& id) {
    std::vector<std::string> lines;
    const auto cents = [](const std::string& money) {
      return money == "-" ? money : fmt::format("{:.2f}", std::abs(std::stod(money)));
    };
    for (auto& row : rows_of(ask_run(*view_, {.run = id}))) {
      lines.push_back(fmt::format("{} {} {} {} {}", row["time"].substr(11, 5), row["kind"], row["value"],
                                  cents(row["effective_cost"]), cents(row["wasted_effective_cost"])));
    }
    return lines;
  }
  static double dollars(const Cells& row, const std::string& column) {
    return row.contains(column) ? std::stod(row.at(column)) : -1;
  }

  std::optional<LakeView> view_;

 private:
  std::vector<DatasetRow> nodes_, containers_, runs_, events_;
  std::map<std::string, Cells> listed_;
};

TEST_F(RunCostsTest, AreSpentWhileWorkloadsAndMachinesHeldForThemWereThere) {
  // The machine is gone between the stop at 1:40 and the restart on another at 2:10.
  machine("s1", "00:00", "01:40");
  machine("s2", "02:10", "06:00");
  container("s1", "s1", "spot", "00:00", "01:40");
  container("s2", "s2", "spot", "02:10", "06:00");
  run("spot", "00:00", "06:00");
  event("spot", "01:00", "checkpoint", "10");
  event("spot", "01:40", "interruption");
  event("spot", "02:10", "resume");
  event("spot", "02:20", "step", "11");
  // Two stretches in one hour, on two machines and on one that stays.
  machine("t1", "10:00", "10:20");
  machine("t2", "10:50", "11:00");
  container("t1", "t1", "twice", "10:00", "10:20");
  container("t2", "t2", "twice", "10:50", "11:00");
  machine("k", "10:00", "11:00");
  container("k", "k", "kept", "10:00", "10:20");
  container("k", "k", "kept", "10:50", "11:00");
  for (const std::string id : {"twice", "kept"}) {
    run(id, "10:00", "11:00");
    event(id, "10:10", "checkpoint");
    event(id, "10:20", "interruption");
    event(id, "10:50", "resume");
    event(id, "10:55", "step");
  }
  // Held by its label, though half of it is somebody's for half an hour.
  machine("h", "10:00", "11:00", R"({"run": "held"})");
  container("h", "h", "", "10:00", "10:30", 2);
  run("held", "10:00", "11:00");
  // Two runs at once: what neither holds is neither's.
  machine("b", "10:00", "11:00");
  container("x", "b", "x", "10:00", "11:00", 1);
  container("y", "b", "y", "10:00", "11:00", 1);
  run("x", "10:00", "11:00");
  run("y", "10:00", "11:00");
  // Over a month's end.
  machine("o", "04-30 22:00", "02:00");
  container("o", "o", "over", "04-30 22:00", "02:00");
  run("over", "04-30 22:00", "02:00");
  event("over", "04-30 23:00", "checkpoint");
  event("over", "01:00", "interruption");
  build_all();

  EXPECT_EQ(
      ask("SELECT run, what, strftime(begins, '%H:%M'), strftime(ends, '%H:%M'), round(effective_cost, 6) FROM "
          "run_hours WHERE run IN ('twice', 'kept', 'held', 'x', 'y') AND effective_cost > 0.000001 ORDER BY run, "
          "begins"),
      "held|idle|10:00|10:30|1.5;held|idle|10:30|11:00|3;"
      "kept|workloads|10:00|10:20|2;kept|idle|10:20|10:50|3;kept|workloads|10:50|11:00|1;"
      "twice|workloads|10:00|10:20|2;twice|workloads|10:50|11:00|1;"
      "x|workloads|10:00|11:00|1.5;y|workloads|10:00|11:00|1.5");
  EXPECT_EQ(ask("SELECT run, sum(effective_cost) FROM run_hours WHERE run IN ('twice', 'kept') GROUP BY 1 ORDER BY 1"),
            "kept|6;twice|3");
  EXPECT_NEAR(dollars(listed("spot"), "effective_cost"), 33, 1e-9);
  EXPECT_NEAR(dollars(listed("spot"), "interruption_effective_waste"), 5, 1e-9);
  EXPECT_THAT(marks("spot"),
              ElementsAre("00:00 start - 0.00 -", "01:00 checkpoint 10 6.00 -", "01:40 interruption - 4.00 5.00",
                          "02:10 resume - 0.00 -", "02:20 step 11 1.00 -", "06:00 end - 22.00 -"));
  EXPECT_NEAR(dollars(listed("twice"), "interruption_effective_waste"), 1.5, 1e-9);
  EXPECT_NEAR(dollars(listed("kept"), "interruption_effective_waste"), 1.5, 1e-9);
  EXPECT_THAT(marks("kept"),
              ElementsAre("10:00 start - 0.00 -", "10:10 checkpoint - 1.00 -", "10:20 interruption - 1.00 1.50",
                          "10:50 resume - 3.00 -", "10:55 step - 0.50 -", "11:00 end - 0.50 -"));
  const auto of_may = rows_of(ask_runs(*view_, {.period = {.month = "2026-05"}, .only = {"over"}}));
  ASSERT_EQ(of_may.size(), 1u);
  EXPECT_NEAR(dollars(of_may[0], "effective_cost"), 24, 1e-9) << "the whole run's";
  EXPECT_NEAR(dollars(of_may[0], "interruption_effective_waste"), 12, 1e-9);
}

TEST_F(RunCostsTest, EventsAreTakenForWhatTheyMean) {
  run_of_36("big");
  event("big", "02:00", "step", "2234567");
  event("big", "01:00", "step", "1234567.5");
  run_of_36("zero");
  for (int i = 0; i < 3; ++i) event("zero", fmt::format("0{}:00", 2 * i + 1), "epoch", std::to_string(i));
  run_of_36("counted");
  event("counted", "01:00", "epoch");
  event("counted", "02:00", "epoch");
  run_of_36("odd");
  event("odd", "01:00", "checkpoint");
  event("odd", "01:00", "Checkpoint");
  event("odd", "01:00", "checkpoint");
  event("odd", "02:00", " STEP", "3");
  event("odd", "03:00", "foo", "5");
  event("odd", "04:00", "foo", "6");
  run_of_36("late", "05:00");
  event("late", "05:30", "checkpoint", "9");
  event("late", "06:30", "step", "9");
  event("late", "04-30 23:00", "epoch", "1");
  // Step 500 is reached, but the checkpoint is at 400; since the restart it came to 480. Of the last 20 prices 13 are
  // of 5 cents and 7 of 10: 36 + 520 x 0.0675.
  const DatasetRow planned = {{"tags", R"({"total_steps": "1000"})"}};
  run_of_36("back", "", planned);
  for (int minute = 20; minute <= 250; minute += 10)
    event("back", fmt::format("{:02}:{:02}", minute / 60, minute % 60), "step", std::to_string(2 * minute));
  event("back", "03:20", "checkpoint", "400");
  event("back", "04:11", "interruption");
  event("back", "04:20", "resume");
  for (int minute = 270; minute <= 340; minute += 10)
    event("back", fmt::format("{:02}:{:02}", minute / 60, minute % 60), "step", std::to_string(minute + 140));
  // Steps of 60 cents; it's at its checkpoint again: 36 + 990 x 0.6.
  run_of_36("again", "", planned);
  for (int i = 1; i <= 4; ++i)
    event("again", fmt::format("0{}:{}0", 1 + i / 2, i % 2 * 3), "step", std::to_string(5 * i));
  event("again", "02:00", "checkpoint");
  event("again", "03:10", "interruption");
  event("again", "03:20", "resume");
  // It failed at 4:00 as its machine does, and nobody told its end; no checkpoint was saved.
  machine("failed", "00:00", "04:00");
  container("failed", "failed", "failed", "00:00", "04:00");
  run("failed", "00:00", "", {{"status", "failed"}});
  event("failed", "03:00", "interruption");
  run_of_36("quiet");
  run("nowhere", "00:00", "06:00");
  event("nowhere", "01:00", "interruption");
  build_all();

  EXPECT_THAT(marks("big"), ElementsAre("00:00 start - 0.00 -", "01:00 step 1234567.5 6.00 -",
                                        "02:00 step 2234567 6.00 -", "06:00 end - 24.00 -"));
  EXPECT_EQ(listed("big").at("steps"), "2234567");
  EXPECT_EQ(listed("zero").at("epochs"), "3");
  EXPECT_NEAR(dollars(listed("zero"), "effective_cost_per_epoch"), 12, 1e-9);
  EXPECT_EQ(listed("counted").at("epochs"), "2");
  EXPECT_EQ(listed("odd").at("checkpoints"), "1");
  EXPECT_EQ(listed("odd").at("steps"), "3");
  EXPECT_THAT(marks("odd"), ElementsAre("00:00 start - 0.00 -", "01:00 checkpoint - 6.00 -", "02:00 step 3 6.00 -",
                                        "06:00 end - 24.00 -"));
  EXPECT_THAT(marks("late"), ElementsAre("00:00 start - 0.00 -", "05:00 end - 36.00 -", "05:30 checkpoint 9 0.00 -",
                                         "06:30 step 9 0.00 -"));
  EXPECT_EQ(listed("back").at("steps"), "500");
  EXPECT_NEAR(dollars(listed("back"), "projected_effective_cost"), 36 + 520 * 0.0675, 1e-6);
  EXPECT_NEAR(dollars(listed("again"), "projected_effective_cost"), 36 + 990 * 0.6, 1e-6);
  EXPECT_EQ(listed("failed").at("end"), "2026-05-01T04:00:00Z");
  EXPECT_NEAR(dollars(listed("failed"), "interruption_effective_waste"), 18, 1e-9);
  EXPECT_EQ(listed("quiet").at("interruption_effective_waste"), "0");
  EXPECT_EQ(listed("quiet").at("steps"), "-");
  EXPECT_THAT(marks("quiet"), ElementsAre("00:00 start - 0.00 -", "06:00 end - 36.00 -"));
  EXPECT_THAT(marks("nowhere"), ElementsAre("00:00 start - - -", "01:00 interruption - - -", "06:00 end - - -"));

  EXPECT_EQ(ask("SELECT kind, subject, round(effective_cost, 6), \"rows\" FROM data_issues WHERE dataset IN ('runs', "
                "'run_events') ORDER BY 1"),
            "a checkpoint after the end|late|36|1;a run on no workload|nowhere|-|1;a run without an "
            "end|failed|24|1;a step after the end|late|36|1;an epoch before the start|late|36|1;an event of an unknown "
            "kind|odd|36|2");
  const auto answer = ask_runs(*view_, {.only = {"big"}, .explain = true});
  ASSERT_TRUE(answer) << answer.error().text();
  EXPECT_THAT(join(answer->notes, "; "), HasSubstr("includes 36 USD estimated"));
  EXPECT_THAT(join(answer->explanation, "; "), HasSubstr("where the run is now"));
}

}  // namespace
}  // namespace farthing
