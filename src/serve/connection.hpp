// One connection of HttpServer: reads requests, writes their answers, or events to one who listens.
#pragma once
#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "serve/http_server.hpp"

namespace farthing::serving {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;

class Connection;

// What connections share. All of it is the I/O thread's, but the handler and its figures.
struct Shared {
  HttpLimits limits;
  HttpHandler handler;
  asio::any_io_executor io;
  asio::thread_pool workers;
  std::size_t answering = 0;
  std::size_t working = 0;                  // of the workers, on answers
  std::atomic<bool> working_ahead = false;  // and one on what nobody asked for yet
  bool ending = false;
  std::function<void()> on_idle;
  std::function<void()> on_listener;
  std::set<Connection*> connections;
  std::set<Connection*> listeners;

  Shared(HttpLimits the_limits, HttpHandler the_handler)
      : limits(the_limits), handler(std::move(the_handler)), workers(the_limits.workers) {}

  // One worker may work ahead while all are free; so there is always another for who asks meanwhile.
  void work_ahead();
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, Shared& shared);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void wait_for_request();
  void end_if_idle();
  // To one who listens: what he hasn't got yet. One who reads too slowly is dropped.
  void hear(const std::vector<HttpEvent>& events);

 private:
  void read_request();
  void refuse(beast::error_code error);
  void answer();
  [[nodiscard]] HttpResponse busy(const std::string& title, const std::string& what) const;
  void finish(HttpResponse response, bool keep_alive);
  void write(HttpResponse response, bool keep_alive);
  void listen(HttpResponse response);
  void drop_when_gone();
  void write_events();
  void close();

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<http::response<http::string_body>> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  HttpRequest request_;
  std::string peer_;
  unsigned version_ = 11;
  bool answering_ = false;
  Clock::time_point since_;
  // Of one who listens:
  std::string to_send_, sending_;
  std::string last_id_;
  Clock::time_point last_sent_;
};

}  // namespace farthing::serving
