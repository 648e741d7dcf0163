// How n trustees make a key of which t can decrypt, and fewer cannot: Pedersen's ceremony in the form of belenios-tool 3.3, each step a
// pure function from what has been published to what is published next.
//
//   step | a trustee                                                    | published
//   1    | make_seed, make_certificate                                  | certificate
//   2    | Certificates::parse: checks everybody's                      |
//   3a   | make_contribution                                            | its commitment: nobody can choose a key by the others'
//   3b   | once all commitments are published: hands out the polynomial | polynomial
//   5    | make_voutput: checks all polynomials and its own shares      | voutput
//   6    | combine_ceremony: checks all                                 | threshold parameters, for the trustees' list; decryption keys
//
// Step 4 (routing the shares) is inside of make_voutput, which takes all polynomials. The seed and the decryption key file together are
// what a trustee keeps; the decryption key is sealed by the seed. Secrets are texts that the caller wipes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/pedersen.hpp"

namespace radslag::voting {

/// 22 uniform base58 characters: all that a trustee keeps secret during the ceremony.
[[nodiscard]] std::string make_seed();
[[nodiscard]] bool is_seed(std::string_view text);

/// Step 1. `seed` from make_seed; 1 <= threshold <= size <= most_ceremony_trustees, 1 <= index <= size.
[[nodiscard]] std::string make_certificate(const Group& group, const CeremonyPlace& place, std::string_view seed);
/// Whether somebody else's certificate is in order, and for this place: bad_certificate, bad_element, not_canonical.
[[nodiscard]] Checked<> check_certificate(const Group& group, const CeremonyPlace& place, std::string_view json);

/// Step 2: everybody's certificates, by index, checked together.
class Certificates {
 public:
  [[nodiscard]] static Checked<Certificates> parse(const Group& group, std::uint64_t threshold, const std::vector<std::string>& jsons);

  [[nodiscard]] const Group& group() const { return *group_; }
  [[nodiscard]] std::uint64_t threshold() const { return threshold_; }
  [[nodiscard]] const std::vector<Certificate>& all() const { return all_; }
  /// SHA-256 of all of them in hex: trustees read it aloud to each other, to know that they are in the same ceremony.
  [[nodiscard]] std::string fingerprint() const;
  /// The index (from 1) of the certificate that this seed made.
  [[nodiscard]] std::optional<std::uint64_t> index_of(std::string_view seed) const;

 private:
  const Group* group_ = nullptr;
  std::uint64_t threshold_ = 0;
  std::vector<Certificate> all_;
};

/// Step 3: a trustee's own polynomial.
struct Contribution {
  /// {"polynomial":..,"secrets":[..],"coefexps":..,"signature":..}: kept until all commitments are published, then published itself. It
  /// holds secrets in sealed form only.
  std::string polynomial;
  /// Hex SHA-256, published first.
  std::string commitment;
};

/// bad_certificate where none of the certificates is of this seed.
[[nodiscard]] Checked<Contribution> make_contribution(const Certificates& certificates, std::string_view seed);

/// What commits trustee `index` to its coefexps (the signed message that also stands in the trustees' list): hex SHA-256 of
/// "radslag-coefexps|" certificates' fingerprint "|" index "|" the signed message's JSON.
[[nodiscard]] std::string coefexps_commitment(const Certificates& certificates, std::uint64_t index, std::string_view coefexps);

/// Whether trustee `index` has published what it committed to, signed and in shape. What the sealed shares hold only their recipients can
/// check. bad_commitment, bad_certificate, bad_element, bad_shape, not_canonical.
[[nodiscard]] Checked<> check_polynomial(const Certificates& certificates, std::uint64_t index, std::string_view polynomial,
                                         std::string_view commitment);

/// Step 5. Checks all polynomials against their commitments, opens the shares for this seed's trustee and checks each against its sender's
/// coefexps: bad_share names the sender. Also checks that the trustee's own polynomial is the one that its seed sealed.
[[nodiscard]] Checked<std::string> make_voutput(const Certificates& certificates, std::string_view seed,
                                                const std::vector<std::string>& polynomials, const std::vector<std::string>& commitments);
/// Whether trustee `index` has published the key that the polynomials give it, with its proof and signature.
[[nodiscard]] Checked<> check_voutput(const Certificates& certificates, const std::vector<std::string>& polynomials, std::uint64_t index,
                                      std::string_view voutput);

/// Step 6.
struct CeremonyResult {
  std::string threshold_parameters;          ///< for pedersen_item
  std::vector<std::string> decryption_keys;  ///< by index: the .dkey files, each sealed for its trustee
};

/// Checks all polynomials, commitments and voutputs.
[[nodiscard]] Checked<CeremonyResult> combine_ceremony(const Certificates& certificates, const std::vector<std::string>& polynomials,
                                                       const std::vector<std::string>& commitments,
                                                       const std::vector<std::string>& voutputs);

/// Later: the private key in a decryption key file, for the trustee with this verification key. Nothing unless the seed opens it and it is
/// that key's.
[[nodiscard]] std::optional<Scalar> open_decryption_key(const Group& group, std::string_view seed, std::string_view decryption_key,
                                                        const Element& verification_key);

}  // namespace radslag::voting
