// A real SMTP server (support/smtp_server.py) in a process of its own, for as long as the object lives.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace radslag::testing {

class MailServer {
 public:
  /// False where Debian's python3-aiosmtpd is not installed.
  [[nodiscard]] static bool is_installed();

  /// `options` of the script. Throws if it does not start.
  explicit MailServer(const std::vector<std::string>& options = {});
  ~MailServer();  ///< kills it: every connection breaks
  MailServer(const MailServer&) = delete;
  MailServer& operator=(const MailServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// "rcpt 451 1": see the script.
  void tell(const std::string& command);
  /// The next thing that happened there, a JSON object. Throws after half a minute without one.
  [[nodiscard]] std::string next_event();

 private:
  [[nodiscard]] std::string next_line();

  pid_t process_ = -1;
  int commands_ = -1, events_ = -1;
  std::uint16_t port_ = 0;
  std::string received_;
  std::vector<std::string> waiting_;  ///< events that came before a command's answer
};

}  // namespace radslag::testing
