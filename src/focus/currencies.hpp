// National currencies: the active codes of ISO 4217.
#pragma once
#include <string>

namespace farthing {

/// 'AED', 'AFN', ... for IN (...).
[[nodiscard]] const std::string& national_currencies_sql();

}  // namespace farthing
