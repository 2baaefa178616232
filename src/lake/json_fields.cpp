#include "lake/json_fields.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace farthing {
namespace json = boost::json;
namespace {

const json::object kNoFields;
}  // namespace

std::string JsonFields::place_of(const char* key) const { return place_.empty() ? key : place_ + "." + key; }

void JsonFields::damaged(const char* key, std::string_view what) const {
  damage_->report(place_of(key) + " " + std::string(what));
}

const json::value* JsonFields::find(const char* key, bool required) const {
  const auto* found = object_->if_contains(key);
  if (found != nullptr && found->is_null() && !required) return nullptr;
  if (found == nullptr && required) damaged(key, "is missing");
  return found;
}

std::string JsonFields::text(const char* key) const {
  const auto* value = find(key, true);
  if (value == nullptr) return {};
  if (const auto* text = value->if_string()) return std::string(text->data(), text->size());
  damaged(key, "is not a text");
  return {};
}

std::optional<std::string> JsonFields::optional_text(const char* key) const {
  return find(key, false) == nullptr ? std::nullopt : std::optional(text(key));
}

std::int64_t JsonFields::count(const char* key) const {
  const auto* value = find(key, true);
  if (value == nullptr) return 0;
  const auto* number = value->if_int64();
  if (number != nullptr && *number >= 0) return *number;
  damaged(key, "is not a whole number from 0 on");
  return 0;
}

Decimal JsonFields::amount(const char* key) const {
  const auto written = text(key);
  const auto value = parse_sum(written);
  if (!value) damaged(key, "is not an amount: '" + written + "'");
  return value.value_or(Decimal());
}

std::optional<Decimal> JsonFields::optional_amount(const char* key) const {
  return find(key, false) == nullptr ? std::nullopt : std::optional(amount(key));
}

std::vector<std::string> JsonFields::texts(const char* key) const {
  std::vector<std::string> all;
  const auto* value = find(key, true);
  if (value == nullptr) return all;
  if (!value->is_array()) damaged(key, "is not a list");
  for (const auto& item : value->is_array() ? value->get_array() : json::array()) {
    if (!item.is_string()) damaged(key, "holds something that is not a text");
    if (item.is_string()) all.emplace_back(item.get_string().data(), item.get_string().size());
  }
  return all;
}

std::vector<JsonFields> JsonFields::objects(const char* key) const {
  std::vector<JsonFields> all;
  const auto* value = find(key, true);
  if (value == nullptr) return all;
  const auto* list = value->if_array();
  if (list == nullptr) damaged(key, "is not a list");
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto place = fmt::format("{}[{}]", place_of(key), i);
    if (const auto* item = (*list)[i].if_object()) {
      all.emplace_back(*item, place, *damage_);
    } else {
      damage_->report(place + " is not an object");
    }
  }
  return all;
}

JsonFields JsonFields::object(const char* key) const {
  const auto* value = find(key, true);
  const auto* object = value == nullptr ? nullptr : value->if_object();
  if (value != nullptr && object == nullptr) damaged(key, "is not an object");
  return {object == nullptr ? kNoFields : *object, place_of(key), *damage_};
}

std::optional<JsonFields> JsonFields::optional_object(const char* key) const {
  return find(key, false) == nullptr ? std::nullopt : std::optional(object(key));
}

std::vector<std::string> JsonFields::keys() const {
  std::vector<std::string> all;
  for (const auto& field : *object_) all.emplace_back(field.key());
  return all;
}

tl::unexpected<Error> damaged_file(const std::string& what, const std::string& where) {
  return fail("is damaged: " + what, where,
              "restore this file from a backup; earlier states may still answer with --as-of N");
}

Done read_lake_json(std::string_view bytes, const std::string& where,
                    const std::function<void(const JsonFields&)>& read) {
  json::parse_options options;
  options.allow_invalid_utf8 = true;  // names of files and texts of bills are kept byte by byte
  boost::system::error_code error;
  const auto root = json::parse({bytes.data(), bytes.size()}, error, {}, options);
  if (error) return damaged_file("it is not JSON (" + error.message() + ")", where);
  if (!root.is_object()) return damaged_file("it is not a JSON object", where);
  JsonDamage damage;
  const JsonFields fields(root.get_object(), "", damage);
  const auto format = fields.count("format");
  if (damage.what.empty() && format > kLakeFormat) {
    return fail(
        fmt::format("was written by a newer Farthing (format {}, this program reads up to {})", format, kLakeFormat),
        where, "update Farthing");
  }
  if (damage.what.empty()) read(fields);
  if (!damage.what.empty()) return damaged_file(damage.what, where);
  return {};
}

}  // namespace farthing
