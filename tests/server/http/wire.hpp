// Bytes to and from a server over a real socket, for tests that must say exactly what is sent.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace radslag::http::test {

/// An answer as it came.
struct Answer {
  int status = 0;  ///< 0: the connection ended, or nothing came for ten seconds
  std::string head;
  std::string body;

  [[nodiscard]] bool has(std::string_view field_line) const { return head.find("\r\n" + std::string(field_line)) != std::string::npos; }
};

class Wire {
 public:
  explicit Wire(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) throw std::runtime_error("no socket");
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      ::close(socket_);
      throw std::runtime_error("cannot connect");
    }
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  ~Wire() { ::close(socket_); }

  /// False when the server has ended the connection before it has taken all.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  void end_sending() const { ::shutdown(socket_, SHUT_WR); }

  /// The next answer; `with_body` is false for what answers HEAD.
  Answer read(bool with_body = true) {
    Answer answer;
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!read_more()) return answer;
    }
    answer.head = buffer_.substr(0, end + 2);
    buffer_.erase(0, end + 4);
    const std::size_t at = answer.head.find("\r\nContent-Length: ");
    const std::size_t length = at == std::string::npos || !with_body ? 0 : std::stoul(answer.head.substr(at + 18));
    while (buffer_.size() < length) {
      if (!read_more()) return answer;
    }
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    answer.status = std::stoi(answer.head.substr(9));
    return answer;
  }

  Answer ask(std::string_view request, bool with_body = true) {
    send(request);
    return read(with_body);
  }

  /// True when the server ends the connection in good order, with nothing more to read; false for a reset or more bytes.
  bool ends() {
    if (!buffer_.empty()) return false;
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) == 0;
  }

  /// True once the server has ended the connection, however.
  bool is_cut() {
    while (read_more()) {
    }
    return cut_;
  }

 private:
  bool read_more() {
    char chunk[16384];
    const ssize_t count = ::recv(socket_, chunk, sizeof chunk, 0);
    if (count <= 0) {
      cut_ = count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
      return false;
    }
    buffer_.append(chunk, static_cast<std::size_t>(count));
    return true;
  }

  int socket_;
  bool cut_ = false;
  std::string buffer_;
};

inline std::string get(std::string_view path) { return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n\r\n"; }

inline std::string post(std::string_view path, std::string_view body) {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace radslag::http::test
