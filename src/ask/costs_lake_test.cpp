// Costs asked of a lake of files, through the door that the program uses.
#include <gtest/gtest.h>

#include "ask/costs.hpp"
#include "base/file.hpp"
#include "support/asked.hpp"

namespace farthing {
namespace {

// Writes the hand-made tables as files of one month and commits them.
Result<std::int64_t> commit_month(const Lake& lake, HandMadeLake& made, const std::string& version) {
  std::map<std::string, Partition> written;
  for (const char* dataset : {kCharges, kCostsDaily}) {
    auto partition = made.snapshot.partitions(kCharges).at(0);
    TRY(const auto folder, lake.new_partition_folder(dataset, partition.period, version));
    const auto file = folder / "part-0.parquet";
    TRY_DONE(made.engine.run(std::string("COPY ") + dataset + " TO '" + file.string() + "' (FORMAT parquet)"));
    TRY(const auto hash, sha256_of_file(file));
    partition.version = version;
    partition.files = {{file.lexically_relative(lake.root()).string(),
                        static_cast<std::int64_t>(std::filesystem::file_size(file)), 1, hash}};
    if (dataset != std::string(kCharges)) partition.delivery.reset();
    written[dataset] = partition;
  }
  return lake.commit("test", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    auto datasets = current.datasets;
    for (const auto& [dataset, partition] : written) datasets[dataset] = Manifest{dataset, {partition}};
    return datasets;
  });
}

std::string asked_of_files(const Lake& lake, std::optional<std::int64_t> as_of, const CostsQuestion& question) {
  auto view = LakeView::open(lake, as_of);
  if (!view) return view.error().text();
  const auto answer = ask_costs(*view, question);
  if (!answer) return answer.error().text();
  std::string text = std::to_string(answer->snapshot) + " " + answer->freshness.value_or("never");
  for (const auto& row : answer->rows) text += " " + row_text(row);
  return text;
}

TEST(CostsLakeTest, AnAnswerIsThatOfItsSnapshot) {
  const auto folder = TemporaryFolder::create();
  ASSERT_TRUE(folder);
  const Lake lake(folder->path());
  EXPECT_EQ(asked_of_files(lake, {}, {.by = {"service"}}), "0 never");

  auto first = hand_made_lake({{.effective = "5", .team = "red"}, {.service = "AmazonS3", .effective = "0.25"}});
  const auto one = commit_month(lake, first, "v1");
  ASSERT_TRUE(one) << one.error().text();
  auto second = hand_made_lake({{.effective = "6", .start = "2026-10-02 23:00:00"}});
  const auto two = commit_month(lake, second, "v2");
  ASSERT_TRUE(two) << two.error().text();

  const CostsQuestion by_service{.period = {.month = "2026-10"}, .by = {"service"}};
  EXPECT_EQ(asked_of_files(lake, {}, by_service), "2 2026-10-03T00:00:00Z AmazonEC2|6|USD");
  EXPECT_EQ(asked_of_files(lake, 1, by_service), "1 2026-10-01T01:00:00Z AmazonEC2|5|USD AmazonS3|0.25|USD");
  EXPECT_EQ(asked_of_files(lake, 1, {.by = {"tag:team"}, .granularity = Granularity::kHour}),
            "1 2026-10-01T01:00:00Z 2026-10-01T00:00:00Z|red|5|USD 2026-10-01T00:00:00Z|NULL|0.25|USD")
      << "from the lines";
  EXPECT_EQ(asked_of_files(lake, 0, by_service), "0 never");
}

}  // namespace
}  // namespace farthing
