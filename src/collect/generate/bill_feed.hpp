// The lines of a bill on their way into files: counted for the truth as they pass, cut into parts.
#pragma once
#include <cstdint>

#include "collect/generate/charge.hpp"
#include "collect/generate/generate_bill.hpp"
#include "collect/generate/line_stream.hpp"
#include "collect/generate/truth.hpp"

namespace farthing::generate {

class BillFeed {
 public:
  explicit BillFeed(const BillPlan& plan)
      : plan_(plan), stream_(plan.seed, plan.rows, plan.month), truth_(stream_.world()) {}

  /// From here on next() gives the lines of part `number` (from 1) of plan.parts.
  void begin_part(int number) { part_end_ = static_cast<std::int64_t>(int128{plan_.rows} * number / plan_.parts); }
  /// The part's next line and its charges; false at the part's end.
  [[nodiscard]] bool next(BillLine& line, Charges& charges) {
    if (given_ == part_end_ || !stream_.next(line)) return false;
    ++given_;
    charges = charges_of(line, world().begin);
    truth_.add(line, charges);
    return true;
  }
  [[nodiscard]] const World& world() const { return stream_.world(); }
  [[nodiscard]] const Truth& truth() const { return truth_; }

 private:
  BillPlan plan_;
  LineStream stream_;
  Truth truth_;
  std::int64_t given_ = 0;
  std::int64_t part_end_ = 0;
};

}  // namespace farthing::generate
