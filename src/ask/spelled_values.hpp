// Values of dimensions in a condition, as people read and type them, to the normal form that the roll-up holds.
#pragma once
#include <map>
#include <string>
#include <utility>

#include "ask/parse_tree.hpp"

namespace farthing {

/// (dimension, spelling in lower case) -> the value's normal form.
using Spellings = std::map<std::pair<std::string, std::string>, std::string>;

/// In comparisons and lists (=, <>, IN, LIKE isn't one) of a dimension with texts, puts the normal form in the stead of
/// a text that is known as a spelling. Everything else stays.
void put_normal_values(ParseTree& tree, const Spellings& spellings);

}  // namespace farthing
