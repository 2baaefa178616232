// What every question returns: a table, its freshness and its explanation.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lake/engine.hpp"

namespace farthing {

/// A period that an answer is of.
struct AnswerPeriod {
  std::string name;      ///< "period" or "compared_with"
  std::string label;     ///< e.g. "2026-10"
  std::string from, to;  ///< dates, the end excluded
};

struct Answer {
  std::string title;  ///< e.g. "Effective cost by service, 2026-10"; empty: none
  std::vector<ResultColumn> columns;
  std::vector<std::vector<Cell>> rows;
  /// Columns that a table on a terminal leaves out, so that it fits, unless all are asked for.
  std::vector<std::string> secondary;
  /// One more row for those who read a table; machines get `rows` only.
  std::optional<std::vector<Cell>> total;
  std::vector<AnswerPeriod> periods;  ///< of a comparison, which chooses them
  std::int64_t snapshot = 0;
  std::optional<std::string> freshness;  ///< the newest usage in the data, RFC 3339; nothing if there is none
  bool complete = true;                  ///< false: some figure is unknown or partial, `notes` say which
  std::vector<std::string> notes;
  std::vector<std::string> explanation;  ///< filled when asked for: formula, inputs, rows, source files, snapshot
};

}  // namespace farthing
