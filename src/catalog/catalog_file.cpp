#include "catalog/catalog_file.hpp"

#include <charconv>

#include "base/embedded_text.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace farthing {

extern const EmbeddedText embedded_catalog[];

std::vector<std::vector<std::string>> catalog_rows(std::string_view name) {
  const EmbeddedText* file = embedded_catalog;
  while (file->name != nullptr && file->name != name) ++file;
  FARTHING_CHECK(file->name != nullptr);
  std::vector<std::vector<std::string>> rows;
  std::size_t columns = 0;
  for (const auto& line : split(file->text, '\n')) {
    if (line.empty()) continue;
    auto fields = split(line, ',');
    if (columns == 0) {
      columns = fields.size();
      continue;
    }
    FARTHING_CHECK(fields.size() == columns);
    rows.push_back(std::move(fields));
  }
  return rows;
}

double catalog_number(std::string_view field) {
  double number = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  FARTHING_CHECK(error == std::errc{} && end == field.data() + field.size());
  return number;
}

}  // namespace farthing
