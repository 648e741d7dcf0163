// Letters to a mail server (RFC 5321), by libcurl.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "server/outbox/transport.hpp"

namespace radslag::outbox {

enum class Tls {
  starttls,  ///< the connection begins in clear and must become TLS before anything is said (usual on port 587)
  whole,     ///< TLS from the first byte (port 465)
  none,      ///< only to this machine itself
};

struct SmtpSettings {
  std::string host;
  std::uint16_t port = 587;
  Tls tls = Tls::starttls;
  std::string user;                     ///< empty: no log-in
  std::filesystem::path password_file;  ///< its first line; nobody but its owner may read it
  std::filesystem::path ca_file;        ///< certificates to trust (PEM); empty: those of the system
  std::string helo;                     ///< what this machine calls itself; empty: the domain of the letter's sender
  int connect_seconds = 20;
  int answer_seconds = 60;  ///< for each answer of the mail server
  int whole_seconds = 180;  ///< for one letter
  int stop_seconds = 5;     ///< what a stop grants to a letter on its way
};

/// A setting that cannot be: says which and why.
struct SmtpSettingsError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Keeps one connection open between letters, as long as nothing goes wrong. Certificates are verified, always. An answer 5xx about the
/// recipient or the letter is `refused`; 4xx, and a connection that breaks after the recipient was named, `later`; what goes wrong before
/// that is `unavailable`. The calling thread gets no SIGPIPE any more.
class Smtp final : public Transport {
 public:
  /// Connects at the first letter. Throws SmtpSettingsError.
  explicit Smtp(SmtpSettings settings);
  ~Smtp() override;

  [[nodiscard]] Attempt send(const Letter& letter) override;
  void stop() noexcept override;

 private:
  class Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace radslag::outbox
