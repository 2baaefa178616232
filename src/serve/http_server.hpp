// HTTP/1.1 over TCP: connections, limits and whose turn it is. What is answered is somebody else's.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "serve/http.hpp"

namespace farthing {

struct HttpLimits {
  std::size_t header_bytes = std::size_t{16} << 10;
  std::size_t body_bytes = std::size_t{64} << 10;
  std::size_t connections = 20'000;
  /// Requests that wait for a worker; one more is refused with 503 and Retry-After.
  std::size_t waiting = 128;
  std::size_t workers = 2;
  std::chrono::seconds to_read = std::chrono::seconds(10);   ///< a request, from its first byte
  std::chrono::seconds to_write = std::chrono::seconds(60);  ///< a response
  std::chrono::seconds idle = std::chrono::seconds(60);      ///< between requests of a connection
  /// What waited longer is refused when its turn comes: its asker has given up, or asks again.
  std::chrono::seconds to_wait = std::chrono::seconds(15);
  std::size_t listeners = 256;                                     ///< one more is refused with 503
  std::size_t listener_bytes = std::size_t{64} << 10;              ///< that wait for a slow one before he is dropped
  std::chrono::milliseconds look = std::chrono::seconds(1);        ///< how often events are looked for
  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);  ///< of silence until a comment is sent
  std::chrono::seconds until_idle = std::chrono::seconds(0);  ///< without a connection until it ends itself; 0: never
  std::chrono::seconds to_end = std::chrono::seconds(4);      ///< from the signal until what still runs is given up
};

/// How much is going on; of any thread.
struct HttpFigures {
  std::atomic<std::size_t> waiting = 0, connections = 0, listeners = 0;
};

struct HttpHandler {
  /// Whether `answer` takes no longer than looking; then it is called at once, else by a worker.
  std::function<bool(const HttpRequest&)> is_quick;
  std::function<HttpResponse(const HttpRequest&)> answer;  ///< of any thread
  /// What there is to tell now. Asked when somebody begins to listen, and every `look` while somebody does.
  std::function<std::vector<HttpEvent>()> events = [] { return std::vector<HttpEvent>(); };
  /// Whether one who listens still may.
  std::function<bool(const HttpRequest&)> may_listen = [](const HttpRequest&) { return true; };
  /// Told of each answer: its status and the seconds until it was there. May be empty.
  std::function<void(const HttpRequest&, int, double)> answered = {};
  /// Work that can be done ahead while nobody waits, or nothing. Asked when a worker becomes free, and every `look`
  /// while somebody listens.
  std::function<std::function<void()>()> work_ahead = [] { return std::function<void()>(); };
  std::shared_ptr<HttpFigures> figures = std::make_shared<HttpFigures>();
};

class HttpServer {
 public:
  /// Listens at a numeric address; port 0 is any that is free. An address that can't be had is an error that names it.
  [[nodiscard]] static Result<HttpServer> listen(const std::string& host, std::uint16_t port, HttpLimits limits,
                                                 HttpHandler handler);
  ~HttpServer();
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;

  [[nodiscard]] std::uint16_t port() const;
  /// Serves until SIGTERM or SIGINT, or stop(), or until it was idle for long enough. What is being answered then is
  /// answered still, for `to_end` at most; false if something was given up.
  [[nodiscard]] bool run();
  /// Whether a worker still works ahead: for nobody, so the end needn't wait for it.
  [[nodiscard]] bool works_ahead() const;
  void stop();  ///< of any thread

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace farthing
