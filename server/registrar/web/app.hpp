// The registrar's front: residents' signing in and consenting, and the staff's pages about the roll. It shows people what they are about
// to sign; what the record takes is the voting server's affair.
#pragma once

#include "server/html/front.hpp"
#include "server/registrar/web/config.hpp"
#include "server/registrar/web/site.hpp"

namespace radslag::registrar_web {

/// Thread-safe. Must outlive the answers to its requests.
class App final : public html::Front {
 public:
  /// Throws std::runtime_error that names all that is wrong with catalogues and templates. What `site` refers to must outlive it.
  explicit App(Site site);
  ~App() override;

 protected:
  [[nodiscard]] std::shared_ptr<const html::Visit> visit(html::Visit&& base, const http::Request& request) const override;
  [[nodiscard]] std::optional<http::Response> admit(const html::Visit& visit, const html::Route& route) const override;
  void complete_frame(const html::Visit& visit, std::string_view section, boost::json::object& frame) const override;

 private:
  const std::unique_ptr<MailRate> confirmations_;
  const Site site_;
};

}  // namespace radslag::registrar_web
