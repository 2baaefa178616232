// SQL text to the engine's parse tree and back, in an engine that holds no data.
#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

/// One parsed SELECT: what json_serialize_sql says, {"error": false, "statements": [{"node": ...}]}. A number with a
/// point or an exponent is a string of its digits there, because Boost.JSON doesn't read such numbers to the last bit.
using ParseTree = boost::json::value;

/// Parses one statement. `prefix` is put before the text and not counted in an error's position. A usage error says
/// what the engine's parser says and at which character; no statement, several, or anything but a SELECT is one too.
[[nodiscard]] Result<ParseTree> parse_sql(std::string_view sql, std::string_view prefix = {});
/// The statement's node, e.g. {"type": "SELECT_NODE", ...}.
[[nodiscard]] boost::json::value& root_node(ParseTree& tree);

/// Looks at a tree, changes it where it must be, or refuses it.
using TreeCheck = std::function<Done(ParseTree&)>;
/// The text of a tree that passes `check`: the engine writes it anew, and what it wrote is parsed and checked again
/// until a pass changes nothing. So no text leaves here whose own tree wasn't checked.
[[nodiscard]] Result<std::string> write_checked(ParseTree tree, const TreeCheck& check);

/// Runs the check; a tree of an unknown shape is an error, not an exception.
[[nodiscard]] Done run_check(const TreeCheck& check, ParseTree& tree);

/// What `expression` is over a table, "charges" or "allocation_daily", whose one row has no values: the engine's name
/// of its type, e.g. "BOOLEAN". A usage error says why the engine can't bind it, or not compute it: BilledCost > 'abc'.
[[nodiscard]] Result<std::string> type_over(const std::string& table, const std::string& expression);

}  // namespace farthing
