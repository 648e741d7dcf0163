#include "tests/support/house.hpp"

#include <algorithm>
#include <stdexcept>

namespace radslag::testing {

House::House(store::Store& s, std::size_t queue, heads::HeadStore* heads, const std::function<void(const std::string&)>& fatal) : store(s) {
  journal::Options options;
  options.queue_submissions = queue;
  options.hour = [this] { return hour.load(); };
  options.fatal = [fatal](const std::string& why) {
    if (fatal) fatal(why);
    throw std::logic_error("fatal: " + why);
  };
  options.heads = heads;
  journal::Keys keys{town_key.public_key(), [this](const crypto::PublicKey& key) -> const crypto::SigningKey* {
                       for (const auto* held : {&town_key, &round_key, &spare_key}) {
                         if (key == held->public_key()) return held;
                       }
                       return nullptr;
                     }};
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
                                                                                   {"keeper-2", record::Role::keeper},
                                                                                   {"officer-1", record::Role::officer},
                                                                                   {"election-1", record::Role::election_board},
                                                                                   {"election-2", record::Role::election_board},
                                                                                   {"committee-1", record::Role::board},
                                                                                   {"committee-2", record::Role::board},
                                                                                   {"roll-1", record::Role::registrar},
                                                                                   {"roll-2", record::Role::registrar}}) {
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
  put(record::draft_allocation(*journal->state(), "parks-2026", journal->allocation("parks-2026").value()).value(), election_board);
  const auto end = checkpoint(round_log);
  put(record::draft_round_ended(*journal->state(), "parks-2026", end.size, end.root).value(), election_board);
}

journal::Submission House::ballot(std::size_t voter, const record::Choices& choices) const {
  const auto& frozen = *journal->state()->round("parks-2026")->frozen;
  journal::Submission what;
  what.log = round_log;
  what.blobs.push_back(record::make_clear_ballot(frozen, key_of("voter-" + std::to_string(voter)), choices));
  what.ballot = record::accept_ballot(frozen, what.blobs[0]).value().entry;
  what.key = record::key_of(*what.ballot);
  return what;
}

namespace {

journal::Submission attested(std::string statement, std::vector<std::string> blobs) {
  journal::Submission what{"town", std::move(statement), {}, std::move(blobs), {}, std::nullopt, Town::public_key(Town::registrar_key)};
  what.key = journal::attested_key(what.statement);
  return what;
}

}  // namespace

void House::put_town(const record::Statement& statement, const Signers& signers, std::vector<std::string> blobs) {
  put({"town", record::encode_statement(statement), std::move(blobs)}, signers);
}

void House::registrar(std::size_t people, std::uint64_t threshold) {
  put_town(record::RegistrarAnnounced{origin, Town::public_key(Town::registrar_key), "https://rostlangd.example.se"}, keepers);
  put_town(record::RollEdition{origin, "2026-1", "2026-05-01", people, {}, {}}, roll_officers);
  auto rule = Town::board_rule();
  rule.origin = origin;
  rule.threshold.number = threshold;
  put_town(rule, committee);
}

record::Attestation House::attestation(const std::string& matter, std::size_t person, const record::Digest& subject) const {
  const Roll roll(matter, journal->state()->town.editions.at("2026-1").row.people);
  record::Attestation made;
  made.subject = subject;
  made.roll = roll.commitment();
  made.pseudonym = roll.pseudonym(person);
  made.assurance = record::Assurance::code;
  made.hour = hour;
  made.nonce = crypto::random_bytes<16>();
  made.membership = roll.membership(person);
  return made;
}

journal::Submission House::raising(const std::string& matter, std::size_t person) const {
  auto text = record::make_blob(record::encode_content(record::InitiativeContent{"More " + matter, "We need more " + matter + "."}));
  const auto subject = record::blob_digest(text);
  const record::InitiativeRaised statement{origin, matter, "technical", "", "2026-1", attestation(matter, person, subject)};
  return attested(record::attest(statement, key_of(Town::registrar_key)), {std::move(text)});
}

journal::Submission House::signature(const std::string& matter, std::size_t person, const std::string& name) const {
  record::Signature statement{origin, matter, std::nullopt, attestation(matter, person, journal->state()->initiative(matter)->subject)};
  std::vector<std::string> blobs;
  if (!name.empty()) {
    blobs.push_back(record::make_blob(record::encode_content(record::SignatureName{name})));
    statement.name = record::blob_digest(blobs[0]);
  }
  return attested(record::attest(statement, key_of(Town::registrar_key)), std::move(blobs));
}

journal::Submission House::withdrawal(const std::string& matter, std::size_t person) const {
  const record::Withdrawal statement{origin, matter, attestation(matter, person, journal->state()->initiative(matter)->subject)};
  return attested(record::attest(statement, key_of(Town::registrar_key)), {});
}

void House::open_initiative(const std::string& matter) {
  if (auto raised = journal->submit_and_wait(raising(matter, 0)); !raised) throw std::logic_error(raised.error().detail);
  open(matter);
}

void House::open(const std::string& matter) {
  auto content = record::make_blob(record::encode_content(Town::opening_content()));
  const auto state = journal->state();
  const auto threshold = state->town.boards.at("technical").row.threshold.number;
  const auto digest = record::blob_digest(content);
  put_town(record::InitiativeOpened{origin, matter, hour + 720, threshold, record::Level::participation, digest}, officer,
           {std::move(content)});
}

void House::reject(const std::string& matter, record::RejectReason reason) {
  auto text = record::make_blob(record::encode_content(record::Reason{"Not for this town to decide."}));
  const auto digest = record::blob_digest(text);
  put_town(record::InitiativeRejected{origin, matter, reason, "", digest}, officer, {std::move(text)});
}

void House::set_aside(const std::string& matter, std::size_t person) {
  auto reason = record::make_blob(record::encode_content(record::Reason{"Signed for somebody else."}));
  const auto digest = record::blob_digest(reason);
  const auto pseudonym = Roll::pseudonym(matter, std::to_string(person));
  put_town(record::SetAside{origin, matter, pseudonym, digest}, officer, {std::move(reason)});
}

std::string House::carrier(const journal::Submission& what, std::uint64_t expires) {
  return record::encode_carrier({what.statement, what.blobs, expires, {}}, key_of(Town::registrar_key));
}

log::Checkpoint House::checkpoint(const std::string& log) const {
  return log::parse_checkpoint_text(log::parse_note(*journal->head(log).value().checkpoint).value().text).value();
}

}  // namespace radslag::testing
