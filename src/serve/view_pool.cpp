#include "serve/view_pool.hpp"

#include <algorithm>

namespace farthing {

Result<std::shared_ptr<const Snapshot>> ViewPool::snapshot(std::optional<std::int64_t> as_of) {
  TRY(const auto n, lake_.current());
  {
    const std::lock_guard lock(mutex_);
    if (current_ && current_->n == as_of.value_or(n)) return current_;
  }
  auto read = lake_.snapshot(as_of);
  if (!read && as_of) return misuse(read.error().what, read.error().advice);
  if (!read) return tl::unexpected(std::move(read).error());
  auto snapshot = std::make_shared<const Snapshot>(std::move(*read));
  const std::lock_guard lock(mutex_);
  if (!as_of) current_ = snapshot;
  return snapshot;
}

Result<ViewPool::Lent> ViewPool::lend(const Snapshot& snapshot) {
  std::vector<std::unique_ptr<LakeView>> outdated;  // closed after the lock is open again
  {
    const std::lock_guard lock(mutex_);
    if (snapshot.n > newest_) {
      newest_ = snapshot.n;
      outdated = std::move(views_);
      views_.clear();
    }
    const auto found =
        std::find_if(views_.begin(), views_.end(), [&](const auto& view) { return view->snapshot().n == snapshot.n; });
    if (found != views_.end()) {
      auto view = std::move(*found);
      views_.erase(found);
      return Lent(*this, std::move(view));
    }
  }
  TRY(auto view, LakeView::open(lake_, snapshot.n == 0 ? std::nullopt : std::optional(snapshot.n),
                                {.memory_limit = memory_, .threads = 0, .spill_folder = {}}));
  return Lent(*this, std::make_unique<LakeView>(std::move(view)));
}

void ViewPool::give_back(std::unique_ptr<LakeView> view) {
  const std::lock_guard lock(mutex_);
  if (view->snapshot().n == newest_ && views_.size() < spare_) views_.push_back(std::move(view));
}

}  // namespace farthing
