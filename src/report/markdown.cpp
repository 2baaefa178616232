#include "report/markdown.hpp"

#include "report/shown.hpp"

namespace farthing {
namespace {

// Underscores stay: inside of words, where names have them, they mark nothing.
std::string markdown_text(const std::string& shown) {
  std::string out;
  for (const char c : shown) {
    if (std::string_view("\\|`*<>[]&~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

void append_cells(std::string& out, const std::vector<std::string>& cells, bool bold) {
  for (const auto& cell : cells) {
    const std::string text = markdown_text(cell);
    out += bold && !text.empty() ? "| **" + text + "** " : "| " + text + " ";
  }
  out += "|\n";
}

std::string markdown_grid(const Answer& answer) {
  std::vector<std::string> names;
  std::string marks;
  for (const auto& column : answer.columns) {
    names.push_back(shown_text(column.name));
    marks += is_number(column.type) ? "|---:" : "|---";
  }
  std::string out;
  append_cells(out, names, false);
  out += marks + "|\n";
  for (const auto& row : answer.rows) append_cells(out, shown_row(answer.columns, row), false);
  if (answer.total) append_cells(out, shown_total(answer.columns, *answer.total), true);
  return out;
}

}  // namespace

std::string render_markdown(const Answer& answer) {
  std::string out;
  if (!answer.title.empty()) out += "**" + markdown_text(shown_text(answer.title)) + "**\n\n";
  if (!answer.columns.empty()) out += markdown_grid(answer) + "\n";
  out += "- " + shown_origin(answer) + "\n";
  for (const auto& note : answer.notes) out += "- note: " + markdown_text(shown_text(note)) + "\n";
  for (const auto& line : answer.explanation) out += "- " + markdown_text(shown_text(line)) + "\n";
  return out;
}

}  // namespace farthing
