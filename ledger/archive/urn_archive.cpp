#include "ledger/archive/urn_archive.hpp"

#include "crypto/voting/credential.hpp"
#include "crypto/voting/tally.hpp"
#include "ledger/archive/belenios_writer.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::archive {
namespace {

Result<std::string> content_of(const record::BlobSource& blobs, const record::Digest& digest) {
  const auto blob = blobs(digest);
  const auto content = blob ? record::blob_content(*blob) : std::nullopt;
  if (!content) return refuse(Errc::not_found, "a blob of the count is missing");
  return std::string(*content);
}

/// The result as Belenios writes it.
Result<std::string> result_of(const record::UrnCount& count, const voting::EncryptedTally& ciphertexts, const voting::Work& work) {
  const auto& election = *count.frozen().election;
  std::vector<voting::OwnedFactors> parts;
  for (std::size_t i = 0; i < count.decryptions.size(); ++i) parts.push_back({count.decryptions[i].trustee, *count.factors.at(i)});
  const auto factors = voting::combine_decryptions(election.group(), *count.round->ceremony->keys, parts, work);
  if (!factors) return record::refuse(factors.error());
  const auto result = voting::compute_result(election, ciphertexts, *factors, count.voters, work);
  if (!result) return record::refuse(result.error());
  return voting::write_result(election, *result);
}

}  // namespace

std::string public_credentials(const record::FrozenUrn& urn) {
  std::vector<std::string> all;
  for (std::uint32_t place = 0; place < urn.size(); ++place) all.push_back(urn.credential(place));
  return voting::write_credentials(all);
}

Result<> write_urn_archive(const record::UrnCount& count, const record::BlobSource& blobs, const EachBallot& ballots,
                           std::uint64_t timestamp, const Sink& sink, const voting::Work& work) {
  if (count.ballots == 0) return refuse(Errc::out_of_order, "the urn was empty: there is no election to verify");
  // Before the shuffles for the encrypted tally; after them for the result.
  auto sealed = count, opened = count;
  sealed.shuffles.clear();
  sealed.now = nullptr;
  if (auto done = record::work_out_ciphertexts(sealed, blobs, work); !done) return done;
  if (auto done = record::work_out_result(opened, blobs, work); !done) return done;
  const auto result = result_of(opened, *opened.now, work);
  if (!result) return tl::make_unexpected(result.error());

  const auto& urn = count.frozen();
  BeleniosWriter writer(sink, timestamp);
  writer.setup(urn.election->json(), count.round->ceremony->keys->json(), public_credentials(urn));
  if (auto all = ballots([&](std::string_view json) { writer.ballot(json); }); !all) return all;
  writer.end_ballots();
  writer.encrypted_tally(voting::write_tally(*urn.election, *sealed.now), count.voters, count.voters);
  for (const auto& part : count.shuffles) {
    const auto json = content_of(blobs, part.blob);
    if (!json) return tl::make_unexpected(json.error());
    writer.shuffle(part.trustee, *json);
  }
  if (!count.shuffles.empty()) writer.end_shuffles();
  for (const auto& part : count.decryptions) {
    const auto json = content_of(blobs, part.blob);
    if (!json) return tl::make_unexpected(json.error());
    writer.partial_decryption(part.trustee, *json);
  }
  writer.result(*result);
  return {};
}

}  // namespace radslag::archive
