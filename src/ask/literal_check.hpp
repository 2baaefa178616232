// Literals and types in a parse tree.
#pragma once
#include <boost/json/value.hpp>
#include <string>

#include "base/result.hpp"

namespace farthing {

struct Literal {
  enum class Kind { kText, kFraction, kPlain, kOther };
  Kind kind = Kind::kOther;  ///< kFraction: a DOUBLE; kPlain: NULL, a truth value, an integer, a decimal
  std::string type;          ///< the engine's name
  std::string text;          ///< of kText and kFraction
};

/// Reads a node of class CONSTANT. An error only if the tree isn't built as it should be.
[[nodiscard]] Result<Literal> read_literal(const boost::json::object& constant);
/// CAST('1.5e-07' AS DOUBLE), which keeps a DOUBLE literal to the last bit on its way through JSON.
[[nodiscard]] boost::json::value cast_to_double(const boost::json::object& constant, const std::string& digits);
/// Whether a CAST may go to this type: the simple ones, DECIMAL, INTERVAL, MAP(VARCHAR, VARCHAR).
[[nodiscard]] bool is_plain_type(const boost::json::value& type);
[[nodiscard]] std::string type_words(const boost::json::value& type);

}  // namespace farthing
