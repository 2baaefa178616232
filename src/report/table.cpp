#include "report/table.hpp"

#include <algorithm>

#include "base/text.hpp"
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

bool is_left_out(const Answer& answer, const std::string& column) {
  return std::find(answer.secondary.begin(), answer.secondary.end(), column) != answer.secondary.end();
}

// The answer's columns that are no secondary ones.
Answer narrowed(const Answer& answer) {
  Answer narrow;
  const auto keep = [&](const auto& cells) {
    std::decay_t<decltype(cells)> kept;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!is_left_out(answer, answer.columns[i].name)) kept.push_back(cells[i]);
    }
    return kept;
  };
  narrow.columns = keep(answer.columns);
  for (const auto& row : answer.rows) narrow.rows.push_back(keep(row));
  if (answer.total) narrow.total = keep(*answer.total);
  return narrow;
}

std::string left_out_line(const Answer& answer) {
  std::vector<std::string> names;
  for (const auto& column : answer.columns) {
    if (is_left_out(answer, column.name)) names.push_back(shown_text(column.name));
  }
  return names.empty() ? std::string() : "left out: " + join(names, ", ") + " (--wide, -o csv and -o json have them)\n";
}

// A long name stands on two lines where its cells are narrower: "allocated_" over "effective_cost".
std::size_t first_line_of(const std::string& name, std::size_t cells) {
  if (name.size() <= cells) return 0;
  std::size_t best = 0, width = name.size();
  for (std::size_t at = name.find('_'); at != std::string::npos; at = name.find('_', at + 1)) {
    const auto both = std::max({at + 1, name.size() - at - 1, cells});
    if (both < width) {
      width = both;
      best = at + 1;
    }
  }
  return best;
}

std::string grid(const Answer& answer, bool folds_names) {
  ShownRow header;
  std::vector<ShownRow> rows;
  for (const auto& column : answer.columns) header.push_back(shown_text(column.name));
  for (const auto& row : answer.rows) rows.push_back(shown_row(answer.columns, row));
  if (answer.total) rows.push_back(shown_total(answer.columns, *answer.total));

  std::vector<Place> places(header.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].number = is_number(answer.columns[i].type);
    for (const auto& row : rows) make_room(places[i], row[i]);
  }
  ShownRow above(header.size());
  for (std::size_t i = 0; i < header.size() && folds_names; ++i) {
    const auto at = first_line_of(header[i], places[i].width);
    above[i] = header[i].substr(0, at);
    header[i] = header[i].substr(at);
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].width = std::max({places[i].width, display_width(header[i]), display_width(above[i])});
  }
  std::string out;
  if (std::any_of(above.begin(), above.end(), [](const auto& name) { return !name.empty(); })) {
    append_line(out, places, above, true);
  }
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
  const bool is_narrow = !answer.secondary.empty();
  if (!answer.columns.empty()) out += (is_narrow ? grid(narrowed(answer), true) : grid(answer, false)) + "\n";
  out += shown_origin(answer) + "\n";
  out += left_out_line(answer);
  for (const auto& note : answer.notes) out += "note: " + shown_text(note) + "\n";
  if (!answer.explanation.empty()) out += "\nexplanation:\n";
  for (const auto& line : answer.explanation) out += "  " + shown_text(line) + "\n";
  return out;
}

}  // namespace farthing
