// HTTP to a witness: libcurl over one kept connection, with short times. A witness that does not answer must cost nobody anything.
#pragma once

#include <memory>
#include <string>

namespace radslag::witnesses {

struct Reply {
  long status = 0;  ///< 0: no answer; `body` says why
  std::string content_type, body;
};

struct ClientTimes {
  long connect_milliseconds = 1'000;
  long total_milliseconds = 5'000;
};

/// One thread. Redirects are not followed; an answer over 16 KB counts as none.
class Client {
 public:
  explicit Client(const ClientTimes& times = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  [[nodiscard]] Reply get(const std::string& url);
  [[nodiscard]] Reply post(const std::string& url, const std::string& body);

 private:
  [[nodiscard]] Reply perform(const std::string& url);

  class Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace radslag::witnesses
