// What voting costs: voting_bench [ballots [threads [group]]], by default 10000 1 Ed25519.
//
// Milliseconds a ballot, of processor time (all threads together) and by the clock. Ballots are checked in numbers that take about a
// second; shuffles, decryptions and their checks are those of an election of so many mixnet ballots with 2 of 3 trustees: one trustee's
// each.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/encodings.hpp"
#include "crypto/voting/result.hpp"
#include "crypto/voting/sealed_ballot.hpp"

namespace {

using namespace radslag;
using namespace radslag::voting;

template <typename T>
T must(Checked<T> checked) {
  if (!checked) {
    std::fprintf(stderr, "%s: %s\n", std::string(name_of(checked.error().kind)).c_str(), checked.error().detail.c_str());
    std::exit(1);
  }
  return std::move(*checked);
}

void measure(const char* what, std::size_t ballots, const std::function<void()>& work) {
  const auto clock = std::chrono::steady_clock::now();
  const auto processor = std::clock();
  work();
  const double used = 1e3 * static_cast<double>(std::clock() - processor) / CLOCKS_PER_SEC;
  const double passed = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - clock).count();
  const auto each = static_cast<double>(std::max<std::size_t>(ballots, 1));
  std::printf("%-52s %9zu  %8.3f ms a ballot by processor, %8.3f by the clock\n", what, ballots, used / each, passed / each);
  std::fflush(stdout);
}

struct Key {
  std::vector<Scalar> secrets;
  Trustees trustees;
};

Key make_key(const Group& group) {
  std::vector<std::string> seeds, certificates, polynomials, commitments, voutputs;
  for (std::uint64_t index = 1; index <= 3; ++index) {
    seeds.push_back(make_seed());
    certificates.push_back(make_certificate(group, {3, 2, index}, seeds.back()));
  }
  const Certificates all = must(Certificates::parse(group, 2, certificates));
  for (const std::string& seed : seeds) {
    Contribution contribution = must(make_contribution(all, seed));
    polynomials.push_back(std::move(contribution.polynomial));
    commitments.push_back(std::move(contribution.commitment));
  }
  for (const std::string& seed : seeds) voutputs.push_back(must(make_voutput(all, seed, polynomials, commitments)));
  const CeremonyResult result = must(combine_ceremony(all, polynomials, commitments, voutputs));
  Key key{{}, must(Trustees::parse(group, write_trustees({pedersen_item(result.threshold_parameters)})))};
  for (std::size_t i = 0; i < 3; ++i) {
    key.secrets.push_back(open_decryption_key(group, seeds[i], result.decryption_keys[i], key.trustees.keys()[i].key).value());
  }
  return key;
}

Question approval(QuestionKind kind, std::size_t projects) {
  Question question;
  question.kind = kind;
  question.text = "Which projects?";
  for (std::size_t i = 1; i <= projects; ++i) question.choices.push_back("P" + std::to_string(i));
  question.max = projects;
  if (kind == QuestionKind::mixnet) question.encoding = Encoding::approval;
  return question;
}

Election make_election(const Group& group, const Trustees& trustees, Question question) {
  ElectionDraft draft;
  draft.name = "Bench";
  draft.group = group.name();
  draft.public_key = group.encode(trustees.election_key());
  draft.uuid = make_uuid();
  draft.questions.push_back(std::move(question));
  return must(Election::parse(must(write_election(draft))));
}

void ballots_of(const char* kind, const Election& election, std::size_t count) {
  const Group& group = election.group();
  const Numbers numbers = must(encode_choices(election.questions()[0], Choices{{0, 2, 5}, {}}));
  std::vector<Scalar> secrets;
  for (std::size_t i = 0; i < count; ++i) secrets.push_back(group.random_scalar());
  std::vector<std::string> ballots(count);
  measure((std::string("make a ballot, ") + kind).c_str(), count, [&] {
    for (std::size_t i = 0; i < count; ++i) ballots[i] = make_ballot(election, secrets[i], {numbers});
  });
  measure((std::string("verify a ballot, ") + kind).c_str(), count, [&] {
    for (const std::string& ballot : ballots) must(check_ballot(election, ballot));
  });
}

/// The tally of an election of so many ballots; what is in them does not matter here.
EncryptedTally tally_of(const Election& election, std::size_t count, unsigned threads) {
  const Group& group = election.group();
  EncryptedTally tally(1, std::vector<Ciphertext>(count));
  const Work work{threads, {}};
  Workshop(work, count).split(count, 256, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint8_t number = static_cast<std::uint8_t>(i);
      const Scalar r = group.random_scalar();
      tally[0][i].alpha = group.power_of_generator(r);
      tally[0][i].beta = group.product(group.secret_power(election.public_key_base(), r), group.embed({&number, 1}));
    }
  });
  return tally;
}

void close(const Election& election, const Key& key, std::size_t count, unsigned threads) {
  const Work work{threads, {}};
  EncryptedTally tally = tally_of(election, count, threads);
  Shuffled shuffled;
  measure("shuffle with proof", count, [&] { shuffled = make_shuffle(election, tally, work); });
  std::printf("%-52s %9zu  bytes\n", "  the shuffle's JSON", shuffled.json.size());
  shuffled.after.clear();
  measure("verify a shuffle", count, [&] { tally = must(check_shuffle(election, tally, shuffled.json, work)); });
  shuffled.json = {};
  std::vector<OwnedFactors> partial;
  for (const std::size_t owner : {1U, 3U}) {
    std::string json;
    measure("partial decryption with proofs", count,
            [&] { json = make_partial_decryption(election, tally, key.secrets[owner - 1], work); });
    measure("verify a partial decryption", count, [&] {
      partial.push_back({owner, must(check_partial_decryption(election, tally, key.trustees.keys()[owner - 1], json, work))});
    });
  }
  measure("combine and read out", count, [&] {
    const Factors factors = must(combine_decryptions(election.group(), key.trustees, partial, work));
    must(compute_result(election, tally, factors, count, work));
  });
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%-52s %9ld  MB\n", "most memory", usage.ru_maxrss / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10000;
  const unsigned threads = argc > 2 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 1;
  const group::Group* group = group::group_named(argc > 3 ? argv[3] : "Ed25519");
  if (group == nullptr) {
    std::fprintf(stderr, "no such group: %s\n", argv[3]);
    return 2;
  }
  const bool fast = group->name() == "Ed25519";
  const Key key = make_key(*group);
  std::printf("%s, %zu ballots, threads: %u\n", std::string(group->name()).c_str(), count, threads);
  ballots_of("homomorphic, 30 projects, max 30", make_election(*group, key.trustees, approval(QuestionKind::homomorphic, 30)),
             fast ? 100 : 10);
  if (group->embedding_bytes() == 0) return 0;
  const Election election = make_election(*group, key.trustees, approval(QuestionKind::mixnet, 240));
  ballots_of("mixnet, 240 projects", election, fast ? 2000 : 20);
  close(election, key, count, threads);
  return 0;
}
