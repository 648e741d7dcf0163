// The counter with its staff pages: a town, real accounts and a real desk in a temporary directory, asked as a browser asks.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "crypto/hash.hpp"
#include "server/html/csrf.hpp"
#include "server/service/counter_data.hpp"
#include "server/service/desk.hpp"
#include "tests/server/staff/house.hpp"
#include "tests/server/web/front.hpp"

namespace radslag::testing {

using Fields = std::vector<std::pair<std::string, std::string>>;

inline const std::string own_origin = "https://radslag.example.se";

class Office {
 public:
  explicit Office(Town& its_town) : town(its_town), service(town), desk(*data, service), app(service, config()) {}

  /// Signs in somebody with these roles ("officer:technical"); gives the session's token.
  std::string join(const std::vector<std::string>& grants) {
    std::vector<staff::Grant> parsed;
    for (const auto& grant : grants) parsed.push_back(staff::grant_from(grant).value());
    return house.join("person" + std::to_string(people_++) + "@example.se", parsed).token;
  }
  std::string csrf(const std::string& token) const { return html::csrf_token(house.staff->sessions.find(token)->id); }

  http::Response see(const std::string& target, const std::string& token, const std::string& language = "en") {
    auto request = Front::get(target);
    request.cookie = "lang=" + language + (token.empty() ? "" : "; __Host-staff=" + token);
    return ask(std::move(request));
  }
  /// With the session's form token.
  http::Response submit(const std::string& path, Fields fields, const std::string& token, const Fields& files = {}) {
    fields.emplace_back("csrf", csrf(token));
    return post(path, fields, token, own_origin, files);
  }
  http::Response post(const std::string& path, const Fields& fields, const std::string& token, const std::string& origin,
                      const Fields& files = {}) {
    auto request = Front::get(path);
    request.method = "POST";
    request.cookie = "lang=en" + (token.empty() ? std::string() : "; __Host-staff=" + token);
    request.origin = origin;
    if (files.empty()) {
      request.content_type = "application/x-www-form-urlencoded";
      for (const auto& [name, value] : fields) request.body += (request.body.empty() ? "" : "&") + name + '=' + html::percent_encode(value);
    } else {
      request.content_type = "multipart/form-data";
      request.content_type_parameters = " boundary=limit";
      const std::string head = "--limit\r\nContent-Disposition: form-data; name=\"";
      for (const auto& [name, value] : fields) request.body += head + name + "\"\r\n\r\n" + value + "\r\n";
      for (const auto& [name, value] : files) request.body += head + name + "\"; filename=\"file\"\r\n\r\n" + value + "\r\n";
      request.body += "--limit--\r\n";
    }
    return ask(std::move(request));
  }

  /// What a form that was sent has put on the desk; fails the test where it has not.
  service::DeskAct drafted(const http::Response& answer) {
    CAPTURE(answer.body);
    REQUIRE(answer.status == 303);
    const auto to = header(answer, "Location");
    REQUIRE(to.starts_with("/staff/acts/"));
    return desk.find(to.substr(to.rfind('/') + 1)).value();
  }
  /// As if those officers had sealed it and somebody had handed it in.
  Result<> admit(const service::DeskAct& act, const Signers& signers) {
    const auto& draft = act.file.draft;
    auto done = town.attempt(draft.log, record::parse_statement(draft.statement).value(), signers, draft.blobs);
    service.refresh();
    return done;
  }

  http::Response ask(http::Request request) {
    http::Response answer;
    answer.status = 0;
    app.handle(std::move(request), [&](http::Response&& response) { answer = std::move(response); });
    if (answer.shared_body) answer.body = *answer.shared_body;
    return answer;
  }

  web::Config config() {
    auto config = Front::config(town);
    config.staff = house.staff.get();
    config.desk = &desk;
    config.ballot_page = {{crypto::sha256("a script"), "/static/app.js"}};
    return config;
  }

  Town& town;
  staff::testing::House house;
  FakeService service;
  std::unique_ptr<storage::Database> data = service::open_counter_data(house.directory / "counter.sqlite");
  service::Desk desk;
  web::App app;

 private:
  int people_ = 0;
};

/// What stands in a page where it was written as `text`.
inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

inline bool has(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

}  // namespace radslag::testing
