// The bill, line after line: hour by hour, then what closes the month. Nothing is kept but the current hour's groups
// and the commitments' books.
#pragma once
#include <cstdint>
#include <vector>

#include "collect/generate/bill_line.hpp"
#include "collect/generate/closing_lines.hpp"
#include "collect/generate/negations.hpp"

namespace farthing::generate {

class LineStream {
 public:
  LineStream(std::uint64_t seed, std::int64_t rows, const std::string& month);
  LineStream(const LineStream&) = delete;  // lines point into the world and the commitments
  LineStream& operator=(const LineStream&) = delete;

  /// The next line, exactly `rows` times; false after the last.
  [[nodiscard]] bool next(BillLine& line);
  [[nodiscard]] const World& world() const { return world_; }

 private:
  void begin_slot();
  void write_next_usage(BillLine& line);
  [[nodiscard]] std::int64_t room() const;

  World world_;
  Commitments commitments_;
  std::vector<ClosingLine> closing_;
  Negations negations_;
  std::vector<int> slot_hours_;          ///< the hours in which anything happens: all, unless there are few rows
  std::vector<std::int64_t> slot_ends_;  ///< lines up to the end of each slot
  std::size_t slot_ = 0;                 ///< 1 + the current one
  std::int64_t emitted_ = 0;
  std::int64_t slot_end_ = 0;  ///< lines up to the current slot's end
  std::int64_t number_ = 0;    ///< of the next running thing of this slot
  std::size_t next_negation_ = 0;
  std::size_t next_closing_ = 0;
  std::size_t next_split_ = 0;  ///< kSplitRows: none is due
  BillLine parent_;             ///< of the split rows that are due
};

}  // namespace farthing::generate
