// A site whose town has a round with secret ballots. Its log is written without asking the record: what the registrar believes is the log's
// key, and the record's own rules are tested elsewhere.
#pragma once

#include "crypto/group/group.hpp"
#include "ledger/record/hand_out.hpp"
#include "server/registrar/cards/electorate.hpp"
#include "tests/server/registrar/web/site.hpp"

namespace radslag::registrar_web::testing {

inline constexpr const char* round_log = "rounds/parks-2026";
inline constexpr const char* card_page = "/card?round=parks-2026";

class CardSite : public Site {
 public:
  /// Everybody of the roll in one urn; `areas`: in an urn "centrum" besides.
  explicit CardSite(bool areas = false, bool two_halves = false) {
    registrar::ElectorateOptions options;
    options.round = "parks-2026";
    options.round_origin = registrar::round_origin(town.origin(), "parks-2026");
    options.edition = "2026-1";
    options.group = &group::ed25519();
    options.plan = registrar::read_urn_plan(areas ? "urn hela 900000 -\nurn centrum 100000 centrum\n" : "urn hela 1000000 -\n").value();
    options.two_halves = two_halves;
    registrar::ElectorateSinks sinks{[this](std::string_view bytes) { electorate += bytes; }, [](const registrar::LetterHalf&) {}, [] {},
                                     [](std::uint64_t, std::uint64_t) { return true; }};
    round = registrar::make_electorate(*house.registrar, options, sinks).value().round;
    town.begin_round("parks-2026");
    town.forge(round_log, record::CeremonyBegun{origin(), "parks-2026", 1, {}, record::VotingGroup::ed25519, 0, {{{}, "T"}}}, {});
    sync();
  }

  [[nodiscard]] std::string origin() const { return round.origin; }
  void open(const std::string& other_electorate = {}) {
    const auto definition = town.blob(record::encode_content(Town::definition()));
    const auto list = town.blob(other_electorate.empty() ? electorate : other_electorate);
    record::RoundOpened opened{origin(), "parks-2026", 1, {}, record::blob_digest(definition), record::blob_digest(list), people, {}, {}};
    const auto election = town.blob("{}");
    opened.elections.push_back({"hela", record::blob_digest(election)});
    write(opened, {definition, list, election});
  }
  void write(const record::Statement& statement, const radslag::testing::Blobs& blobs = {}) {
    town.forge(round_log, statement, {}, blobs);
    sync();
  }
  [[nodiscard]] registrar::Person who(unsigned i) { return house.person(registrar::testing::number(i)); }
  [[nodiscard]] std::vector<record::UrnCredential> credentials(unsigned i) { return cards.holders.of(round, who(i)).front().credentials; }
  void ballot(unsigned i) {
    const auto one = credentials(i).front();
    write(record::SecretBallot{one.urn, one.credential, crypto::sha256(one.credential), crypto::sha256("ballot")});
  }

  std::string electorate;
  registrar::CardRound round;
};

}  // namespace radslag::registrar_web::testing
