// Secret ballots beside the voting page: an urn's files for other programs, finding one's ballot, and what the registrar posts.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/archive/urn_archive.hpp"
#include "server/html/problem.hpp"
#include "server/web/pages.hpp"
#include "server/web/post.hpp"
#include "server/web/record_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/secret_model.hpp"

namespace radslag::web {
namespace {

/// A tracker as Belenios writes it, base64 of 32 bytes without padding; as it was copied, perhaps with blanks or the padding.
std::optional<store::IdempotencyKey> read_tracker(std::string typed) {
  std::erase_if(typed, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '='; });
  const auto bytes = crypto::from_base64(typed + "=");
  store::IdempotencyKey key{};
  if (!bytes || bytes->size() != key.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(key.data()));
  return key;
}

/// Keys of other acts are in the same table.
bool is_ballot(const Visit& visit, const service::Service::Place& place, const store::IdempotencyKey& tracker) {
  const auto body = visit.site.service.entry(place.log, place.index);
  const auto entry = body ? record::parse_entry(*body) : refuse(Errc::not_found, "");
  const auto* ballot = entry ? std::get_if<record::SecretBallot>(&entry->statement) : nullptr;
  return ballot && ballot->tracker == tracker;
}

}  // namespace

Result<http::Response> urn_file(const Visit& visit) {
  const record::RoundState* round = visited_round(visit);
  if (round == nullptr || !is_secret(*round)) return refuse(Errc::not_found, "no opened round with secret ballots " + visit.args[0]);
  const auto index = round->frozen->urn_index(visit.args[1]);
  if (!index) return refuse(Errc::not_found, "the round has no urn " + visit.args[1]);
  const auto& urn = round->frozen->urns[*index];
  const std::string& file = visit.args[2];
  http::Response response;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "public, max-age=3600");
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  if (file == "election.json") {
    response.body = urn.election->json();
  } else if (file == "trustees.json") {
    response.body = round->frozen->ceremony->keys->json();
  } else if (file == "public_credentials.json") {
    response.body = archive::public_credentials(urn);
  } else if (file == "archive.bel") {
    const auto archive = visit.site.service.urn_archive(round->id, urn.id);
    if (!archive) return tl::make_unexpected(archive.error());
    response.content_type = "application/octet-stream";
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + urn.election->uuid() + ".bel\"");
    response.shared_body = *archive;
  } else {
    return refuse(Errc::not_found, "an urn has election.json, trustees.json, public_credentials.json and, once counted, archive.bel");
  }
  return response;
}

Result<http::Response> ballot_page_files(const Visit& visit) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "no-store");
  for (const auto& page : *visit.ballot_page) response.body += crypto::to_hex(page.digest) + ' ' + page.path + '\n';
  return response;
}

Result<Page> ballot_page(const Visit& visit) {
  const record::RoundState* round = visited_round(visit);
  if (round == nullptr || !is_secret(*round)) return refuse(Errc::not_found, "no opened round with secret ballots " + visit.args.front());
  const auto tracker = html::parameter(visit.query, "tracker");
  Page page{round_fields(visit, *round), visit.text("secret.find_label")};
  const auto key = read_tracker(tracker);
  const auto place = key ? visit.site.service.find(*key) : refuse(Errc::not_found, "");
  const bool found = place && place->log == record::round_log_name(round->id) && is_ballot(visit, *place, *key);
  page.model["tracker"] = tracker;
  page.model["found"] = found;
  page.model["entry_href"] = found ? entry_href(place->log, place->index) : std::string();
  return page;
}

void post_handed_out(const Visit& visit, Exchange&& exchange) {
  const bool is_text = exchange.request.content_type == "text/plain";
  std::string statement = std::move(exchange.request.body);
  auto answer = answer_receipt(exchange);
  if (!is_text) return answer(refuse(Errc::unsupported, "the body must be text/plain"));
  visit.site.service.hand_out(std::move(statement), std::move(answer));
}

}  // namespace radslag::web
