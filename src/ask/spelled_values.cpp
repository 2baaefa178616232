#include "ask/spelled_values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

namespace json = boost::json;

bool says(const json::object& node, const char* key, std::string_view text) {
  const auto* value = node.if_contains(key);
  return value != nullptr && value->is_string() && value->get_string() == text;
}

// The name, if the node is a bare column.
std::string column_name(const json::value& node) {
  const auto* object = node.if_object();
  if (object == nullptr || !says(*object, "class", "COLUMN_REF")) return {};
  const auto* names = object->if_contains("column_names");
  const auto* list = names != nullptr ? names->if_array() : nullptr;
  return list != nullptr && list->size() == 1 && (*list)[0].is_string() ? std::string((*list)[0].get_string()) : "";
}

// The text of a constant, or nullptr.
json::value* constant_text(json::value& node) {
  auto* object = node.if_object();
  if (object == nullptr || !says(*object, "class", "CONSTANT")) return nullptr;
  auto* value = object->if_contains("value");
  auto* typed = value != nullptr ? value->if_object() : nullptr;
  auto* text = typed != nullptr ? typed->if_contains("value") : nullptr;
  return text != nullptr && text->is_string() ? text : nullptr;
}

// What is compared with one another in this node.
std::vector<json::value*> compared(json::object& node) {
  std::vector<json::value*> sides;
  if (says(node, "class", "COMPARISON")) {
    for (const char* key : {"left", "right"}) {
      if (auto* side = node.if_contains(key)) sides.push_back(side);
    }
  } else if (says(node, "type", "COMPARE_IN") || says(node, "type", "COMPARE_NOT_IN")) {
    auto* children = node.if_contains("children");
    if (auto* list = children != nullptr ? children->if_array() : nullptr) {
      for (auto& child : *list) sides.push_back(&child);
    }
  }
  return sides;
}

void normalise(json::object& node, const Spellings& spellings) {
  const auto sides = compared(node);
  std::string dimension;
  for (const auto* side : sides) {
    if (auto name = column_name(*side); !name.empty()) dimension = std::move(name);
  }
  if (dimension.empty()) return;
  for (auto* side : sides) {
    auto* text = constant_text(*side);
    if (text == nullptr) continue;
    const auto found = spellings.find({dimension, lower(std::string_view(text->get_string()))});
    if (found != spellings.end()) *text = found->second;
  }
}

}  // namespace

void put_normal_values(ParseTree& tree, const Spellings& spellings) {
  // With a stack of its own: how deep a tree may be is judged later.
  std::vector<json::value*> open = {&tree};
  while (!open.empty()) {
    auto* value = open.back();
    open.pop_back();
    if (auto* object = value->if_object()) {
      normalise(*object, spellings);
      for (auto& member : *object) open.push_back(&member.value());
    } else if (auto* list = value->if_array()) {
      for (auto& item : *list) open.push_back(&item);
    }
  }
}

}  // namespace farthing
