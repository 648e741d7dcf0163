#include "server/html/exchange.hpp"

#include <algorithm>
#include <stdexcept>

#include "server/html/front.hpp"

namespace radslag::html {

void Exchange::show(std::string_view name, const Page& page, int status) const {
  http::Response response = front_->page(*visit_, name, page);
  if (response.status == 200) response.status = status;
  done(std::move(response));
}

void Exchange::see_other(const std::string& path) const { done(html::see_other(path)); }

void Exchange::refuse(const Error& error) const {
  const Problem problem = problem_of(error);
  if (request.content_type == "application/json") return done(problem_json(problem, visit_->messages, visit_->language));
  done(front_->problem_page(*visit_, problem));
}

http::Response see_other(const std::string& path) {
  // Browsers take "/\\" for "//", and leave out tabs and newlines before they look.
  const bool is_ours = path.starts_with('/') && !path.starts_with("//") &&
                       std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '\\'; });
  if (!is_ours) throw std::logic_error("a way to another site is none to give: " + path);
  http::Response response;
  response.status = 303;
  response.content_type = {};
  response.headers.emplace_back("Location", path);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace radslag::html
