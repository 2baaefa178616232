// All that the server answers: the page, the questions, the session and the saved views; and who may ask.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "serve/api.hpp"
#include "serve/http.hpp"
#include "serve/sign_in.hpp"
#include "state/saved_views.hpp"

namespace farthing {

/// Of any thread. Without sign-in it answers only those who asked this machine by its own name, as all who can reach it
/// may read everything; with it, everything below /api/ needs a token but what a page asks before anybody signed in.
class Site {
 public:
  Site(const std::filesystem::path& data, AllocationConfig config, bool sign_in);

  /// Whether answering takes no longer than looking.
  [[nodiscard]] bool is_quick(const HttpRequest& request);
  [[nodiscard]] HttpResponse answer(const HttpRequest& request);

 private:
  struct Asker {
    std::string owner;                    ///< empty: one who isn't known, of what is open to all
    std::optional<HttpResponse> refused;  ///< why there is no answer
  };
  [[nodiscard]] Asker asker_of(const HttpRequest& request);

  Api api_;
  SignIn sign_in_;
  SavedViews views_;
};

}  // namespace farthing
