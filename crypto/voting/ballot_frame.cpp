#include "crypto/voting/ballot_frame.hpp"

#include "crypto/voting/ciphertext.hpp"

namespace radslag::voting {

Checked<std::string_view> read_frame(const Election& election, json::Reader& in) {
  in.expect("{\"election_uuid\":");
  const std::string_view uuid = in.plain();
  in.expect(",\"election_hash\":");
  const std::string_view fingerprint = in.plain();
  in.expect(",\"credential\":");
  const std::string_view credential = in.plain();
  in.expect(",\"answers\":");
  if (in.failed()) return tl::make_unexpected(flaw_of(in, "ballot"));
  if (uuid != election.uuid()) return flaw(FlawKind::wrong_election, "uuid");
  if (fingerprint != election.fingerprint()) return flaw(FlawKind::wrong_election, "election_hash");
  return credential;
}

std::string write_frame(const Election& election, std::string_view credential) {
  std::string out = "{\"election_uuid\":\"" + election.uuid() + "\",\"election_hash\":\"" + election.fingerprint() + "\",\"credential\":\"";
  return out.append(credential).append("\",\"answers\":");
}

}  // namespace radslag::voting
