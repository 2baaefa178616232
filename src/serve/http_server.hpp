// HTTP/1.1 over TCP: connections, limits and whose turn it is. What is answered is somebody else's.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "serve/http.hpp"

namespace farthing {

struct HttpLimits {
  std::size_t header_bytes = std::size_t{16} << 10;
  std::size_t body_bytes = std::size_t{64} << 10;
  std::size_t connections = 2'000;
  /// Requests that wait for a worker; one more is refused with 503 and Retry-After.
  std::size_t waiting = 128;
  std::size_t workers = 2;
  std::chrono::seconds to_read = std::chrono::seconds(10);   ///< a request, from its first byte
  std::chrono::seconds to_write = std::chrono::seconds(60);  ///< a response
  std::chrono::seconds idle = std::chrono::seconds(60);      ///< between requests of a connection
  /// What waited longer is refused when its turn comes: its asker has given up, or asks again.
  std::chrono::seconds to_wait = std::chrono::seconds(15);
  std::chrono::seconds to_end = std::chrono::seconds(4);  ///< from the signal until what still runs is given up
};

struct HttpHandler {
  /// Whether `answer` takes no longer than looking; then it is called at once, else by a worker.
  std::function<bool(const HttpRequest&)> is_quick;
  std::function<HttpResponse(const HttpRequest&)> answer;  ///< of any thread
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
  /// Serves until SIGTERM or SIGINT, or stop(). What is being answered then is answered still, for `to_end` at most;
  /// false if something was given up.
  [[nodiscard]] bool run();
  void stop();  ///< of any thread

 private:
  struct Parts;
  explicit HttpServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace farthing
