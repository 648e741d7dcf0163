// What is published of a threshold key: certificates, coefficients in the exponent, verification keys (specification, 4.6).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crypto/voting/signed_message.hpp"
#include "crypto/voting/trustee.hpp"

namespace radslag::voting {

/// Whose message a certificate is: trustee `index` (from 1) of `size`, of whom `threshold` are enough.
struct CeremonyPlace {
  std::uint64_t size = 0;
  std::uint64_t threshold = 0;
  std::uint64_t index = 0;
  [[nodiscard]] bool operator==(const CeremonyPlace&) const = default;
};

/// Most trustees that a ceremony may have.
inline constexpr std::uint64_t most_ceremony_trustees = 50;

/// A trustee's keys for the ceremony's messages, signed by itself.
struct Certificate {
  std::string json;
  Element verification;
  Element encryption;
  std::optional<CeremonyPlace> place;  ///< nothing in the older form
};

/// Checks membership, group and signature; not the place.
[[nodiscard]] Checked<Certificate> read_certificate(const Group& group, json::Reader& in, const std::string& where);
/// Whether certificates belong together: each at its own place of one ceremony, or all in the older form; no key twice.
[[nodiscard]] Checked<> check_together(const Group& group, const std::vector<Certificate>& certificates, std::uint64_t threshold,
                                       const std::string& where);
/// The message of a certificate: {"context":{"group","size","threshold","index"},"verification":..,"encryption":..}
[[nodiscard]] std::string write_certificate_message(const Group& group, const std::optional<CeremonyPlace>& place,
                                                    const Element& verification, const Element& encryption);

/// g^a for each coefficient a of a trustee's polynomial, as a signed message.
struct Coefexps {
  std::string json;
  std::vector<Element> elements;
};

/// Checks that there are `threshold`, membership, and the signature.
[[nodiscard]] Checked<Coefexps> read_coefexps(const Group& group, json::Reader& in, const Certificate& sender, std::uint64_t threshold,
                                              const std::string& where);
/// {"coefexps":[..]}
[[nodiscard]] std::string write_coefexps_message(const Group& group, const std::vector<Element>& elements);

/// What a trustee signs when it contributes its coefficients to a ceremony with these certificates.
[[nodiscard]] std::string contribution_statement(const Group& group, const std::vector<Certificate>& certificates,
                                                 const std::vector<Element>& coefexps);

/// g^f(index) from g^a for the coefficients a of f.
[[nodiscard]] Element share_in_exponent(const Group& group, const std::vector<Element>& coefexps, std::uint64_t index);

/// Whether the key of trustee `index` is what all trustees' shares for it add up to.
[[nodiscard]] bool is_sum_of_shares(const Group& group, const Element& key, const std::vector<Coefexps>& coefexps, std::uint64_t index);

struct ThresholdParameters {
  std::uint64_t threshold = 0;
  std::vector<VerificationKey> keys;
  Element public_key;
  bool strengthened = false;
};

/// Reads one threshold_parameters object and checks all of it.
[[nodiscard]] Checked<ThresholdParameters> read_threshold_parameters(const Group& group, json::Reader& in, const std::string& where);

}  // namespace radslag::voting
