// An answer as a Markdown table, for pull requests, chats and documents.
#pragma once
#include <string>

#include "ask/answer.hpp"

namespace farthing {

/// The same parts as the plain table. What Markdown or HTML would read as a mark is escaped in data.
[[nodiscard]] std::string render_markdown(const Answer& answer);

}  // namespace farthing
