#include "collect/bill/record_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace farthing {
namespace {

FieldPlace place_between(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end - begin)};
}

}  // namespace

RecordReader::Step RecordReader::next(std::span<FieldPlace> fields) {
  if (!skip_blank_lines()) return Step::kEnd;
  line_ = next_line_;
  const char* const text = text_.data();
  const std::size_t size = text_.size();
  MarkScanner scanner = scanner_;  // a copy of its own is kept in registers
  std::size_t start = start_;
  std::size_t count = 0;
  const auto add = [&](FieldPlace field) {
    if (count < fields.size()) fields[count] = field;
    ++count;
  };
  std::size_t end = 0;
  while (true) {
    end = scanner.next_special([&](std::size_t comma) {
      add(place_between(start, comma));
      start = comma + 1;
    });
    if (end == size || text[end] == '\n') {
      const bool carriage_return = end > start && text[end - 1] == '\r';
      add(place_between(start, end - (carriage_return ? 1 : 0)));
      break;
    }
    count_ = count;
    if (end != start) return broken(Problem::kQuoteInField, next_line_);
    FieldPlace field;
    if (!take_quoted(scanner, start, field, end)) return Step::kBroken;
    add(field);
    if (end == size || text[end] == '\n') break;
    start = end + 1;
  }
  start_ = std::min(end + 1, size);
  count_ = count;
  ++next_line_;
  ascii_ = scanner.take_ascii();
  scanner_ = scanner;
  const bool wrong_width = width_ == kAnyWidth ? count > kWidestHeader : count != width_;
  return wrong_width ? broken(Problem::kWidth, line_) : Step::kRecord;
}

bool RecordReader::skip_blank_lines() {
  while (start_ < text_.size()) {
    const std::size_t at = start_ + (text_[start_] == '\r' ? 1 : 0);
    if (at < text_.size() && text_[at] != '\n') return true;
    if (at < text_.size()) scanner_.skip_special();
    start_ = std::min(at + 1, text_.size());
    ++next_line_;
  }
  return false;
}

// Behind an opening quote: the field up to its closing quote, and the comma, newline or end of text that follows.
bool RecordReader::take_quoted(MarkScanner& scanner, std::size_t open, FieldPlace& field, std::size_t& end) {
  const std::size_t size = text_.size();
  const std::int64_t line = next_line_;
  bool doubled = false;
  std::size_t at = open;
  while (true) {
    at = scanner.next_special();
    if (at == size) {
      (void)broken(Problem::kOpenQuote, line);
      return false;
    }
    if (text_[at] == '\n') {
      ++next_line_;
      continue;
    }
    if (at + 1 == size || text_[at + 1] != '"') break;
    doubled = true;
    scanner.skip_special();
  }
  field = place_between(open + 1, doubled ? unescape(open + 1, at) : at);
  end = at + 1;
  if (end < size && text_[end] == ',') {
    scanner.skip_comma();
    return true;
  }
  if (end < size && text_[end] == '\r' && (end + 1 == size || text_[end + 1] == '\n')) ++end;
  if (end < size && text_[end] != '\n') {
    (void)broken(Problem::kTextAfterQuote, next_line_);
    return false;
  }
  if (end < size) scanner.skip_special();
  return true;
}

// Rewrites what stands in quotes, and says where it ends now.
std::size_t RecordReader::unescape(std::size_t begin, std::size_t end) {
  std::size_t to = begin;
  for (std::size_t from = begin; from < end; ++from, ++to) {
    text_[to] = text_[from];
    if (text_[from] == '"') ++from;  // quotes in here come in pairs
  }
  return to;
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
