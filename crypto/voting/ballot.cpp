#include "crypto/voting/ballot.hpp"

#include <utility>

#include "crypto/voting/answers.hpp"
#include "crypto/voting/ballot_frame.hpp"

namespace radslag::voting {

namespace {

/// What stands after the answers.
struct Signature {
  std::string_view hash;
  Proof proof;
};

Signature read_signature(const Election& election, json::Reader& in) {
  Signature signature;
  in.expect(",\"signature\":{\"hash\":");
  signature.hash = in.plain();
  in.expect(",\"proof\":");
  signature.proof = read_proof(election.group(), in);
  in.expect("}}");
  return signature;
}

Checked<> check_signature(const Election& election, const BallotIdentity& identity, const Proof& proof) {
  const Group& group = election.group();
  const auto key = group.receive(identity.credential);
  if (!key || group.equal(key->element, group.identity())) return flaw(FlawKind::bad_credential, "not a member of the group");
  Statements statements(group);
  statements.begin("sig|" + identity.hash + "|", proof.challenge, {FlawKind::bad_signature, {}});
  statements.add(group.power_product(election.generator_base(), proof.response, *key->base, proof.challenge));
  return statements.check();
}

Checked<BallotIdentity> identify(std::string_view json, std::string_view credential, std::size_t unsigned_length, std::string_view hash) {
  BallotIdentity identity{std::string(credential), hash64(std::string(json.substr(0, unsigned_length)) + "}"), hash64(json)};
  if (identity.hash != hash) return flaw(FlawKind::bad_signature, "the ballot has another hash");
  return identity;
}

}  // namespace

Checked<BallotFacts> check_ballot(const Election& election, std::string_view json) {
  if (json.size() > largest_ballot) return flaw(FlawKind::too_large, "ballot");
  json::Reader in(json);
  const auto credential = read_frame(election, in);
  if (!credential) return tl::make_unexpected(credential.error());
  const auto answers = read_answers(election, in);
  if (!answers) return tl::make_unexpected(answers.error());
  const std::size_t unsigned_length = in.position();
  const Signature signature = read_signature(election, in);
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "ballot"));

  BallotFacts facts;
  auto identity = identify(json, *credential, unsigned_length, signature.hash);
  if (!identity) return tl::make_unexpected(identity.error());
  facts.identity = std::move(*identity);
  if (auto signature_holds = check_signature(election, facts.identity, signature.proof); !signature_holds) {
    return tl::make_unexpected(signature_holds.error());
  }
  Statements statements(election.group());
  auto ciphertexts = add_answers(statements, election, statement_of(election, *credential), *answers);
  if (!ciphertexts) return tl::make_unexpected(ciphertexts.error());
  if (auto all_hold = statements.check(); !all_hold) return tl::make_unexpected(all_hold.error());
  facts.ciphertexts = std::move(*ciphertexts);
  return facts;
}

Checked<BallotIdentity> read_ballot(const Election& election, std::string_view json) {
  if (json.size() > largest_ballot) return flaw(FlawKind::too_large, "ballot");
  json::Reader in(json);
  const auto credential = read_frame(election, in);
  if (!credential) return tl::make_unexpected(credential.error());
  in.skip_value();
  const std::size_t unsigned_length = in.position();
  const Signature signature = read_signature(election, in);
  if (!in.done()) return tl::make_unexpected(flaw_of(in, "ballot"));
  return identify(json, *credential, unsigned_length, signature.hash);
}

}  // namespace radslag::voting
