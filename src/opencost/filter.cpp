#include "opencost/filter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace farthing {
namespace {

constexpr std::size_t kMostText = 20'000, kMostDepth = 30;

struct FilterOperator {
  std::string_view sign;
  Filter::Match match;
};
// The longer before those that they begin with.
constexpr FilterOperator kFilterOperators[] = {{"<~:", Filter::Match::kStartsWith},
                                               {"~>:", Filter::Match::kEndsWith},
                                               {"~:", Filter::Match::kContains},
                                               {":", Filter::Match::kEquals}};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool ends_word(char c) { return is_blank(c) || std::string_view("+|(),\"").find(c) != std::string_view::npos; }
bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  Result<Filter> parse() {
    skip_blanks();
    if (at_end()) return Filter{};
    TRY(auto filter, joined(0));
    if (!at_end()) return wrong("the filter should end");
    return filter;
  }

 private:
  [[nodiscard]] bool at_end() const { return next_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[next_]; }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[next_])) ++next_;
  }
  bool take(std::string_view sign) {
    if (!text_.substr(next_).starts_with(sign)) return false;
    next_ += sign.size();
    return true;
  }
  [[nodiscard]] tl::unexpected<Error> wrong(const std::string& expected) const {
    return misuse(
        fmt::format("filter: at sign {}: {}", next_ + 1, expected),
        R"(e.g. filter=namespace:"a","b"+label[app]!:"web"; | is or, with brackets around what belongs together)");
  }

  Result<Filter> joined(std::size_t depth) {
    if (depth > kMostDepth) return wrong("there are too many brackets");
    TRY(auto first, condition(depth));
    std::vector<Filter> parts;
    parts.push_back(std::move(first));
    std::optional<Filter::Kind> kind;
    while (true) {
      skip_blanks();
      if (at_end() || peek() == ')') break;
      const auto joins = take("|") ? Filter::Kind::kAny : Filter::Kind::kAll;
      if (joins == Filter::Kind::kAll) take("+");
      if (kind && *kind != joins) return wrong("+ and | stand side by side; put brackets around what belongs together");
      kind = joins;
      skip_blanks();
      TRY(auto part, condition(depth));
      parts.push_back(std::move(part));
    }
    if (parts.size() == 1) return std::move(parts.front());
    Filter filter;
    filter.kind = *kind;
    filter.parts = std::move(parts);
    return filter;
  }

  Result<Filter> condition(std::size_t depth) {
    skip_blanks();
    if (!take("(")) return test();
    TRY(auto inner, joined(depth + 1));
    skip_blanks();
    if (!take(")")) return wrong("a bracket isn't closed");
    return inner;
  }

  Result<Filter> test() {
    Filter test;
    test.kind = Filter::Kind::kTest;
    const auto from = next_;
    while (is_of_name(peek())) ++next_;
    test.field = text_.substr(from, next_ - from);
    if (test.field.empty()) return wrong("a field's name should be here");
    if (take("[")) {
      const auto end = text_.find(']', next_);
      if (end == std::string_view::npos || end == next_) return wrong("a key and ] should be here");
      test.key = text_.substr(next_, end - next_);
      next_ = end + 1;
    }
    TRY_DONE(take_operator(test));
    do {
      skip_blanks();
      TRY(auto value, taken_value());
      test.values.push_back(std::move(value));
      const auto behind = next_;
      skip_blanks();
      if (peek() != ',') next_ = behind;
    } while (take(","));
    return test;
  }

  Done take_operator(Filter& test) {
    test.negated = take("!");
    for (const auto& one : kFilterOperators) {
      if (!take(one.sign)) continue;
      test.match = one.match;
      return {};
    }
    return wrong("one of : ~: <~: ~>: should be here, or one of them with ! before it");
  }

  Result<std::string> taken_value() {
    std::string value;
    if (!take("\"")) {
      while (!at_end() && !ends_word(peek())) value += text_[next_++];
      if (value.empty()) return wrong("a value should be here");
      return value;
    }
    while (!at_end() && peek() != '"') {
      if (peek() == '\\') ++next_;
      if (at_end()) break;
      value += text_[next_++];
    }
    if (!take("\"")) return wrong("a quote isn't closed");
    return value;
  }

  std::string_view text_;
  std::size_t next_ = 0;
};

std::string quoted_value(std::string_view value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string test_text(const Filter& test) {
  std::string text = test.field;
  if (test.key) text += "[" + *test.key + "]";
  if (test.negated) text += "!";
  for (const auto& one : kFilterOperators) {
    if (one.match == test.match) text += one.sign;
  }
  for (std::size_t i = 0; i < test.values.size(); ++i) text += (i == 0 ? "" : ",") + quoted_value(test.values[i]);
  return text;
}

}  // namespace

Result<Filter> parse_filter(std::string_view text) {
  if (text.size() > kMostText) return misuse(fmt::format("a filter has {} signs at most", kMostText));
  return FilterParser(text).parse();
}

std::string filter_text(const Filter& filter) {
  if (filter.kind == Filter::Kind::kTest) return test_text(filter);
  std::string text;
  for (const auto& part : filter.parts) {
    if (!text.empty()) text += filter.kind == Filter::Kind::kAny ? "|" : "+";
    text += part.kind == Filter::Kind::kTest ? test_text(part) : "(" + filter_text(part) + ")";
  }
  return text;
}

}  // namespace farthing
