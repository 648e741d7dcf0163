// A round of secret ballots through the journal: what voters get back, what a restart keeps, what outsiders are shown when.
#include <catch2/catch.hpp>

#include "ledger/archive/publication.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/record/secret_count.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/town.hpp"

namespace radslag::journal {
namespace {

using testing::MemoryStore;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

const crypto::SigningKey& town_key() {
  static const auto key = Town::key_of("log-town");
  return key;
}
const crypto::SigningKey& round_key() {
  static const auto key = Town::key_of("log-rounds/r1");
  return key;
}

std::unique_ptr<Journal> open(MemoryStore& store, const Town& town) {
  Keys keys{town_key().public_key(), [](const crypto::PublicKey& key) -> const crypto::SigningKey* {
              if (key == town_key().public_key()) return &town_key();
              return key == round_key().public_key() ? &round_key() : nullptr;
            }};
  Options options;
  options.hour = [hour = town.hour] { return hour; };
  options.threads = 2;
  return std::make_unique<Journal>(store, std::move(keys), std::move(options));
}

/// What stands in a town, as it would be handed in.
Submission submission(const std::string& log, const Town::Piece& piece, std::uint8_t number) {
  const auto entry = record::parse_entry(piece.entry).value();
  Submission what;
  what.log = log;
  what.blobs = piece.blobs;
  const auto* ballot = std::get_if<record::SecretBallot>(&entry.statement);
  if (ballot && entry.seals.empty()) {
    what.ballot = *ballot;
    what.key = ballot->tracker;
    return what;
  }
  what.statement = std::string(entry.statement_text);
  what.seals = entry.seals;
  what.key = {number};
  return what;
}

/// Hands in what the town has and the journal does not.
void follow(Journal& journal, const Town& town) {
  for (const auto* log : {"town", log_name}) {
    const auto head = journal.head(log);
    const auto& pieces = town.log(log).pieces;
    for (auto i = head ? head->size : 0; i < pieces.size(); ++i) {
      auto what = submission(log, pieces[i], static_cast<std::uint8_t>(i + (log == log_name ? 100 : 0)));
      if (what.statement.find("credential-handed-out\n") != std::string::npos) {
        auto checked = handed_out(*journal.state(), what.statement);
        REQUIRE(checked.has_value());
        what = std::move(*checked);
      }
      const auto place = journal.submit_and_wait(std::move(what));
      INFO(log << " " << i << (place ? "" : place.error().detail));
      REQUIRE(place.has_value());
      REQUIRE(place->index == i);
    }
  }
}

}  // namespace

TEST_CASE("journal: a round of secret ballots") {
  Town town;
  testing::SecretPlan plan;
  plan.definition.rule = allocation::EqualSharesRule{};  // looks at the ballots themselves
  town.secret_round("r1", plan);
  MemoryStore store;
  auto journal = open(store, town);
  follow(*journal, town);
  const auto opened = journal->state();
  CHECK(opened->round("r1")->phase == record::Phase::open);

  town.cast_secret("r1", 0, {0});
  town.cast_secret("r1", 1, {1});
  follow(*journal, town);
  CHECK(journal->state() == opened);  // ballots and hand-outs are the many
  CHECK(journal->turnout("r1")->ballots == 2);
  CHECK(journal->turnout("r1")->handed_out == 2);
  CHECK(journal->turnout("r1")->urns[0].voters == 2);
  CHECK_FALSE(journal->turnout("r2").has_value());

  const auto& last = town.log(log_name).pieces.back();
  auto again = submission(log_name, last, 0);
  const auto ballot = std::get<record::SecretBallot>(*again.ballot);
  const auto index = town.log(log_name).pieces.size() - 1;
  {
    auto same = again;
    const auto place = journal->submit_and_wait(std::move(same));
    CHECK(place.value().repeated);
    CHECK(place.value().index == index);
    CHECK(journal->find(ballot.tracker).value().index == index);
  }
  {  // the same ballot under other random bytes is the same ballot
    const auto other = town.blob(*record::blob_content(last.blobs[0]));
    auto same = again;
    same.blobs = {other};
    same.ballot = record::SecretBallot{ballot.urn, ballot.credential, ballot.tracker, record::blob_digest(other)};
    const auto place = journal->submit_and_wait(std::move(same));
    CHECK(place.value().repeated);
    CHECK(place.value().index == index);
  }
  {
    const auto statement = record::encode_statement(town.handing_out("r1", "voter", 0));
    const auto place = journal->submit_and_wait(handed_out(*journal->state(), statement).value());
    CHECK(place.value().repeated);
    auto bad = town.handing_out("r1", "voter", 3);
    bad.registrar[0] ^= 1;
    CHECK(handed_out(*journal->state(), record::encode_statement(bad)).error().code == Errc::bad_signature);
    CHECK(handed_out(*journal->state(), record::encode_statement(ballot)).error().code == Errc::unsupported);
  }
  {  // not by the way of acts, where nobody has checked it
    Submission act;
    act.log = log_name;
    act.blobs = {town.blob(town.secret_ballot("r1", 0, "voter", 1, {0}))};
    act.statement = record::encode_statement(town.secret_entry("r1", act.blobs[0]));
    CHECK(journal->submit_and_wait(std::move(act)).error().code == Errc::unsupported);
  }

  const archive::Publication publication(store, "");
  CHECK(publication.blob(log_name, ballot.ballot).error().code == Errc::sealed);
  CHECK(publication.blob("town", ballot.ballot).error().code == Errc::not_found);
  CHECK_FALSE(publication.is_unsealed(log_name));
  CHECK(publication.file("rounds/r1/blobs/000.p/" + std::to_string(index + 1)).value().find(last.blobs[0]) == std::string::npos);
  CHECK(journal->urn_counts("r1").error().code == Errc::sealed);

  town.accept_envelope("r1", 2);
  town.close("r1");
  town.cast_paper("r1", 0, {2});  // the last entry is a ballot, and the urn is open all the same
  follow(*journal, town);
  CHECK(publication.is_unsealed(log_name));
  CHECK(publication.blob(log_name, ballot.ballot).value() == last.blobs[0]);
  CHECK(publication.file("rounds/r1/blobs/000.p/" + std::to_string(town.log(log_name).pieces.size())).value().find(last.blobs[0]) !=
        std::string::npos);
  const auto paper = std::get<record::SecretBallot>(record::parse_entry(town.log(log_name).pieces.back().entry).value().statement);
  CHECK(journal->find(paper.tracker).value().index == town.log(log_name).pieces.size() - 1);

  town.shuffle("r1", 1);
  follow(*journal, town);
  journal.reset();
  journal = open(store, town);  // a restart looks at no proof, and counting goes on
  CHECK(journal->turnout("r1")->ballots == 3);
  CHECK(journal->urn_counts("r1").value()[0].shuffles.size() == 1);
  town.shuffle("r1", 2);
  town.decrypt("r1", 1);
  town.decrypt("r1", 2);
  follow(*journal, town);
  CHECK(journal->recount("r1").value() == town.record().recount("r1").value());
  town.tally("r1");
  follow(*journal, town);
  CHECK(journal->allocation("r1").value() == town.record().allocation("r1").value());
  town.allocate("r1");
  follow(*journal, town);
  town.end("r1");
  follow(*journal, town);
  CHECK(journal->counted_ballots("r1").value() == record::CountedBallots{{{0}, {1}, {2}}});
  CHECK(journal->state()->round("r1")->ended_at.has_value());
}

TEST_CASE("journal: a shuffle whose proof fails never reaches the writer") {
  Town town;
  town.secret_round("r1");
  town.cast_secret("r1", 0, {0});
  town.cast_secret("r1", 1, {1});
  town.close("r1");
  MemoryStore store;
  auto journal = open(store, town);
  follow(*journal, town);
  auto json = town.shuffle_json("r1", 0);
  const auto at = json.rfind("\"]") - 1;
  json[at] = json[at] == '1' ? '2' : '1';
  const auto blob = town.blob(json);
  Submission act;
  act.log = log_name;
  act.statement = record::encode_statement(record::Shuffle{town.round("r1").origin, "whole", 1, record::blob_digest(blob)});
  const auto key = Town::key_of(Town::trustee(1));
  act.seals = {{key.public_key(), key.sign(act.statement)}};
  act.blobs = {blob};
  const auto size = journal->head(log_name)->size;
  CHECK_FALSE(journal->submit_and_wait(std::move(act)).has_value());
  CHECK(journal->head(log_name)->size == size);
}

}  // namespace radslag::journal
