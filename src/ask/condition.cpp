#include "ask/condition.hpp"

#include <algorithm>
#include <set>

#include "ask/expression_walk.hpp"
#include "ask/parse_tree.hpp"
#include "ask/query_walk.hpp"
#include "ask/sql_text.hpp"
#include "base/text.hpp"
#include "domain/dimension.hpp"

namespace farthing {
namespace {

constexpr std::string_view kNowWords[] = {"current_date", "current_timestamp"};  // column names to the parser
constexpr std::string_view kSelect = "SELECT ";

// "tag:team" in double quotes, as dimensions are written, is tags['team'].
JsonObject map_entry(const JsonObject& column, const std::string& map, const std::string& key) {
  const JsonValue text_type = {{"id", "VARCHAR"}, {"type_info", nullptr}};
  const auto& place = column.at("query_location");
  JsonObject name = column;
  name["column_names"] = boost::json::array{boost::json::string(map)};
  JsonObject literal = {{"class", "CONSTANT"}, {"type", "VALUE_CONSTANT"}, {"alias", ""}, {"query_location", place}};
  literal["value"] = {{"type", text_type}, {"is_null", false}, {"value", key}};
  JsonObject entry = {{"class", "OPERATOR"}, {"type", "ARRAY_EXTRACT"}, {"alias", ""}, {"query_location", place}};
  entry["children"] = boost::json::array{std::move(name), std::move(literal)};
  return entry;
}

tl::unexpected<Error> no_such_column(const std::string& name, Error error) {
  // One that is there but has no place in this table says so itself.
  if (!error.what.starts_with("there is no ")) return tl::unexpected(std::move(error));
  error.what = "there is no column '" + name + "'";
  if (!error.advice.starts_with("did you mean")) error.advice = "text is written in '...', a tag tags['KEY']";
  return tl::unexpected(std::move(error));
}

Result<Dimension> meaning_over_charges(std::string_view name) {
  if (auto tag = find_dimension(name); tag && !tag->key.empty()) return tag;
  TRY(auto column, find_column(name));
  return Dimension{std::string(name), std::move(column), {}};
}

class ConditionWalk : public ExpressionWalk {
 public:
  ConditionWalk(std::string table, const ColumnMeaning& meaning) : table_(std::move(table)), meaning_(meaning) {}
  [[nodiscard]] Done check_statement(JsonValue& root);
  [[nodiscard]] std::vector<std::string>& columns() { return columns_; }

 protected:
  Done on_column(JsonObject& column) override;
  Done on_subquery(JsonObject&) override { return refuse("a subquery"); }
  [[nodiscard]] bool over_many_rows() const override { return false; }
  [[nodiscard]] tl::unexpected<Error> refuse(std::string_view what) const override {
    return misuse(std::string(what) + " is not allowed here",
                  "a condition is one expression over the columns of " + table_);
  }

 private:
  std::string table_;
  const ColumnMeaning& meaning_;
  std::vector<std::string> columns_;
};

// The parser reads SELECT and the text: nothing but one expression may come of it.
Done ConditionWalk::check_statement(JsonValue& root) {
  auto& node = root.as_object();
  if (text_of(node, "type") != "SELECT_NODE") return refuse("UNION, INTERSECT or EXCEPT");
  TRY_DONE(only_keys(node, {"cte_map", "select_list", "from_table", "aggregate_handling"}));
  if (says_something(node["cte_map"].as_object(), "map")) return refuse("WITH");
  if (text_of(node["from_table"].as_object(), "type") != "EMPTY") return refuse("FROM");
  if (text_of(node, "aggregate_handling") != "STANDARD_HANDLING") return refuse("GROUP BY");
  auto& items = node["select_list"].as_array();
  if (items.size() != 1) return refuse("a list of expressions");
  return check(items[0]).map([](double) {});
}

Done ConditionWalk::on_column(JsonObject& column) {
  auto& names = column["column_names"].as_array();
  std::string name(names.at(0).as_string());
  if (names.size() == 2 && lower(name) == table_)
    name = names[1].as_string();
  else if (names.size() > 1)
    return misuse("'" + name + "." + std::string(names[1].as_string()) + "' is no column",
                  "a tag is written tags['KEY']");
  if (std::find(std::begin(kNowWords), std::end(kNowWords), lower(name)) != std::end(kNowWords)) return {};
  auto known = meaning_(name);
  if (!known) return no_such_column(name, std::move(known).error());
  const std::string found = known->column;
  if (known->key.empty()) {
    column["column_names"] = boost::json::array{boost::json::string(found)};
  } else {
    column = map_entry(column, found, known->key);
  }
  if (std::find(columns_.begin(), columns_.end(), found) == columns_.end()) columns_.push_back(found);
  return {};
}

// What "SELECT text" reads as one expression, "SELECT (text)" must read as one as well: so "a WINDOW w AS (...)" and
// "ALL a" are no conditions, as "a) OR (b" isn't one for the first.
Done check_bracketed(std::string_view text) {
  // The line's end closes a comment "--" of the text.
  return parse_sql("(" + std::string(text) + "\n)", kSelect).map([](const ParseTree&) {});
}

}  // namespace

Result<Condition> parse_condition(std::string_view text) {
  return parse_condition(text, "charges", meaning_over_charges);
}

Result<Condition> parse_condition(std::string_view text, const std::string& table, const ColumnMeaning& meaning,
                                  const Spellings& spellings) {
  TRY(auto tree, parse_sql(text, kSelect));
  if (!spellings.empty()) put_normal_values(tree, spellings);
  TRY_DONE(check_bracketed(text));
  // What was written anew is walked again: its names are columns already.
  std::set<std::string> found;
  const ColumnMeaning meant = [&](std::string_view name) -> Result<Dimension> {
    if (found.contains(std::string(name))) return Dimension{std::string(name), std::string(name), {}};
    auto dimension = meaning(name);
    if (dimension) found.insert(dimension->column);
    return dimension;
  };
  Condition condition;
  TRY(auto sql, write_checked(std::move(tree), [&](ParseTree& parsed) -> Done {
        ConditionWalk walk(table, meant);
        TRY_DONE(walk.check_statement(root_node(parsed)));
        condition.columns = std::move(walk.columns());
        return {};
      }));
  if (!sql.starts_with(kSelect)) return fail("the engine wrote no SELECT");
  condition.sql = sql.substr(kSelect.size());
  TRY_DONE(check_sql_text(condition.sql));
  TRY(const auto type, type_over(table, condition.sql));
  if (type != "BOOLEAN") return misuse("a condition must be true or false, this one is " + type);
  return condition;
}

Result<std::vector<std::string>> names_in_condition(std::string_view text) {
  TRY(auto tree, parse_sql(text, kSelect));
  TRY_DONE(check_bracketed(text));
  const ColumnMeaning any = [](std::string_view name) -> Result<Dimension> {
    return Dimension{std::string(name), std::string(name), {}};
  };
  ConditionWalk walk("charges", any);
  TRY_DONE(run_check([&](ParseTree& parsed) { return walk.check_statement(root_node(parsed)); }, tree));
  return std::move(walk.columns());
}

Result<std::string> check_query(std::string_view sql, std::span<const std::string> tables) {
  TRY(auto tree, parse_sql(sql));
  return write_checked(std::move(tree), [&](ParseTree& parsed) -> Done {
    QueryWalk walk(tables);
    return walk.check_statement(root_node(parsed));
  });
}

}  // namespace farthing
