#include "crypto/voting/decryption.hpp"

#include <cassert>
#include <mutex>

#include "crypto/voting/first_flaw.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t few = 256;

std::uint64_t pieces(const EncryptedTally& tally) {
  std::uint64_t out = 0;
  for (const auto& question : tally) out += question.size();
  return out;
}

/// Binds a proof to the election and the trustee's key.
std::string prefix_of(const Election& election, std::string_view key) {
  return "decrypt|" + election.fingerprint() + "|" + std::string(key) + "|";
}

/// Commitments as Group::hash takes them, but encoded beforehand.
Scalar challenge_of(const Group& group, const std::string& prefix, const std::string& a, const std::string& b) {
  return group.hash_to_scalar(prefix + a + "," + b);
}

struct FactorText {
  std::string factor;
  std::string proof;
};

class Decryption {
 public:
  Decryption(const Election& election, const Scalar& secret) : group_(election.group()), secret_(secret) {
    prefix_ = prefix_of(election, group_.encode(group_.secret_power_of_generator(secret)));
  }

  void decrypt(const std::vector<Ciphertext>& ciphertexts, std::size_t begin, std::size_t end, std::vector<FactorText>& out) const {
    std::vector<Scalar> w(end - begin);
    std::vector<Element> elements;  // factor, A, B of each
    elements.reserve(3 * w.size());
    for (std::size_t i = begin; i < end; ++i) {
      Scalar& one = w[i - begin];
      one = group_.random_scalar();
      elements.push_back(group_.secret_power(ciphertexts[i].alpha, secret_));
      elements.push_back(group_.secret_power_of_generator(one));
      elements.push_back(group_.secret_power(ciphertexts[i].alpha, one));
    }
    std::vector<std::string> encoded = group_.encode_all(elements);
    for (std::size_t i = 0; i < w.size(); ++i) {
      Proof proof;
      proof.challenge = challenge_of(group_, prefix_, encoded[3 * i + 1], encoded[3 * i + 2]);
      proof.response = group_.subtract(w[i], group_.multiply(secret_, proof.challenge));
      out[begin + i] = {std::move(encoded[3 * i]), write(group_, proof)};
    }
  }

 private:
  const Group& group_;
  const Scalar& secret_;
  std::string prefix_;
};

class DecryptionCheck {
 public:
  DecryptionCheck(const Election& election, const VerificationKey& key)
      : group_(election.group()),
        generator_(election.generator_base()),
        key_(group_.lasting_base(key.key)),
        prefix_(prefix_of(election, key.text)) {}

  void check(const std::vector<Ciphertext>& ciphertexts, const std::vector<std::string_view>& texts, const std::vector<Proof>& proofs,
             std::size_t begin, std::size_t end, std::vector<Element>& factors, const std::string& where, FirstFlaw& first) const {
    std::vector<Element> commitments;  // A, B of each
    for (std::size_t i = begin; i < end; ++i) {
      const auto factor = group_.decode(texts[i]);
      if (!factor) return first.found(i, Flaw{FlawKind::bad_element, at(where, i)});
      factors[i] = *factor;
      commitments.push_back(group_.power_product(generator_, proofs[i].response, *key_, proofs[i].challenge));
      const auto alpha = group_.short_base(ciphertexts[i].alpha);
      commitments.push_back(group_.power_product(*alpha, proofs[i].response, *group_.short_base(*factor), proofs[i].challenge));
    }
    const std::vector<std::string> encoded = group_.encode_all(commitments);
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t k = 2 * (i - begin);
      if (challenge_of(group_, prefix_, encoded[k], encoded[k + 1]) != proofs[i].challenge) {
        return first.found(i, Flaw{FlawKind::bad_decryption, at(where, i)});
      }
    }
  }

 private:
  static std::string at(const std::string& where, std::size_t i) { return where + ", ciphertext " + std::to_string(i + 1); }

  const Group& group_;
  const group::Base& generator_;
  std::shared_ptr<const group::Base> key_;
  std::string prefix_;
};

}  // namespace

std::string make_partial_decryption(const Election& election, const EncryptedTally& tally, const Scalar& secret, const Work& work) {
  Workshop workshop(work, pieces(tally));
  const Decryption decryption(election, secret);
  std::string factors, proofs;
  for (std::size_t question = 0; question < tally.size(); ++question) {
    std::vector<FactorText> texts(tally[question].size());
    workshop.split(texts.size(), few, [&](std::size_t begin, std::size_t end) { decryption.decrypt(tally[question], begin, end, texts); });
    const std::string_view comma = question == 0 ? "" : ",";
    factors.append(comma).append("[");
    proofs.append(comma).append("[");
    for (std::size_t i = 0; i < texts.size(); ++i) {
      factors.append(i == 0 ? "\"" : ",\"").append(texts[i].factor).append("\"");
      proofs.append(i == 0 ? "" : ",").append(texts[i].proof);
    }
    factors += "]";
    proofs += "]";
  }
  return "{\"decryption_factors\":[" + factors + "],\"decryption_proofs\":[" + proofs + "]}";
}

Checked<Factors> check_partial_decryption(const Election& election, const EncryptedTally& tally, const VerificationKey& key,
                                          std::string_view json, const Work& work) {
  json::Reader in(json);
  std::vector<std::vector<std::string_view>> texts;
  std::vector<std::vector<Proof>> proofs;
  in.expect("{\"decryption_factors\":");
  for (bool first = true; in.next_item(first);) {
    texts.emplace_back();
    for (bool first_factor = true; in.next_item(first_factor);) texts.back().push_back(in.plain());
  }
  in.expect(",\"decryption_proofs\":");
  for (bool first = true; in.next_item(first);) proofs.push_back(read_proofs(election.group(), in));
  in.expect("}");
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "partial decryption"));
  if (texts.size() != tally.size() || proofs.size() != tally.size()) return flaw(FlawKind::bad_shape, "partial decryption");

  Workshop workshop(work, pieces(tally));
  const DecryptionCheck check(election, key);
  Factors out(tally.size());
  for (std::size_t question = 0; question < tally.size(); ++question) {
    const std::string where = "partial decryption, question " + std::to_string(question + 1);
    const std::size_t count = tally[question].size();
    if (texts[question].size() != count || proofs[question].size() != count) return flaw(FlawKind::bad_shape, where);
    out[question].resize(count);
    FirstFlaw first;
    workshop.split(count, few, [&](std::size_t begin, std::size_t end) {
      check.check(tally[question], texts[question], proofs[question], begin, end, out[question], where, first);
    });
    if (first.flaw()) return tl::make_unexpected(*first.flaw());
  }
  return out;
}

}  // namespace radslag::voting
