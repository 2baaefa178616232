// The ways in which an answer can be printed.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

enum class OutputFormat { kTable, kJson, kNdjson, kCsv, kTsv, kMarkdown, kXlsx };

/// "table", "json", "ndjson", "csv", "tsv", "markdown" or "xlsx", in any case. Anything else is a usage error that
/// lists them.
[[nodiscard]] Result<OutputFormat> parse_output_format(std::string_view name);
[[nodiscard]] std::vector<std::string> output_format_names();
/// Whether the text itself holds the notes and the explanation. Of the other formats every line is a row, so whoever
/// prints them says the notes elsewhere.
[[nodiscard]] bool carries_notes(OutputFormat format);
/// Whether it is a file's bytes, which no terminal can show.
[[nodiscard]] bool is_binary(OutputFormat format);

}  // namespace farthing
