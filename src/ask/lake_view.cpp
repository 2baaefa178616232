#include "ask/lake_view.hpp"

#include <algorithm>

namespace farthing {

Result<LakeView> LakeView::open(const Lake& lake, std::optional<std::int64_t> as_of, Engine::Options options) {
  TRY(auto snapshot, lake.snapshot(as_of));
  TRY(auto spill, TemporaryFolder::create());
  options.spill_folder = spill.path();
  TRY(auto engine, Engine::open(options));
  TRY_DONE(lake.create_views(engine, snapshot));
  return LakeView(std::move(spill), std::move(engine), std::move(snapshot));
}

Answer answer_from(const Snapshot& snapshot) {
  Answer answer;
  answer.snapshot = snapshot.n;
  for (const auto& partition : snapshot.partitions(kCharges)) {
    if (partition.delivery) answer.freshness = std::max(answer.freshness, partition.delivery->newest_usage_end);
  }
  return answer;
}

}  // namespace farthing
