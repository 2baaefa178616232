#include "report/table.hpp"

#include <algorithm>

#include "report/shown.hpp"
#include "report/utf8.hpp"

namespace farthing {
namespace {

using ShownRow = std::vector<std::string>;

// One column's place: numbers stand with their decimal points below each other.
struct Place {
  bool number = false;
  std::size_t before = 0;  ///< cells up to the decimal point
  std::size_t after = 0;   ///< the point and what follows it
  std::size_t width = 0;
};

bool is_digits_and_point(const std::string& text) {
  return text.find_first_not_of("-0123456789.") == std::string::npos && text.find('.') != std::string::npos;
}

std::size_t fraction_width(const std::string& text) {
  return is_digits_and_point(text) ? text.size() - text.find('.') : 0;
}

void make_room(Place& place, const std::string& text) {
  const std::size_t width = display_width(text);
  if (!place.number) {
    place.width = std::max(place.width, width);
    return;
  }
  const std::size_t fraction = fraction_width(text);
  // Words among numbers ("unknown") stand at the right edge.
  if (fraction > 0 || text.find_first_not_of("-0123456789") == std::string::npos) {
    place.before = std::max(place.before, width - fraction);
    place.after = std::max(place.after, fraction);
  }
  place.width = std::max({place.width, width, place.before + place.after});
}

std::string padded_left(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, display_width(text)), ' ') + text;
}

std::string padded_right(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, display_width(text)), ' ');
}

std::string placed(const Place& place, const std::string& text) {
  if (!place.number) return padded_right(text, place.width);
  const bool plain = !text.empty() && text.find_first_not_of("-0123456789.") == std::string::npos && text != "-";
  return padded_left(plain ? text + std::string(place.after - fraction_width(text), ' ') : text, place.width);
}

void append_line(std::string& out, const std::vector<Place>& places, const ShownRow& row, bool header) {
  std::string line;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i > 0) line += "  ";
    line += header && places[i].number ? padded_left(row[i], places[i].width) : placed(places[i], row[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line + "\n";
}

void append_rule(std::string& out, const std::vector<Place>& places) {
  for (std::size_t i = 0; i < places.size(); ++i) out += (i > 0 ? "  " : "") + std::string(places[i].width, '-');
  out += "\n";
}

std::string grid(const Answer& answer) {
  ShownRow header;
  std::vector<ShownRow> rows;
  for (const auto& column : answer.columns) header.push_back(shown_text(column.name));
  for (const auto& row : answer.rows) rows.push_back(shown_row(answer.columns, row));
  if (answer.total) rows.push_back(shown_total(answer.columns, *answer.total));

  std::vector<Place> places(header.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].number = is_number(answer.columns[i].type);
    places[i].width = display_width(header[i]);
    for (const auto& row : rows) make_room(places[i], row[i]);
  }
  std::string out;
  append_line(out, places, header, true);
  append_rule(out, places);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i == answer.rows.size()) append_rule(out, places);
    append_line(out, places, rows[i], false);
  }
  if (answer.rows.empty()) out += "(no rows)\n";
  return out;
}

}  // namespace

std::string render_table(const Answer& answer) {
  std::string out;
  if (!answer.title.empty()) out += shown_text(answer.title) + "\n\n";
  if (!answer.columns.empty()) out += grid(answer) + "\n";
  out += shown_origin(answer) + "\n";
  for (const auto& note : answer.notes) out += "note: " + shown_text(note) + "\n";
  if (!answer.explanation.empty()) out += "\nexplanation:\n";
  for (const auto& line : answer.explanation) out += "  " + shown_text(line) + "\n";
  return out;
}

}  // namespace farthing
