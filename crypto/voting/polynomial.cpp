#include "crypto/voting/polynomial.hpp"

namespace radslag::voting {

namespace {

std::string of_trustee(std::string_view what, std::uint64_t index) { return std::string(what) + " of trustee " + std::to_string(index); }

std::string opening(std::string_view name) { return "{\"" + std::string(name) + "\":"; }

}  // namespace

Checked<PublishedPolynomial> read_polynomial(const Certificates& certificates, std::uint64_t index, std::string_view json) {
  const Group& group = certificates.group();
  const std::string where = of_trustee("polynomial", index);
  if (index < 1 || index > certificates.all().size()) return flaw(FlawKind::bad_shape, where);
  const Certificate& sender = certificates.all()[index - 1];
  json::Reader in(json);
  PublishedPolynomial out;
  in.expect("{\"polynomial\":");
  out.polynomial = in.text();
  in.expect(",\"secrets\":");
  for (bool first = true; in.next_item(first);) {
    if (out.secrets.size() == certificates.all().size()) return flaw(FlawKind::bad_shape, where);
    out.secrets.push_back(in.text());
  }
  in.expect(",\"coefexps\":");
  if (in.failed()) return tl::make_unexpected(flaw_of(in, where));
  auto coefexps = read_coefexps(group, in, sender, certificates.threshold(), where);
  if (!coefexps) return tl::make_unexpected(coefexps.error());
  out.coefexps = std::move(*coefexps);
  in.expect(",\"signature\":");
  out.signature = read_proof(group, in);
  in.expect("}");
  if (!in.done()) return tl::make_unexpected(flaw_of(in, where));
  if (out.secrets.size() != certificates.all().size()) return flaw(FlawKind::bad_shape, where);
  const std::string statement = contribution_statement(group, certificates.all(), out.coefexps.elements);
  if (!check_signature(group, sender.verification, statement, out.signature)) return flaw(FlawKind::bad_certificate, where);
  return out;
}

std::string write(const Group& group, const PublishedPolynomial& polynomial) {
  std::string out = "{\"polynomial\":" + json::quote(polynomial.polynomial) + ",\"secrets\":[";
  for (std::size_t i = 0; i < polynomial.secrets.size(); ++i) out += (i == 0 ? "" : ",") + json::quote(polynomial.secrets[i]);
  return out + "],\"coefexps\":" + polynomial.coefexps.json + ",\"signature\":" + write(group, polynomial.signature) + "}";
}

Checked<std::vector<PublishedPolynomial>> read_polynomials(const Certificates& certificates, const std::vector<std::string>& jsons,
                                                           const std::vector<std::string>& commitments) {
  const std::size_t size = certificates.all().size();
  if (jsons.size() != size || commitments.size() != size) return flaw(FlawKind::not_enough, "polynomials");
  std::vector<PublishedPolynomial> out;
  for (std::size_t i = 0; i < size; ++i) {
    auto one = read_polynomial(certificates, i + 1, jsons[i]);
    if (!one) return tl::make_unexpected(one.error());
    if (coefexps_commitment(certificates, i + 1, one->coefexps.json) != commitments[i]) {
      return flaw(FlawKind::bad_commitment, of_trustee("polynomial", i + 1));
    }
    out.push_back(std::move(*one));
  }
  return out;
}

Checked<Voutput> read_voutput(const Certificates& certificates, const std::vector<Coefexps>& coefexps, std::uint64_t index,
                              std::string_view json) {
  const Group& group = certificates.group();
  const std::string where = of_trustee("voutput", index);
  if (index < 1 || index > certificates.all().size()) return flaw(FlawKind::bad_shape, where);
  json::Reader in(json);
  Voutput out;
  in.expect("{\"private_key\":");
  out.private_key = in.text();
  in.expect(",\"public_key\":");
  out.public_key = read_trustee_key(group, in);
  in.expect("}");
  if (!in.done() || !out.public_key.signature) return tl::make_unexpected(flaw_of(in, where));
  const auto key = check_trustee_key_text(group, out.public_key, where);
  if (!key) return tl::make_unexpected(key.error());
  const Element& signer = certificates.all()[index - 1].verification;
  if (!check_signature(group, signer, out.public_key.public_key, *out.public_key.signature)) return flaw(FlawKind::bad_certificate, where);
  if (!is_sum_of_shares(group, *key, coefexps, index)) return flaw(FlawKind::bad_share, where);
  return out;
}

std::optional<std::vector<Scalar>> read_scalars(const Group& group, std::string_view name, std::string_view json) {
  json::Reader in(json);
  in.expect(opening(name));
  std::vector<Scalar> out;
  for (bool first = true; in.next_item(first);) out.push_back(read_scalar(group, in));
  in.expect("}");
  if (!in.done()) return std::nullopt;
  return out;
}

std::optional<Scalar> read_named_scalar(const Group& group, std::string_view name, std::string_view json) {
  json::Reader in(json);
  in.expect(opening(name));
  const Scalar out = read_scalar(group, in);
  in.expect("}");
  if (!in.done()) return std::nullopt;
  return out;
}

}  // namespace radslag::voting
