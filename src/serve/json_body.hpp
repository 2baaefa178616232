// The fields of a body that somebody sends, as JSON.
#pragma once
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/result.hpp"
#include "serve/http.hpp"

namespace farthing {

/// 415 as a problem unless the request says that its body is JSON. A form of another site can't say so without asking
/// first whether it may.
[[nodiscard]] std::optional<HttpResponse> refused_unless_json(const HttpRequest& request);

class JsonBody {
 public:
  /// What is no JSON object is a usage error, as are fields of another type than asked for.
  [[nodiscard]] static Result<JsonBody> parse(const std::string& text);

  [[nodiscard]] Result<std::optional<std::string>> take_text(const std::string& name);
  [[nodiscard]] Result<std::optional<bool>> take_flag(const std::string& name);
  [[nodiscard]] Result<std::optional<double>> take_number(const std::string& name);
  /// An object of texts; nothing there is none.
  [[nodiscard]] Result<std::map<std::string, std::string>> take_texts(const std::string& name);
  /// A usage error if there is a field that nobody took.
  [[nodiscard]] Done check_all_taken() const;

 private:
  explicit JsonBody(boost::json::object fields) : fields_(std::move(fields)) {}
  boost::json::object fields_;
  std::set<std::string> asked_for_;
};

}  // namespace farthing
