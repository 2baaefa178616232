// The server over real sockets, in this process: sanitizers see it so.
#include "serve/http_server.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <latch>
#include <thread>

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A connection as a client has it that knows nothing of HTTP.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where = {};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  void send(const std::string& text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  // Until there is as much as `ending` says, or the other side closes.
  [[nodiscard]] std::string read_until(const std::string& ending) {
    std::string text;
    char byte = 0;
    while (!(text.size() >= ending.size() && text.ends_with(ending) && !ending.empty()) &&
           ::recv(socket_, &byte, 1, 0) == 1)
      text += byte;
    return text;
  }
  [[nodiscard]] std::string read_all() { return read_until(""); }
  [[nodiscard]] std::string ask(const std::string& request) {
    send(request);
    return read_all();
  }

 private:
  int socket_;
};

HttpResponse said(const std::string& text) { return {200, {{"content-type", "text/plain"}}, text}; }

class HttpServerTest : public ::testing::Test {
 protected:
  ~HttpServerTest() override { end(); }

  void serve(HttpHandler handler, HttpLimits limits = {}) {
    auto server = HttpServer::listen("127.0.0.1", 0, limits, std::move(handler));
    ASSERT_TRUE(server) << server.error().text();
    server_.emplace(std::move(*server));
    port_ = server_->port();
    running_ = std::thread([this] { ended_well_ = server_->run(); });
  }
  void end() {
    if (!running_.joinable()) return;
    server_->stop();
    running_.join();
  }
  static HttpHandler echo(bool quick) {
    return {[quick](const HttpRequest&) { return quick; },
            [](const HttpRequest& request) { return said(request.method + " " + request.target + "\n"); }};
  }

  std::optional<HttpServer> server_;
  std::thread running_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ended_well_ = false;
};

TEST_F(HttpServerTest, AnswersQuickAndSlowOverOneConnection) {
  std::atomic<int> quick = 0;
  serve({[&](const HttpRequest& request) { return request.target == "/quick" && ++quick > 0; },
         [](const HttpRequest& request) { return said(request.target + "\n"); }});
  Client client(port_);
  for (const std::string target : {"/quick", "/slow", "/quick"}) {
    client.send("GET " + target + " HTTP/1.1\r\nhost: x\r\n\r\n");
    const auto answer = client.read_until(target + "\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("x-request-id: "));
    EXPECT_THAT(answer, HasSubstr("x-content-type-options: nosniff"));
  }
  EXPECT_EQ(quick, 2);
  // Two in one packet come back in order.
  client.send("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\nconnection: close\r\n\r\n");
  const auto both = client.read_all();
  EXPECT_LT(both.find("\r\n/a\n"), both.find("\r\n/b\n"));
  EXPECT_NE(both.find("\r\n/b\n"), std::string::npos);
}

TEST_F(HttpServerTest, AHeadSaysTheLengthOfWhatItDoesntSend) {
  serve(echo(true));
  const auto answer = Client(port_).ask("HEAD /a HTTP/1.1\r\nconnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, ::testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, PacksWhatIsWorthItForThoseWhoAcceptIt) {
  serve({[](const HttpRequest&) { return true; },
         [](const HttpRequest& request) { return said(std::string(request.target == "/long" ? 5'000 : 50, 'x')); }});
  const auto ask = [&](const std::string& target, const std::string& accepts) {
    return Client(port_).ask("GET " + target + " HTTP/1.1\r\naccept-encoding: " + accepts +
                             "\r\nconnection: close\r\n\r\n");
  };
  EXPECT_THAT(ask("/long", "br, gzip"), HasSubstr("content-encoding: gzip"));
  for (const auto& plain : {ask("/long", "br"), ask("/long", "gzip;q=0"), ask("/short", "gzip")}) {
    EXPECT_THAT(plain, Not(HasSubstr("content-encoding")));
  }
  EXPECT_THAT(ask("/long", "identity"), HasSubstr("vary: accept-encoding"));
}

TEST_F(HttpServerTest, RefusesWhatItCantRead) {
  serve(echo(true), {.header_bytes = 1'024, .body_bytes = 100});
  EXPECT_THAT(Client(port_).ask("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(Client(port_).ask("GET / HTTP/1.1\r\nx: " + std::string(4'000, 'a') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Client(port_).ask("POST / HTTP/1.1\r\ncontent-length: 101\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Client(port_).ask("GET /fine HTTP/1.0\r\n\r\n"), HasSubstr("GET /fine"));
}

TEST_F(HttpServerTest, DropsThoseWhoDontComeToAnEnd) {
  serve(echo(true), {.to_read = std::chrono::seconds(1)});
  Client slow(port_);
  slow.send("GET /never HTT");
  EXPECT_EQ(slow.read_all(), "");
}

TEST_F(HttpServerTest, TellsThoseToComeBackWhoAreTooMany) {
  std::latch may_answer(1);
  std::atomic<int> working = 0;
  serve({[](const HttpRequest& request) { return request.target == "/quick"; },
         [&](const HttpRequest& request) {
           if (request.target == "/quick") return said("quick");
           ++working;
           may_answer.wait();
           return said(request.target);
         }},
        {.waiting = 1, .workers = 1});
  Client first(port_), second(port_), third(port_);
  first.send("GET /1 HTTP/1.1\r\nconnection: close\r\n\r\n");
  while (working == 0) std::this_thread::yield();
  second.send("GET /2 HTTP/1.1\r\nconnection: close\r\n\r\n");
  // Once this is answered the second one waits: the server reads in the order in which requests came.
  EXPECT_THAT(Client(port_).ask("GET /quick HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr(" 200 "));
  const auto refused = third.ask("GET /3 HTTP/1.1\r\nconnection: close\r\n\r\n");
  EXPECT_THAT(refused, HasSubstr(" 503 "));
  EXPECT_THAT(refused, HasSubstr("retry-after: 1"));
  may_answer.count_down();
  EXPECT_THAT(first.read_all(), HasSubstr("/1"));
  EXPECT_THAT(second.read_all(), HasSubstr("/2"));
}

TEST_F(HttpServerTest, RefusesWhatWaitedTooLong) {
  std::latch may_answer(1);
  std::atomic<int> working = 0;
  serve({[](const HttpRequest&) { return false; },
         [&](const HttpRequest& request) {
           ++working;
           may_answer.wait();
           return said(request.target);
         }},
        {.workers = 1, .to_wait = std::chrono::seconds(1)});
  Client first(port_), second(port_);
  first.send("GET /1 HTTP/1.1\r\nconnection: close\r\n\r\n");
  while (working == 0) std::this_thread::yield();
  second.send("GET /2 HTTP/1.1\r\nconnection: close\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));  // the server's own clock is what is tested
  may_answer.count_down();
  EXPECT_THAT(first.read_all(), HasSubstr(" 200 "));
  EXPECT_THAT(second.read_all(), HasSubstr(" 503 "));
}

TEST_F(HttpServerTest, EndsAfterWhatItIsAnswering) {
  std::latch begun(1);
  serve({[](const HttpRequest&) { return false; },
         [&](const HttpRequest&) {
           begun.count_down();
           return said("still answered");
         }});
  Client idle(port_), asking(port_);
  asking.send("GET / HTTP/1.1\r\n\r\n");
  begun.wait();
  end();
  EXPECT_TRUE(ended_well_);
  EXPECT_THAT(asking.read_all(), HasSubstr("still answered"));
  EXPECT_EQ(idle.read_all(), "");
}

TEST_F(HttpServerTest, NamesAPortThatCantBeHad) {
  serve(echo(true));
  const auto taken = HttpServer::listen("127.0.0.1", port_, {}, echo(true));
  ASSERT_FALSE(taken);
  EXPECT_THAT(taken.error().text(), HasSubstr(fmt::format("127.0.0.1:{}", port_)));
  EXPECT_THAT(HttpServer::listen("localhost", 0, {}, echo(true)).error().text(), HasSubstr("127.0.0.1"));
}

}  // namespace
}  // namespace farthing
