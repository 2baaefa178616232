// Splits CSV text into records and fields.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collect/bill/byte_scan.hpp"

namespace farthing {

/// Reads records as RFC 4180 has them: lines end with LF or CRLF (the last one needs none), blank ones are passed over,
/// a field in quotes may hold commas, newlines and doubled quotes. Works in place, nothing is copied: a field with
/// doubled quotes is rewritten where it stands, and fields are views into the text.
///
///   RecordReader reader(text, 2, 100);
///   while (reader.next() == RecordReader::Step::kRecord) use(reader.fields());
class RecordReader {
 public:
  static constexpr std::size_t kAnyWidth = 0;  ///< as many fields as there are, 16,384 at most: for a header

  /// `first_line` is the number of the line that the text begins with, `width` how many fields each record must have.
  RecordReader(std::span<char> text, std::int64_t first_line, std::size_t width);

  enum class Step { kRecord, kEnd, kBroken };
  /// Goes to the next record. After kBroken the reader is of no more use but to say what is wrong.
  [[nodiscard]] Step next();

  [[nodiscard]] std::span<const std::string_view> fields() const { return {fields_.data(), count_}; }
  /// The same bytes, to be rewritten in place.
  [[nodiscard]] std::span<char> mutable_field(std::size_t index) const {
    const auto field = fields_[index];
    return text_.subspan(static_cast<std::size_t>(field.data() - text_.data()), field.size());
  }
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
  [[nodiscard]] bool take_quoted(std::size_t open, std::string_view& field, std::size_t& end);
  [[nodiscard]] std::string_view unescaped(std::size_t begin, std::size_t end);
  void add(std::string_view field);
  Step broken(Problem problem, std::int64_t line);

  std::span<char> text_;
  MarkScanner scanner_;
  std::size_t width_;
  std::size_t start_ = 0;
  std::int64_t next_line_;
  std::int64_t line_ = 0;
  std::vector<std::string_view> fields_;
  std::size_t count_ = 0;
  bool ascii_ = true;
  Problem problem_ = Problem::kNone;
  std::int64_t problem_line_ = 0;
};

}  // namespace farthing
