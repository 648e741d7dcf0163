// A round of secret ballots through the service on a real journal: cards handed out, ballots cast and found, and an urn's archive.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <future>

#include "crypto/voting/election.hpp"
#include "ledger/archive/belenios_reader.hpp"
#include "ledger/log/receipt.hpp"
#include "ledger/record/hand_out.hpp"
#include "server/service/record_service.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/town.hpp"

namespace radslag::service {
namespace {

using testing::MemoryStore;
using testing::Town;

/// A town and the service to which everything that the town does is handed in.
struct Counter {
  Town town;
  MemoryStore store;
  testing::TemporaryDirectory folder;
  std::map<crypto::PublicKey, crypto::SigningKey> round_keys;
  crypto::SigningKey town_key = Town::key_of("log-town");
  std::unique_ptr<journal::Journal> journal;
  std::optional<KeyRing> keys;
  std::optional<RecordService> service;
  std::uint64_t acts = 0;

  Counter() {
    for (const std::string round : {"r1", "r1-x"}) {
      auto key = Town::key_of("log-rounds/" + round);
      const auto name = key.public_key();
      round_keys.emplace(name, std::move(key));
    }
    journal::Keys signers{town_key.public_key(), [this](const crypto::PublicKey& key) -> const crypto::SigningKey* {
                            if (key == town_key.public_key()) return &town_key;
                            const auto found = round_keys.find(key);
                            return found == round_keys.end() ? nullptr : &found->second;
                          }};
    journal::Options options;
    options.hour = [this] { return town.hour; };
    journal = std::make_unique<journal::Journal>(store, std::move(signers), std::move(options));
    KeyRing::create(folder / "keys", town.origin());
    keys.emplace(folder / "keys");
    service.emplace(*journal, *keys, folder / "archives");
  }

  template <class Start>
  Result<Receipt> wait(Start start) {
    std::promise<Result<Receipt>> answer;
    start([&](Result<Receipt> receipt) { answer.set_value(std::move(receipt)); });
    return answer.get_future().get();
  }
  Result<Receipt> cast(const std::string& blob, const std::string& round = "r1") {
    return wait([&](auto done) { service->cast(round, blob, done); });
  }
  Result<Receipt> hand_out(const std::string& statement) {
    return wait([&](auto done) { service->hand_out(statement, done); });
  }

  /// Hands in what the town has and the service has not, each the way that it has.
  void follow() {
    auto logs = std::vector<std::string>{"town"};
    for (const auto& [id, round] : town.state().rounds) logs.push_back(record::round_log_name(id));
    for (const auto& log : logs) {
      const auto head = service->head(log);
      const auto& pieces = town.log(log).pieces;
      for (auto i = head ? head->size : 0; i < pieces.size(); ++i) {
        const auto entry = record::parse_entry(pieces[i].entry).value();
        const auto receipt = hand_over(log, pieces[i], entry);
        INFO(log << ' ' << i << ' ' << (receipt ? "" : receipt.error().detail));
        REQUIRE(receipt);
        REQUIRE(receipt->index == i);
      }
    }
  }

  std::string blob_of(std::size_t voter, const record::Choices& choices, std::size_t urn = 0) {
    return town.blob(town.secret_ballot("r1", urn, "voter", voter, choices));
  }

 private:
  Result<Receipt> hand_over(const std::string& log, const Town::Piece& piece, const record::Entry& entry) {
    if (std::holds_alternative<record::HandedOut>(entry.statement)) return hand_out(std::string(entry.statement_text));
    if (entry.seals.empty() && piece.is_ballot) return cast(piece.blobs.front(), record::round_of_log(log));
    journal::Submission act{log, std::string(entry.statement_text), entry.seals, piece.blobs, {}, std::nullopt};
    act.key = crypto::sha256("act " + std::to_string(++acts));
    const auto place = journal->submit_and_wait(std::move(act));
    if (!place) return tl::make_unexpected(place.error());
    Receipt receipt;
    receipt.index = place->index;
    return receipt;
  }
};

struct Voting : Counter {
  Voting() {
    town.secret_round("r1");
    follow();
  }
};

template <class T>
Errc code_of(const Result<T>& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

/// How many of each event an archive has; fails the test where it is no whole archive.
std::map<archive::BeleniosEvent, std::size_t> events_of(const std::string& bytes) {
  std::size_t at = 0;
  archive::BeleniosReader reader([&](char* buffer, std::size_t size) {
    const auto n = bytes.copy(buffer, size, at);
    at += n;
    return n;
  });
  std::map<archive::BeleniosEvent, std::size_t> events;
  while (true) {
    const auto step = reader.next();
    REQUIRE(step);
    if (!*step) break;
    ++events[(*step)->event];
  }
  CHECK(reader.complete());
  return events;
}

}  // namespace

TEST_CASE("service: a hand-out is taken from the registrar alone, once, while the round is open") {
  Voting all;
  const auto good = record::encode_statement(all.town.handing_out("r1", "voter", 0));
  const auto size = all.service->head("rounds/r1")->size;
  auto forged = all.town.handing_out("r1", "voter", 0);
  forged.registrar[0] ^= 1;
  CHECK(code_of(all.hand_out(record::encode_statement(forged))) == Errc::bad_signature);
  auto elsewhere = all.town.handing_out("r1", "voter", 0);
  elsewhere.origin = all.town.origin();
  CHECK(code_of(all.hand_out(record::encode_statement(elsewhere))) == Errc::not_found);
  CHECK(code_of(all.hand_out(record::encode_statement(record::RoundClosed{elsewhere.origin, 0}))) == Errc::unsupported);
  CHECK_FALSE(all.hand_out("hello"));
  CHECK_FALSE(all.hand_out(good + "\n"));
  CHECK(all.service->head("rounds/r1")->size == size);

  const auto receipt = all.hand_out(good).value();
  CHECK(receipt.log == "rounds/r1");
  CHECK(receipt.index == size);
  CHECK(receipt.entry.find(good) != std::string::npos);
  const auto proof = log::parse_receipt(receipt.receipt).value();
  CHECK(log::verify_receipt(proof, receipt.entry, all.service->log_key("rounds/r1")));
  CHECK(all.hand_out(good)->index == size);
  CHECK(all.service->turnout("r1")->handed_out == 1);
  CHECK(all.service->head("rounds/r1")->size == size + 1);

  all.town.hand_out("r1", 0);
  all.town.close("r1");
  all.follow();
  CHECK(all.hand_out(good)->index == size);  // it stands, whatever came after it
  CHECK(code_of(all.hand_out(record::encode_statement(all.town.handing_out("r1", "voter", 1)))) == Errc::closed);
}

TEST_CASE("service: nobody can hand out where no registrar has been announced") {
  Counter all;
  all.town.begin();
  all.follow();
  const auto statement =
      record::encode_statement(record::hand_out(all.town.origin(), crypto::sha256("card"), Town::key_of(Town::registrar_key)));
  CHECK_FALSE(all.hand_out(statement));
}

TEST_CASE("service: a secret ballot is cast, counted as turnout, and found by its tracker") {
  Voting all;
  const auto first = all.blob_of(0, {1});
  CHECK(code_of(all.cast(first)) == Errc::out_of_order);  // no card has been handed out
  all.town.hand_out("r1", 0);
  all.follow();
  const auto receipt = all.cast(first).value();
  const auto entry = record::parse_entry(receipt.entry).value();
  const auto ballot = std::get<record::SecretBallot>(entry.statement);
  CHECK(receipt.digest == ballot.tracker);
  CHECK(ballot.tracker == crypto::sha256(*record::blob_content(first)));
  CHECK(log::verify_receipt(log::parse_receipt(receipt.receipt).value(), receipt.entry, all.service->log_key("rounds/r1")));

  const auto place = all.service->find(ballot.tracker).value();
  CHECK(place.log == "rounds/r1");
  CHECK(place.index == receipt.index);
  CHECK(code_of(all.service->find(crypto::sha256("another"))) == Errc::not_found);

  // Under other random bytes it is the same ballot.
  CHECK(all.cast(all.town.blob(*record::blob_content(first)))->index == receipt.index);
  REQUIRE(all.cast(all.blob_of(0, {2})));
  const auto turnout = all.service->turnout("r1").value();
  CHECK(turnout.ballots == 2);
  CHECK(turnout.voters == 1);
  CHECK(turnout.handed_out == 1);
  CHECK_FALSE(all.service->turnout("r9"));

  CHECK(code_of(all.cast(all.blob_of(1, {0}))) == Errc::out_of_order);  // two voters, one card
  const auto of = [&](const std::string& what) { return all.town.blob(all.town.secret_ballot("r1", 0, what, 0, {0})); };
  CHECK(code_of(all.cast(of("reserve"))) == Errc::unknown_credential);  // not activated
  CHECK(code_of(all.cast(of("paper"))) == Errc::out_of_order);          // no envelope
  CHECK(code_of(all.cast(first, "r9")) == Errc::not_found);
  auto broken = first;
  broken[broken.size() / 2] = broken[broken.size() / 2] == '1' ? '2' : '1';
  CHECK_FALSE(all.cast(broken));
  CHECK(code_of(all.service->blob("rounds/r1", ballot.ballot)) == Errc::sealed);
  CHECK(all.service->turnout("r1")->ballots == 2);
}

TEST_CASE("service: a paper ballot that no officers have sealed is not taken, though an envelope waits for it") {
  Voting all;
  all.town.accept_envelope("r1", 3);
  all.follow();
  CHECK(code_of(all.cast(all.town.blob(all.town.secret_ballot("r1", 0, "paper", 0, {0})))) == Errc::not_authorised);
  all.town.cast_paper("r1", 0, {0});
  all.follow();
  CHECK(all.service->turnout("r1")->ballots == 1);
}

TEST_CASE("service: an urn's archive is there once the round is counted, is kept, and is made again where it was removed") {
  Voting all;
  CHECK(code_of(all.service->urn_archive("r9", "whole")) == Errc::not_found);
  CHECK(code_of(all.service->urn_archive("r1", "../keys")) == Errc::not_found);
  CHECK(code_of(all.service->urn_archive("r1", "whole")) == Errc::out_of_order);
  all.town.cast_secret("r1", 0, {0});
  all.town.cast_secret("r1", 1, {1, 2});
  all.town.cast_secret("r1", 0, {});
  all.town.close("r1");
  all.town.count("r1");
  all.follow();
  CHECK(code_of(all.service->urn_archive("r1", "whole")) == Errc::out_of_order);
  CHECK_FALSE(std::filesystem::exists(all.folder / "archives"));
  all.town.tally("r1");
  all.town.allocate("r1");
  all.follow();

  const auto first = *all.service->urn_archive("r1", "whole").value();
  auto events = events_of(first);
  using archive::BeleniosEvent;
  CHECK(events[BeleniosEvent::ballot] == 3);
  CHECK(events[BeleniosEvent::shuffle] == 2);
  CHECK(events[BeleniosEvent::partial_decryption] == 2);
  CHECK(events[BeleniosEvent::result] == 1);

  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(all.folder / "archives")) files.push_back(file.path());
  REQUIRE(files.size() == 1);
  std::ofstream(files[0], std::ios::binary) << "kept";
  CHECK(*all.service->urn_archive("r1", "whole").value() == "kept");
  std::filesystem::remove(files[0]);
  CHECK(*all.service->urn_archive("r1", "whole").value() == first);
}

TEST_CASE("service: archives of urns whose names run together are not mixed up") {
  Counter all;
  const auto plan_with = [](const std::string& urn) {
    testing::SecretPlan plan;
    plan.definition.urns = {{urn, plan.definition.envelope, {}}};
    return plan;
  };
  all.town.secret_round("r1", plan_with("x-y"));
  all.town.secret_round("r1-x", plan_with("y"));
  for (const std::string round : {"r1", "r1-x"}) {
    all.town.cast_secret(round, 0, {0});
    all.town.close_and_count(round);
  }
  all.follow();
  const auto one = all.service->urn_archive("r1", "x-y").value(), other = all.service->urn_archive("r1-x", "y").value();
  CHECK(*one != *other);
  CHECK(one->find(all.town.round("r1").frozen->urns[0].election->uuid()) != std::string::npos);
  CHECK(other->find(all.town.round("r1-x").frozen->urns[0].election->uuid()) != std::string::npos);
}

TEST_CASE("service: an urn that was empty has no archive") {
  Voting all;
  all.town.close_and_count("r1");
  all.follow();
  CHECK(code_of(all.service->urn_archive("r1", "whole")) == Errc::out_of_order);
}

}  // namespace radslag::service
