#include "collect/generate/csv_text.hpp"

namespace farthing::generate {

std::string csv_quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string_view TimeTexts::text(Timestamp time) {
  Known& known = known_[static_cast<std::uint64_t>(time.micros / 3'600'000'000) % known_.size()];
  if (known.time != time || known.text.empty()) known = {time, format_timestamp(time)};
  return known.text;
}

void CsvText::free_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return cell(text);
  cell(csv_quoted(text));
}

}  // namespace farthing::generate
