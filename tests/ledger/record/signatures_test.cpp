// Counting signatures, and how many a board's rule asks for.
#include "ledger/record/signatures.hpp"

#include <rapidcheck/catch.h>

#include "ledger/record/values.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::officer;
using testing::Town;

Threshold per_mille(std::uint64_t number) { return {number, ThresholdUnit::per_mille}; }
Threshold signatures(std::uint64_t number) { return {number, ThresholdUnit::signatures}; }

std::uint64_t asked(const Threshold& threshold, std::uint64_t people) {
  Board board;
  board.threshold = threshold;
  RollEdition edition;
  edition.people = people;
  return threshold_of(board, edition, "");
}

/// What one of the roll, or an address, has done, told in the plainest way.
struct Naive {
  struct Person {
    bool stands = false, withdrawn = false, aside = false;
    Assurance assurance{};
    std::string area;
  };
  std::map<Digest, Person> people;
  bool open = true;  ///< the threshold has not been reached

  [[nodiscard]] SignatureCount count() const {
    SignatureCount out;
    for (const auto& [pseudonym, person] : people) {
      out.withdrawn += person.withdrawn ? 1 : 0;
      out.set_aside += person.aside ? 1 : 0;
      if (!person.stands) continue;
      switch (person.assurance) {
        case Assurance::email: ++out.email; break;
        case Assurance::code: ++out.code; break;
        case Assurance::eid: ++out.eid; break;
        case Assurance::paper: ++out.paper; break;
      }
      ++out.by_area[person.area];
    }
    return out;
  }
};

constexpr std::size_t voters = 6;
constexpr std::uint64_t threshold = 5;

struct Step {
  int what = 0;
  std::size_t person = 0;
  Assurance assurance{};
};

rc::Gen<Step> step() {
  return rc::gen::map(
      rc::gen::tuple(
          rc::gen::weightedElement<int>({{5, 0}, {3, 1}, {2, 2}, {2, 3}}), rc::gen::inRange<std::size_t>(0, voters),
          rc::gen::weightedElement<Assurance>({{3, Assurance::code}, {1, Assurance::email}, {1, Assurance::eid}, {1, Assurance::paper}})),
      [](const auto& x) {
        return Step{std::get<0>(x), std::get<1>(x), std::get<2>(x)};
      });
}

/// Does it in the town; says whether it was admitted.
bool happen(Town& town, const Step& step) {
  const auto pseudonym = town.pseudonym("m1", step.person, step.assurance);
  const auto act = [&](auto statement) {
    const auto made = act_with(town, statement, Reason{"why"});
    return town.attempt("town", made.statement, officer, {made.blob}).has_value();
  };
  switch (step.what) {
    case 0: return town.attempt("town", town.signature("m1", step.person, step.assurance), {}).has_value();
    case 1: return town.attempt("town", town.withdrawal("m1", step.person, step.assurance), {}).has_value();
    case 2: return act(SetAside{town.origin(), "m1", pseudonym, {}});
    default: return act(Restored{town.origin(), "m1", pseudonym, {}});
  }
}

/// The same in the model; says whether it may happen.
bool happen(Naive& model, const Digest& pseudonym, const std::string& area, const Step& step) {
  auto& person = model.people[pseudonym];
  switch (step.what) {
    case 0:
      if (person.stands || person.aside) return false;
      person = {true, false, false, step.assurance, area};
      return true;
    case 1:
      if (!person.stands) return false;
      person.stands = false;
      return person.withdrawn = true;
    case 2:
      if (!person.stands) return false;
      person.stands = false;
      return person.aside = true;
    default:
      if (!person.aside) return false;
      person.aside = false;
      return person.stands = true;
  }
}

}  // namespace

TEST_CASE("threshold: a number, or a share of the roll, rounded up") {
  CHECK(asked(signatures(0), 41'233) == 0);
  CHECK(asked(signatures(100), 41'233) == 100);
  CHECK(asked(signatures(100), 10) == 100);
  CHECK(asked(per_mille(0), 41'233) == 0);
  CHECK(asked(per_mille(1), 41'233) == 42);
  CHECK(asked(per_mille(1), 41'000) == 41);
  CHECK(asked(per_mille(1), 1) == 1);
  CHECK(asked(per_mille(10), 99) == 1);
  CHECK(asked(per_mille(10), 100) == 1);
  CHECK(asked(per_mille(10), 101) == 2);
  CHECK(asked(per_mille(999), 1'000) == 999);
  CHECK(asked(per_mille(1'000), 41'233) == 41'233);
  CHECK(asked(per_mille(5), 0) == 0);
  CHECK(asked(per_mille(1'000), max_number) == max_number);
  CHECK(asked(per_mille(999), max_number) == max_number / 1'000 * 999);
  CHECK(asked(per_mille(max_number), max_number) == max_number);  // no such rule is admitted; nothing overflows all the same
}

TEST_CASE("threshold: a share is never less than the exact one, nor more than one above it") {
  rc::prop("rounded up", [] {
    const auto share = *rc::gen::inRange<std::uint64_t>(0, 1'001);
    const auto people = *rc::gen::inRange<std::uint64_t>(0, 10'000'000'000'000);  // the products fit
    const auto number = asked(per_mille(share), people);
    RC_ASSERT(number * 1'000 >= share * people);
    RC_ASSERT(number == 0 || (number - 1) * 1'000 < share * people);
  });
}

TEST_CASE("threshold: areas with one of their own") {
  auto rule = Town::board_rule();  // five; three in the north
  rule.threshold = per_mille(100);
  rule.areas = {{"east", per_mille(100)}, {"north", per_mille(100)}, {"south", signatures(7)}};
  Town town;
  const auto edition = town.edition(40);  // north 20, south 10; no east
  CHECK(threshold_of(rule, edition, "") == 4);
  CHECK(threshold_of(rule, edition, "north") == 2);
  CHECK(threshold_of(rule, edition, "south") == 7);
  CHECK(threshold_of(rule, edition, "west") == 4);
  CHECK(threshold_of(rule, edition, "east") == 4);  // an area that the edition does not count by itself: of all
}

TEST_CASE("signatures: whatever people and officers do, the counts are those of a naive model") {
  rc::prop("sign, withdraw, set aside, restore", [] {
    Town town;
    town.begin();
    town.registrar();
    town.raise("m1");
    town.open_initiative("m1");
    Naive model;
    model.people[town.pseudonym("m1", 0)] = {true, false, false, Assurance::code, "north"};
    for (const auto& step : *rc::gen::resize(40, rc::gen::container<std::vector<Step>>(step()))) {
      if (step.what == 3 && *rc::gen::arbitrary<bool>()) ++town.hour;
      const auto before = fingerprint(town.record());
      const auto pseudonym = town.pseudonym("m1", step.person, step.assurance);
      const auto area = town.attestation("m1", step.person, {}, step.assurance).area;
      const bool expected = happen(model, pseudonym, area, step), admitted = happen(town, step);
      RC_ASSERT(admitted == expected);
      if (!admitted) RC_ASSERT(fingerprint(town.record()) == before);
      const auto count = model.count();
      RC_ASSERT(town.record().signatures("m1")->count() == count);
      const bool due = model.open && count.standing() >= threshold;
      RC_ASSERT(town.record().due().has_value() == due);
      if (due) {
        model.open = false;
        town.put("town", *town.record().due(), {});
        RC_ASSERT(town.state().initiative("m1")->hand_over->signatures == count.standing());
      }
      RC_ASSERT((town.state().initiative("m1")->phase == InitiativePhase::open) == model.open);
    }
  });
}

TEST_CASE("signatures: a nonce is remembered for the person that it was used for") {
  Signatures signers;
  Attestation attestation;
  attestation.pseudonym = crypto::sha256("a");
  attestation.assurance = Assurance::code;
  attestation.nonce.fill(1);
  CHECK_FALSE(signers.used(attestation.pseudonym, attestation.nonce));
  signers.sign(attestation, 7, true);
  CHECK(signers.used(attestation.pseudonym, attestation.nonce));
  CHECK_FALSE(signers.used(crypto::sha256("b"), attestation.nonce));
  auto later = attestation;
  later.nonce.fill(2);
  CHECK_FALSE(signers.used(attestation.pseudonym, later.nonce));
  signers.withdraw(later);
  CHECK((signers.used(attestation.pseudonym, attestation.nonce) && signers.used(attestation.pseudonym, later.nonce)));
  CHECK(signers.of(attestation.pseudonym) == Signatures::Standing::withdrawn);
  CHECK(signers.of(crypto::sha256("b")) == Signatures::Standing::none);
}

TEST_CASE("signatures: the newest names first, as many as asked for") {
  Signatures signers;
  for (std::uint64_t i = 0; i < 10; ++i) {
    Attestation attestation;
    attestation.pseudonym = crypto::sha256(std::to_string(i));
    signers.sign(attestation, 100 + i, i % 2 == 0);
  }
  CHECK(signers.named(2) == std::vector<std::uint64_t>{108, 106});
  CHECK(signers.named(100) == std::vector<std::uint64_t>{108, 106, 104, 102, 100});
  signers.set_aside(crypto::sha256("8"));
  CHECK(signers.named(1) == std::vector<std::uint64_t>{106});
  signers.restore(crypto::sha256("8"));
  CHECK(signers.named(1) == std::vector<std::uint64_t>{108});
  CHECK(signers.named(0).empty());
}

}  // namespace radslag::record
