// A trustee's polynomial and voutput as they are written and checked in the key ceremony: for ceremony.cpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/trustee_key.hpp"

namespace radslag::voting {

/// {"polynomial":sealed,"secrets":[sealed..],"coefexps":signed,"signature":proof}
struct PublishedPolynomial {
  std::string polynomial;            ///< the coefficients, sealed for whoever made them
  std::vector<std::string> secrets;  ///< f(1), f(2), ..., each sealed for its trustee
  Coefexps coefexps;
  Proof signature;  ///< of contribution_statement
};

[[nodiscard]] Checked<PublishedPolynomial> read_polynomial(const Certificates& certificates, std::uint64_t index, std::string_view json);
[[nodiscard]] std::string write(const Group& group, const PublishedPolynomial& polynomial);
/// All of them, each against its commitment.
[[nodiscard]] Checked<std::vector<PublishedPolynomial>> read_polynomials(const Certificates& certificates,
                                                                         const std::vector<std::string>& jsons,
                                                                         const std::vector<std::string>& commitments);

/// {"private_key":sealed,"public_key":{..}}
struct Voutput {
  std::string private_key;
  TrusteeKeyText public_key;
};

/// Checks the key against all trustees' coefexps.
[[nodiscard]] Checked<Voutput> read_voutput(const Certificates& certificates, const std::vector<Coefexps>& coefexps, std::uint64_t index,
                                            std::string_view json);

/// {"<name>":["..",..]} or {"<name>":".."}: what sealed messages hold. Nothing unless all are numbers below q; secrets.
[[nodiscard]] std::optional<std::vector<Scalar>> read_scalars(const Group& group, std::string_view name, std::string_view json);
[[nodiscard]] std::optional<Scalar> read_named_scalar(const Group& group, std::string_view name, std::string_view json);

}  // namespace radslag::voting
