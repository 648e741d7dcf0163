#include "crypto/voting/shuffle.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <set>

#include "crypto/voting/trustee.hpp"
#include "tests/crypto/voting/sample_archive.hpp"

namespace radslag::voting {
namespace {

using group::Group;

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

/// An election whose secret key is known, with so many mixnet questions and one homomorphic one before them.
struct Known {
  Scalar secret;
  Election election;
  EncryptedTally tally;

  static Election make_election(const Group& group, const Scalar& secret, std::size_t questions) {
    ElectionDraft draft;
    draft.name = "n";
    draft.description = "d";
    draft.group = group.name();
    draft.public_key = group.encode(group.power_of_generator(secret));
    draft.uuid = make_uuid();
    Question homomorphic;
    homomorphic.text = "h";
    homomorphic.choices = {"a", "b"};
    homomorphic.max = 1;
    draft.questions.push_back(homomorphic);
    for (std::size_t i = 0; i < questions; ++i) {
      Question mixnet;
      mixnet.kind = QuestionKind::mixnet;
      mixnet.text = "m";
      mixnet.choices = {"a", "b", "c"};
      mixnet.max = 3;
      mixnet.encoding = Encoding::approval;
      draft.questions.push_back(mixnet);
    }
    auto json = write_election(draft);
    REQUIRE(json);
    auto election = Election::parse(std::move(*json));
    REQUIRE(election);
    return *election;
  }

  Known(const Group& group, std::size_t questions, std::size_t ballots)
      : secret(group.random_scalar()), election(make_election(group, secret, questions)) {
    const auto encrypt = [&](const Element& message) {
      const Scalar r = group.random_scalar();
      return Ciphertext{group.power_of_generator(r), group.product(group.power(election.public_key(), r), message)};
    };
    tally.push_back({encrypt(group.generator()), encrypt(group.identity())});
    for (std::size_t question = 0; question < questions; ++question) {
      tally.emplace_back();
      for (std::size_t i = 0; i < ballots; ++i) {
        const std::uint8_t number = static_cast<std::uint8_t>(i % 8);
        tally.back().push_back(encrypt(group.embed({&number, 1})));
      }
    }
  }

  /// What the ciphertexts of a question hold.
  std::multiset<std::string> opened(const std::vector<Ciphertext>& ciphertexts) const {
    const Group& group = election.group();
    std::multiset<std::string> out;
    for (const Ciphertext& one : ciphertexts)
      out.insert(group.encode(group.product(one.beta, group.inverse(group.power(one.alpha, secret)))));
    return out;
  }
};

bool same(const Group& group, const EncryptedTally& a, const EncryptedTally& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].size() != b[i].size()) return false;
    for (std::size_t j = 0; j < a[i].size(); ++j) {
      if (!group.equal(a[i][j].alpha, b[i][j].alpha) || !group.equal(a[i][j].beta, b[i][j].beta)) return false;
    }
  }
  return true;
}

TEST_CASE("the sample elections' shuffles hold, one upon the other, and no other way") {
  for (const std::string& name : sample::mixnet_names) {
    INFO(name);
    const sample::Archive archive = sample::read(name);
    const auto election = Election::parse(archive.election);
    REQUIRE(election);
    auto tally = read_tally(*election, archive.encrypted_tally);
    REQUIRE(tally);
    REQUIRE(archive.shuffles.size() == 3);
    CHECK(check_shuffle(*election, *tally, archive.shuffles[1].json).error().kind == FlawKind::bad_shuffle);
    for (const sample::Owned& shuffle : archive.shuffles) {
      auto after = check_shuffle(*election, *tally, shuffle.json);
      if (!after) FAIL(name_of(after.error().kind) << ": " << after.error().detail);
      tally = std::move(*after);
    }
  }
}

TEST_CASE("a shuffle keeps what the ciphertexts hold, hides which is which, and is accepted") {
  for (const Group* group : {&group::ed25519(), &group::rfc_3526_2048()}) {
    INFO(group->name());
    const Known known(*group, 2, group == &group::ed25519() ? 20 : 3);
    const Shuffled shuffled = make_shuffle(known.election, known.tally);
    const auto after = check_shuffle(known.election, known.tally, shuffled.json);
    if (!after) FAIL(name_of(after.error().kind) << ": " << after.error().detail);
    CHECK(same(*group, *after, shuffled.after));
    CHECK(group->equal((*after)[0][0].alpha, known.tally[0][0].alpha));
    for (const std::size_t question : {1U, 2U}) {
      CHECK(known.opened((*after)[question]) == known.opened(known.tally[question]));
      for (const Ciphertext& one : (*after)[question]) {
        for (const Ciphertext& before : known.tally[question]) CHECK_FALSE(group->equal(one.alpha, before.alpha));
      }
    }
    // Another election's shuffle is none of this one's, though all keys and ciphertexts are the same.
    ElectionDraft draft = known.election.draft();
    draft.uuid = make_uuid();
    const auto other = Election::parse(*write_election(draft));
    REQUIRE(other);
    CHECK(check_shuffle(*other, known.tally, shuffled.json).error().kind == FlawKind::bad_shuffle);
  }
}

TEST_CASE("every number of ballots can be shuffled, on every number of threads") {
  for (const std::size_t ballots : {0U, 1U, 2U, 257U}) {
    INFO(ballots);
    const Known known(group::ed25519(), 1, ballots);
    std::uint64_t last = 0, total = 0;
    const Work work{3, [&](std::uint64_t done, std::uint64_t all) {
                      CHECK(done > last);
                      last = done;
                      total = all;
                    }};
    const Shuffled shuffled = make_shuffle(known.election, known.tally, work);
    CHECK(last == total);
    const auto after = check_shuffle(known.election, known.tally, shuffled.json, Work{2, {}});
    REQUIRE(after);
    CHECK(known.opened((*after)[1]) == known.opened(known.tally[1]));
  }
}

TEST_CASE("long work stops when its progress throws") {
  struct Stop {};
  const Known known(group::ed25519(), 1, 300);
  const Work work{2, [](std::uint64_t, std::uint64_t) { throw Stop(); }};
  CHECK_THROWS_AS(make_shuffle(known.election, known.tally, work), Stop);
}

TEST_CASE("shuffles that change something are refused") {
  const Group& group = group::ed25519();
  const Known known(group, 1, 4);
  const Shuffled shuffled = make_shuffle(known.election, known.tally);
  const auto refused = [&](const std::string& json) {
    const auto after = check_shuffle(known.election, known.tally, json);
    REQUIRE_FALSE(after);
    return after.error().kind;
  };

  SECTION("another ciphertext in the place of one") {
    const Known other(group, 1, 4);
    const std::string text = write(group, shuffled.after[1][2]);
    CHECK(refused(with(shuffled.json, text, write(group, other.tally[1][0]))) == FlawKind::bad_shuffle);
  }
  SECTION("two ciphertexts after exchanged, or one twice") {
    const std::string a = write(group, shuffled.after[1][0]), b = write(group, shuffled.after[1][1]);
    CHECK(refused(with(shuffled.json, a + "," + b, b + "," + a)) == FlawKind::bad_shuffle);
    CHECK(refused(with(shuffled.json, a + "," + b, a + "," + a)) == FlawKind::bad_shuffle);
  }
  SECTION("one ciphertext more or less") {
    const std::string a = write(group, shuffled.after[1][0]);
    CHECK(refused(with(shuffled.json, a + ",", "")) == FlawKind::bad_shape);
    CHECK(refused(with(shuffled.json, a, a + "," + a)) == FlawKind::bad_shape);
    EncryptedTally fewer = known.tally;
    fewer[1].pop_back();
    CHECK(check_shuffle(known.election, fewer, shuffled.json).error().kind == FlawKind::bad_shape);
  }
  SECTION("no shuffle at all") {
    CHECK(refused("{\"ciphertexts\":[],\"proofs\":[]}") == FlawKind::bad_shape);
    CHECK(refused("") == FlawKind::not_canonical);
  }
  SECTION("any element or number of the proof changed") {
    const boost::json::value parsed = boost::json::parse(shuffled.json);
    std::vector<std::string> texts;
    const auto collect = [&](const auto& self, const boost::json::value& value) -> void {
      if (value.is_string()) texts.emplace_back(value.as_string());
      if (!value.is_array()) return;
      for (const auto& item : value.as_array()) self(self, item);
    };
    collect(collect, parsed.at("proofs"));
    REQUIRE(texts.size() == 5 + 4 + 5 * 4);
    const std::string element = group.encode(group.power_of_generator(group.random_scalar()));
    for (const std::string& text : texts) {
      const std::string changed = with(shuffled.json, "\"" + text + "\"", text.size() == 64 ? "\"" + element + "\"" : "\"1\"");
      CHECK(refused(changed) == FlawKind::bad_shuffle);
    }
  }
  SECTION("elements outside the group, numbers and texts out of form") {
    const std::string alpha = "\"" + group.encode(shuffled.after[1][0].alpha) + "\"";
    const std::string order_two = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec";
    CHECK(refused(with(shuffled.json, alpha, "\"" + order_two + "\"")) == FlawKind::bad_element);
    const boost::json::value parsed = boost::json::parse(shuffled.json);
    const auto& proof = parsed.at("proofs").at(0);
    const std::string c(proof.at(2).at(0).as_string());
    CHECK(refused(with(shuffled.json, c, order_two)) == FlawKind::bad_element);
    const std::string s1(proof.at(1).at(0).as_string()), s_hat(proof.at(1).at(4).at(0).as_string());
    for (const std::string& number : {s1, s_hat}) {
      CHECK(refused(with(shuffled.json, number, "0" + number)) == FlawKind::bad_number);
      CHECK(refused(with(shuffled.json, number, "+" + number)) == FlawKind::bad_number);
    }
    CHECK(refused(with(shuffled.json, "],[", "], [")) == FlawKind::not_canonical);
    CHECK(refused(with(shuffled.json, "{\"ciphertexts\"", "{\"extra\":1,\"ciphertexts\"")) == FlawKind::not_canonical);
  }
}

TEST_CASE("permutations are not all the same") {
  const Known known(group::ed25519(), 1, 8);
  std::set<std::size_t> places;
  for (int round = 0; round < 40; ++round) {
    const Shuffled shuffled = make_shuffle(known.election, known.tally);
    const auto first = *known.opened({known.tally[1][0]}).begin();
    for (std::size_t place = 0; place < 8; ++place) {
      if (*known.opened({shuffled.after[1][place]}).begin() == first) places.insert(place);
    }
  }
  CHECK(places.size() >= 6);  // of 8 in 40 rounds: less comes about once in 10^11
}

}  // namespace
}  // namespace radslag::voting
