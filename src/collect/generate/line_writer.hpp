// What makes a format's text of a line.
#pragma once
#include <memory>
#include <string>

#include "collect/generate/charge.hpp"
#include "collect/generate/csv_text.hpp"

namespace farthing::generate {

/// Thread safety: none. Lives no longer than the world.
class LineWriter {
 public:
  virtual ~LineWriter() = default;
  /// The names of the columns, in order.
  [[nodiscard]] virtual std::vector<std::string> columns() const = 0;
  /// Appends the line's records and says how many there are: one, or for FOCUS none to two.
  virtual int write(CsvText& text, const BillLine& line, const Charges& charges) = 0;
};

[[nodiscard]] std::unique_ptr<LineWriter> make_cur_csv_writer(const World& world);
[[nodiscard]] std::unique_ptr<LineWriter> make_focus_csv_writer(const World& world);

/// identity/LineItemId: 52 letters and digits.
[[nodiscard]] ShortText<52> line_item_id(std::uint64_t bits);

}  // namespace farthing::generate
