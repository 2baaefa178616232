#include "opencost/json_writer.hpp"

#include <boost/json/serialize.hpp>
#include <cmath>

namespace farthing {

void JsonWriter::separate() {
  if (!first_) text_ += ',';
  first_ = false;
}

void JsonWriter::key(std::string_view name) {
  value(name);
  text_ += ':';
  first_ = true;  // nothing stands between a name and its value
}

void JsonWriter::value(std::string_view text) {
  separate();
  text_ += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

void JsonWriter::value(Decimal amount) {
  separate();
  text_ += amount.text();
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  text_ += DoubleText(number).view();
}

void JsonWriter::value(bool flag) {
  separate();
  text_ += flag ? "true" : "false";
}

void JsonWriter::value(std::int64_t number) {
  separate();
  text_ += std::to_string(number);
}

void JsonWriter::value(const std::optional<double>& number) {
  if (!number) return null();
  value(*number);
}

void JsonWriter::null() {
  separate();
  text_ += "null";
}

void JsonWriter::window_field(const TimeWindow& window) {
  key("window");
  open('{');
  field("start", window.start);
  field("end", window.end);
  close('}');
}

}  // namespace farthing
