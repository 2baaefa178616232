// Looks at every node of a query's parse tree: selects, set operations, CTEs, joins, and the expressions in them.
#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/expression_walk.hpp"
#include "ask/parse_tree.hpp"

namespace farthing {

/// The bounds of what the planner, which can't be interrupted, has to hold.
inline constexpr double kMostTables = 100;    ///< tables in a query, each CTE counted as often as it's named
inline constexpr double kMostColumns = 5000;  ///< columns at any place in it
inline constexpr std::size_t kMostGroupingSets = 256;

/// How large a part of a query is: tables read, columns, growth of the values (see ExpressionWalk::check).
struct QueryExtent {
  double tables = 0;
  double columns = 0;
  double growth = 1;
  bool long_values = false;  ///< has values made of many rows: then no more rows may come of these
};

class QueryWalk : public ExpressionWalk {
 public:
  explicit QueryWalk(std::span<const std::string> tables);
  /// Checks a whole statement. Use a walk once.
  [[nodiscard]] Done check_statement(JsonValue& root);

 protected:
  Done on_column(JsonObject& column) override;
  Done on_subquery(JsonObject& subquery) override;
  [[nodiscard]] bool over_many_rows() const override { return true; }
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view what) const override;

 private:
  Result<QueryExtent> check_node(JsonValue& value);
  Result<QueryExtent> check_select(JsonObject& node);
  Result<QueryExtent> check_set_operation(JsonObject& node);
  /// {"node": ..., "named_param_map": []}
  Result<QueryExtent> check_select_statement(JsonValue& statement);
  Done check_ctes(JsonObject& node);
  /// What a part of a select holds: columns without a table, and the greatest growth of any value in it.
  struct Measured {
    double peak = 1;
    std::set<std::string> mentioned;
  };
  using GrownAliases = std::map<std::string, double>;
  template <typename Check>
  Result<Measured> measure(const Check& check_part);
  static double growth_of_aliases(const GrownAliases& grown, const Measured& part);
  Result<QueryExtent> check_select_list(JsonValue& items, const QueryExtent& from, GrownAliases& grown);
  Result<QueryExtent> check_star(JsonObject& star, const QueryExtent& from);
  Done check_modifiers(JsonValue& modifiers);
  Done check_sort(JsonObject& modifier);

  Result<QueryExtent> check_source(JsonValue& value);
  Result<QueryExtent> check_base_table(const JsonObject& node);
  Result<QueryExtent> check_join(JsonObject& node);
  Result<QueryExtent> check_values(JsonObject& node);
  Result<QueryExtent> check_unnest(JsonObject& node);
  Result<QueryExtent> within_bounds(QueryExtent extent) const;
  Done check_whole_rows() const;
  [[nodiscard]] tl::unexpected<Error> refuse_long_values() const;

  std::set<std::string> tables_;
  std::string allowed_;                                   ///< in words
  std::vector<std::map<std::string, QueryExtent>> ctes_;  ///< those in sight, the innermost last
  std::set<std::string> sources_;                         ///< names of tables and subqueries, all over the query
  std::set<std::string> bare_names_;                      ///< columns without a table, all over the query
  std::vector<std::set<std::string>> mentioned_;          ///< the same of each part that is being measured
  std::vector<QueryExtent> subqueries_;                   ///< of expressions in each of these selects
};

}  // namespace farthing
