// One snapshot, opened for questions: all tables of one answer come from it.
#pragma once
#include <cstdint>
#include <optional>

#include "ask/answer.hpp"
#include "base/file.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// An empty answer that says which snapshot it is from and how fresh that snapshot's data are.
[[nodiscard]] Answer answer_from(const Snapshot& snapshot);

/// An engine with the snapshot's views: charges, split_charges, costs_daily and the datasets that users bring. Big
/// sorts and groups spill to a folder that goes away with it. One thread at a time.
class LakeView {
 public:
  /// `options`' spill folder is the view's own.
  [[nodiscard]] static Result<LakeView> open(const Lake& lake, std::optional<std::int64_t> as_of,
                                             Engine::Options options = {});

  [[nodiscard]] Engine& engine() { return engine_; }
  [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }
  /// All deliveries' partitions of `charges`.
  [[nodiscard]] const std::vector<Partition>& deliveries() const { return snapshot_.partitions(kCharges); }
  /// An answer that already says its snapshot and how fresh the data are.
  [[nodiscard]] Answer new_answer() const { return answer_from(snapshot_); }

 private:
  LakeView(TemporaryFolder spill, Engine engine, Snapshot snapshot)
      : spill_(std::move(spill)), engine_(std::move(engine)), snapshot_(std::move(snapshot)) {}
  TemporaryFolder spill_;  // outlives the engine
  Engine engine_;
  Snapshot snapshot_;
};

}  // namespace farthing
