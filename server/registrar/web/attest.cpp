// The way from the voting server's page to the page that shows what is signed.
#include "server/html/query.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/attest_model.hpp"
#include "server/registrar/web/pages.hpp"

namespace radslag::registrar_web {

Result<html::Page> attest_link(const Visit& visit) {
  const auto errand = errand_of_link(html::parameter(visit.query, "purpose"), html::parameter(visit.query, "matter"));
  if (!errand) return refuse(Errc::not_found, "the link does not say what is to be signed");
  html::Page page;
  page.see_other = errand->path();
  return page;
}

void post_errand(const Visit& visit, html::Exchange&& exchange) {
  const auto errand = keep_errand(exchange.form, visit.site.house.requests, visit.now);
  if (!errand) return exchange.refuse(errand.error());
  exchange.see_other(errand->path());
}

Result<html::Page> attest_page(const Visit& visit) {
  const auto errand = find_errand(visit.args.front(), visit.site.house.requests, visit.now);
  if (!errand) return refuse(Errc::expired, "what was to be signed is not kept any more");
  return attest_model(visit, *errand);
}

}  // namespace radslag::registrar_web
