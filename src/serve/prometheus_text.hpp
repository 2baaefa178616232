// The text that Prometheus reads.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace farthing {

/// Families of samples, one after the other: family(), then its samples.
class PrometheusText {
 public:
  using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// `type`: "counter", "gauge" or "histogram".
  void family(std::string_view name, std::string_view type, std::string_view help);
  /// Of the family, with `suffix` behind its name: "_bucket", "_sum".
  void sample(Labels labels, double value, std::string_view suffix = "");
  void sample_of(const std::vector<std::pair<std::string, std::string>>& labels, double value);
  /// Families that were written elsewhere.
  void add(std::string_view text) { text_ += text; }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string name_, text_;
};

}  // namespace farthing
