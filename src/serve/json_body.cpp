#include "serve/json_body.hpp"

#include <boost/json/parse.hpp>
#include <vector>

#include "base/text.hpp"
#include "serve/problem.hpp"

namespace farthing {

std::optional<HttpResponse> refused_unless_json(const HttpRequest& request) {
  auto type = lower(request.content_type.substr(0, request.content_type.find(';')));
  type.erase(type.find_last_not_of(' ') + 1);
  if (type == "application/json") return std::nullopt;
  return problem(415, "Not JSON",
                 {"the body's type is '" + request.content_type + "'", {}, "send content-type: application/json"},
                 request.id);
}

Result<JsonBody> JsonBody::parse(const std::string& text) {
  boost::json::error_code error;
  auto value = boost::json::parse(text, error);
  if (error) return misuse("the body is no JSON: " + error.message());
  if (!value.is_object()) return misuse("the body is no JSON object", "e.g. {\"name\": \"...\"}");
  return JsonBody(std::move(value.as_object()));
}

Result<std::optional<std::string>> JsonBody::take_text(const std::string& name) {
  asked_for_.insert(name);
  const auto* value = fields_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) return misuse("'" + name + "' is a text");
  return std::string(value->as_string());
}

Result<std::optional<bool>> JsonBody::take_flag(const std::string& name) {
  asked_for_.insert(name);
  const auto* value = fields_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) return misuse("'" + name + "' is true or false");
  return value->as_bool();
}

Result<std::optional<double>> JsonBody::take_number(const std::string& name) {
  asked_for_.insert(name);
  const auto* value = fields_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) return misuse("'" + name + "' is a number");
  return value->to_number<double>();
}

Result<std::map<std::string, std::string>> JsonBody::take_texts(const std::string& name) {
  asked_for_.insert(name);
  std::map<std::string, std::string> texts;
  const auto* value = fields_.if_contains(name);
  if (value == nullptr) return texts;
  if (!value->is_object()) return misuse("'" + name + "' is an object of texts");
  for (const auto& [key, text] : value->as_object()) {
    if (!text.is_string()) return misuse("'" + name + "' is an object of texts");
    texts[std::string(key)] = std::string(text.as_string());
  }
  return texts;
}

Done JsonBody::check_all_taken() const {
  for (const auto& field : fields_) {
    const std::string name(field.key());
    if (asked_for_.contains(name)) continue;
    const std::vector<std::string> known(asked_for_.begin(), asked_for_.end());
    return misuse("there is no field '" + name + "' here", "known: " + join(known, ", "));
  }
  return {};
}

}  // namespace farthing
