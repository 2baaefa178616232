// The door of this room: an answer as text, or as a file's bytes.
#pragma once
#include <string>

#include "ask/answer.hpp"
#include "report/output_format.hpp"

namespace farthing {

/// The whole text, ending with a line end, or the file. Rows and total must have as many cells as there are columns.
/// Only a file can fail.
[[nodiscard]] Result<std::string> render_answer(const Answer& answer, OutputFormat format);

}  // namespace farthing
