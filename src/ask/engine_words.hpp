// The engine's messages, as a user of Farthing reads them.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

/// One line of an engine's message: without its label ("Binder Error: ") and the picture of the text ("LINE 1: ...").
[[nodiscard]] std::string engine_words(std::string_view message);
/// The same as an error: of usage where the statement is to blame, else as it was.
[[nodiscard]] Error statement_error(Error error);

}  // namespace farthing
