// Opened snapshots, kept between questions: opening one takes longer than most questions about it.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ask/lake_view.hpp"

namespace farthing {

/// Of any thread. A view that is lent is the borrower's alone until he gives it back by letting it go.
class ViewPool {
 public:
  /// Keeps `spare` views of the current snapshot at most; each has `memory` for its engine.
  ViewPool(Lake lake, std::size_t spare, std::string memory)
      : lake_(std::move(lake)), spare_(spare), memory_(std::move(memory)) {}

  class Lent {
   public:
    Lent(ViewPool& pool, std::unique_ptr<LakeView> view) : pool_(&pool), view_(std::move(view)) {}
    Lent(Lent&&) = default;
    Lent& operator=(Lent&&) = delete;
    ~Lent() {
      if (view_) pool_->give_back(std::move(view_));
    }
    [[nodiscard]] LakeView& operator*() { return *view_; }
    [[nodiscard]] LakeView* operator->() { return view_.get(); }

   private:
    ViewPool* pool_;
    std::unique_ptr<LakeView> view_;
  };

  [[nodiscard]] const Lake& lake() const { return lake_; }
  /// The snapshot of that number, or the current one, which is remembered. One that isn't there is a usage error.
  [[nodiscard]] Result<std::shared_ptr<const Snapshot>> snapshot(std::optional<std::int64_t> as_of);
  /// A view of that snapshot, opened if none is spare.
  [[nodiscard]] Result<Lent> lend(const Snapshot& snapshot);

 private:
  void give_back(std::unique_ptr<LakeView> view);

  Lake lake_;
  std::size_t spare_;
  std::string memory_;
  std::mutex mutex_;
  std::int64_t newest_ = 0;  ///< of which views are kept
  std::shared_ptr<const Snapshot> current_;
  std::vector<std::unique_ptr<LakeView>> views_;
};

}  // namespace farthing
