#include "crypto/voting/pedersen.hpp"

#include "crypto/voting/trustee_key.hpp"

namespace radslag::voting {

namespace {

std::string numbered(const std::string& where, std::string_view what, std::size_t number) {
  return where + ", " + std::string(what) + " " + std::to_string(number);
}

template <typename T>
std::string joined(const std::vector<T>& items, std::string T::*text) {
  std::string out = "[";
  for (const T& item : items) {
    if (out.size() > 1) out += ",";
    out += item.*text;
  }
  return out + "]";
}

/// Reads {"group":G,"size":n,"threshold":t,"index":i}.
CeremonyPlace read_place(const Group& group, json::Reader& in) {
  CeremonyPlace place;
  in.expect("{\"group\":");
  if (in.text() != group.name()) in.fail();
  in.expect(",\"size\":");
  place.size = in.integer();
  in.expect(",\"threshold\":");
  place.threshold = in.integer();
  in.expect(",\"index\":");
  place.index = in.integer();
  in.expect("}");
  return place;
}

}  // namespace

Checked<Certificate> read_certificate(const Group& group, json::Reader& in, const std::string& where) {
  const SignedMessage message = read_signed_message(group, in);
  if (in.failed()) return tl::make_unexpected(flaw_of(in, where));
  Certificate out;
  json::Reader inner(message.message);
  if (inner.take("{\"context\":")) {
    out.place = read_place(group, inner);
    inner.expect(",");
  } else {
    inner.expect("{");
  }
  inner.expect("\"verification\":");
  const auto verification = decode_key(group, inner.plain());
  inner.expect(",\"encryption\":");
  const auto encryption = decode_key(group, inner.plain());
  inner.expect("}");
  if (!inner.done()) return flaw(FlawKind::not_canonical, where);
  if (!verification || !encryption) return flaw(FlawKind::bad_element, where);
  if (!check_signature(group, *verification, message.message, message.signature)) return flaw(FlawKind::bad_certificate, where);
  out.json = write(group, message);
  out.verification = *verification;
  out.encryption = *encryption;
  return out;
}

Checked<> check_together(const Group& group, const std::vector<Certificate>& certificates, std::uint64_t threshold,
                         const std::string& where) {
  const std::size_t size = certificates.size();
  if (threshold < 1 || threshold > size || size > most_ceremony_trustees) return flaw(FlawKind::bad_shape, where);
  for (std::size_t i = 0; i < size; ++i) {
    const Certificate& one = certificates[i];
    const auto refused = flaw(FlawKind::bad_certificate, numbered(where, "certificate", i + 1));
    if (one.place.has_value() != certificates[0].place.has_value()) return refused;
    if (one.place && *one.place != CeremonyPlace{size, threshold, i + 1}) return refused;
    for (std::size_t j = 0; j < i; ++j) {
      if (group.equal(one.verification, certificates[j].verification)) return refused;
      if (group.equal(one.encryption, certificates[j].encryption)) return refused;
    }
  }
  return {};
}

std::string write_certificate_message(const Group& group, const std::optional<CeremonyPlace>& place, const Element& verification,
                                      const Element& encryption) {
  std::string out = "{";
  if (place) {
    out += "\"context\":{\"group\":\"" + std::string(group.name()) + "\",\"size\":" + std::to_string(place->size) +
           ",\"threshold\":" + std::to_string(place->threshold) + ",\"index\":" + std::to_string(place->index) + "},";
  }
  return out + "\"verification\":\"" + group.encode(verification) + "\",\"encryption\":\"" + group.encode(encryption) + "\"}";
}

Checked<Coefexps> read_coefexps(const Group& group, json::Reader& in, const Certificate& sender, std::uint64_t threshold,
                                const std::string& where) {
  const SignedMessage message = read_signed_message(group, in);
  if (in.failed()) return tl::make_unexpected(flaw_of(in, where));
  if (!check_signature(group, sender.verification, message.message, message.signature)) return flaw(FlawKind::bad_certificate, where);
  Coefexps out;
  out.json = write(group, message);
  json::Reader inner(message.message);
  inner.expect("{\"coefexps\":");
  for (bool first = true; inner.next_item(first);) {
    const auto element = decode_key(group, inner.plain());
    if (inner.failed()) break;
    if (!element) return flaw(FlawKind::bad_element, where);
    if (out.elements.size() == threshold) return flaw(FlawKind::bad_shape, where);
    out.elements.push_back(*element);
  }
  inner.expect("}");
  if (!inner.done()) return flaw(FlawKind::not_canonical, where);
  if (out.elements.size() != threshold) return flaw(FlawKind::bad_shape, where);
  return out;
}

std::string write_coefexps_message(const Group& group, const std::vector<Element>& elements) {
  std::string out = "{\"coefexps\":[";
  bool first = true;
  for (const std::string& text : group.encode_all(elements)) {
    out += first ? "\"" : ",\"";
    out += text + "\"";
    first = false;
  }
  return out + "]}";
}

std::string contribution_statement(const Group& group, const std::vector<Certificate>& certificates, const std::vector<Element>& coefexps) {
  // The coefexps' own object without its brace: {"certs":[..],"coefexps":[..]}
  return "certs_sig|{\"certs\":" + joined(certificates, &Certificate::json) + "," + write_coefexps_message(group, coefexps).substr(1);
}

Element share_in_exponent(const Group& group, const std::vector<Element>& coefexps, std::uint64_t index) {
  Element out = group.identity();
  for (auto it = coefexps.rbegin(); it != coefexps.rend(); ++it) out = group.product(group.small_power(out, index), *it);
  return out;
}

bool is_sum_of_shares(const Group& group, const Element& key, const std::vector<Coefexps>& coefexps, std::uint64_t index) {
  Element sum = group.identity();
  for (const Coefexps& one : coefexps) sum = group.product(sum, share_in_exponent(group, one.elements, index));
  return group.equal(sum, key);
}

Checked<ThresholdParameters> read_threshold_parameters(const Group& group, json::Reader& in, const std::string& where) {
  ThresholdParameters out;
  in.expect("{\"threshold\":");
  out.threshold = in.integer();
  in.expect(",\"certs\":");
  std::vector<Certificate> certificates;
  for (bool first = true; in.next_item(first);) {
    if (certificates.size() == most_ceremony_trustees) return flaw(FlawKind::too_large, where);
    auto one = read_certificate(group, in, numbered(where, "certificate", certificates.size() + 1));
    if (!one) return tl::make_unexpected(one.error());
    certificates.push_back(std::move(*one));
  }
  if (in.failed()) return tl::make_unexpected(flaw_of(in, where));
  if (auto together = check_together(group, certificates, out.threshold, where); !together) return tl::make_unexpected(together.error());
  out.strengthened = certificates[0].place.has_value();
  const std::size_t size = certificates.size();

  in.expect(",\"coefexps\":");
  std::vector<Coefexps> coefexps;
  for (bool first = true; in.next_item(first);) {
    if (coefexps.size() == size) return flaw(FlawKind::bad_shape, where);
    auto one = read_coefexps(group, in, certificates[coefexps.size()], out.threshold, numbered(where, "coefexps", coefexps.size() + 1));
    if (!one) return tl::make_unexpected(one.error());
    coefexps.push_back(std::move(*one));
  }
  if (out.strengthened) {
    in.expect(",\"signatures\":");
    std::size_t count = 0;
    for (bool first = true; in.next_item(first); ++count) {
      const Proof signature = read_proof(group, in);
      if (in.failed()) break;
      if (count >= coefexps.size()) return flaw(FlawKind::bad_shape, where);
      const std::string statement = contribution_statement(group, certificates, coefexps[count].elements);
      if (!check_signature(group, certificates[count].verification, statement, signature)) {
        return flaw(FlawKind::bad_certificate, numbered(where, "signature", count + 1));
      }
    }
    if (!in.failed() && count != size) return flaw(FlawKind::bad_shape, where);
  }
  in.expect(",\"verification_keys\":");
  for (bool first = true; in.next_item(first);) {
    const TrusteeKeyText text = read_trustee_key(group, in);
    if (in.failed()) break;
    if (out.keys.size() == size || coefexps.size() != size) return flaw(FlawKind::bad_shape, where);
    const std::size_t number = out.keys.size() + 1;
    const std::string which = numbered(where, "verification key", number);
    const auto key = check_trustee_key_text(group, text, which);
    if (!key) return tl::make_unexpected(key.error());
    if (text.signature.has_value() != out.strengthened) return flaw(FlawKind::not_canonical, which);
    if (text.signature && !check_signature(group, certificates[number - 1].verification, text.public_key, *text.signature)) {
      return flaw(FlawKind::bad_certificate, which);
    }
    if (!is_sum_of_shares(group, *key, coefexps, number)) return flaw(FlawKind::bad_share, which);
    out.keys.push_back({*key, text.public_key, text.name});
  }
  in.expect("}");
  if (in.failed()) return tl::make_unexpected(flaw_of(in, where));
  if (out.keys.size() != size) return flaw(FlawKind::bad_shape, where);

  out.public_key = group.identity();
  for (const Coefexps& one : coefexps) out.public_key = group.product(out.public_key, one.elements[0]);
  return out;
}

}  // namespace radslag::voting
