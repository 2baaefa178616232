#include "ask/parse_tree.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <mutex>

#include "ask/engine_words.hpp"
#include "ask/sql_text.hpp"
#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "lake/engine.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

namespace json = boost::json;

constexpr std::size_t kDeepestTree = 800;  // levels of JSON; an expression takes two or three a level
constexpr int kMostRewrites = 5;
constexpr std::chrono::seconds kBindLimit{10};

// Opened once: parsing needs an engine, and opening one costs more than parsing. Never closed, so that no order of
// destruction at the program's end matters. One thread at a time.
class BareEngine {
 public:
  static Result<Rows> query(const std::string& sql) {
    static BareEngine& only = *new BareEngine;
    const std::lock_guard lock(only.mutex_);
    if (!only.engine_) return tl::unexpected(only.engine_.error());
    return only.engine_->query_within(sql, kBindLimit);
  }

 private:
  BareEngine() : engine_(Engine::open({.memory_limit = "300MB", .threads = 1})) {
    std::vector<std::string> of_charges, of_allocation;
    for (const auto& column : charge_columns()) {
      of_charges.push_back(sql_name(column.name) + " " + std::string(sql_type(column.type)));
    }
    for (const auto& column : model_columns(kAllocationDaily)) {
      of_allocation.push_back(sql_name(column.name) + " " + column.sql_type);
    }
    if (!engine_) return;
    auto made = make_row("charges", of_charges);
    if (made) made = make_row(kAllocationDaily, of_allocation);
    if (made) made = engine_->lock_down({});
    if (!made) engine_ = tl::unexpected(made.error());
  }

  Done make_row(const std::string& table, const std::vector<std::string>& columns) {
    TRY_DONE(engine_->run("CREATE TABLE " + table + " (" + join(columns, ", ") + ")"));
    return engine_->run("INSERT INTO " + table + " DEFAULT VALUES");
  }

  std::mutex mutex_;
  Result<Engine> engine_;
};

Result<std::string> one_text(const std::string& sql) {
  TRY(auto rows, BareEngine::query(sql));
  if (rows.rows.size() != 1 || rows.rows[0].size() != 1 || !rows.rows[0][0]) return fail("the engine gave no text");
  return *std::move(rows.rows[0][0]);
}

// Puts numbers like 1.5e-07 of the engine's JSON into quotes.
std::string quote_fractions(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    if (text[at] == '"') {
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, text.size());
      out += text.substr(at, end - at);
    } else if (text[at] == '-' || (text[at] >= '0' && text[at] <= '9')) {
      end = std::min(text.find_first_not_of("0123456789+-.eE", at), text.size());
      const auto number = text.substr(at, end - at);
      const bool fraction = number.find_first_of(".eE") != std::string_view::npos;
      out += fraction ? '"' + std::string(number) + '"' : std::string(number);
    } else {
      out += text[at];
    }
    at = end;
  }
  return out;
}

tl::unexpected<Error> syntax_error(const json::object& answer, std::size_t prefix_length) {
  const auto* message = answer.if_contains("error_message");
  std::string what =
      message != nullptr && message->is_string() ? std::string(message->get_string()) : "cannot be parsed";
  if (what.starts_with("Only SELECT")) return misuse("this is not a SELECT", "one SELECT is allowed, nothing else");
  what = engine_words(what);
  if (const auto* position = answer.if_contains("position"); position != nullptr && position->is_string()) {
    const std::string_view digits = position->get_string();
    std::size_t offset = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), offset);
    what += fmt::format(", character {}", offset < prefix_length ? 1 : offset - prefix_length + 1);
  }
  return misuse(std::move(what));
}

}  // namespace

Result<ParseTree> parse_sql(std::string_view sql, std::string_view prefix) {
  TRY_DONE(check_sql_text(sql));
  const std::string whole = std::string(prefix) + std::string(sql);
  TRY(const auto text, one_text("SELECT json_serialize_sql(" + sql_literal(whole) + "::VARCHAR)"));
  boost::system::error_code bad;
  json::value tree = json::parse(quote_fractions(text), bad, {}, {.max_depth = kDeepestTree});
  if (bad == json::error::too_deep) return misuse("the text is nested too deeply");
  if (bad) return misuse("the text holds a number that is too big");  // the engine writes 1e999 as no JSON can
  if (!tree.is_object()) return fail("the engine gave no parse tree");
  auto& answer = tree.get_object();
  if (answer["error"] != json::value(false)) return syntax_error(answer, prefix.size());
  const auto* statements = answer["statements"].if_array();
  if (statements == nullptr || statements->empty()) return misuse("the text holds no statement");
  if (statements->size() > 1) return misuse("more than one statement", "one SELECT is allowed, nothing after a ';'");
  return tree;
}

// The engine's trees have a known shape; one that hasn't makes Boost.JSON throw, and is refused.
Done run_check(const TreeCheck& check, ParseTree& tree) {
  try {
    return check(tree);
  } catch (const std::exception& error) {
    return fail(std::string("the engine's parse tree has an unknown shape: ") + error.what());
  }
}

json::value& root_node(ParseTree& tree) { return tree.at("statements").at(0).at("node"); }

Result<std::string> write_checked(ParseTree tree, const TreeCheck& check) {
  std::string text;
  for (int i = 0; i < kMostRewrites; ++i) {
    TRY_DONE(run_check(check, tree));
    auto written = one_text("SELECT json_deserialize_sql(" + sql_literal(json::serialize(tree)) + "::JSON)");
    if (!written) return misuse("cannot be written out in full: " + written.error().what, "say it in a simpler way");
    if (*written == text) return text;
    text = *std::move(written);
    auto parsed = parse_sql(text);
    if (!parsed) return misuse("cannot be written out in full: " + parsed.error().what, "say it in a simpler way");
    tree = *std::move(parsed);
  }
  return misuse("means something else each time it is written out", "say it in a simpler way");
}

Result<std::string> type_over(const std::string& table, const std::string& expression) {
  auto rows = BareEngine::query("SELECT " + expression + " FROM " + table);
  if (rows) return rows->columns.at(0).sql_type;
  return tl::unexpected(statement_error(std::move(rows).error()));
}

}  // namespace farthing
