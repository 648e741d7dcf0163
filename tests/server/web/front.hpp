// The front on a town, with the product's own templates and catalogues, asked as a browser asks.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "server/html/query.hpp"
#include "server/web/app.hpp"
#include "tests/support/fake_service.hpp"

namespace radslag::testing {

class Front {
 public:
  /// The clock is the town's: the hour of its next entry.
  explicit Front(Town& town) : service(town), app(service, config(town)) {}

  static web::Config config() {
    web::Config config;
    config.templates_dir = "frontend/templates";
    config.locales_dir = "frontend/locales";
    config.asset = [](std::string_view name) { return "/static/" + std::string(name); };
    config.base_url = "https://radslag.example.se";
    config.version = "0.1.0";
    config.origins = {{config.base_url}, "https://rostlangd.example.se"};
    return config;
  }
  static web::Config config(const Town& town) {
    auto timed = config();
    timed.hour = [&town] { return town.hour; };
    return timed;
  }

  /// `target`: a path, perhaps with a query.
  static http::Request get(const std::string& target) {
    http::Request request;
    request.method = "GET";
    const auto mark = target.find('?');
    request.path = request.raw_path = target.substr(0, mark);
    if (mark != std::string::npos) request.query = target.substr(mark + 1);
    return request;
  }

  http::Response ask(http::Request request) {
    http::Response answer;
    int answers = 0;
    app.handle(std::move(request), [&](http::Response&& response) {
      answer = std::move(response);
      ++answers;
    });
    if (answers != 1) answer.status = 0;  // every test looks at the status
    if (answer.shared_body) answer.body = *answer.shared_body;
    return answer;
  }
  http::Response see(const std::string& target) { return ask(get(target)); }
  http::Response see(const std::string& target, const std::string& language) {
    auto request = get(target);
    request.cookie = "lang=" + language;
    return ask(std::move(request));
  }
  http::Response post(const std::string& path, std::string body, const std::string& content_type = "application/json") {
    auto request = get(path);
    request.method = "POST";
    request.content_type = content_type;
    request.body = std::move(body);
    return ask(std::move(request));
  }

  /// A form as a browser sends it from the page at this origin.
  http::Response submit(const std::string& path, const std::vector<std::pair<std::string, std::string>>& fields,
                        const std::string& origin = "https://radslag.example.se") {
    auto request = get(path);
    request.method = "POST";
    request.content_type = "application/x-www-form-urlencoded";
    request.origin = origin;
    for (const auto& [name, value] : fields) {
      if (!request.body.empty()) request.body += '&';
      request.body += name + '=' + html::percent_encode(value);
    }
    return ask(std::move(request));
  }

  FakeService service;
  web::App app;
};

inline std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

}  // namespace radslag::testing
