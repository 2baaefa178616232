// Saved views over HTTP: /api/v1/views and /api/v1/views/ID.
#pragma once
#include <string>
#include <string_view>

#include "serve/http.hpp"
#include "state/saved_views.hpp"

namespace farthing {

[[nodiscard]] bool is_views_address(std::string_view path);
/// What `owner` asks of the views. Writes need a body that says that it is JSON.
[[nodiscard]] HttpResponse answer_views(SavedViews& views, const std::string& owner, const HttpRequest& request);

}  // namespace farthing
