#include "crypto/voting/sealed_ballot.hpp"

#include <openssl/crypto.h>

#include <cassert>
#include <utility>

#include "crypto/voting/answers.hpp"
#include "crypto/voting/ballot_frame.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/schnorr.hpp"

namespace radslag::voting {

namespace {

std::vector<std::vector<Scalar>> fresh_randomness(const Election& election) {
  std::vector<std::vector<Scalar>> out;
  for (const Question& question : election.questions()) {
    auto& scalars = out.emplace_back(question.ciphertexts());
    for (Scalar& scalar : scalars) scalar = election.group().random_scalar();
  }
  return out;
}

std::string numbers_list(const Numbers& numbers) {
  std::string out = "[";
  for (const std::uint8_t number : numbers) {
    if (out.size() > 1) out += ',';
    out += std::to_string(number);
  }
  return out += ']';
}

std::string randomness_list(const Group& group, const std::vector<Scalar>& randomness) {
  std::string out = "[";
  for (const Scalar& scalar : randomness) {
    if (out.size() > 1) out += ',';
    out += '"' + group.to_decimal(scalar) + '"';
  }
  return out += ']';
}

}  // namespace

SealedBallot::SealedBallot(const Election& election, std::string credential, std::vector<Numbers> numbers)
    : election_(election), numbers_(std::move(numbers)), randomness_(fresh_randomness(election)) {
  assert(numbers_.size() == election.questions().size());
  const std::string s0 = statement_of(election, credential);
  json_ = write_frame(election, credential) + "[";
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const Question& question = election.questions()[i];
    if (i > 0) json_ += ',';
    json_ += question.kind == QuestionKind::mixnet ? make_mixnet(election, s0, numbers_[i], randomness_[i].front())
                                                   : make_homomorphic(election, question, s0, numbers_[i], randomness_[i]);
  }
  json_ += "]}";
  hash_ = hash64(json_);
}

SealedBallot::~SealedBallot() {
  for (Numbers& numbers : numbers_) OPENSSL_cleanse(numbers.data(), numbers.size());
}

std::string SealedBallot::sign(const Scalar& secret) const {
  const Proof proof = prove_knowledge(election_.group(), secret, "sig|" + hash_ + "|");
  return json_.substr(0, json_.size() - 1) + ",\"signature\":{\"hash\":\"" + hash_ + "\",\"proof\":" + write(election_.group(), proof) +
         "}}";
}

std::string SealedBallot::open() const {
  std::string out = "{\"ballot\":" + json_ + ",\"randomness\":[";
  for (std::size_t i = 0; i < randomness_.size(); ++i) out += (i > 0 ? "," : "") + randomness_list(election_.group(), randomness_[i]);
  out += "],\"numbers\":[";
  for (std::size_t i = 0; i < numbers_.size(); ++i) out += (i > 0 ? "," : "") + numbers_list(numbers_[i]);
  return out += "]}";
}

std::string make_ballot(const Election& election, const Scalar& secret, std::vector<Numbers> numbers) {
  return SealedBallot(election, public_credential(election.group(), secret), std::move(numbers)).sign(secret);
}

}  // namespace radslag::voting
