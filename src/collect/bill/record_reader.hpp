// Splits CSV text into records and fields.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "collect/bill/byte_scan.hpp"

namespace farthing {

/// Where a field stands in its text.
struct FieldPlace {
  std::uint32_t begin = 0;
  std::uint32_t size = 0;
};

/// Reads records as RFC 4180 has them: lines end with LF or CRLF (the last one needs none), blank ones are passed over,
/// a field in quotes may hold commas, newlines and doubled quotes. Works in place, nothing is copied: a field with
/// doubled quotes is rewritten where it stands. The text is shorter than 4 GiB.
///
///   RecordReader reader(text, 2, 100);
///   std::array<FieldPlace, 100> fields;
///   while (reader.next(fields) == RecordReader::Step::kRecord) use(reader.text_of(fields[0]));
class RecordReader {
 public:
  static constexpr std::size_t kWidestHeader = 16'384;
  static constexpr std::size_t kAnyWidth = 0;  ///< as many fields as there are, up to kWidestHeader: for a header

  /// `first_line` is the number of the line that the text begins with, `width` how many fields each record must have.
  RecordReader(std::span<char> text, std::int64_t first_line, std::size_t width)
      : text_(text), scanner_({text.data(), text.size()}), width_(width), next_line_(first_line) {}

  enum class Step { kRecord, kEnd, kBroken };
  /// Goes to the next record and puts its fields into `fields`, as many as there is room for. After kBroken the reader
  /// is of no more use but to say what is wrong.
  [[nodiscard]] Step next(std::span<FieldPlace> fields);

  [[nodiscard]] std::string_view text_of(FieldPlace place) const { return {text_.data() + place.begin, place.size}; }
  /// How many fields the record has.
  [[nodiscard]] std::size_t count() const { return count_; }
  /// The line on which the record begins.
  [[nodiscard]] std::int64_t line() const { return line_; }
  /// False if the record may hold bytes that aren't ASCII.
  [[nodiscard]] bool ascii() const { return ascii_; }
  /// Where the next record begins, as an offset into the text and as a line.
  [[nodiscard]] std::size_t position() const { return start_; }
  [[nodiscard]] std::int64_t next_line() const { return next_line_; }

  enum class Problem { kNone, kQuoteInField, kTextAfterQuote, kOpenQuote, kWidth };
  [[nodiscard]] Problem problem() const { return problem_; }
  /// What is wrong and on which line.
  [[nodiscard]] std::string problem_text() const;
  [[nodiscard]] std::int64_t problem_line() const { return problem_line_; }

 private:
  [[nodiscard]] bool skip_blank_lines();
  [[nodiscard]] bool take_quoted(MarkScanner& scanner, std::size_t open, FieldPlace& field, std::size_t& end);
  [[nodiscard]] std::size_t unescape(std::size_t begin, std::size_t end);
  Step broken(Problem problem, std::int64_t line);

  std::span<char> text_;
  MarkScanner scanner_;
  std::size_t width_;
  std::size_t start_ = 0;
  std::int64_t next_line_;
  std::int64_t line_ = 0;
  std::size_t count_ = 0;
  bool ascii_ = true;
  Problem problem_ = Problem::kNone;
  std::int64_t problem_line_ = 0;
};

}  // namespace farthing
