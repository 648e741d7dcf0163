#include "crypto/voting/ceremony.hpp"

#include <cassert>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/voting/base58.hpp"
#include "crypto/voting/polynomial.hpp"
#include "crypto/voting/wiped.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t seed_length = 22;

struct CeremonyKeys {
  Scalar signing;
  Scalar decryption;
};

CeremonyKeys keys_of(const Group& group, std::string_view seed) {
  const Wiped signing("sk|" + std::string(seed));
  const Wiped decryption("dk|" + std::string(seed));
  return {group.hash_to_scalar(signing.text), group.hash_to_scalar(decryption.text)};
}

std::string named(const Group& group, std::string_view name, const Scalar& secret) {
  const Wiped digits(group.to_decimal(secret));
  return "{\"" + std::string(name) + "\":\"" + digits.text + "\"}";
}

std::string write_coefficients(const Group& group, const std::vector<Scalar>& coefficients) {
  std::string out;
  out.reserve(32 + coefficients.size() * 640);  // so that it does not grow, and leaves no pieces behind
  out += "{\"polynomial\":[";
  for (std::size_t k = 0; k < coefficients.size(); ++k) {
    const Wiped digits(group.to_decimal(coefficients[k]));
    out.append(k == 0 ? "\"" : ",\"").append(digits.text).append("\"");
  }
  return out.append("]}");
}

/// f(index)
Scalar share_of(const Group& group, const std::vector<Scalar>& coefficients, std::uint64_t index) {
  const Scalar x(index);
  Scalar out;
  for (auto it = coefficients.rbegin(); it != coefficients.rend(); ++it) out = group.add(group.multiply(out, x), *it);
  return out;
}

std::vector<Coefexps> coefexps_of(const std::vector<PublishedPolynomial>& polynomials) {
  std::vector<Coefexps> out;
  for (const PublishedPolynomial& one : polynomials) out.push_back(one.coefexps);
  return out;
}

/// Whether the sealed polynomial is this trustee's own, with the published coefexps.
bool is_own(const Group& group, const CeremonyKeys& keys, const Certificate& me, const PublishedPolynomial& polynomial) {
  auto text = open_sealed(group, keys.decryption, me.verification, polynomial.polynomial);
  if (!text) return false;
  const Wiped opened(std::move(*text));
  const auto coefficients = read_scalars(group, "polynomial", opened.text);
  if (!coefficients || coefficients->size() != polynomial.coefexps.elements.size()) return false;
  for (std::size_t k = 0; k < coefficients->size(); ++k) {
    if (!group.equal(group.secret_power_of_generator((*coefficients)[k]), polynomial.coefexps.elements[k])) return false;
  }
  return true;
}

/// The share that a sender sealed for this trustee, once it fits the sender's coefexps.
std::optional<Scalar> open_share(const Group& group, const CeremonyKeys& keys, std::uint64_t index, const Certificate& sender,
                                 const PublishedPolynomial& polynomial) {
  auto text = open_sealed(group, keys.decryption, sender.verification, polynomial.secrets[index - 1]);
  if (!text) return std::nullopt;
  const Wiped opened(std::move(*text));
  const auto share = read_named_scalar(group, "secret", opened.text);
  if (!share) return std::nullopt;
  const Element expected = share_in_exponent(group, polynomial.coefexps.elements, index);
  if (!group.equal(group.secret_power_of_generator(*share), expected)) return std::nullopt;
  return share;
}

}  // namespace

std::string make_seed() { return random_base58(seed_length); }

bool is_seed(std::string_view text) { return text.size() == seed_length && is_base58(text); }

std::string make_certificate(const Group& group, const CeremonyPlace& place, std::string_view seed) {
  assert(place.threshold >= 1 && place.threshold <= place.size && place.size <= most_ceremony_trustees);
  assert(place.index >= 1 && place.index <= place.size);
  const CeremonyKeys keys = keys_of(group, seed);
  const Element verification = group.secret_power_of_generator(keys.signing);
  const Element encryption = group.secret_power_of_generator(keys.decryption);
  return write(group, make_signed_message(group, keys.signing, write_certificate_message(group, place, verification, encryption)));
}

Checked<> check_certificate(const Group& group, const CeremonyPlace& place, std::string_view json) {
  const std::string where = "certificate of trustee " + std::to_string(place.index);
  json::Reader in(json);
  const auto certificate = read_certificate(group, in, where);
  if (!certificate) return tl::make_unexpected(certificate.error());
  if (!in.done()) return tl::make_unexpected(flaw_of(in, where));
  if (certificate->place != place) return flaw(FlawKind::bad_certificate, where + ": for another place");
  return {};
}

Checked<Certificates> Certificates::parse(const Group& group, std::uint64_t threshold, const std::vector<std::string>& jsons) {
  Certificates out;
  out.group_ = &group;
  out.threshold_ = threshold;
  for (const std::string& json : jsons) {
    const std::string where = "certificate of trustee " + std::to_string(out.all_.size() + 1);
    json::Reader in(json);
    auto one = read_certificate(group, in, where);
    if (!one) return tl::make_unexpected(one.error());
    if (!in.done()) return tl::make_unexpected(flaw_of(in, where));
    if (!one->place) return flaw(FlawKind::bad_certificate, where + ": bound to no ceremony");
    out.all_.push_back(std::move(*one));
  }
  if (auto together = check_together(group, out.all_, threshold, "ceremony"); !together) return tl::make_unexpected(together.error());
  return out;
}

std::string Certificates::fingerprint() const {
  crypto::Sha256 hash;
  for (const Certificate& one : all_) {
    hash.update(one.json);
    hash.update("\n");
  }
  return crypto::to_hex(hash.finish());
}

std::optional<std::uint64_t> Certificates::index_of(std::string_view seed) const {
  const CeremonyKeys keys = keys_of(*group_, seed);
  const Element verification = group_->secret_power_of_generator(keys.signing);
  const Element encryption = group_->secret_power_of_generator(keys.decryption);
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (group_->equal(all_[i].verification, verification) && group_->equal(all_[i].encryption, encryption)) return i + 1;
  }
  return std::nullopt;
}

Checked<Contribution> make_contribution(const Certificates& certificates, std::string_view seed) {
  const auto index = certificates.index_of(seed);
  if (!index) return flaw(FlawKind::bad_certificate, "none of the certificates is of this seed");
  const Group& group = certificates.group();
  const CeremonyKeys keys = keys_of(group, seed);
  std::vector<Scalar> coefficients(certificates.threshold());
  PublishedPolynomial out;
  for (Scalar& coefficient : coefficients) {
    coefficient = group.random_scalar();
    out.coefexps.elements.push_back(group.secret_power_of_generator(coefficient));
  }
  out.coefexps.json = write(group, make_signed_message(group, keys.signing, write_coefexps_message(group, out.coefexps.elements)));
  out.signature = sign(group, keys.signing, contribution_statement(group, certificates.all(), out.coefexps.elements));
  const Wiped own(write_coefficients(group, coefficients));
  out.polynomial = seal(group, keys.signing, certificates.all()[*index - 1].encryption, own.text);
  for (std::size_t i = 0; i < certificates.all().size(); ++i) {
    const Wiped share(named(group, "secret", share_of(group, coefficients, i + 1)));
    out.secrets.push_back(seal(group, keys.signing, certificates.all()[i].encryption, share.text));
  }
  return Contribution{write(group, out), coefexps_commitment(certificates, *index, out.coefexps.json)};
}

std::string coefexps_commitment(const Certificates& certificates, std::uint64_t index, std::string_view coefexps) {
  return crypto::to_hex(
      crypto::sha256("radslag-coefexps|" + certificates.fingerprint() + "|" + std::to_string(index) + "|" + std::string(coefexps)));
}

Checked<> check_polynomial(const Certificates& certificates, std::uint64_t index, std::string_view polynomial,
                           std::string_view commitment) {
  const auto read = read_polynomial(certificates, index, polynomial);
  if (!read) return tl::make_unexpected(read.error());
  if (coefexps_commitment(certificates, index, read->coefexps.json) != commitment) {
    return flaw(FlawKind::bad_commitment, "polynomial of trustee " + std::to_string(index));
  }
  return {};
}

Checked<std::string> make_voutput(const Certificates& certificates, std::string_view seed, const std::vector<std::string>& polynomials,
                                  const std::vector<std::string>& commitments) {
  const auto index = certificates.index_of(seed);
  if (!index) return flaw(FlawKind::bad_certificate, "none of the certificates is of this seed");
  const auto published = read_polynomials(certificates, polynomials, commitments);
  if (!published) return tl::make_unexpected(published.error());
  const Group& group = certificates.group();
  const CeremonyKeys keys = keys_of(group, seed);
  const Certificate& me = certificates.all()[*index - 1];
  if (!is_own(group, keys, me, (*published)[*index - 1]))
    return flaw(FlawKind::bad_share, "the own polynomial is not the one that the seed sealed");
  Scalar secret;
  for (std::size_t i = 0; i < published->size(); ++i) {
    const auto share = open_share(group, keys, *index, certificates.all()[i], (*published)[i]);
    if (!share) return flaw(FlawKind::bad_share, "share from trustee " + std::to_string(i + 1));
    secret = group.add(secret, *share);
  }
  TrusteeKeyText key = make_trustee_key_text(group, secret);
  key.signature = sign(group, keys.signing, key.public_key);
  const Wiped text(named(group, "decryption_key", secret));
  const std::string sealed = seal(group, keys.signing, me.encryption, text.text);
  return "{\"private_key\":" + json::quote(sealed) + ",\"public_key\":" + write(group, key) + "}";
}

Checked<> check_voutput(const Certificates& certificates, const std::vector<std::string>& polynomials, std::uint64_t index,
                        std::string_view voutput) {
  std::vector<Coefexps> coefexps;
  if (polynomials.size() != certificates.all().size()) return flaw(FlawKind::not_enough, "polynomials");
  for (std::size_t i = 0; i < polynomials.size(); ++i) {
    auto one = read_polynomial(certificates, i + 1, polynomials[i]);
    if (!one) return tl::make_unexpected(one.error());
    coefexps.push_back(std::move(one->coefexps));
  }
  const auto read = read_voutput(certificates, coefexps, index, voutput);
  if (!read) return tl::make_unexpected(read.error());
  return {};
}

Checked<CeremonyResult> combine_ceremony(const Certificates& certificates, const std::vector<std::string>& polynomials,
                                         const std::vector<std::string>& commitments, const std::vector<std::string>& voutputs) {
  const Group& group = certificates.group();
  const auto published = read_polynomials(certificates, polynomials, commitments);
  if (!published) return tl::make_unexpected(published.error());
  if (voutputs.size() != published->size()) return flaw(FlawKind::not_enough, "voutputs");
  const std::vector<Coefexps> coefexps = coefexps_of(*published);

  CeremonyResult out;
  std::string certs, exponents, signatures, keys;
  for (std::size_t i = 0; i < published->size(); ++i) {
    const auto voutput = read_voutput(certificates, coefexps, i + 1, voutputs[i]);
    if (!voutput) return tl::make_unexpected(voutput.error());
    const std::string_view comma = i == 0 ? "" : ",";
    certs.append(comma).append(certificates.all()[i].json);
    exponents.append(comma).append(coefexps[i].json);
    signatures.append(comma).append(write(group, (*published)[i].signature));
    keys.append(comma).append(write(group, voutput->public_key));
    out.decryption_keys.push_back(voutput->private_key);
  }
  out.threshold_parameters = "{\"threshold\":" + std::to_string(certificates.threshold()) + ",\"certs\":[" + certs + "],\"coefexps\":[" +
                             exponents + "],\"signatures\":[" + signatures + "],\"verification_keys\":[" + keys + "]}";
  return out;
}

std::optional<Scalar> open_decryption_key(const Group& group, std::string_view seed, std::string_view decryption_key,
                                          const Element& verification_key) {
  const CeremonyKeys keys = keys_of(group, seed);
  auto text = open_sealed(group, keys.decryption, group.secret_power_of_generator(keys.signing), decryption_key);
  if (!text) return std::nullopt;
  const Wiped opened(std::move(*text));
  const auto secret = read_named_scalar(group, "decryption_key", opened.text);
  if (!secret || !group.equal(group.secret_power_of_generator(*secret), verification_key)) return std::nullopt;
  return secret;
}

}  // namespace radslag::voting
