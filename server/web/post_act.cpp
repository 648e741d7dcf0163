#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/record/secret_count.hpp"
#include "server/html/json_input.hpp"
#include "server/web/exchange.hpp"
#include "server/web/parts.hpp"
#include "server/web/post.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

constexpr std::size_t max_seals = 64, max_blobs = 16;

Result<std::vector<record::Seal>> read_seals(const json::value& value) {
  const json::array* array = value.if_array();
  if (array == nullptr || array->size() > max_seals) return refuse(Errc::malformed, "seals: a list of at most 64");
  constexpr std::string_view fields[] = {"officer", "signature"};
  std::vector<record::Seal> seals;
  for (const json::value& item : *array) {
    const json::object* object = html::as_object(item, fields);
    const auto officer = object ? html::text_field(*object, "officer") : std::nullopt;
    const auto signature = object ? html::text_field(*object, "signature") : std::nullopt;
    const auto key = officer ? crypto::array_from_hex<32>(*officer) : std::nullopt;
    const auto bytes = signature ? crypto::array_from_hex<64>(*signature) : std::nullopt;
    if (!key || !bytes) return refuse(Errc::malformed, "seals: {officer, signature} in lower-case hex");
    seals.push_back({*key, *bytes});
  }
  return seals;
}

Result<std::vector<std::string>> read_blobs(const json::value& value) {
  const json::array* array = value.if_array();
  if (array == nullptr || array->size() > max_blobs) return refuse(Errc::malformed, "blobs: a list of at most 16");
  std::vector<std::string> blobs;
  for (const json::value& item : *array) {
    const json::string* text = item.if_string();
    auto blob = text ? crypto::from_base64(std::string_view(text->data(), text->size())) : std::nullopt;
    if (!blob || !record::blob_content(*blob)) return refuse(Errc::malformed, "blobs: base64 of 32 random bytes and the content");
    blobs.push_back(std::move(*blob));
  }
  return blobs;
}

Result<service::Act> read_act(const http::Request& request) {
  if (const auto json = needs_json(request); !json) return tl::make_unexpected(json.error());
  constexpr std::string_view fields[] = {"log", "statement", "seals", "blobs", "key"};
  const auto body = html::read_object(request.body, fields);
  if (!body) return tl::make_unexpected(body.error());
  const auto log = html::text_field(*body, "log"), statement = html::text_field(*body, "statement"),
             key_text = html::text_field(*body, "key");
  const auto key = key_text ? crypto::array_from_hex<32>(*key_text) : std::nullopt;
  if (!log || !statement || !key) return refuse(Errc::malformed, "log and statement are texts, key is 64 lower-case hex digits");
  auto seals = read_seals(body->at("seals"));
  if (!seals) return tl::make_unexpected(seals.error());
  auto blobs = read_blobs(body->at("blobs"));
  if (!blobs) return tl::make_unexpected(blobs.error());
  return service::Act{*log, *statement, std::move(*seals), std::move(*blobs), *key};
}

/// Proofs of an urn are checked before the answer.
bool takes_long(const service::Act& act) {
  const auto statement = record::parse_statement(act.statement);
  return statement && record::is_heavy(*statement);
}

}  // namespace

void post_act(const Visit& visit, Exchange&& exchange) {
  auto act = read_act(exchange.request);
  service::Service& service = visit.site.service;
  auto answer = answer_receipt(exchange);
  if (!act) return answer(tl::make_unexpected(act.error()));
  if (!takes_long(*act)) return service.act(std::move(*act), std::move(answer));
  auto shared = std::make_shared<service::Act>(std::move(*act));
  visit.site.parts.later([&service, shared, answer = std::move(answer)]() mutable { service.act(std::move(*shared), std::move(answer)); });
}

}  // namespace radslag::web
