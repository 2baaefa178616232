#include "serve/connection.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "base/file.hpp"
#include "serve/encoding.hpp"
#include "serve/problem.hpp"

namespace farthing::serving {
namespace {

using BeastResponse = http::response<http::string_body>;

constexpr int kListenersSendBuffer = 64 << 10;
constexpr const char* kTooMany = "Too many questions at once";

std::string text_of(beast::string_view text) { return {text.data(), text.size()}; }

BeastResponse to_beast(HttpResponse response, const HttpRequest& request, unsigned version, bool keep_alive) {
  pack(response, request.accept_encoding);
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

void Shared::work_ahead() {
  if (ending || working > 0 || working_ahead || limits.workers < 2) return;
  auto work = handler.work_ahead();
  if (!work) return;
  working_ahead = true;
  asio::post(workers, [this, work = std::move(work)] {
    work();
    working_ahead = false;
    asio::post(io, [this] { work_ahead(); });
  });
}

Connection::Connection(asio::ip::tcp::socket socket, Shared& shared) : stream_(std::move(socket)), shared_(shared) {
  shared_.connections.insert(this);
  shared_.handler.figures->connections = shared_.connections.size();
  beast::error_code gone;  // then nobody reads the answers either
  if (const auto peer = stream_.socket().remote_endpoint(gone); !gone) peer_ = peer.address().to_string();
}

Connection::~Connection() {
  shared_.listeners.erase(this);
  shared_.connections.erase(this);
  shared_.handler.figures->connections = shared_.connections.size();
  shared_.handler.figures->listeners = shared_.listeners.size();
}

// The first byte may take its time, the rest of the request may not. Ten thousand may wait so: each holds little.
void Connection::wait_for_request() {
  if (shared_.ending) return close();
  answering_ = false;
  parser_.reset();
  response_.reset();
  serializer_.reset();
  if (buffer_.size() > 0) return read_request();
  stream_.expires_after(shared_.limits.idle);
  stream_.async_read_some(buffer_.prepare(1'024), [self = shared_from_this()](beast::error_code error, std::size_t n) {
    if (error) return self->close();
    self->buffer_.commit(n);
    self->read_request();
  });
}

void Connection::end_if_idle() {
  if (!answering_) close();
}

void Connection::read_request() {
  answering_ = true;
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.header_bytes));
  parser_->body_limit(shared_.limits.body_bytes);
  stream_.expires_after(shared_.limits.to_read);
  http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](beast::error_code error, std::size_t) {
    if (error) return self->refuse(error);
    self->answer();
  });
}

// What can't be read gets an answer where one can be sent, and the connection ends: nobody knows where the next
// request would begin.
void Connection::refuse(beast::error_code error) {
  request_ = {};  // not the one before on this connection
  request_.id = unique_id();
  const auto refused = [&]() -> std::optional<HttpResponse> {
    if (error == http::error::header_limit)
      return problem(431, "The header is too long",
                     {fmt::format("a header may have {} bytes", shared_.limits.header_bytes), {}, {}}, request_.id);
    if (error == http::error::body_limit)
      return problem(413, "The body is too long",
                     {fmt::format("a body may have {} bytes", shared_.limits.body_bytes), {}, {}}, request_.id);
    if (error == beast::error::timeout || error == http::error::end_of_stream ||
        error.category() != http::make_error_code(http::error::bad_method).category())
      return std::nullopt;
    return problem(400, "This is no HTTP request", {error.message(), {}, {}}, request_.id);
  }();
  if (!refused) return close();
  if (shared_.handler.answered) shared_.handler.answered(request_, refused->status, 0);
  write(*refused, false);
}

void Connection::answer() {
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
              .fetch_site = text_of(message["sec-fetch-site"]),
              .fetch_dest = text_of(message["sec-fetch-dest"]),
              .last_event_id = text_of(message["last-event-id"]),
              .peer = peer_};
  const bool keep_alive = message.keep_alive() && !shared_.ending;
  version_ = message.version();
  // The time of an answer is the worker's to limit.
  stream_.expires_never();
  ++shared_.answering;
  since_ = Clock::now();
  if (shared_.handler.is_quick(request_)) return finish(shared_.handler.answer(request_), keep_alive);
  if (shared_.handler.figures->waiting >= shared_.limits.waiting)
    return finish(busy(kTooMany, "all workers are busy"), keep_alive);
  ++shared_.handler.figures->waiting;
  ++shared_.working;
  asio::post(shared_.workers, [self = shared_from_this(), keep_alive, since = Clock::now()]() mutable {
    --self->shared_.handler.figures->waiting;
    const bool too_late = Clock::now() - since > self->shared_.limits.to_wait;
    auto response =
        too_late ? self->busy(kTooMany, "all workers are busy") : self->shared_.handler.answer(self->request_);
    pack(response, self->request_.accept_encoding);  // here, as all others wait for the thread that sends it
    const auto executor = self->stream_.get_executor();
    asio::post(executor, [self = std::move(self), keep_alive, response = std::move(response)]() mutable {
      --self->shared_.working;
      self->finish(std::move(response), keep_alive);
      self->shared_.work_ahead();
    });
  });
}

HttpResponse Connection::busy(const std::string& title, const std::string& what) const {
  auto refused = problem(503, title, {what, {}, "ask again in a second"}, request_.id);
  refused.headers.emplace_back("retry-after", "1");
  return refused;
}

void Connection::finish(HttpResponse response, bool keep_alive) {
  response.listens = response.listens && request_.method == "GET";
  if (response.listens && shared_.listeners.size() >= shared_.limits.listeners)
    response = busy("Too many listen", fmt::format("{} listen already", shared_.listeners.size()));
  const auto& answered = shared_.handler.answered;
  if (answered) answered(request_, response.status, std::chrono::duration<double>(Clock::now() - since_).count());
  if (response.listens) {
    listen(std::move(response));
  } else {
    write(std::move(response), keep_alive);
  }
  --shared_.answering;
}

void Connection::write(HttpResponse response, bool keep_alive) {
  const bool is_head = request_.method == "HEAD";
  response_.emplace(to_beast(std::move(response), request_, version_, keep_alive));
  serializer_.emplace(*response_);
  // A HEAD's answer says the length of a body that it doesn't have.
  if (is_head) serializer_->split(true);
  stream_.expires_after(shared_.limits.to_write);
  ++shared_.answering;  // until the last byte is sent: the end waits for that too
  const auto written = [self = shared_from_this(), keep_alive](beast::error_code error, std::size_t) {
    --self->shared_.answering;
    if (error || !keep_alive) return self->close();
    self->wait_for_request();
  };
  if (is_head) {
    http::async_write_header(stream_, *serializer_, written);
  } else {
    http::async_write(stream_, *serializer_, written);
  }
}

// An answer without an end: its head, then events until either side goes.
void Connection::listen(HttpResponse response) {
  response_.emplace(to_beast(std::move(response), request_, version_, false));
  response_->erase(http::field::content_length);
  serializer_.emplace(*response_);
  beast::error_code ignored;  // it only bounds what a slow reader makes the kernel hold
  ignored = stream_.socket().set_option(asio::socket_base::send_buffer_size(kListenersSendBuffer), ignored);
  stream_.expires_after(shared_.limits.to_write);
  http::async_write_header(stream_, *serializer_, [self = shared_from_this()](beast::error_code error, std::size_t) {
    if (error || self->shared_.ending) return self->close();
    self->answering_ = false;
    self->last_id_ = self->request_.last_event_id;
    self->last_sent_ = Clock::now();
    self->shared_.listeners.insert(self.get());
    self->shared_.handler.figures->listeners = self->shared_.listeners.size();
    self->drop_when_gone();
    self->hear(self->shared_.handler.events());
    self->shared_.on_listener();
  });
}

// Who listens says nothing more: whatever is read is the end.
void Connection::drop_when_gone() {
  stream_.expires_never();
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(512),
                          [self = shared_from_this()](beast::error_code, std::size_t) { self->close(); });
}

void Connection::hear(const std::vector<HttpEvent>& events) {
  if (!shared_.handler.may_listen(request_)) return close();
  for (const auto& event : events) {
    if (!event.id.empty() && event.id == last_id_) continue;
    if (!event.id.empty()) last_id_ = event.id;
    to_send_ += event.text;
  }
  const bool silent = to_send_.empty() && sending_.empty();
  if (silent && Clock::now() - last_sent_ >= shared_.limits.heartbeat) to_send_ = ":\n\n";
  if (to_send_.size() > shared_.limits.listener_bytes) return close();
  write_events();
}

void Connection::write_events() {
  if (!sending_.empty() || to_send_.empty()) return;
  sending_.swap(to_send_);
  last_sent_ = Clock::now();
  stream_.expires_after(shared_.limits.to_write);
  asio::async_write(stream_, asio::buffer(sending_), [self = shared_from_this()](beast::error_code error, std::size_t) {
    self->sending_.clear();
    if (error) return self->close();
    self->write_events();
  });
}

void Connection::close() {
  answering_ = false;
  shared_.listeners.erase(this);
  shared_.handler.figures->listeners = shared_.listeners.size();
  beast::error_code ignored;  // the other side may be gone
  ignored = stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream_.close();
  if (shared_.ending && shared_.on_idle) shared_.on_idle();
}

}  // namespace farthing::serving
