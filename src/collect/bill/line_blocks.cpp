#include "collect/bill/line_blocks.hpp"

#include <system_error>

namespace farthing {

LineBlocks::LineBlocks(std::vector<Part> parts, Limits limits) : parts_(std::move(parts)), limits_(limits) {}

LineBlocks::~LineBlocks() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  not_full_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Result<std::unique_ptr<LineBlock>> LineBlocks::pop() {
  std::unique_lock lock(mutex_);
  if (!started_) start();
  not_empty_.wait(lock, [&] { return !queue_.empty() || ended_; });
  if (queue_.empty()) {
    if (!outcome_) return tl::unexpected(outcome_.error());
    return nullptr;
  }
  auto block = std::move(queue_.front());
  queue_.pop_front();
  lock.unlock();
  not_full_.notify_one();
  return block;
}

void LineBlocks::give_back(std::unique_ptr<LineBlock> block) {
  if (block == nullptr || block->capacity != limits_.block) return;
  const std::lock_guard lock(mutex_);
  spare_.push_back(std::move(block));
}

std::size_t LineBlocks::popped() const {
  const std::lock_guard lock(mutex_);
  return pushed_ - queue_.size();
}

void LineBlocks::start() {
  started_ = true;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& error) {
    outcome_ = fail(std::string("no thread can be started: ") + error.what());
    ended_ = true;
  }
}

void LineBlocks::run() {
  Done outcome;
  for (std::size_t i = 0; i < parts_.size() && outcome; ++i) outcome = read_part(i);
  {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    ended_ = true;
  }
  not_empty_.notify_all();
}

// Also ends without an error when nobody wants blocks any more; the next part then ends at its first block.
Done LineBlocks::read_part(std::size_t index) {
  TRY(auto source, parts_[index].open());
  BlockCutter cutter(index, parts_[index].name, std::move(source), {.block = limits_.block, .record = limits_.record},
                     [this](std::size_t capacity) { return new_block(capacity); });
  while (true) {
    TRY(auto block, cutter.next());
    if (block == nullptr || !push(std::move(block))) return {};
  }
}

bool LineBlocks::push(std::unique_ptr<LineBlock> block) {
  {
    std::unique_lock lock(mutex_);
    not_full_.wait(lock, [&] { return queue_.size() < limits_.queued || stopping_; });
    if (stopping_) return false;
    block->sequence = pushed_++;
    queue_.push_back(std::move(block));
  }
  not_empty_.notify_one();
  return true;
}

std::unique_ptr<LineBlock> LineBlocks::new_block(std::size_t capacity) {
  if (capacity == limits_.block) {
    const std::lock_guard lock(mutex_);
    if (!spare_.empty()) {
      auto block = std::move(spare_.back());
      spare_.pop_back();
      return block;
    }
  }
  auto block = std::make_unique<LineBlock>();
  block->bytes = std::make_unique_for_overwrite<char[]>(capacity);
  block->capacity = capacity;
  return block;
}

}  // namespace farthing
