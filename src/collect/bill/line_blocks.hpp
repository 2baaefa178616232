// Cuts the texts of a bill into blocks of whole records, on a thread of its own, so that several readers can split
// them.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/byte_source.hpp"
#include "base/result.hpp"
#include "collect/bill/block_cutter.hpp"

namespace farthing {

/// Memory is bounded by the limits. Any number of threads may call pop() and give_back().
class LineBlocks {
 public:
  struct Limits {
    std::size_t block = std::size_t{2} << 20;
    std::size_t record = std::size_t{16} << 20;
    std::size_t queued = 8;
  };
  struct Part {
    std::string name;
    std::function<Result<std::unique_ptr<ByteSource>>()> open;
  };

  LineBlocks(std::vector<Part> parts, Limits limits);
  /// Ends the thread, also in the middle of a part.
  ~LineBlocks();
  LineBlocks(const LineBlocks&) = delete;
  LineBlocks& operator=(const LineBlocks&) = delete;

  /// The next block in order, waiting for it; nothing at the end. What went wrong comes behind the blocks before it,
  /// and again at each later call. The thread starts at the first call.
  [[nodiscard]] Result<std::unique_ptr<LineBlock>> pop();
  /// A block whose bytes nobody looks at any more, to be used again.
  void give_back(std::unique_ptr<LineBlock> block);
  /// How many blocks pop() has given.
  [[nodiscard]] std::size_t popped() const;

 private:
  void start();
  void run();
  [[nodiscard]] Done read_part(std::size_t index);
  [[nodiscard]] bool push(std::unique_ptr<LineBlock> block);
  [[nodiscard]] std::unique_ptr<LineBlock> new_block(std::size_t capacity);

  const std::vector<Part> parts_;
  const Limits limits_;
  mutable std::mutex mutex_;
  std::condition_variable not_empty_;
  std::condition_variable not_full_;
  std::deque<std::unique_ptr<LineBlock>> queue_;
  std::vector<std::unique_ptr<LineBlock>> spare_;
  std::size_t pushed_ = 0;
  bool started_ = false;
  bool ended_ = false;
  bool stopping_ = false;
  Done outcome_;
  std::thread thread_;
};

}  // namespace farthing
