// Voting credentials: a code that a resident holds gives a secret, the secret a public credential on the election's list.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/voting/flaw.hpp"

namespace radslag::voting {

/// 22 random base58 letters as 5-6-5-6, with dashes: 128 bits. A secret.
[[nodiscard]] std::string make_credential_code();
[[nodiscard]] bool is_credential_code(std::string_view text);

/// The secret that a code gives in one election (Belenios from 2.4 on): other elections' secrets tell nothing of it. For two halves, the
/// sum of both codes' secrets (Group::add).
[[nodiscard]] group::Scalar credential_secret(const group::Group& group, std::string_view uuid, std::string_view code);

/// g^secret, as the list of credentials and ballots write it.
[[nodiscard]] std::string public_credential(const group::Group& group, const group::Scalar& secret);
/// The same for many: encoded in batches.
[[nodiscard]] std::vector<std::string> public_credentials(const group::Group& group, std::span<const group::Scalar> secrets);
/// Two halves' public credential from those of the halves; bad_credential if one of them is none.
[[nodiscard]] Checked<std::string> combined_credential(const group::Group& group, std::string_view a, std::string_view b);

/// One item of an election's list: "element", or "element,weight", or "element,weight,name" (weight empty: 1).
struct ListedCredential {
  std::string element;
  std::uint64_t weight = 1;
  std::string name;
};

/// Reads a list: members of the group other than the identity, each once, weights of 1 and more. bad_credential, not_canonical.
[[nodiscard]] Checked<std::vector<ListedCredential>> read_credentials(const group::Group& group, std::string_view json);
/// A list without weights, in the given order.
[[nodiscard]] std::string write_credentials(std::span<const std::string> elements);

}  // namespace radslag::voting
