#include "support/asked.hpp"

#include "base/text.hpp"

namespace farthing {

Answer asked(HandMadeLake& lake, const CostsQuestion& question) {
  auto answer = answer_costs(lake.engine, lake.snapshot, question);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  empty.complete = false;
  return empty;
}

std::string header_text(const Answer& answer) {
  std::vector<std::string> names;
  for (const auto& column : answer.columns) names.push_back(column.name);
  return join(names, "|");
}

std::string row_text(const std::vector<Cell>& row) {
  std::vector<std::string> cells;
  for (const auto& cell : row) cells.push_back(cell.value_or("NULL"));
  return join(cells, "|");
}

std::vector<std::string> rows_text(const Answer& answer) {
  std::vector<std::string> rows;
  for (const auto& row : answer.rows) rows.push_back(row_text(row));
  return rows;
}

std::string note_with(const Answer& answer, const std::string& text) {
  for (const auto& note : answer.notes) {
    if (note.find(text) != std::string::npos) return note;
  }
  return "no such note; there are: " + join(answer.notes, "; ");
}

}  // namespace farthing
