// The way in for a trustee's large acts: announced first (statement, seal, size of the blob), and where that is a trustee's whose turn it
// is, the blob as it is.
#include <boost/json.hpp>

#include "server/html/problem.hpp"
#include "server/web/exchange.hpp"
#include "server/web/parts.hpp"
#include "server/web/post.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

Result<> needs_type(const http::Request& request, std::string_view type) {
  if (request.content_type == type) return {};
  return refuse(Errc::unsupported, "the body must be " + std::string(type));
}

Result<record::AnnouncedAct> read_announced(const http::Request& request) {
  if (const auto text = needs_type(request, "text/plain"); !text) return tl::make_unexpected(text.error());
  return record::parse_announced_act(request.body);
}

http::Response ticket_json(const std::string& ticket) {
  http::Response response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = json::serialize(json::object{{"part", std::string(Parts::path) + ticket}});
  return response;
}

}  // namespace

void post_announced(const Visit& visit, Exchange&& exchange) {
  const auto tell = [&](const Error& error) { exchange.done(html::problem_json(html::problem_of(error), visit.messages, visit.language)); };
  auto act = read_announced(exchange.request);
  if (!act) return tell(act.error());
  auto standing = visit.site.service.announced(*act);
  if (!standing) return tell(standing.error());
  if (*standing) return answer_receipt(exchange)(std::move(**standing));
  const auto ticket = visit.site.parts.expect(std::move(*act));
  if (!ticket) return tell(ticket.error());
  exchange.done(ticket_json(*ticket));
}

void post_part(const Visit& visit, Exchange&& exchange) {
  auto answer = answer_receipt(exchange);
  const auto binary = needs_type(exchange.request, "application/octet-stream");
  if (!binary) return answer(tl::make_unexpected(binary.error()));
  auto act = visit.site.parts.take(visit.args.front());
  if (!act) return answer(refuse(Errc::not_found, "nothing has been announced under this name, or too long ago: announce it again"));
  if (exchange.request.body.size() != act->bytes) return answer(refuse(Errc::mismatch, "the part has another size than was announced"));
  auto shared =
      std::make_shared<service::Act>(service::Act{std::move(act->log), std::move(act->statement), std::move(act->seals), {}, act->key});
  shared->blobs.push_back(std::move(exchange.request.body));
  visit.site.parts.later([&service = visit.site.service, shared, answer = std::move(answer)]() mutable {
    service.act(std::move(*shared), std::move(answer));
  });
}

}  // namespace radslag::web
