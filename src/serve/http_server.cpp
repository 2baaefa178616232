#include "serve/http_server.hpp"

#include <fmt/format.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <set>

#include "base/file.hpp"
#include "base/gzip.hpp"
#include "serve/problem.hpp"

namespace farthing {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;
using BeastRequest = http::request<http::string_body>;
using BeastResponse = http::response<http::string_body>;

constexpr std::size_t kWorthPacking = 1'024;

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

bool takes_gzip(const std::string& accept_encoding) {
  const auto at = accept_encoding.find("gzip");
  return at != std::string::npos && accept_encoding.compare(at, 8, "gzip;q=0") != 0;
}

bool is_packed(const HttpResponse& response) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [](const auto& header) { return header.first == "content-encoding"; });
}

BeastResponse to_beast(HttpResponse response, const HttpRequest& request, unsigned version, bool keep_alive) {
  if (response.body.size() >= kWorthPacking && !is_packed(response)) {
    response.headers.emplace_back("vary", "accept-encoding");
    if (takes_gzip(request.accept_encoding)) {
      response.body = gzip(response.body);
      response.headers.emplace_back("content-encoding", "gzip");
    }
  }
  BeastResponse made(static_cast<http::status>(response.status), version);
  for (const auto& [name, value] : response.headers) made.set(name, value);
  made.set("x-request-id", request.id);
  made.set("x-content-type-options", "nosniff");
  made.set("referrer-policy", "no-referrer");
  made.set("cross-origin-opener-policy", "same-origin");
  made.keep_alive(keep_alive);
  // 304 has no body and says no length: it would be that of a body it doesn't know. 204 has neither.
  if (response.status == 304 || response.status == 204) return made;
  made.content_length(response.body.size());
  if (request.method != "HEAD") made.body() = std::move(response.body);
  return made;
}

}  // namespace

// Not nameless, as HttpServer::Parts holds them.
namespace serving {

// What connections share. All of it is the I/O thread's, but the handler and the count.
struct Shared {
  HttpLimits limits;
  HttpHandler handler;
  asio::thread_pool workers;
  std::atomic<std::size_t> waiting{0};
  std::size_t answering = 0;
  bool ending = false;
  std::function<void()> on_idle;
  std::set<class Connection*> connections;

  Shared(HttpLimits the_limits, HttpHandler the_handler)
      : limits(the_limits), handler(std::move(the_handler)), workers(the_limits.workers) {}
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(asio::ip::tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
    shared_.connections.insert(this);
    beast::error_code gone;  // then nobody reads the answers either
    if (const auto peer = stream_.socket().remote_endpoint(gone); !gone) peer_ = peer.address().to_string();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { shared_.connections.erase(this); }

  // The first byte may take its time, the rest of the request may not.
  void wait_for_request() {
    if (shared_.ending) return close();
    answering_ = false;
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
    parser_->body_limit(shared_.limits.body_bytes);
    if (buffer_.size() > 0) return read_request();
    stream_.expires_after(shared_.limits.idle);
    stream_.async_read_some(buffer_.prepare(4'096),
                            [self = shared_from_this()](beast::error_code error, std::size_t n) {
                              if (error) return self->close();
                              self->buffer_.commit(n);
                              self->read_request();
                            });
  }
  void end_if_idle() {
    if (!answering_) close();
  }

 private:
  void read_request() {
    answering_ = true;
    stream_.expires_after(shared_.limits.to_read);
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
      if (error) return self->refuse(error);
      self->answer();
    });
  }

  // What can't be read gets an answer where one can be sent, and the connection ends: nobody knows where the next
  // request would begin.
  void refuse(beast::error_code error) {
    request_ = {};  // not the one before on this connection
    request_.id = unique_id();
    if (error == http::error::header_limit)
      return write(
          problem(431, "The header is too long",
                  {fmt::format("a header may have {} bytes", shared_.limits.header_bytes), {}, {}}, request_.id),
          false);
    if (error == http::error::body_limit)
      return write(problem(413, "The body is too long",
                           {fmt::format("a body may have {} bytes", shared_.limits.body_bytes), {}, {}}, request_.id),
                   false);
    if (error == beast::error::timeout || error == http::error::end_of_stream ||
        error.category() != http::make_error_code(http::error::bad_method).category())
      return close();
    write(problem(400, "This is no HTTP request", {error.message(), {}, {}}, request_.id), false);
  }

  void answer() {
    auto& message = parser_->get();
    request_ = {.method = text_of(message.method_string()),
                .target = text_of(message.target()),
                .accept_encoding = text_of(message[http::field::accept_encoding]),
                .if_none_match = text_of(message[http::field::if_none_match]),
                .id = unique_id(),
                .body = std::move(message.body()),
                .content_type = text_of(message[http::field::content_type]),
                .authorization = text_of(message[http::field::authorization]),
                .cookie = text_of(message[http::field::cookie]),
                .host = text_of(message[http::field::host]),
                .origin = text_of(message[http::field::origin]),
                .last_event_id = text_of(message["last-event-id"]),
                .peer = peer_};
    const bool keep_alive = message.keep_alive() && !shared_.ending;
    version_ = message.version();
    // The time of an answer is the worker's to limit.
    stream_.expires_never();
    ++shared_.answering;
    if (shared_.handler.is_quick(request_)) return finish(shared_.handler.answer(request_), keep_alive);
    if (shared_.waiting >= shared_.limits.waiting) return finish(busy(), keep_alive);
    ++shared_.waiting;
    asio::post(shared_.workers, [self = shared_from_this(), keep_alive, since = Clock::now()]() mutable {
      --self->shared_.waiting;
      const bool too_late = Clock::now() - since > self->shared_.limits.to_wait;
      auto response = too_late ? self->busy() : self->shared_.handler.answer(self->request_);
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), keep_alive, response = std::move(response)]() mutable {
        self->finish(std::move(response), keep_alive);
      });
    });
  }

  [[nodiscard]] HttpResponse busy() const {
    auto refused =
        problem(503, "Too many questions at once", {"all workers are busy", {}, "ask again in a second"}, request_.id);
    refused.headers.emplace_back("retry-after", "1");
    return refused;
  }

  void finish(HttpResponse response, bool keep_alive) {
    write(std::move(response), keep_alive);
    --shared_.answering;
  }

  void write(HttpResponse response, bool keep_alive) {
    const bool is_head = request_.method == "HEAD";
    response_.emplace(to_beast(std::move(response), request_, version_, keep_alive));
    serializer_.emplace(*response_);
    // A HEAD's answer says the length of a body that it doesn't have.
    if (is_head) serializer_->split(true);
    stream_.expires_after(shared_.limits.to_write);
    const auto written = [self = shared_from_this(), keep_alive](beast::error_code error, std::size_t) {
      if (error || !keep_alive) return self->close();
      self->wait_for_request();
    };
    if (is_head) {
      http::async_write_header(stream_, *serializer_, written);
    } else {
      http::async_write(stream_, *serializer_, written);
    }
  }

  void close() {
    answering_ = false;
    beast::error_code ignored;  // the other side may be gone
    ignored = stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.close();
    if (shared_.ending && shared_.on_idle) shared_.on_idle();
  }

  beast::tcp_stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  std::optional<BeastResponse> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  HttpRequest request_;
  std::string peer_;
  unsigned version_ = 11;
  bool answering_ = false;
};

}  // namespace serving

struct HttpServer::Parts {
  Parts(HttpLimits limits, HttpHandler handler)
      : shared(limits, std::move(handler)), acceptor(io), signals(io), end(io) {}

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
      if (shared.connections.size() < shared.limits.connections) {
        beast::error_code ignored;  // it only makes small answers quicker
        ignored = socket.set_option(asio::ip::tcp::no_delay(true), ignored);
        std::make_shared<serving::Connection>(std::move(socket), shared)->wait_for_request();
      }
      accept();
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
  asio::steady_timer end;
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
  parts_->io.run();
  return !parts_->given_up;
}

void HttpServer::stop() {
  asio::post(parts_->io, [parts = parts_.get()] { parts->begin_to_end(); });
}

}  // namespace farthing
