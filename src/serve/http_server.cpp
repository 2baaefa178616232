#include "serve/http_server.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "serve/connection.hpp"

namespace farthing {

namespace asio = boost::asio;
namespace beast = boost::beast;

struct HttpServer::Parts {
  Parts(HttpLimits limits, HttpHandler handler)
      : shared(limits, std::move(handler)), acceptor(io), signals(io), end(io), tell(io), leave(io) {
    shared.io = io.get_executor();
    shared.on_listener = [this] {
      if (!telling) tell_soon();
    };
  }

  // One timer for all who listen, while somebody does.
  void tell_soon() {
    telling = true;
    tell.expires_after(shared.limits.look);
    tell.async_wait([this](beast::error_code stopped) {
      telling = false;
      if (stopped || shared.ending || shared.listeners.empty()) return;
      const auto events = shared.handler.events();
      const auto listening = shared.listeners;
      for (auto* listener : listening) {
        if (shared.listeners.contains(listener)) listener->hear(events);
      }
      shared.work_ahead();
      tell_soon();
    });
  }

  void accept() {
    acceptor.async_accept([this](beast::error_code error, asio::ip::tcp::socket socket) {
      if (shared.ending) return;
      // Without a free file descriptor for the next one, those that are open go on.
      if (error) {
        end.expires_after(std::chrono::milliseconds(50));
        return end.async_wait([this](beast::error_code stopped) {
          if (!stopped) accept();
        });
      }
      somebody_came = true;
      if (shared.connections.size() < shared.limits.connections) {
        beast::error_code ignored;  // it only makes small answers quicker
        ignored = socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        std::make_shared<serving::Connection>(std::move(socket), shared)->wait_for_request();
      }
      accept();
    });
  }

  void leave_when_idle() {
    if (shared.limits.until_idle == std::chrono::seconds(0)) return;
    somebody_came = false;
    leave.expires_after(shared.limits.until_idle);
    leave.async_wait([this](beast::error_code stopped) {
      if (stopped || shared.ending) return;
      if (!somebody_came && shared.connections.empty()) return begin_to_end();
      leave_when_idle();
    });
  }

  void begin_to_end() {
    if (shared.ending) return;
    shared.ending = true;
    beast::error_code ignored;  // it may have been closed
    ignored = acceptor.close(ignored);
    shared.on_idle = [this] { end_when_idle(); };
    const auto open = shared.connections;
    for (auto* connection : open) {
      if (shared.connections.contains(connection)) connection->end_if_idle();
    }
    end.expires_after(shared.limits.to_end);
    end.async_wait([this](beast::error_code stopped) {
      if (stopped) return;
      given_up = true;
      io.stop();
    });
    end_when_idle();
  }

  void end_when_idle() {
    if (shared.answering == 0) asio::post(io, [this] { io.stop(); });
  }

  // Workers hand their last answers in before the connections that wait for them go.
  ~Parts() { shared.workers.join(); }

  serving::Shared shared;
  asio::io_context io{1};
  asio::ip::tcp::acceptor acceptor;
  asio::signal_set signals;
  asio::steady_timer end, tell, leave;
  bool telling = false;
  bool somebody_came = false;  // since `leave` was set
  bool given_up = false;
};

HttpServer::HttpServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
HttpServer::~HttpServer() = default;
HttpServer::HttpServer(HttpServer&&) noexcept = default;
HttpServer& HttpServer::operator=(HttpServer&&) noexcept = default;

Result<HttpServer> HttpServer::listen(const std::string& host, std::uint16_t port, HttpLimits limits,
                                      HttpHandler handler) {
  auto parts = std::make_unique<Parts>(limits, std::move(handler));
  beast::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error) return misuse("'" + host + "' is no address", "write it in numbers, e.g. 127.0.0.1");
  const asio::ip::tcp::endpoint where(address, port);
  const auto failed = [&](const char* what) {
    return fail(fmt::format("{}: {}", what, error.message()), fmt::format("{}:{}", host, port),
                "choose another with --port, or 0 for any that is free");
  };
  if (parts->acceptor.open(where.protocol(), error)) return failed("no socket");
  if (parts->acceptor.set_option(asio::socket_base::reuse_address(true), error)) return failed("no socket");
  if (parts->acceptor.bind(where, error)) return failed("the port can't be had");
  if (parts->acceptor.listen(asio::socket_base::max_listen_connections, error)) return failed("can't listen");
  return HttpServer(std::move(parts));
}

std::uint16_t HttpServer::port() const {
  beast::error_code error;
  const auto where = parts_->acceptor.local_endpoint(error);
  return error ? std::uint16_t{0} : where.port();
}

bool HttpServer::run() {
  beast::error_code ignored;  // without signals stop() ends it
  ignored = parts_->signals.add(SIGINT, ignored);
  ignored = parts_->signals.add(SIGTERM, ignored);
  parts_->signals.async_wait([parts = parts_.get()](beast::error_code error, int) {
    if (!error) parts->begin_to_end();
  });
  parts_->accept();
  parts_->leave_when_idle();
  parts_->shared.work_ahead();
  parts_->io.run();
  return !parts_->given_up;
}

bool HttpServer::works_ahead() const { return parts_->shared.working_ahead; }

void HttpServer::stop() {
  asio::post(parts_->io, [parts = parts_.get()] { parts->begin_to_end(); });
}

}  // namespace farthing
