// One request that is answered through a callback: forms, posts of programs, files that take a while.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/result.hpp"
#include "server/html/form.hpp"
#include "server/html/visit.hpp"
#include "server/http/message.hpp"

namespace radslag::html {

class Front;

using Done = std::function<void(http::Response&&)>;

/// To be answered once, at once or later, from any thread. The visit that a handler is given with it lives as long as it does.
class Exchange {
 public:
  Exchange(const Front& front, std::shared_ptr<const Visit> its_visit, http::Request&& asked, Done&& answer)
      : request(std::move(asked)), done(std::move(answer)), front_(&front), visit_(std::move(its_visit)) {}

  http::Request request;
  Form form;  ///< of a form route
  Done done;

  [[nodiscard]] const Visit& visit() const { return *visit_; }

  /// A page as the answer to a form, for this visitor alone: `name` is its template's. 422 for a form that is shown again with what is
  /// wrong in it.
  void show(std::string_view name, const Page& page, int status = 200) const;
  /// 303 to a page of this site, so that reloading does not send the form again.
  void see_other(const std::string& path) const;
  /// The problem as a page, or as JSON to who sent JSON.
  void refuse(const Error& error) const;

 private:
  friend Front;
  const Front* front_;
  std::shared_ptr<const Visit> visit_;
};

/// 303 See Other, not to be kept. `path` must be one of this site: an address that could lead elsewhere is a bug (std::logic_error).
[[nodiscard]] http::Response see_other(const std::string& path);

}  // namespace radslag::html
