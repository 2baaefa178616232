// The requirements model of FOCUS: its rules as values, from the JSON that the FOCUS project publishes.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

/// One node of a rule's requirement or condition.
struct FocusCheck {
  std::string function;                   ///< "AND", "CheckValue", "ColumnPresent", ...
  std::string column;                     ///< ColumnName, or ColumnAName
  std::string other;                      ///< ColumnBName
  std::string result;                     ///< ResultColumnName
  std::string rule;                       ///< of CheckModelRule
  std::optional<std::string> value = {};  ///< Value or ExpectedCount as text; nothing is null
  bool number = false;                    ///< the value is a number
  std::vector<FocusCheck> items = {};     ///< of AND and OR
};

struct FocusRule {
  std::string id;         ///< "BilledCost-C-001-M"
  std::string function;   ///< "Composite", "Presence", "Nullability", ...
  std::string entity;     ///< "Column", "Dataset", "Attribute"
  std::string reference;  ///< the column, dataset or attribute
  std::string keyword;    ///< "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "RECOMMENDED", "MAY"
  std::string says;       ///< "BilledCost MUST NOT be null."
  bool is_static = false;
  std::vector<std::string> criteria;  ///< it applies if a provider supports any of them; empty: always
  std::optional<FocusCheck> requirement, condition;
  std::optional<std::string> erratum;  ///< why the overlay changed it
  bool never_violated = false;

  /// Only what must be fails a file.
  [[nodiscard]] bool must() const { return keyword == "MUST" || keyword == "MUST NOT"; }
};

struct FocusModel {
  std::map<std::string, FocusRule> rules;
  std::string root;
  std::vector<std::string> criteria;  ///< what a provider may support or not, by name
};

/// Reads the model's JSON. `errata`: JSON that replaces parts of rules, with a reason each; empty: none.
[[nodiscard]] Result<FocusModel> parse_focus_model(std::string_view model, std::string_view errata);
/// The bundled model of FOCUS 1.2, as it is published or with its errata.
[[nodiscard]] Result<FocusModel> bundled_focus_model(bool literal);

}  // namespace farthing
