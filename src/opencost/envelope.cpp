#include "opencost/envelope.hpp"

#include "base/text.hpp"

namespace farthing {

std::string opencost_answer(const std::function<void(JsonWriter&)>& write_data,
                            const std::vector<std::string>& warnings) {
  JsonWriter json;
  json.open('{');
  json.field("code", std::int64_t{200});
  json.key("data");
  write_data(json);
  if (!warnings.empty()) json.field("warning", join(warnings, "; "));
  json.close('}');
  return json.take() + "\n";
}

std::string opencost_error(int code, const Error& error) {
  JsonWriter json;
  json.open('{');
  json.field("code", std::int64_t{code});
  json.field("message", error.text());
  json.close('}');
  return json.take() + "\n";
}

}  // namespace farthing
