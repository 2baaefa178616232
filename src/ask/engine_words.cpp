#include "ask/engine_words.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace farthing {
namespace {

// Labels of errors that the statement's author can mend.
constexpr std::string_view kStatementLabels[] = {"Binder Error: ",       "Catalog Error: ", "Conversion Error: ",
                                                 "Out of Range Error: ", "Parser Error: ",  "Not implemented Error: "};

}  // namespace

std::string engine_words(std::string_view message) {
  for (const auto label : kStatementLabels) {
    if (message.starts_with(label)) message.remove_prefix(label.size());
  }
  std::string words;
  for (const auto& line : split(message, '\n')) {
    if (line.starts_with("LINE ")) break;
    if (!line.empty()) words += (words.empty() ? "" : " ") + line;
  }
  return words;
}

Error statement_error(Error error) {
  const bool blamed = std::any_of(std::begin(kStatementLabels), std::end(kStatementLabels),
                                  [&](std::string_view label) { return error.what.starts_with(label); });
  error.what = engine_words(error.what);
  if (blamed) error.kind = Error::Kind::kUsage;
  return error;
}

}  // namespace farthing
