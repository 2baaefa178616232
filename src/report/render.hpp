// The door of this room: an answer as text.
#pragma once
#include <string>

#include "ask/answer.hpp"
#include "report/output_format.hpp"

namespace farthing {

/// The whole text, ending with a line end. Rows and total must have as many cells as there are columns.
///   std::fputs(render_answer(answer, OutputFormat::kTable).c_str(), stdout);
[[nodiscard]] std::string render_answer(const Answer& answer, OutputFormat format);

}  // namespace farthing
