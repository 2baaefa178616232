// JSON as it is written from left to right, with amounts to their last digit.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "lake/engine.hpp"
#include "opencost/window.hpp"

namespace farthing {

class JsonWriter {
 public:
  void open(char bracket) {
    separate();
    text_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    first_ = false;
  }
  void key(std::string_view name);
  void value(std::string_view text);
  void value(Decimal amount);
  void value(double number);  ///< what is no number is null
  void value(bool flag);
  void value(std::int64_t number);
  void value(const std::optional<double>& number);
  void value(Timestamp time) { value(std::string_view(format_timestamp(time))); }
  void null();

  template <typename T>
  void field(std::string_view name, const T& content) {
    key(name);
    value(content);
  }
  void field(std::string_view name, const char* content) { field(name, std::string_view(content)); }
  void field(std::string_view name, const std::string& content) { field(name, std::string_view(content)); }
  /// Only if there is something.
  void field_if(std::string_view name, const Cell& content) {
    if (content && !content->empty()) field(name, *content);
  }
  void null_field(std::string_view name) {
    key(name);
    null();
  }
  /// "window": {"start": ..., "end": ...}
  void window_field(const TimeWindow& window);

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void separate();
  std::string text_;
  bool first_ = true;
};

}  // namespace farthing
