#include "crypto/voting/tally.hpp"

#include <algorithm>
#include <utility>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

namespace radslag::voting {

namespace {

/// Larger weights are JSON strings, as programs with 31-bit integers write them.
constexpr std::uint64_t largest_plain_weight = (std::uint64_t{1} << 30) - 1;

void multiply_into(const Group& group, std::vector<Ciphertext>& sums, const std::vector<Ciphertext>& ciphertexts, std::uint64_t weight) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    Ciphertext ciphertext = ciphertexts[i];
    if (weight != 1) ciphertext = {group.small_power(ciphertext.alpha, weight), group.small_power(ciphertext.beta, weight)};
    sums[i] = product(group, sums[i], ciphertext);
  }
}

void sort(const Group& group, std::vector<Ciphertext>& ciphertexts) {
  std::vector<std::pair<std::string, std::size_t>> order;
  order.reserve(ciphertexts.size());
  for (const Ciphertext& ciphertext : ciphertexts) {
    order.emplace_back(group.sort_key(ciphertext.alpha) + group.sort_key(ciphertext.beta), order.size());
  }
  std::sort(order.begin(), order.end());
  std::vector<Ciphertext> sorted;
  sorted.reserve(ciphertexts.size());
  for (const auto& [key, place] : order) sorted.push_back(ciphertexts[place]);
  ciphertexts = std::move(sorted);
}

std::string weight_text(std::uint64_t weight) {
  return weight > largest_plain_weight ? '"' + std::to_string(weight) + '"' : std::to_string(weight);
}

}  // namespace

TallyBuilder::TallyBuilder(Election election) : election_(std::move(election)) {
  for (const Question& question : election_.questions()) {
    const bool homomorphic = question.kind == QuestionKind::homomorphic;
    tally_.emplace_back(homomorphic ? question.ciphertexts() : 0, trivial(election_.group()));
  }
}

Checked<> TallyBuilder::add(const std::vector<std::vector<Ciphertext>>& ballot, std::uint64_t weight) {
  if (weight != 1 && election_.has_mixnet_question()) return flaw(FlawKind::bad_tally, "a weight in a mixnet election");
  for (std::size_t i = 0; i < tally_.size(); ++i) {
    if (election_.questions()[i].kind == QuestionKind::mixnet) {
      tally_[i].push_back(ballot[i].front());
    } else {
      multiply_into(election_.group(), tally_[i], ballot[i], weight);
    }
  }
  ++ballots_;
  weight_ += weight;
  return {};
}

void TallyBuilder::add(TallyBuilder other) {
  for (std::size_t i = 0; i < tally_.size(); ++i) {
    if (election_.questions()[i].kind == QuestionKind::mixnet) {
      tally_[i].insert(tally_[i].end(), other.tally_[i].begin(), other.tally_[i].end());
    } else {
      multiply_into(election_.group(), tally_[i], other.tally_[i], 1);
    }
  }
  ballots_ += other.ballots_;
  weight_ += other.weight_;
}

EncryptedTally TallyBuilder::finish() const {
  EncryptedTally tally = tally_;
  for (std::size_t i = 0; i < tally.size(); ++i) {
    if (election_.questions()[i].kind == QuestionKind::mixnet) sort(election_.group(), tally[i]);
  }
  return tally;
}

std::string write_tally(const Election& election, const EncryptedTally& tally) {
  std::string out = "[";
  for (const auto& ciphertexts : tally) {
    if (out.size() > 1) out += ',';
    out += write(encode_all(election.group(), ciphertexts));
  }
  return out += ']';
}

Checked<EncryptedTally> read_tally(const Election& election, std::string_view json) {
  std::vector<std::vector<CiphertextText>> texts;
  json::Reader in(json);
  for (bool first = true; in.next_item(first);) texts.push_back(read_ciphertexts(in));
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "encrypted tally"));
  const auto& questions = election.questions();
  if (texts.size() != questions.size()) return flaw(FlawKind::bad_shape, "encrypted tally");
  EncryptedTally tally;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const bool homomorphic = questions[i].kind == QuestionKind::homomorphic;
    if (homomorphic && texts[i].size() != questions[i].ciphertexts()) return flaw(FlawKind::bad_shape, "encrypted tally");
    auto& ciphertexts = tally.emplace_back();
    for (const CiphertextText& text : texts[i]) {
      auto ciphertext = decode(election.group(), text, "encrypted tally, question " + std::to_string(i + 1));
      if (!ciphertext) return tl::make_unexpected(ciphertext.error());
      ciphertexts.push_back(*ciphertext);
    }
  }
  return tally;
}

std::string write_sized_tally(std::uint64_t ballots, std::uint64_t weight, std::string_view tally_json) {
  return "{\"num_tallied\":" + std::to_string(ballots) + ",\"total_weight\":" + weight_text(weight) + ",\"encrypted_tally\":\"" +
         crypto::to_hex(crypto::sha256(tally_json)) + "\"}";
}

}  // namespace radslag::voting
