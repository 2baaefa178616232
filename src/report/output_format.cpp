#include "report/output_format.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::array<std::pair<const char*, OutputFormat>, 7> kOutputFormats{{
    {"table", OutputFormat::kTable},
    {"json", OutputFormat::kJson},
    {"ndjson", OutputFormat::kNdjson},
    {"csv", OutputFormat::kCsv},
    {"tsv", OutputFormat::kTsv},
    {"markdown", OutputFormat::kMarkdown},
    {"xlsx", OutputFormat::kXlsx},
}};

}  // namespace

Result<OutputFormat> parse_output_format(std::string_view name) {
  const std::string wanted = lower(name);
  for (const auto& [known, format] : kOutputFormats) {
    if (wanted == known) return format;
  }
  return misuse("'" + std::string(name) + "' is no output format",
                "choose one of: " + join(output_format_names(), ", "));
}

std::vector<std::string> output_format_names() {
  std::vector<std::string> names;
  for (const auto& [known, format] : kOutputFormats) names.emplace_back(known);
  return names;
}

bool carries_notes(OutputFormat format) {
  return format == OutputFormat::kTable || format == OutputFormat::kJson || format == OutputFormat::kMarkdown ||
         format == OutputFormat::kXlsx;
}

bool is_binary(OutputFormat format) { return format == OutputFormat::kXlsx; }

}  // namespace farthing
