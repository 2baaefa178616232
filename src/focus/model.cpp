#include "focus/model.hpp"

#include <boost/json.hpp>

#include "base/embedded_text.hpp"

namespace farthing {

extern const EmbeddedText embedded_focus_models[];

namespace {
namespace json = boost::json;

constexpr const char* kWhere = "requirements model";

std::string text_of(const json::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

const json::object* object_of(const json::object& object, const char* key) {
  const auto* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

std::vector<std::string> texts_of(const json::object& object, const char* key) {
  std::vector<std::string> texts;
  const auto* found = object.if_contains(key);
  if (found == nullptr || !found->is_array()) return texts;
  for (const auto& one : found->get_array()) {
    if (one.is_string()) texts.emplace_back(one.get_string());
  }
  return texts;
}

void take_value(const json::object& object, const char* key, FocusCheck& check) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return;
  check.number = value->is_number();
  check.value = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

// An empty object is no check.
Result<std::optional<FocusCheck>> parse_check(const json::object* object, const std::string& rule) {
  if (object == nullptr || object->empty()) return std::optional<FocusCheck>();
  FocusCheck check;
  check.function = text_of(*object, "CheckFunction");
  check.column = text_of(*object, "ColumnName");
  if (check.column.empty()) check.column = text_of(*object, "ColumnAName");
  check.other = text_of(*object, "ColumnBName");
  check.result = text_of(*object, "ResultColumnName");
  check.rule = text_of(*object, "ModelRuleId");
  take_value(*object, "Value", check);
  take_value(*object, "ExpectedCount", check);
  const auto* items = object->if_contains("Items");
  if (items != nullptr && items->is_array()) {
    for (const auto& item : items->get_array()) {
      TRY(auto one, parse_check(item.if_object(), rule));
      if (!one) return fail("an item of its check is no check", rule);
      check.items.push_back(std::move(*one));
    }
  }
  return std::optional<FocusCheck>(std::move(check));
}

Done take_checks(const json::object& criteria, FocusRule& rule) {
  if (criteria.contains("Requirement")) {
    TRY(rule.requirement, parse_check(object_of(criteria, "Requirement"), rule.id));
  }
  if (criteria.contains("Condition")) {
    TRY(rule.condition, parse_check(object_of(criteria, "Condition"), rule.id));
  }
  return {};
}

Result<FocusRule> parse_rule(const std::string& id, const json::value& value) {
  const auto* object = value.if_object();
  const auto* criteria = object == nullptr ? nullptr : object_of(*object, "ValidationCriteria");
  if (criteria == nullptr) return fail("rule " + id + " has no ValidationCriteria", kWhere);
  FocusRule rule;
  rule.id = id;
  rule.function = text_of(*object, "Function");
  rule.entity = text_of(*object, "EntityType");
  rule.reference = text_of(*object, "Reference");
  rule.is_static = text_of(*object, "Type") == "Static";
  rule.criteria = texts_of(*object, "ApplicabilityCriteria");
  rule.keyword = text_of(*criteria, "Keyword");
  rule.says = text_of(*criteria, "MustSatisfy");
  TRY_DONE(take_checks(*criteria, rule));
  return rule;
}

Result<json::object> parse_object(std::string_view text) {
  json::error_code error;
  auto value = json::parse(text, error);
  if (error || !value.is_object()) return fail(error ? error.message() : "is no JSON object", kWhere);
  return std::move(value.get_object());
}

Done apply_errata(std::string_view text, FocusModel& model) {
  TRY(const auto errata, parse_object(text));
  for (const auto& [id, value] : errata) {
    const auto rule = model.rules.find(std::string(id));
    const auto* change = value.if_object();
    if (rule == model.rules.end() || change == nullptr)
      return fail("the erratum '" + std::string(id) + "' fits no rule", kWhere);
    rule->second.erratum = text_of(*change, "Reason");
    rule->second.never_violated = change->contains("NeverViolated");
    TRY_DONE(take_checks(*change, rule->second));
  }
  return {};
}

std::string_view bundled(std::string_view name) {
  for (const auto* text = embedded_focus_models; text->name != nullptr; ++text) {
    if (text->name == name) return text->text;
  }
  FARTHING_CHECK(!"a bundled model of that name");
  return {};
}

}  // namespace

Result<FocusModel> parse_focus_model(std::string_view text, std::string_view errata) {
  TRY(const auto document, parse_object(text));
  const auto* rules = object_of(document, "ModelRules");
  if (rules == nullptr) return fail("has no ModelRules", kWhere);
  FocusModel model;
  for (const auto& [id, value] : *rules) {
    TRY(auto rule, parse_rule(std::string(id), value));
    model.rules.emplace(std::string(id), std::move(rule));
  }
  if (const auto* criteria = object_of(document, "ApplicabilityCriteria")) {
    for (const auto& [name, unused] : *criteria) model.criteria.emplace_back(name);
  }
  const auto* datasets = object_of(document, "ModelDatasets");
  const auto* costs = datasets == nullptr ? nullptr : object_of(*datasets, "CostAndUsage");
  const auto roots = costs == nullptr ? std::vector<std::string>() : texts_of(*costs, "ModelRules");
  if (roots.size() != 1 || !model.rules.contains(roots[0]))
    return fail("names no rule of CostAndUsage to begin with", kWhere);
  model.root = roots[0];
  if (!errata.empty()) TRY_DONE(apply_errata(errata, model));
  return model;
}

Result<FocusModel> bundled_focus_model(bool literal) {
  return parse_focus_model(bundled("focus_1_2_model"), literal ? std::string_view() : bundled("focus_1_2_errata"));
}

}  // namespace farthing
