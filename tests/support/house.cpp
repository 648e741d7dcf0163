#include "tests/support/house.hpp"

#include <algorithm>
#include <stdexcept>

namespace radslag::testing {

House::House(MemoryStore& s, std::size_t queue) : store(s) {
  journal::Options options;
  options.queue_submissions = queue;
  options.hour = [this] { return hour.load(); };
  options.fatal = [](const std::string& why) { throw std::logic_error("fatal: " + why); };
  journal::Keys keys{[this]() -> const crypto::SigningKey& { return town_key; },
                     [this](const crypto::PublicKey& key) { return key == round_key.public_key() ? &round_key : nullptr; }};
  journal = std::make_unique<journal::Journal>(store, std::move(keys), std::move(options));
}

Result<journal::Committed> House::act(const record::Draft& draft, const Signers& signers, store::IdempotencyKey key) {
  journal::Submission what{draft.log, draft.statement, {}, draft.blobs, key, std::nullopt};
  for (const auto& who : signers) what.seals.push_back(record::seal(draft, key_of(who)));
  return journal->submit_and_wait(std::move(what));
}

journal::Committed House::put(const record::Draft& draft, const Signers& signers) {
  auto place = act(draft, signers, crypto::random_bytes<32>());
  if (!place) throw std::logic_error(place.error().detail);
  return *place;
}

void House::begin() {
  record::TownBegun town{origin, "Example", "SEK", true, {}};
  for (const auto& [who, role] : std::vector<std::pair<std::string, record::Role>>{{"keeper-1", record::Role::keeper},
                                                                                   {"officer-1", record::Role::officer},
                                                                                   {"election-1", record::Role::election_board},
                                                                                   {"election-2", record::Role::election_board}}) {
    town.officers.push_back({key_of(who).public_key(), {role}, who});
  }
  std::sort(town.officers.begin(), town.officers.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  put({"town", record::encode_statement(town), {}}, {});
}

void House::open_round(std::size_t voters) {
  const record::DialogueContent text{"Parks", "About parks", "Board", "Office", {}, {}, "All of it", "Board", "In writing", "None"};
  put(record::draft_dialogue(*journal->state(), {"parks", {}, {}, "2026-01-01", "2026-12-31"}, text), officer);
  put(record::draft_round_begun(*journal->state(), "parks-2026", "parks", round_key.public_key()), election_board);
  const auto town = checkpoint("town");
  record::Credentials credentials;
  for (std::size_t i = 0; i < voters; ++i) credentials.keys.push_back(key_of("voter-" + std::to_string(i)).public_key());
  put(record::draft_round_opened(*journal->state(), "parks-2026", town.size, town.root, Town::definition(), credentials).value(),
      election_board);
}

void House::close_round() {
  put(record::draft_round_closed(*journal->state(), "parks-2026", checkpoint(round_log).size - 1).value(), election_board);
}

void House::count_round() {
  put(record::draft_tally(*journal->state(), "parks-2026", journal->recount("parks-2026").value()).value(), election_board);
  put(record::draft_allocation(*journal->state(), "parks-2026").value(), election_board);
  const auto end = checkpoint(round_log);
  put(record::draft_round_ended(*journal->state(), "parks-2026", end.size, end.root).value(), election_board);
}

journal::Submission House::ballot(std::size_t voter, const record::Choices& choices) const {
  const auto& frozen = *journal->state()->round("parks-2026")->frozen;
  journal::Submission what;
  what.log = round_log;
  what.blobs.push_back(record::make_clear_ballot(frozen, key_of("voter-" + std::to_string(voter)), choices));
  what.ballot = record::accept_ballot(frozen, what.blobs[0]).value().entry;
  what.key = what.ballot->ballot;
  return what;
}

log::Checkpoint House::checkpoint(const std::string& log) const {
  return log::parse_checkpoint_text(log::parse_note(*journal->head(log).value().checkpoint).value().text).value();
}

}  // namespace radslag::testing
