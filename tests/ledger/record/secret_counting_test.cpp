// Shuffles, decryptions and the tally of secret ballots: each condition of FORMAT.md section 4.7, broken; and what comes out.
#include "crypto/voting/credential.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "ledger/record/secret_count.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::election_board;
using testing::SecretPlan;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

Town voted(const SecretPlan& plan = {}) {
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.cast_secret("r1", 2, {});
  town.cast_secret("r1", 0, {2});
  return town;
}

SecretPlan homomorphic(std::uint64_t choices_min = 0) {
  SecretPlan plan;
  plan.definition.ballot = std::string(homomorphic_ballot);
  plan.definition.choices_min = choices_min;
  return plan;
}

std::uint64_t votes(const Town& town, const std::string& project) {
  for (const auto& line : town.round("r1").tally->votes) {
    if (line.project == project) return line.votes;
  }
  return 0;
}

Shuffle shuffle_of(const Town& town, std::uint64_t trustee, const std::string& blob) {
  return {town.round("r1").origin, "whole", trustee, blob_digest(blob)};
}
PartialDecryption decryption_of(const Town& town, std::uint64_t trustee, const std::string& blob) {
  return {town.round("r1").origin, "whole", trustee, blob_digest(blob)};
}

void refused_tally(Town& town, const TallyContent& content, Errc code) {
  const auto blob = town.blob(encode_content(content));
  refused(town, log_name, Tally{town.round("r1").origin, blob_digest(blob)}, election_board, code, {blob});
}

}  // namespace

TEST_CASE("secret count: from closing to the allocation") {
  auto town = voted();
  town.close_and_count("r1");
  const auto& tally = *town.round("r1").tally;
  CHECK(tally.ballots == 4);
  CHECK(tally.voters == 3);
  CHECK(tally.blank == 1);
  CHECK(votes(town, "P1") == 0);  // the last ballot of voter 0 counts
  CHECK(votes(town, "P2") == 1);
  CHECK(votes(town, "P3") == 1);
  CHECK(tally.urns == std::vector<TallyContent::Urn>{{"whole", 4, 3, 1, 0}});
  CHECK(tally.invalids.empty());
  CHECK(town.round("r1").phase == Phase::allocated);
  CHECK(town.record().counted("r1").value() == CountedBallots{{{}, {1}, {2}}});
  town.end("r1");
  CHECK(town.round("r1").ended_at.has_value());
}

TEST_CASE("secret count: homomorphic totals") {
  for (const std::uint64_t least : {0U, 1U}) {
    Town town;
    town.secret_round("r1", homomorphic(least));
    town.cast_secret("r1", 0, {0, 1});
    town.cast_secret("r1", 1, {1});
    if (least == 0) town.cast_secret("r1", 2, {});
    town.close("r1");
    const auto blob = town.blob("{}");
    refused(town, log_name, shuffle_of(town, 1, blob), {Town::trustee(1)}, Errc::unsupported, {blob});
    town.decrypt("r1", 1);
    town.decrypt("r1", 3);
    town.tally("r1");
    town.allocate("r1");
    CHECK(votes(town, "P1") == 1);
    CHECK(votes(town, "P2") == 2);
    CHECK(town.round("r1").tally->blank == (least == 0 ? 1 : 0));
    CHECK(town.record().counted("r1").error().code == Errc::unsupported);
  }
}

TEST_CASE("secret count: in a field group, trustees all needed") {
  SecretPlan plan = homomorphic();
  plan.group = VotingGroup::belenios_2048;
  plan.threshold = 0;
  plan.voters = 2;
  plan.reserve = plan.paper = 1;
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {1, 3});
  town.close_and_count("r1");
  CHECK(town.round("r1").urns[0].decryptions.size() == 3);
  CHECK(votes(town, "P4") == 1);
}

TEST_CASE("secret count: nobody voted") {
  Town town;
  town.secret_round("r1");
  town.close("r1");
  const auto blob = town.blob("{}");
  refused(town, log_name, shuffle_of(town, 1, blob), {Town::trustee(1)}, Errc::out_of_order, {blob});
  refused(town, log_name, decryption_of(town, 1, blob), {Town::trustee(1)}, Errc::out_of_order, {blob});
  town.tally("r1");
  town.allocate("r1");
  CHECK(town.round("r1").tally->voters == 0);
}

TEST_CASE("secret count: shuffles") {
  auto town = voted();
  const auto nothing = town.blob("{}");
  refused(town, log_name, shuffle_of(town, 1, nothing), {Town::trustee(1)}, Errc::sealed, {nothing});
  CHECK(town.record().counts("r1").error().code == Errc::sealed);
  town.close("r1");
  const auto json = town.shuffle_json("r1", 0);
  const auto blob = town.blob(json);
  const auto good = shuffle_of(town, 1, blob);
  const auto refuse_it = [&](const Shuffle& bad, const testing::Signers& who, Errc code) {
    refused(town, log_name, bad, who, code, {blob});
  };
  refuse_it(good, {}, Errc::not_authorised);
  refuse_it(good, {Town::trustee(2)}, Errc::not_authorised);
  refuse_it(good, election_board, Errc::not_authorised);
  auto bad = good;
  bad.trustee = 0;
  refuse_it(bad, {Town::trustee(1)}, Errc::not_found);
  bad = good;
  bad.urn = "north";
  refuse_it(bad, {Town::trustee(1)}, Errc::not_found);
  const auto refuse_json = [&](std::string changed, Errc code) {
    const auto other = town.blob(changed);
    refused(town, log_name, shuffle_of(town, 1, other), {Town::trustee(1)}, code, {other});
  };
  refuse_json(json + " ", Errc::not_canonical);
  auto changed = json;
  const auto at = changed.find("\"alpha\":\"") + 9;
  const auto second = changed.find("\"alpha\":\"", at) + 9;
  for (std::size_t i = 0; i < 64; ++i) std::swap(changed[at + i], changed[second + i]);  // two ballots exchange a half
  refuse_json(changed, Errc::bad_signature);
  town.put(log_name, good, {Town::trustee(1)}, {blob});
  refused(town, log_name, shuffle_of(town, 1, nothing), {Town::trustee(1)}, Errc::duplicate, {nothing});
  const auto stale = town.blob(json);  // of the ballots as they were before the first shuffle
  refused(town, log_name, shuffle_of(town, 2, stale), {Town::trustee(2)}, Errc::bad_signature, {stale});
  refused(town, log_name, decryption_of(town, 1, nothing), {Town::trustee(1)}, Errc::out_of_order, {nothing});  // one shuffle is too few
  town.shuffle("r1", 3);
  town.shuffle("r1", 2);  // more than are needed
  town.decrypt("r1", 1);
  CHECK(town.round("r1").urns[0].shuffles.size() == 3);
  CHECK(town.round("r1").urns[0].shuffles[1].trustee == 3);
}

TEST_CASE("secret count: decryptions") {
  auto town = voted();
  town.close("r1");
  town.shuffle("r1", 1);
  town.shuffle("r1", 2);
  const auto of_first = town.decryption_json("r1", 0, 1), of_second = town.decryption_json("r1", 0, 2);
  const auto refuse_it = [&](std::size_t trustee, const std::string& json, Errc code) {
    const auto blob = town.blob(json);
    refused(town, log_name, decryption_of(town, trustee, blob), {Town::trustee(trustee)}, code, {blob});
  };
  refuse_it(1, of_second, Errc::bad_signature);  // with another's key
  refuse_it(1, of_first + "\n", Errc::not_canonical);
  refuse_it(1, "{\"decryption_factors\":[[]],\"decryption_proofs\":[[]]}", Errc::malformed);
  const auto blob = town.blob(of_first);
  refused(town, log_name, decryption_of(town, 1, blob), {Town::trustee(2)}, Errc::not_authorised, {blob});
  town.decrypt("r1", 1);
  refuse_it(1, of_first, Errc::duplicate);
  const auto late = town.blob(town.shuffle_json("r1", 0));
  refused(town, log_name, shuffle_of(town, 3, late), {Town::trustee(3)}, Errc::out_of_order, {late});
  TallyContent early;
  refused_tally(town, early, Errc::out_of_order);  // one of two
  CHECK(town.record().recount("r1").error().code == Errc::out_of_order);
  town.decrypt("r1", 2);
  refuse_it(3, town.decryption_json("r1", 0, 3), Errc::duplicate);  // it is decrypted
}

TEST_CASE("secret count: the tally is what ballots, shuffles and decryptions give") {
  auto town = voted();
  town.close("r1");
  town.count("r1");
  const auto good = town.record().recount("r1").value();
  const auto changed = [&](auto change) {
    auto bad = good;
    change(bad);
    refused_tally(town, bad, Errc::mismatch);
  };
  changed([](TallyContent& x) { ++x.ballots; });
  changed([](TallyContent& x) { --x.voters; });
  changed([](TallyContent& x) { ++x.blank; });
  changed([](TallyContent& x) { ++x.votes[0].votes; });
  changed([](TallyContent& x) { std::swap(x.votes[1].votes, x.votes[0].votes); });
  changed([](TallyContent& x) { x.urns.clear(); });
  changed([](TallyContent& x) { ++x.urns[0].invalid; });
  changed([](TallyContent& x) { x.invalids.push_back({"whole", 0, Invalid::too_many}); });
  town.tally("r1");
  refused_tally(town, good, Errc::duplicate);
  const auto blob = town.blob("{}");
  refused(town, log_name, decryption_of(town, 3, blob), {Town::trustee(3)}, Errc::duplicate, {blob});
}

TEST_CASE("secret count: ballots that do not count, and why") {
  SecretPlan plan;
  plan.voters = 6;
  plan.definition.choices_min = 1;
  plan.definition.budget_max = 800'000;
  Town town;
  town.secret_round("r1", plan);
  const auto& frozen = *town.round("r1").frozen;
  const auto cast = [&](std::size_t voter, std::uint8_t bits) {
    const auto& election = *frozen.urns[0].election;
    const auto secret = voting::credential_secret(election.group(), election.uuid(), Town::card("voter", voter));
    const auto ballot = town.blob(voting::make_ballot(election, secret, {{bits}}));
    town.hand_out("r1", voter);
    town.put(log_name, town.secret_entry("r1", ballot), {}, {ballot});
  };
  cast(0, 0b00000010);
  cast(1, 0b00100000);  // there are five projects
  cast(2, 0b00001011);  // three
  cast(3, 0b00000000);  // none
  cast(4, 0b00000011);  // 900,000
  cast(5, 0b00010000);  // withdrawn
  town.close_and_count("r1");
  const auto& tally = *town.round("r1").tally;
  CHECK(tally.voters == 6);
  CHECK(tally.blank == 0);
  CHECK(tally.urns[0].invalid == 5);
  CHECK(votes(town, "P2") == 1);
  std::set<Invalid> reasons;
  for (const auto& invalid : tally.invalids) reasons.insert(invalid.reason);
  CHECK(reasons.size() == 5);
  CHECK(town.record().counted("r1").value() == CountedBallots{{{1}}});
}

TEST_CASE("secret count: the rule is applied to each urn by itself") {
  SecretPlan plan;
  plan.definition.urns = {{"north", 400'000, {"north"}}, {"rest", 600'000, {}}};
  plan.voters = 100;
  plan.reserve = plan.paper = 0;
  Town town;
  town.secret_round("r1", plan);
  town.cast_secret("r1", 0, {0, 3}, 0);
  town.cast_secret("r1", 0, {1}, 1);
  town.cast_secret("r1", 1, {3}, 0);
  town.close("r1");
  town.shuffle("r1", 1, 0);
  town.shuffle("r1", 1, 1);
  town.shuffle("r1", 2, 1);
  town.decrypt("r1", 1, 1);
  town.count("r1");
  town.tally("r1");
  town.allocate("r1");
  const auto& allocation = *town.round("r1").allocation;
  CHECK(allocation.cost == 200'000 + 500'000);  // P4 in the north leaves too little for P1; P2 in the rest
  std::vector<std::string> order;
  for (const auto& step : allocation.steps) order.push_back(step.project);
  CHECK(std::vector<std::string>(order.begin(), order.begin() + 2) == std::vector<std::string>{"P4", "P1"});
  CHECK(town.round("r1").tally->urns.size() == 2);
}

TEST_CASE("secret count: after a replay that looks at the order only, counting goes on") {
  auto town = voted();
  town.close("r1");
  town.shuffle("r1", 1);
  Sources sources{[&](const Digest& digest) -> std::optional<std::string> {
                    for (const auto* log : {"town", log_name}) {
                      for (const auto& piece : town.log(log).pieces) {
                        for (const auto& blob : piece.blobs) {
                          if (blob_digest(blob) == digest) return blob;
                        }
                      }
                    }
                    return std::nullopt;
                  },
                  [&](std::string_view, std::uint64_t size) { return std::optional(town.log("town").tree.root(size)); }, 2};
  Record copy(std::move(sources));
  for (const auto& piece : town.log("town").pieces) REQUIRE(copy.admit("town", piece.entry, Scrutiny::order).has_value());
  for (const auto& piece : town.log(log_name).pieces) REQUIRE(copy.admit(log_name, piece.entry, Scrutiny::order).has_value());
  const auto before = town.log(log_name).pieces.size();
  town.shuffle("r1", 2);
  town.decrypt("r1", 2);
  town.decrypt("r1", 3);
  town.tally("r1");
  town.allocate("r1");
  const auto& pieces = town.log(log_name).pieces;
  for (auto i = before; i < pieces.size(); ++i) {
    const auto admitted = copy.admit(log_name, pieces[i].entry);
    INFO((admitted ? "" : admitted.error().detail));
    REQUIRE(admitted.has_value());
  }
  CHECK(copy.state().round("r1")->phase == Phase::allocated);
}

TEST_CASE("secret count: what was checked elsewhere counts only while it fits") {
  auto town = voted();
  town.close("r1");
  const auto counts = town.record().counts("r1").value();
  const auto json = town.blob(town.shuffle_json("r1", 0));
  const auto first = shuffle_of(town, 1, json);
  const BlobSource blobs = [&](const Digest& digest) -> std::optional<std::string> {
    if (blob_digest(json) == digest) return json;
    for (const auto& piece : town.log(log_name).pieces) {
      for (const auto& blob : piece.blobs) {
        if (blob_digest(blob) == digest) return blob;
      }
    }
    return std::nullopt;
  };
  const auto checked = check_heavy(counts, first, blobs, {2, {}});
  REQUIRE(checked.has_value());
  CHECK(check_heavy(counts, RoundClosed{}, blobs, {}).error().code == Errc::malformed);
  CHECK(check_heavy(counts, shuffle_of(town, 9, json), blobs, {}).error().code == Errc::not_found);
  town.put(log_name, first, {Town::trustee(1)}, {json});
  CHECK(base_of(town.record().counts("r1").value()[0]) != checked->bases[0]);
}

}  // namespace radslag::record
