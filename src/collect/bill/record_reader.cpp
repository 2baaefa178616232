#include "collect/bill/record_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace farthing {
namespace {

constexpr std::size_t kWidestHeader = 16'384;

}  // namespace

RecordReader::RecordReader(std::span<char> text, std::int64_t first_line, std::size_t width)
    : text_(text),
      scanner_(std::string_view(text.data(), text.size())),
      width_(width),
      next_line_(first_line),
      fields_(width == kAnyWidth ? kWidestHeader : width) {}

RecordReader::Step RecordReader::next() {
  if (!skip_blank_lines()) return Step::kEnd;
  line_ = next_line_;
  count_ = 0;
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  std::size_t start = start_;
  while (true) {
    std::size_t end = scanner_.next();
    if (end < size && text[end] == ',') {
      add({text + start, end - start});
      start = end + 1;
      continue;
    }
    std::string_view field;
    if (end < size && text[end] == '"') {
      if (end != start) return broken(Problem::kQuoteInField, next_line_);
      if (!take_quoted(start, field, end)) return Step::kBroken;
    } else {
      const bool carriage_return = end > start && text[end - 1] == '\r';
      field = {text + start, end - start - (carriage_return ? 1 : 0)};
    }
    add(field);
    start = std::min(end + 1, size);
    if (end < size && text[end] == ',') continue;
    break;
  }
  start_ = start;
  ++next_line_;
  ascii_ = scanner_.take_ascii();
  const bool wrong_width = width_ == kAnyWidth ? count_ > kWidestHeader : count_ != width_;
  return wrong_width ? broken(Problem::kWidth, line_) : Step::kRecord;
}

bool RecordReader::skip_blank_lines() {
  while (start_ < text_.size()) {
    const std::size_t at = start_ + (text_[start_] == '\r' ? 1 : 0);
    if (at < text_.size() && text_[at] != '\n') return true;
    if (at < text_.size()) (void)scanner_.next();
    start_ = std::min(at + 1, text_.size());
    ++next_line_;
  }
  return false;
}

// From an opening quote: the field between the quotes, and the comma, newline or end of text behind it.
bool RecordReader::take_quoted(std::size_t open, std::string_view& field, std::size_t& end) {
  const std::size_t size = text_.size();
  const std::int64_t line = next_line_;
  bool doubled = false;
  std::size_t at = open;
  while (true) {
    at = scanner_.next();
    if (at == size) {
      (void)broken(Problem::kOpenQuote, line);
      return false;
    }
    if (text_[at] == '\n') ++next_line_;
    if (text_[at] != '"') continue;
    if (at + 1 == size || text_[at + 1] != '"') break;
    doubled = true;
    (void)scanner_.next();
  }
  field = doubled ? unescaped(open + 1, at) : std::string_view(text_.data() + open + 1, at - open - 1);
  end = at + 1;
  if (end < size && text_[end] == '\r' && (end + 1 == size || text_[end + 1] == '\n')) ++end;
  if (end < size && text_[end] != ',' && text_[end] != '\n') {
    (void)broken(Problem::kTextAfterQuote, next_line_);
    return false;
  }
  if (end < size) (void)scanner_.next();
  return true;
}

std::string_view RecordReader::unescaped(std::size_t begin, std::size_t end) {
  std::size_t to = begin;
  for (std::size_t from = begin; from < end; ++from, ++to) {
    text_[to] = text_[from];
    if (text_[from] == '"') ++from;  // quotes in here come in pairs
  }
  return {text_.data() + begin, to - begin};
}

void RecordReader::add(std::string_view field) {
  if (count_ < fields_.size()) fields_[count_] = field;
  ++count_;
}

RecordReader::Step RecordReader::broken(Problem problem, std::int64_t line) {
  problem_ = problem;
  problem_line_ = line;
  return Step::kBroken;
}

std::string RecordReader::problem_text() const {
  switch (problem_) {
    case Problem::kQuoteInField:
      return fmt::format("field {} has a quote inside, but does not begin with one", count_ + 1);
    case Problem::kTextAfterQuote:
      return fmt::format("field {} goes on behind its closing quote", count_ + 1);
    case Problem::kOpenQuote:
      return fmt::format("the quote that opens field {} is not closed", count_ + 1);
    case Problem::kWidth:
      return width_ == kAnyWidth ? fmt::format("has {} fields, {} are possible", count_, kWidestHeader)
                                 : fmt::format("has {} fields, the header has {}", count_, width_);
    case Problem::kNone:
      break;
  }
  return {};
}

}  // namespace farthing
