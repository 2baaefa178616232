// Whether a file is FOCUS: the rules of the model and the sums that must agree, held against each row.
#pragma once
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "base/result.hpp"

namespace farthing {

struct ValidateQuestion {
  std::vector<std::string> files;        ///< each a dataset: a file, or a folder with its parts
  bool model_literal = false;            ///< without the errata, and nothing but the model
  std::string focus_version;             ///< "1.0" to "1.3"; empty: as the columns say
  std::vector<std::string> unsupported;  ///< criteria of the model that the provider doesn't support
};

struct Validation {
  Answer answer;
  bool contradicts = false;  ///< something that must be is not, or money contradicts
};

[[nodiscard]] Result<Validation> validate_focus(const ValidateQuestion& question);

}  // namespace farthing
