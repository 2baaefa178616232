// The catalog's bundled tables, cut into fields.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace farthing {

/// The rows of src/catalog/data/NAME.csv (no field is quoted there) without the header. A file that isn't there, or a
/// row that hasn't as many fields as the header, is a programmer's error.
[[nodiscard]] std::vector<std::vector<std::string>> catalog_rows(std::string_view name);
/// A field that is a number, exactly that; anything else is a programmer's error.
[[nodiscard]] double catalog_number(std::string_view field);

}  // namespace farthing
