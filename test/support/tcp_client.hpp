// A client over a plain socket.
#pragma once
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace farthing {

/// A connection to this machine as a client has it that knows nothing of HTTP.
class TcpClient {
 public:
  explicit TcpClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where = {};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where), 0);
  }
  TcpClient(const TcpClient&) = delete;
  TcpClient& operator=(const TcpClient&) = delete;
  ~TcpClient() { ::close(socket_); }

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

}  // namespace farthing
