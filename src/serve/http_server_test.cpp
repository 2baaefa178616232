// The server over real sockets, in this process: sanitizers see it so.
#include "serve/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <mutex>
#include <thread>

#include "support/tcp_client.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

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
  TcpClient client(port_);
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
  const auto answer = TcpClient(port_).ask("HEAD /a HTTP/1.1\r\nconnection: close\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_THAT(answer, ::testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, PacksWhatIsWorthItForThoseWhoAcceptIt) {
  serve({[](const HttpRequest&) { return true; },
         [](const HttpRequest& request) { return said(std::string(request.target == "/long" ? 5'000 : 50, 'x')); }});
  const auto ask = [&](const std::string& target, const std::string& accepts) {
    return TcpClient(port_).ask("GET " + target + " HTTP/1.1\r\naccept-encoding: " + accepts +
                                "\r\nconnection: close\r\n\r\n");
  };
  EXPECT_THAT(ask("/long", "br;q=0.1, gzip"), HasSubstr("content-encoding: gzip"));
  EXPECT_THAT(ask("/long", "gzip, br"), HasSubstr("content-encoding: br"));
  for (const auto& plain : {ask("/long", "deflate"), ask("/long", "gzip;q=0"), ask("/short", "gzip")}) {
    EXPECT_THAT(plain, Not(HasSubstr("content-encoding")));
  }
  EXPECT_THAT(ask("/long", "identity"), HasSubstr("vary: accept-encoding"));
}

TEST_F(HttpServerTest, RefusesWhatItCantRead) {
  serve(echo(true), {.header_bytes = 1'024, .body_bytes = 100});
  EXPECT_THAT(TcpClient(port_).ask("nonsense\r\n\r\n"), StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(TcpClient(port_).ask("GET / HTTP/1.1\r\nx: " + std::string(4'000, 'a') + "\r\n\r\n"),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(TcpClient(port_).ask("POST / HTTP/1.1\r\ncontent-length: 101\r\n\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(TcpClient(port_).ask("GET /fine HTTP/1.0\r\n\r\n"), HasSubstr("GET /fine"));
}

TEST_F(HttpServerTest, DropsThoseWhoDontComeToAnEnd) {
  serve(echo(true), {.to_read = std::chrono::seconds(1)});
  TcpClient slow(port_);
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
  TcpClient first(port_), second(port_), third(port_);
  first.send("GET /1 HTTP/1.1\r\nconnection: close\r\n\r\n");
  while (working == 0) std::this_thread::yield();
  second.send("GET /2 HTTP/1.1\r\nconnection: close\r\n\r\n");
  // Once this is answered the second one waits: the server reads in the order in which requests came.
  EXPECT_THAT(TcpClient(port_).ask("GET /quick HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr(" 200 "));
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
  TcpClient first(port_), second(port_);
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
  TcpClient idle(port_), asking(port_);
  asking.send("GET / HTTP/1.1\r\n\r\n");
  begun.wait();
  end();
  EXPECT_TRUE(ended_well_);
  EXPECT_THAT(asking.read_all(), HasSubstr("still answered"));
  EXPECT_EQ(idle.read_all(), "");
}

TEST_F(HttpServerTest, WorksAheadWhileAllWorkersAreFree) {
  std::atomic<int> works = 0;
  std::latch may_end(1);
  auto handler = echo(false);
  handler.work_ahead = [&]() -> std::function<void()> {
    if (works >= 2) return {};
    return [&] {
      if (++works == 2) may_end.wait();
    };
  };
  serve(handler);
  while (works < 2) std::this_thread::yield();
  EXPECT_TRUE(server_->works_ahead());
  // One worker is left for who asks.
  EXPECT_THAT(TcpClient(port_).ask("GET /a HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr("GET /a"));
  server_->stop();
  running_.join();
  EXPECT_TRUE(ended_well_) << "the end doesn't wait for work that nobody asked for";
  EXPECT_TRUE(server_->works_ahead());
  may_end.count_down();
  while (server_->works_ahead()) std::this_thread::yield();
}

TEST_F(HttpServerTest, OneWorkerIsForThoseWhoAsk) {
  std::atomic<int> works = 0;
  auto handler = echo(false);
  handler.work_ahead = [&]() -> std::function<void()> { return [&] { ++works; }; };
  serve(handler, {.workers = 1});
  EXPECT_THAT(TcpClient(port_).ask("GET /a HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr("GET /a"));
  EXPECT_EQ(works, 0);
}

TEST_F(HttpServerTest, TellsHowEachRequestWasAnswered) {
  std::mutex mutex;
  std::string told;
  auto handler = echo(true);
  handler.answered = [&](const HttpRequest& request, int status, double seconds) {
    const std::lock_guard lock(mutex);
    told += fmt::format("{} {} {}\n", request.target, status, seconds >= 0 && seconds < 10);
  };
  serve(handler);
  EXPECT_THAT(TcpClient(port_).ask("GET /a HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr("GET /a"));
  EXPECT_THAT(TcpClient(port_).ask("nonsense\r\n\r\n"), HasSubstr("400"));
  end();
  EXPECT_EQ(told, "/a 200 true\n 400 true\n");
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
