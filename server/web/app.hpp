// The front: takes plain requests, gives plain answers. Everything that a resident meets goes through here.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "server/http/message.hpp"
#include "server/web/config.hpp"

namespace radslag::html {
class Messages;
}
namespace radslag::service {
class Service;
}

namespace radslag::web {

/// Thread-safe. Must outlive the answers to its requests.
class App {
 public:
  /// Reads catalogues and templates. Throws std::runtime_error that names all that is wrong with them.
  App(service::Service& service, Config config);
  ~App();
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Calls `done` once, now or later from another thread. Throws what the world breaks (a database, memory).
  void handle(http::Request&& request, std::function<void(http::Response&&)> done);

  /// The most bytes that the body of such a request may have. Quick: a server asks before it reads the body.
  [[nodiscard]] std::size_t body_limit(std::string_view method, std::string_view path) const;

  [[nodiscard]] const html::Messages& messages() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::web
