#include "server/registrar/cards/acts.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/state.hpp"

namespace radslag::registrar {
namespace {

// Of an entry's 65,535: the rest is for its other lines and a good many seals.
constexpr std::size_t most_credential_bytes = 60'000;

record::DraftFile draft(const CardRound& round, const record::Statement& statement, std::vector<std::string> blobs) {
  return {{record::round_log_name(round.id), record::encode_statement(statement), std::move(blobs)}, crypto::random_bytes<32>()};
}

std::string reason_blob(const std::string& reason) { return record::make_blob(record::encode_content(record::Reason{reason})); }

}  // namespace

std::vector<record::UrnCredential> that_fit(std::vector<record::UrnCredential> credentials) {
  std::size_t bytes = 0;
  const auto end = std::find_if(credentials.begin(), credentials.end(), [&](const auto& one) {
    bytes += std::string_view("credential  \n").size() + one.urn.size() + one.credential.size();
    return bytes > most_credential_bytes;
  });
  credentials.erase(end, credentials.end());
  return credentials;
}

record::DraftFile reserve_act(const CardRound& round, std::vector<record::ReserveActivated::Active> active, const std::string& reason) {
  std::sort(active.begin(), active.end(), [](const auto& a, const auto& b) { return a.urn < b.urn; });
  auto blob = reason_blob(reason);
  const auto digest = record::blob_digest(blob);
  return draft(round, record::ReserveActivated{round.origin, digest, std::move(active)}, {std::move(blob)});
}

record::DraftFile block_act(const CardRound& round, std::vector<record::UrnCredential> credentials, const std::string& reason) {
  std::sort(credentials.begin(), credentials.end());
  auto blob = reason_blob(reason);
  const auto digest = record::blob_digest(blob);
  return draft(round, record::CredentialBlocked{round.origin, digest, std::move(credentials)}, {std::move(blob)});
}

record::DraftFile envelope_act(const CardRound& round, std::vector<record::UrnCredential> credentials) {
  std::sort(credentials.begin(), credentials.end());
  return draft(round, record::EnvelopeAccepted{round.origin, std::move(credentials)}, {});
}

}  // namespace radslag::registrar
