// All that the server answers: the page, the questions, the session and the saved views; and who may ask.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "serve/api.hpp"
#include "serve/http.hpp"
#include "serve/http_server.hpp"
#include "serve/request_counts.hpp"
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
  /// What there is to tell to those who listen to /api/v1/events, and whether one of them still may.
  [[nodiscard]] std::vector<HttpEvent> events() { return api_.events(); }
  [[nodiscard]] bool may_listen(const HttpRequest& request) { return !asker_of(request).refused; }
  /// What may be worked out before somebody asks, or nothing.
  [[nodiscard]] std::function<void()> work_ahead() { return api_.work_ahead(); }
  /// Is to be told of each answer, for /metrics.
  void count(const HttpRequest& request, int status, double seconds) { counts_.count(request.path(), status, seconds); }
  /// What the server is to keep up to date, for /metrics.
  [[nodiscard]] std::shared_ptr<HttpFigures> figures() const { return figures_; }

 private:
  struct Asker {
    std::string owner;                    ///< empty: one who isn't known, of what is open to all
    std::optional<HttpResponse> refused;  ///< why there is no answer
  };
  [[nodiscard]] Asker asker_of(const HttpRequest& request);
  [[nodiscard]] HttpResponse metrics();

  Lake lake_;
  Api api_;
  SignIn sign_in_;
  SavedViews views_;
  RequestCounts counts_;
  std::shared_ptr<HttpFigures> figures_ = std::make_shared<HttpFigures>();
};

}  // namespace farthing
