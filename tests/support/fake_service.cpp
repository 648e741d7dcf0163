#include "tests/support/fake_service.hpp"

#include <algorithm>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/draft_succession.hpp"

namespace radslag::testing {

std::vector<std::string> FakeService::logs() const {
  std::vector<const record::RoundState*> rounds;
  for (const auto& [id, round] : town_.state().rounds) rounds.push_back(&round);
  std::sort(rounds.begin(), rounds.end(), [](const auto* a, const auto* b) { return a->begun_at < b->begun_at; });
  std::vector<std::string> names{"town"};
  for (const auto* round : rounds) names.push_back(record::round_log_name(round->id));
  return names;
}

std::optional<service::Service::Head> FakeService::head(const std::string& log) const {
  const auto names = logs();
  if (std::find(names.begin(), names.end(), log) == names.end()) return std::nullopt;
  const auto& held = town_.log(log);
  return Head{held.pieces.size(), log::sign_checkpoint({held.origin, held.tree.size(), held.tree.root()}, Town::key_of(held.key))};
}

log::VerifierKey FakeService::log_key(const std::string& log) const {
  const auto& held = town_.log(log);
  return log::VerifierKey::of(held.origin, Town::public_key(held.key));
}

std::optional<std::string> FakeService::entry(const std::string& log, std::uint64_t index) const {
  const auto& pieces = town_.log(log).pieces;
  return index < pieces.size() ? std::optional(pieces[index].entry) : std::nullopt;
}

std::vector<std::string> FakeService::entries(const std::string& log, std::uint64_t begin, std::uint64_t end) const {
  std::vector<std::string> out;
  const auto& pieces = town_.log(log).pieces;
  for (std::uint64_t i = begin; i < std::min<std::uint64_t>(end, pieces.size()); ++i) out.push_back(pieces[i].entry);
  return out;
}

std::shared_ptr<const std::map<std::string, record::SignatureCount>> FakeService::signature_counts() const {
  auto counts = std::make_shared<std::map<std::string, record::SignatureCount>>();
  for (const auto& id : town_.state().town.initiative_order) counts->emplace(id, town_.record().signatures(id)->count());
  return counts;
}

std::vector<std::string> FakeService::shown_names(const std::string& initiative, std::size_t most) const {
  std::vector<std::string> names;
  const auto* signatures = town_.record().signatures(initiative);
  if (!signatures) return names;
  for (const auto index : signatures->named(most)) {
    const auto& blob = town_.log("town").pieces.at(index).blobs.at(0);
    names.push_back(record::parse_content<record::SignatureName>(*record::blob_content(blob)).value().name);
  }
  return names;
}

Result<std::string> FakeService::blob(const std::string& log, const record::Digest& digest) const {
  const auto* round = town_.state().round(record::round_of_log(log));
  for (const auto& piece : town_.log(log).pieces)
    for (const auto& blob : piece.blobs) {
      if (record::blob_digest(blob) != digest) continue;
      if (town_.state().town.sealed.contains(digest)) return refuse(Errc::sealed, "a text that no officer has looked at");
      if (piece.is_ballot && round->phase == record::Phase::open) return refuse(Errc::sealed, "a ballot of an open round");
      return blob;
    }
  return refuse(Errc::not_found, "no such blob");
}

Result<std::string> FakeService::raised_blob(const record::Digest& subject) const {
  for (const auto& piece : town_.log("town").pieces) {
    const auto entry = record::parse_entry(piece.entry);
    const bool raises = entry && (std::holds_alternative<record::InitiativeRaised>(entry->statement) ||
                                  std::holds_alternative<record::ProjectProposed>(entry->statement));
    if (raises && record::attestation_of(entry->statement)->subject == subject) return piece.blobs.front();
  }
  return refuse(Errc::not_found, "no text that was raised or proposed");
}

Result<std::string> FakeService::receipt(const std::string& log, std::uint64_t index) const {
  const auto now = head(log);
  if (!now || index >= now->size) return refuse(Errc::not_found, "no such entry");
  return town_.receipt(log, index, now->size);
}

Result<std::string> FakeService::file(const std::string& path) const {
  const auto files = town_.files();
  const auto found = files.find(path);
  if (found == files.end()) return refuse(Errc::not_found, "no file " + path);
  return found->second;
}

void FakeService::bundle(const std::function<bool(std::string_view)>& sink) const {
  ++bundles;
  const std::string archive = Town::tar(town_.files());
  for (std::size_t at = 0; at < archive.size(); at += 512)
    if (!sink(std::string_view(archive).substr(at, 512))) return;
}

Result<record::CountedBallots> FakeService::counted_ballots(const std::string& id) const {
  const auto& round = town_.round(id);
  if (round.phase == record::Phase::open) return refuse(Errc::sealed, "the round is open");
  if (round.frozen->is_secret()) return town_.record().counted(id);
  std::map<record::PublicKey, record::Choices> last;
  for (const auto& piece : town_.log(record::round_log_name(id)).pieces) {
    if (!piece.is_ballot) continue;
    const auto entry = std::get<record::Ballot>(record::parse_entry(piece.entry).value().statement);
    last[entry.credential] = record::check_ballot(*round.frozen, entry, piece.blobs.front()).value();
  }
  std::vector<record::Choices> ballots;
  for (auto& [credential, choices] : last) ballots.push_back(std::move(choices));
  std::sort(ballots.begin(), ballots.end());
  return record::CountedBallots{std::move(ballots)};
}

service::Receipt FakeService::last_receipt(const std::string& log, const record::Digest& digest) const {
  return receipt_at(log, head(log).value().size - 1, digest);
}

service::Receipt FakeService::receipt_at(const std::string& log, std::uint64_t index, const record::Digest& digest) const {
  const auto now = head(log).value();
  return {log, index, now.size, digest, entry(log, index).value(), receipt(log, index).value(), now.checkpoint};
}

void FakeService::cast(const std::string& round, std::string blob, std::function<void(Result<service::Receipt>)> done) {
  if (refusal) return done(tl::make_unexpected(*refusal));
  const auto& frozen = town_.round(round).frozen;
  if (!frozen) return done(refuse(Errc::not_open, "not opened"));
  const auto ballot = record::accept_ballot(*frozen, blob);
  if (!ballot) return done(tl::make_unexpected(ballot.error()));
  const std::string log = record::round_log_name(round);
  const auto statement = std::visit([](const auto& entry) { return record::Statement(entry); }, ballot->entry);
  if (auto put = town_.attempt(log, statement, {}, {blob}); !put) return done(tl::make_unexpected(put.error()));
  done(last_receipt(log, record::key_of(ballot->entry)));
}

Result<std::optional<service::Receipt>> FakeService::announced(const record::AnnouncedAct&) const {
  if (refusal) return tl::make_unexpected(*refusal);
  return standing;
}

void FakeService::act(service::Act act, std::function<void(Result<service::Receipt>)> done) {
  acted = std::move(act);
  if (refusal) return done(tl::make_unexpected(*refusal));
  done(last_receipt(acted->log, acted->key));
}

void FakeService::hand_in(std::string carrier, std::function<void(Result<service::Receipt>)> done) {
  if (refusal) return done(tl::make_unexpected(*refusal));
  const auto& registrar = town_.state().town.registrar;
  if (!registrar) return done(refuse(Errc::not_authorised, "no registrar has been announced"));
  auto opened = record::open_carrier(carrier, registrar->row.registrar, now_seconds);
  if (!opened) return done(tl::make_unexpected(opened.error()));
  const auto key = crypto::sha256("radslag/v1/attested-key\n" + opened->statement);
  const auto& pieces = town_.log("town").pieces;
  for (std::uint64_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].entry.find(opened->statement) != std::string::npos) return done(receipt_at("town", i, key));
  }
  const auto statement = record::parse_statement(opened->statement).value();
  const auto index = pieces.size();
  if (auto put = town_.attempt("town", statement, {}, opened->blobs); !put) return done(tl::make_unexpected(put.error()));
  if (const auto due = town_.record().due()) town_.put("town", *due, {});
  refresh();
  done(receipt_at("town", index, key));
}

void FakeService::hand_out(std::string statement, std::function<void(Result<service::Receipt>)> done) {
  if (refusal) return done(tl::make_unexpected(*refusal));
  const auto parsed = record::parse_statement(statement);
  if (!parsed) return done(tl::make_unexpected(parsed.error()));
  const auto* card = std::get_if<record::HandedOut>(&*parsed);
  if (!card) return done(refuse(Errc::unsupported, "not a hand-out"));
  for (const auto& [id, round] : town_.state().rounds) {
    if (round.origin != card->origin) continue;
    const auto log = record::round_log_name(id);
    if (const auto place = find(card->commitment)) return done(receipt_at(log, place->index, card->commitment));
    if (auto put = town_.attempt(log, *parsed, {}, {}); !put) return done(tl::make_unexpected(put.error()));
    refresh();
    return done(last_receipt(log, card->commitment));
  }
  done(refuse(Errc::not_found, "no round with the log " + card->origin));
}

void FakeService::show_lost(std::string receipt, std::function<void(Result<service::ShownReceipt>)> done) {
  const auto known = [&]() -> Result<std::optional<service::ShownReceipt>> {
    const auto shown = record::open_receipt(*state_, receipt);
    if (!shown) return tl::make_unexpected(shown.error());
    return service::known_already(*shown, [&](const std::string& log, std::uint64_t index) { return entry(log, index); });
  };
  const auto before = known();
  if (!before) return done(tl::make_unexpected(before.error()));
  if (*before) return done(**before);
  const auto draft = record::draft_entry_resubmitted(*state_, receipt);
  if (!draft) return done(tl::make_unexpected(draft.error()));
  if (auto put = town_.attempt(draft->log, record::parse_statement(draft->statement).value(), {}, draft->blobs); !put)
    return done(tl::make_unexpected(put.error()));
  if (const auto due = town_.record().due()) town_.put("town", *due, {});
  refresh();
  auto after = **known();
  after.before = false;
  done(after);
}

std::optional<service::Service::Turnout> FakeService::turnout(const std::string& round) const {
  const auto* known = town_.state().round(round);
  if (!known) return std::nullopt;
  return Turnout{known->ballots, known->voters, known->handed_out};
}

Result<service::Service::Place> FakeService::find(const store::IdempotencyKey& key) const {
  for (const auto& [id, round] : town_.state().rounds) {
    const auto log = record::round_log_name(id);
    const auto& pieces = town_.log(log).pieces;
    for (std::uint64_t i = 0; i < pieces.size(); ++i) {
      const auto statement = record::parse_entry(pieces[i].entry).value().statement;
      const auto* ballot = std::get_if<record::SecretBallot>(&statement);
      const auto* card = std::get_if<record::HandedOut>(&statement);
      if ((ballot && ballot->tracker == key) || (card && card->commitment == key)) return Place{log, i};
    }
  }
  return refuse(Errc::not_found, "no entry with that key");
}

}  // namespace radslag::testing
