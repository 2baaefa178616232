// Which of several readers' errors is told: the one that comes first in the files.
#pragma once
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>

#include "base/result.hpp"

namespace farthing {

/// Readers work on blocks with sequence numbers 0, 1, 2, ..., and each block is ended by exactly one of them. May be
/// used by any number of threads.
class FirstError {
 public:
  /// A block was read to its end, or its reader gave it up.
  void end(std::size_t sequence);
  /// Takes an error of a block, waits until the blocks before it are ended (a second at most: their readers may have
  /// been stopped), and says the first error.
  [[nodiscard]] Error report(std::size_t sequence, Error error);
  /// An error of an earlier block than this one, if there is one: then nobody needs this block.
  [[nodiscard]] std::optional<Error> before(std::size_t sequence) const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable ended_more_;
  std::set<std::size_t> ended_;     ///< beyond those that ended in order
  std::size_t ended_in_order_ = 0;  ///< all blocks before this one are ended
  std::optional<Error> first_;
  std::size_t first_sequence_ = 0;
};

}  // namespace farthing
