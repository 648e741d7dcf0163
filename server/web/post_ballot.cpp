#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/html/json_input.hpp"
#include "server/html/problem.hpp"
#include "server/web/exchange.hpp"
#include "server/web/post.hpp"
#include "server/web/record_model.hpp"

namespace radslag::web {
namespace json = boost::json;

Result<> needs_json(const http::Request& request) {
  if (request.content_type == "application/json") return {};
  return refuse(Errc::unsupported, "the body must be application/json");
}

http::Response receipt_json(const service::Receipt& receipt) {
  json::object body;
  body["log"] = receipt.log;
  body["index"] = receipt.index;
  body["size"] = receipt.size;
  body["digest"] = crypto::to_hex(receipt.digest);
  body["entry"] = receipt.entry;
  body["receipt"] = receipt.receipt;
  body["checkpoint"] = receipt.checkpoint;
  http::Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("Location", entry_href(receipt.log, receipt.index));
  response.body = json::serialize(body);
  return response;
}

std::function<void(Result<service::Receipt>)> answer_receipt(Exchange& exchange) {
  return [done = std::move(exchange.done), &messages = exchange.visit().messages,
          language = exchange.visit().language](Result<service::Receipt> receipt) {
    done(receipt ? receipt_json(*receipt) : html::problem_json(html::problem_of(receipt.error()), messages, language));
  };
}

namespace {

Result<std::string> ballot_blob(const http::Request& request) {
  if (const auto json = needs_json(request); !json) return tl::make_unexpected(json.error());
  constexpr std::string_view fields[] = {"ballot"};
  const auto body = html::read_object(request.body, fields);
  if (!body) return tl::make_unexpected(body.error());
  const auto text = html::text_field(*body, "ballot");
  auto blob = text ? crypto::from_base64(*text) : std::nullopt;
  if (!blob || !record::blob_content(*blob)) return refuse(Errc::malformed, "ballot: base64 of 32 random bytes and the ballot");
  return std::move(*blob);
}

}  // namespace

void post_ballot(const Visit& visit, Exchange&& exchange) {
  auto blob = ballot_blob(exchange.request);
  const std::string round = visit.args.front();
  service::Service& service = visit.site.service;
  auto answer = answer_receipt(exchange);
  if (!blob) return answer(tl::make_unexpected(blob.error()));
  if (visit.state->round(round) == nullptr) return answer(refuse(Errc::not_found, "no round " + round));
  service.cast(round, std::move(*blob), std::move(answer));
}

}  // namespace radslag::web
