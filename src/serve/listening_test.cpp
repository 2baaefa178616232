// Those who listen to the server's events, over real sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

#include "serve/events.hpp"
#include "serve/http_server.hpp"
#include "support/tcp_client.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kListen = "GET /events HTTP/1.1\r\nhost: x\r\n\r\n";

class ListeningTest : public ::testing::Test {
 protected:
  ListeningTest() {
    handler_.is_quick = [](const HttpRequest&) { return true; };
    handler_.answer = [](const HttpRequest& request) {
      return request.target == "/events" ? events_head() : HttpResponse{200, {}, "answered"};
    };
    handler_.events = [this] {
      ++looks_;
      return std::vector<HttpEvent>{snapshot_event(n_, std::nullopt)};
    };
    limits_.look = std::chrono::milliseconds(10);
  }
  ~ListeningTest() override { end(); }
  void serve() {
    auto server = HttpServer::listen("127.0.0.1", 0, limits_, handler_);
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

  HttpHandler handler_;
  HttpLimits limits_;
  std::atomic<std::int64_t> n_ = 1;
  std::atomic<int> looks_ = 0;
  std::optional<HttpServer> server_;
  std::thread running_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ended_well_ = false;
};

TEST_F(ListeningTest, TellsTheSnapshotAtOnceAndAtEachChange) {
  serve();
  TcpClient client(port_);
  client.send(kListen);
  const auto first = client.read_until("\"snapshot\":1,\"freshness\":null}\n\n");
  EXPECT_THAT(first, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(first, HasSubstr("content-type: text/event-stream"));
  EXPECT_THAT(first, Not(HasSubstr("Content-Length")));
  n_ = 2;
  EXPECT_EQ(client.read_until("\n\n"), "event: snapshot\nid: 2\ndata: {\"snapshot\":2,\"freshness\":null}\n\n");
  // Others are answered meanwhile, over a connection of their own.
  EXPECT_THAT(TcpClient(port_).ask("GET / HTTP/1.1\r\nconnection: close\r\n\r\n"), HasSubstr("answered"));
}

TEST_F(ListeningTest, DoesntRepeatWhatOneHas) {
  serve();
  TcpClient client(port_);
  client.send("GET /events HTTP/1.1\r\nlast-event-id: 1\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("200 OK"));
  n_ = 2;
  EXPECT_THAT(client.read_until("\n\n"), StartsWith("event: snapshot\nid: 2\n"));
}

TEST_F(ListeningTest, SilenceIsBrokenByAComment) {
  limits_.heartbeat = std::chrono::milliseconds(30);
  serve();
  TcpClient client(port_);
  client.send(kListen);
  EXPECT_THAT(client.read_until(":\n\n"), HasSubstr("id: 1"));
  EXPECT_EQ(client.read_until("\n\n"), ":\n\n");
}

TEST_F(ListeningTest, LooksOnlyWhileSomebodyListens) {
  serve();
  {
    TcpClient client(port_);
    client.send(kListen);
    EXPECT_THAT(client.read_until("\n\n"), HasSubstr("200 OK"));
    while (looks_ < 5) std::this_thread::yield();
  }
  while (handler_.figures->listeners > 0) std::this_thread::yield();
  const int looks = looks_;
  std::this_thread::sleep_for(std::chrono::milliseconds(100));  // ten looks, if there were any
  EXPECT_LE(looks_, looks + 1);
  TcpClient again(port_);
  again.send(kListen);
  EXPECT_THAT(again.read_until("id: 1"), HasSubstr("200 OK"));
}

TEST_F(ListeningTest, MoreThanTheLimitAreRefused) {
  limits_.listeners = 2;
  serve();
  TcpClient first(port_), second(port_), third(port_);
  for (auto* client : {&first, &second}) {
    client->send(kListen);
    EXPECT_THAT(client->read_until("id: 1"), HasSubstr("200 OK"));
  }
  third.send(kListen);
  EXPECT_THAT(third.read_until("\r\n\r\n"), HasSubstr("503"));
}

TEST_F(ListeningTest, OneWhoMayNoLongerIsDropped) {
  std::atomic<bool> may = true;
  handler_.may_listen = [&](const HttpRequest& request) { return may && request.target == "/events"; };
  serve();
  TcpClient client(port_);
  client.send(kListen);
  EXPECT_THAT(client.read_until("id: 1"), HasSubstr("200 OK"));
  may = false;
  EXPECT_THAT(client.read_all(), Not(HasSubstr("id: 2")));
}

TEST_F(ListeningTest, OneWhoDoesntReadIsDroppedAndHoldsLittle) {
  handler_.events = [] { return std::vector<HttpEvent>{{"", std::string(60'000, 'x')}, {"", "\n\n"}}; };
  limits_.look = std::chrono::milliseconds(1);
  serve();
  TcpClient client(port_);
  client.send(kListen);
  while (handler_.figures->listeners == 0) std::this_thread::yield();
  // The kernel holds some megabytes at most; then the server's own limit is reached, and he is out.
  for (int i = 0; i < 1'000 && handler_.figures->listeners > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(handler_.figures->listeners, 0u);
}

TEST_F(ListeningTest, TheEndComesAtOnce) {
  serve();
  TcpClient client(port_);
  client.send(kListen);
  EXPECT_THAT(client.read_until("id: 1"), HasSubstr("200 OK"));
  end();
  EXPECT_TRUE(ended_well_);
  EXPECT_THAT(client.read_all(), Not(HasSubstr("event: snapshot\nid: 1")));
}

TEST_F(ListeningTest, AHeadIsOnlyAHead) {
  serve();
  const auto head = TcpClient(port_).ask("HEAD /events HTTP/1.1\r\nconnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("text/event-stream"));
  EXPECT_THAT(head, Not(HasSubstr("event:")));
}

}  // namespace
}  // namespace farthing
