#include "tests/support/fake_service.hpp"

#include <algorithm>

#include "ledger/log/checkpoint.hpp"

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

Result<std::string> FakeService::blob(const std::string& log, const record::Digest& digest) const {
  const auto* round = town_.state().round(record::round_of_log(log));
  for (const auto& piece : town_.log(log).pieces)
    for (const auto& blob : piece.blobs) {
      if (record::blob_digest(blob) != digest) continue;
      if (piece.is_ballot && round->phase == record::Phase::open) return refuse(Errc::sealed, "a ballot of an open round");
      return blob;
    }
  return refuse(Errc::not_found, "no such blob");
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

Result<std::vector<record::Choices>> FakeService::counted_ballots(const std::string& id) const {
  const auto& round = town_.round(id);
  if (round.phase == record::Phase::open) return refuse(Errc::sealed, "the round is open");
  std::map<record::PublicKey, record::Choices> last;
  for (const auto& piece : town_.log(record::round_log_name(id)).pieces) {
    if (!piece.is_ballot) continue;
    const auto entry = std::get<record::Ballot>(record::parse_entry(piece.entry).value().statement);
    last[entry.credential] = record::check_ballot(*round.frozen, entry, piece.blobs.front()).value();
  }
  std::vector<record::Choices> ballots;
  for (auto& [credential, choices] : last) ballots.push_back(std::move(choices));
  std::sort(ballots.begin(), ballots.end());
  return ballots;
}

service::Receipt FakeService::last_receipt(const std::string& log, const record::Digest& digest) const {
  const auto now = head(log).value();
  const std::uint64_t index = now.size - 1;
  return {log, index, now.size, digest, entry(log, index).value(), receipt(log, index).value(), now.checkpoint};
}

void FakeService::cast(const std::string& round, std::string blob, std::function<void(Result<service::Receipt>)> done) {
  if (refusal) return done(tl::make_unexpected(*refusal));
  const auto& frozen = town_.round(round).frozen;
  if (!frozen) return done(refuse(Errc::not_open, "not opened"));
  const auto ballot = record::accept_ballot(*frozen, blob);
  if (!ballot) return done(tl::make_unexpected(ballot.error()));
  const std::string log = record::round_log_name(round);
  if (auto put = town_.attempt(log, ballot->entry, {}, {blob}); !put) return done(tl::make_unexpected(put.error()));
  done(last_receipt(log, ballot->entry.ballot));
}

void FakeService::act(service::Act act, std::function<void(Result<service::Receipt>)> done) {
  acted = std::move(act);
  if (refusal) return done(tl::make_unexpected(*refusal));
  done(last_receipt(acted->log, acted->key));
}

}  // namespace radslag::testing
