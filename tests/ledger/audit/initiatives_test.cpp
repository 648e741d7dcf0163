// Initiatives in honest records: recounted, and the report says what it found and what it cannot say.
#include "crypto/encoding.hpp"
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

using record::InitiativePhase;
using testing::Town;

Report audited(const Town& town, unsigned threads = 1) {
  Options options;
  options.key = town.vkey();
  options.threads = threads;
  const auto source = open_files(town.files());
  return audit(*source, options);
}

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("initiatives are recounted") {
  Town town;
  town.whole_initiatives();
  const auto report = audited(town, GENERATE(1U, 3U));
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.town_sound);
  CHECK(report.counts.attestation_signatures == 4 + 8 + 5);  // raised, signed or withdrawn, proposed
  REQUIRE(report.initiatives.size() == 4);

  const auto& benches = report.initiatives[0];
  CHECK(benches.id == "benches");
  CHECK(benches.title == "More benches");
  CHECK(benches.board == "The technical board");
  CHECK(benches.phase == InitiativePhase::decided);
  CHECK(benches.people == 40);
  CHECK(benches.signatures.code == 3);
  CHECK(benches.signatures.paper == 1);
  CHECK(benches.signatures.email == 1);
  CHECK(benches.signatures.eid == 0);  // set aside
  CHECK(benches.signatures.withdrawn == 0);
  CHECK(benches.signatures.set_aside == 1);
  REQUIRE(benches.opening);
  CHECK(benches.opening->threshold == 5);
  REQUIRE(benches.hand_over);
  CHECK(benches.hand_over->signatures == 5);
  const auto entry_at = [&](std::uint64_t index) { return record::parse_entry(town.log("town").pieces.at(index).entry).value(); };
  CHECK(std::holds_alternative<record::Restored>(entry_at(benches.hand_over->reached_at).statement));
  CHECK(std::holds_alternative<record::HandedOver>(entry_at(benches.hand_over->entry).statement));
  REQUIRE(benches.decided);
  CHECK(benches.decided->outcome == record::InitiativeOutcome::partly);
  CHECK(benches.decided->diary == "TN 2026/140");
  CHECK(benches.asides.size() == 3);
  CHECK(benches.asides[1].restored);
  CHECK(benches.asides[0].pseudonym == crypto::to_hex(town.pseudonym("benches", 0, record::Assurance::email)));
  CHECK(benches.asides[0].reason == "Signed for somebody else, who has told us so.");
  CHECK(benches.reports == 3);

  CHECK(report.initiatives[1].rejection->reason == record::RejectReason::not_municipal);
  CHECK(report.initiatives[2].sealed);
  CHECK(report.initiatives[2].title.empty());
  CHECK(report.initiatives[3].phase == InitiativePhase::expired);
  CHECK(report.initiatives[3].signatures.standing() == 2);
  CHECK_FALSE(report.initiatives[3].hand_over);

  REQUIRE(report.calls.size() == 1);
  const auto& squares = report.calls[0];
  CHECK(squares.proposals == 5);
  CHECK((squares.feasible == 1 && squares.declined == 1 && squares.merged == 1 && squares.unlawful == 1));
}

TEST_CASE("what is said of initiatives can be quoted") {
  Town town;
  town.whole_initiatives();
  const auto report = audited(town);
  const auto text = render_text(report);
  INFO(text);
  for (const auto* sentence :
       {"Initiative More benches (benches), to The technical board: decided with entry ",
        "partly, by The technical board on 2026-08-20 (TN 2026/140).",
        "5 signatures stand: 4 are proven to be of the 40 people on the roll (3 by code, 0 by eID, 1 on paper), 1 is by confirmed e-mail.",
        "set aside. Reason given: Signed for somebody else, who has told us so.", "restored. Reason given: It was theirs after all.",
        "Its threshold is 5 signatures", "and the initiative was handed over with the next, entry ",
        "(not-municipal). Reason given: It is not for this town to decide.", "Initiative unlawful, to",
        "expired without reaching its threshold.",
        "Call for projects Squares (squares): 5 proposals, of them 1 found feasible, 1 declined, 1 merged, 1 unlawful, 1 not assessed.",
        "The text of initiative unlawful is sealed for good", "2 proposed projects' texts are sealed",
        "1 signature by confirmed e-mail: nothing proves that the signer is on the roll",
        "That each pseudonym is one person of the roll rests on the registrar."}) {
    INFO(sentence);
    CHECK(says(text, sentence));
  }
  const auto json = render_json(report);
  INFO(json);
  for (const auto* member :
       {R"("attestationSignatures":17)", R"("townSound":true)", R"("initiatives":[{"id":"benches","title":"More benches")",
        R"("signatures":{"standing":5,"code":3,"eid":0,"paper":1,"email":1,"withdrawn":0,"setAside":1,"byArea":{)", R"("threshold":5)",
        R"("reachedAt":)", R"("decision":{"entry":)", R"("outcome":"partly")", R"("restored":true,"reason":"It was theirs after all.")",
        R"("rejection":{"entry":)", R"("calls":[{"id":"squares","title":"Squares","proposals":5)"}) {
    INFO(member);
    CHECK(says(json, member));
  }
}

TEST_CASE("a record without initiatives says nothing of them") {
  const auto text = render_text(audited(Town::whole_life(2)));
  INFO(text);
  CHECK_FALSE(says(text, "nitiative"));
  CHECK_FALSE(says(text, "pseudonym"));
}

TEST_CASE("a raised text is sealed, and no finding, until it is opened") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  auto report = audited(town);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.initiatives.at(0).sealed);
  CHECK(says(render_text(report), "The text of initiative benches is sealed until an officer has looked at it."));
  CHECK_FALSE(says(render_text(report), "More benches"));
  town.open_initiative("benches");
  report = audited(town);
  CHECK(report.holds());
  CHECK_FALSE(report.initiatives.at(0).sealed);
  CHECK(report.initiatives.at(0).title == "More benches");
}

namespace {

/// A site that goes on while it is read: from the second time on that the town's checkpoint is asked for, `later`.
class Growing final : public Source {
 public:
  Growing(testing::Files now, testing::Files later) : now_(std::move(now)), later_(std::move(later)) {}
  Result<std::string> get(const std::string& path, std::uint64_t max_bytes) override {
    if (path == "town/checkpoint" && asked_++ > 0) now_ = later_;
    const auto found = now_.find(path);
    if (found == now_.end() || found->second.size() > max_bytes) return refuse(Errc::not_found, "the file " + path + " is missing");
    return found->second;
  }
  std::optional<std::vector<std::string>> list() const override { return std::nullopt; }
  bool is_live() const override { return true; }

 private:
  testing::Files now_, later_;
  int asked_ = 0;
};

Report audited_live(const Town& town, const testing::Files& now, const testing::Files& later) {
  Growing site(now, later);
  Options options;
  options.key = town.vkey();
  return audit(site, options);
}

}  // namespace

TEST_CASE("a text that an officer opens while a site is read") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  const auto sealed = town.files();
  town.show_sealed_texts = true;
  const auto shown = town.files();
  town.show_sealed_texts = false;
  SECTION("shown before the audit comes to the opening: it reads on") {
    town.open_initiative("benches");
    const auto report = audited_live(town, shown, town.files());
    INFO(render_text(report));
    CHECK(report.holds());
    CHECK(report.initiatives.at(0).phase == InitiativePhase::open);
    CHECK(report.counts.checkpoint_signatures == 2);
  }
  SECTION("shown, and never opened: a finding, also where the record has grown") {
    town.raise("trees", 1);
    const auto report = audited_live(town, shown, town.files());
    CHECK(found(report, "town", 4, "handed out, though it is sealed"));
    CHECK(found(audited_live(town, shown, shown), "town", 4, "handed out, though it is sealed"));
  }
  SECTION("read sealed, and opened before the rounds were read: that is nobody's fault") {
    town.dialogue();
    town.begin_round("r1");
    const auto before = town.files();
    town.open_initiative("benches");
    CHECK_THROWS_AS(audited_live(town, before, town.files()), Unavailable);
    auto held_back = town.files();
    held_back["town/blobs/000.p/8"] = sealed.at("town/blobs/000.p/5");
    CHECK_FALSE(audited_live(town, held_back, held_back).holds());
  }
}

TEST_CASE("a name that is held back is a finding where no decision withholds it, and its signature counts") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  town.sign_with_name("benches", 1, "Åsa Öberg");
  CHECK(audited(town).holds());
  town.log("town").pieces.back().blobs = {""};
  const auto report = audited(town);
  INFO(render_text(report));
  CHECK(report.initiatives.at(0).signatures.standing() == 2);
  CHECK(report.findings.size() == 1);
  CHECK(found(report, "town", town.log("town").pieces.size() - 1, "no decision in the record withholds it"));
}

TEST_CASE("of several bundles and two registrars, one after the other, every attestation is judged by the right key") {
  constexpr std::size_t people = 700;
  auto rule = Town::board_rule();
  rule.threshold = {600, record::ThresholdUnit::signatures};
  Town town;
  town.begin();
  town.registrar(people, rule);
  town.raise("benches");
  town.open_initiative("benches");
  for (std::size_t person = 1; person < 400; ++person) town.sign("benches", person);
  town.put("town", record::RegistrarAnnounced{town.origin(), Town::public_key("registrar-2"), "https://rostlangd.example.se"},
           testing::keepers);
  const auto by_second = [&](std::size_t person) {
    const auto text = record::attest(town.signature("benches", person), Town::key_of("registrar-2"));
    return record::parse_statement(text).value();
  };
  for (std::size_t person = 400; person < people; ++person) {
    town.put("town", by_second(person), {});
    if (const auto due = town.record().due()) town.put("town", *due, {});
  }
  const auto threads = GENERATE(1U, 4U);
  const auto report = audited(town, threads);
  INFO(render_text(report));
  CHECK(report.holds());
  CHECK(report.counts.attestation_signatures == people);
  CHECK(report.initiatives.at(0).signatures.code == people);
  CHECK(report.initiatives.at(0).hand_over->signatures == 600);

  // The first one's word is good no more, in whatever bundle it stands.
  auto& pieces = town.log("town").pieces;
  const auto late = town.hour;
  pieces.resize(pieces.size() - 1);
  town.forge("town", town.signature("benches", people - 1), {});
  CHECK(town.hour == late);
  const auto forged = audited(town, threads);
  INFO(render_text(forged));
  CHECK(found(forged, "town", pieces.size() - 1, "the registrar's signature does not verify"));
}

}  // namespace radslag::audit
