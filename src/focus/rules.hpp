// What is held against a file: the model's static rules as SQL, and what of them can't be told.
#pragma once
#include <string>
#include <vector>

#include "focus/focus_file.hpp"
#include "focus/model.hpp"

namespace farthing {

/// One rule as it is held against one file.
struct HeldRule {
  std::string id;
  std::string level;   ///< the keyword: "MUST", "SHOULD NOT", ...
  std::string column;  ///< whose value an example shows
  std::string says;
  std::string violation;                 ///< SQL over the rows: true where a row breaks it
  std::string group = {}, counted = {};  ///< of rules about groups: each value of `group` must have one of `counted`
  std::string expected = "1";            ///< that many
  std::vector<std::string> values = {};  ///< of costly rules the columns that they read: each value is looked at once
  bool of_file = false;                  ///< broken by the file as a whole: a column is missing
};

struct HeldRules {
  std::vector<HeldRule> rules;
  std::vector<std::string> untold;  ///< ids of rules that read a column that the file lacks
  std::vector<std::string> later;   ///< ids of rules about columns that came after the file's version
  std::size_t dynamic = 0;          ///< rules that no one file can answer
  std::size_t not_applied = 0;      ///< rules of what the provider doesn't support
};

struct RuleChoice {
  std::string version;                   ///< columns that came later aren't asked for; empty: all are
  std::vector<std::string> unsupported;  ///< criteria of the model that don't apply
};

/// Walks the model from its root. A row counts for a rule if the rule's condition and those of all rules that lead to
/// it hold. A rule that is one of several of which one must hold isn't held alone.
[[nodiscard]] HeldRules held_rules(const FocusModel& model, const FocusFile& file, const RuleChoice& choice);

}  // namespace farthing
