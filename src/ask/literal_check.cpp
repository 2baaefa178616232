#include "ask/literal_check.hpp"

#include <algorithm>
#include <string_view>

namespace farthing {
namespace {

namespace json = boost::json;

constexpr std::string_view kCastTypes[] = {
    "BOOLEAN",  "TINYINT",   "SMALLINT", "INTEGER", "BIGINT",    "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT",  "FLOAT",
    "DOUBLE",   "VARCHAR",   "DATE",     "TIME",    "TIMESTAMP", "TIMESTAMP WITH TIME ZONE",
    "INTERVAL"};
constexpr std::string_view kPlainLiterals[] = {"NULL",    "BOOLEAN",  "TINYINT",  "SMALLINT",  "INTEGER",
                                               "BIGINT",  "HUGEINT",  "UTINYINT", "USMALLINT", "UINTEGER",
                                               "UBIGINT", "UHUGEINT", "DECIMAL"};

template <typename List>
bool lists_type(const List& list, std::string_view type) {
  return std::find(std::begin(list), std::end(list), type) != std::end(list);
}

std::string_view type_id(const json::object& type) {
  const auto* id = type.if_contains("id");
  return id != nullptr && id->is_string() ? std::string_view(id->get_string()) : std::string_view{};
}

const json::object* type_info(const json::object& type) {
  const auto* info = type.if_contains("type_info");
  return info == nullptr ? nullptr : info->if_object();
}

// A type without any addition; VARCHAR could name a collation.
bool is_bare(const json::value& type, std::string_view id) {
  const auto* object = type.if_object();
  return object != nullptr && type_id(*object) == id && type_info(*object) == nullptr;
}

bool is_text_map(const json::object& type) {
  const auto* info = type_info(type);
  const auto* entry = info == nullptr ? nullptr : info->if_contains("child_type");
  const auto* fields = entry == nullptr || !entry->is_object() ? nullptr : type_info(entry->get_object());
  const auto* list = fields == nullptr ? nullptr : fields->if_contains("child_types");
  if (list == nullptr || !list->is_array() || list->get_array().size() != 2) return false;
  return std::all_of(list->get_array().begin(), list->get_array().end(), [](const json::value& field) {
    const auto* named = field.if_object();
    const auto* value = named == nullptr ? nullptr : named->if_contains("second");
    return value != nullptr && is_bare(*value, "VARCHAR");
  });
}

}  // namespace

Result<Literal> read_literal(const json::object& constant) {
  const auto* value = constant.if_contains("value");
  if (value == nullptr || !value->is_object()) return fail("a literal without a value");
  const auto& object = value->get_object();
  const auto* type = object.if_contains("type");
  if (type == nullptr || !type->is_object()) return fail("a literal without a type");
  const auto id = type_id(type->get_object());
  const auto* held = object.if_contains("value");
  const bool text = held != nullptr && held->is_string();
  Literal literal{Literal::Kind::kOther, std::string(id), text ? std::string(held->get_string()) : std::string()};
  if (lists_type(kPlainLiterals, id)) literal.kind = Literal::Kind::kPlain;
  if (is_bare(*type, "VARCHAR") && text) literal.kind = Literal::Kind::kText;
  if (is_bare(*type, "DOUBLE") && text) literal.kind = Literal::Kind::kFraction;
  return literal;
}

json::value cast_to_double(const json::object& constant, const std::string& digits) {
  const json::value text_type = {{"id", "VARCHAR"}, {"type_info", nullptr}};
  json::object text = constant;
  text["alias"] = "";
  text["value"] = {{"type", text_type}, {"is_null", false}, {"value", digits}};
  return {{"class", "CAST"},
          {"type", "OPERATOR_CAST"},
          {"alias", constant.at("alias")},
          {"query_location", constant.at("query_location")},
          {"child", std::move(text)},
          {"cast_type", {{"id", "DOUBLE"}, {"type_info", nullptr}}},
          {"try_cast", false}};
}

bool is_plain_type(const json::value& type) {
  const auto* object = type.if_object();
  if (object == nullptr) return false;
  const auto id = type_id(*object);
  if (id == "DECIMAL") return true;
  if (id == "MAP") return is_text_map(*object);
  return lists_type(kCastTypes, id) && type_info(*object) == nullptr;
}

std::string type_words(const json::value& type) {
  const auto* object = type.if_object();
  const std::string id(object == nullptr ? std::string_view{} : type_id(*object));
  return id.empty() || id == "UNBOUND" ? "that type" : "type " + id;
}

}  // namespace farthing
