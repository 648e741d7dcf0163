#include "ledger/record/secret_count.hpp"

#include <algorithm>
#include <mutex>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/tally.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/secret_result.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::record {
namespace {

constexpr std::size_t ballots_at_once = 64;

Result<std::string> content_of(const BlobSource& blobs, const Digest& digest) {
  const auto blob = blobs(digest);
  if (!blob) return refuse(Errc::not_found, "a blob of the count is missing");
  if (blob_digest(*blob) != digest) return refuse(Errc::mismatch, "a blob of the count does not have the digest that its entry names");
  const auto content = blob_content(*blob);
  if (!content) return refuse(Errc::malformed, "a blob of the count is shorter than its 32 random bytes");
  return std::string(*content);
}

/// Adds up the last ballots, on as many threads as were given.
Result<voting::EncryptedTally> add_up(const UrnCount& count, const BlobSource& blobs, const voting::Work& work) {
  const auto& last = *count.last;
  voting::TallyBuilder all(*count.frozen().election);
  std::mutex mutex;
  Result<> outcome;
  voting::Workshop shop(work, last.size());
  shop.split(last.size(), ballots_at_once, [&](std::size_t begin, std::size_t end) {
    voting::TallyBuilder some(*count.frozen().election);
    Result<> good;
    for (auto i = begin; i < end && good; ++i) {
      auto sealed = last[i].sealed;
      if (!sealed) {
        auto json = content_of(blobs, last[i].ballot);
        if (!json) {
          good = tl::make_unexpected(json.error());
          break;
        }
        auto facts = voting::check_ballot(*count.frozen().election, *json);
        if (!facts) {
          good = refuse(facts.error());
          break;
        }
        sealed = std::make_shared<const voting::EncryptedTally>(std::move(facts->ciphertexts));
      }
      if (auto added = some.add(*sealed); !added) good = refuse(added.error());
    }
    const std::lock_guard lock(mutex);
    if (!good) {
      outcome = good;
    } else {
      all.add(std::move(some));
    }
  });
  if (!outcome) return tl::make_unexpected(outcome.error());
  return all.finish();
}

/// The ciphertexts in a shuffle that the record has admitted: its proof is not looked at again.
Result<voting::EncryptedTally> ciphertexts_of_shuffle(const UrnCount& count, const std::string& json) {
  constexpr std::string_view begin = R"({"ciphertexts":)", end = R"(,"proofs":)";
  const auto at = json.find(end);
  if (!json.starts_with(begin) || at == std::string::npos) return refuse(Errc::not_canonical, "a shuffle is not in its form");
  // An urn has one question, so this is in the form of a tally.
  auto tally = voting::read_tally(*count.frozen().election, std::string_view(json).substr(begin.size(), at - begin.size()));
  if (!tally) return refuse(tally.error());
  return std::move(*tally);
}

const voting::VerificationKey& key_of_trustee(const UrnCount& count, std::uint64_t trustee) {
  return count.round->ceremony->keys->keys().at(trustee - 1);
}

Result<> work_out_factors(UrnCount& count, const BlobSource& blobs, const voting::Work& work) {
  count.factors.resize(count.decryptions.size());
  for (std::size_t i = 0; i < count.decryptions.size(); ++i) {
    if (count.factors[i]) continue;
    const auto json = content_of(blobs, count.decryptions[i].blob);
    if (!json) return tl::make_unexpected(json.error());
    const auto& key = key_of_trustee(count, count.decryptions[i].trustee);
    auto factors = voting::check_partial_decryption(*count.frozen().election, *count.now, key, *json, work);
    if (!factors) return refuse(factors.error());
    count.factors[i] = std::make_shared<const voting::Factors>(std::move(*factors));
  }
  return {};
}

Result<> work_out_results(std::vector<UrnCount>& counts, const BlobSource& blobs, const voting::Work& work, HeavyCheck& check) {
  for (auto& count : counts) {
    if (auto known = work_out_result(count, blobs, work); !known) return known;
    check.results.push_back(count.result);
  }
  check.recount = tally_of(counts);
  return {};
}

/// Only where the rule needs the ballots: the rest is quick.
Result<> work_out_allocation(std::vector<UrnCount>& counts, const Allocation& statement, const BlobSource& blobs, const voting::Work& work,
                             HeavyCheck& check) {
  const auto& definition = counts.at(0).round->definition;
  if (!needs_ballots(definition.rule)) return {};
  const auto text = content_of(blobs, statement.allocation);
  if (!text) return tl::make_unexpected(text.error());
  const auto stated = parse_content<AllocationContent>(*text);
  if (!stated) return tl::make_unexpected(stated.error());
  if (auto known = work_out_results(counts, blobs, work, check); !known) return known;
  CountedBallots ballots;
  for (const auto& result : check.results) ballots.push_back(result->valid);
  auto computed = allocate(definition, *check.recount, stated->tally, stated->lot, &ballots);
  if (!computed) return tl::make_unexpected(computed.error());
  check.allocation = std::move(*computed);
  return {};
}

UrnCount* find_urn(std::vector<UrnCount>& counts, const std::string& urn) {
  const auto found = std::find_if(counts.begin(), counts.end(), [&](const UrnCount& count) { return count.frozen().id == urn; });
  return found == counts.end() ? nullptr : &*found;
}

}  // namespace

Result<> work_out_ciphertexts(UrnCount& count, const BlobSource& blobs, const voting::Work& work) {
  if (count.now) return {};
  Result<voting::EncryptedTally> now;
  if (count.shuffles.empty()) {
    now = add_up(count, blobs, work);
  } else {
    const auto json = content_of(blobs, count.shuffles.back().blob);
    if (!json) return tl::make_unexpected(json.error());
    now = ciphertexts_of_shuffle(count, *json);
  }
  if (!now) return tl::make_unexpected(now.error());
  count.now = std::make_shared<const voting::EncryptedTally>(std::move(*now));
  return {};
}

Result<std::shared_ptr<const voting::EncryptedTally>> shuffled(const UrnCount& count, const std::string& json) {
  auto after = ciphertexts_of_shuffle(count, json);
  if (!after) return tl::make_unexpected(after.error());
  return std::make_shared<const voting::EncryptedTally>(std::move(*after));
}

Result<> work_out_result(UrnCount& count, const BlobSource& blobs, const voting::Work& work) {
  if (count.result) return {};
  if (count.ballots == 0) {
    count.result = std::make_shared<const UrnResult>(UrnResult{0, 0, no_votes(count.round->definition), {}, {}});
    return {};
  }
  const auto& ceremony = *count.round->ceremony;
  if (count.decryptions.size() < ceremony.needed())
    return refuse(Errc::out_of_order, "urn " + count.frozen().id + " has not been decrypted by as many trustees as are needed");
  if (auto known = work_out_ciphertexts(count, blobs, work); !known) return known;
  if (auto known = work_out_factors(count, blobs, work); !known) return known;
  const auto& election = *count.frozen().election;
  std::vector<voting::OwnedFactors> owned;
  for (std::size_t i = 0; i < count.decryptions.size(); ++i) owned.push_back({count.decryptions[i].trustee, *count.factors[i]});
  const auto factors = voting::combine_decryptions(election.group(), *ceremony.keys, owned, work);
  if (!factors) return refuse(factors.error());
  const auto decrypted = voting::compute_result(election, *count.now, *factors, count.voters, work);
  if (!decrypted) return refuse(decrypted.error());
  count.result = std::make_shared<const UrnResult>(read_result(*count.round, count.urn, decrypted->front(), count.voters));
  return {};
}

bool is_heavy(const Statement& statement) {
  return std::holds_alternative<Shuffle>(statement) || std::holds_alternative<PartialDecryption>(statement) ||
         std::holds_alternative<Tally>(statement) || std::holds_alternative<Allocation>(statement);
}

HeavyCheck::Base base_of(const UrnCount& count) { return {count.ballots, count.shuffles.size(), count.decryptions.size()}; }

Result<HeavyCheck> check_heavy(const std::vector<UrnCount>& given, const Statement& statement, const BlobSource& blobs,
                               const voting::Work& work) {
  auto counts = given;
  HeavyCheck check;
  check.statement = crypto::sha256(encode_statement(statement));
  for (const auto& count : counts) check.bases.push_back(base_of(count));
  if (std::holds_alternative<Tally>(statement)) {
    if (auto known = work_out_results(counts, blobs, work, check); !known) return tl::make_unexpected(known.error());
    return check;
  }
  if (const auto* allocation = std::get_if<Allocation>(&statement)) {
    if (auto done = work_out_allocation(counts, *allocation, blobs, work, check); !done) return tl::make_unexpected(done.error());
    return check;
  }
  const auto* shuffle = std::get_if<Shuffle>(&statement);
  const auto* decryption = std::get_if<PartialDecryption>(&statement);
  if (!shuffle && !decryption) return refuse(Errc::malformed, "nothing in this act takes long to check");
  auto* count = find_urn(counts, shuffle ? shuffle->urn : decryption->urn);
  const auto trustee = shuffle ? shuffle->trustee : decryption->trustee;
  if (!count) return refuse(Errc::not_found, "the round has no such urn");
  if (count->ballots == 0) return refuse(Errc::out_of_order, "urn " + count->frozen().id + " has no ballots");
  if (trustee == 0 || trustee > count->round->ceremony->trustees.size()) return refuse(Errc::not_found, "there is no such trustee");
  check.urn = count->urn;
  for (const auto& part : shuffle ? count->shuffles : count->decryptions) {
    if (part.trustee == trustee) return refuse(Errc::duplicate, "trustee " + std::to_string(trustee) + " has done that part already");
  }
  const auto json = content_of(blobs, shuffle ? shuffle->shuffle : decryption->decryption);
  if (!json) return tl::make_unexpected(json.error());
  if (auto known = work_out_ciphertexts(*count, blobs, work); !known) return tl::make_unexpected(known.error());
  check.before = count->now;
  const auto& election = *count->frozen().election;
  if (shuffle) {
    if (!count->frozen().mixnet) return refuse(Errc::unsupported, "only ballots of a mixnet question are shuffled");
    auto after = voting::check_shuffle(election, *count->now, *json, work);
    if (!after) return refuse(after.error());
    check.after = std::make_shared<const voting::EncryptedTally>(std::move(*after));
  } else {
    auto factors = voting::check_partial_decryption(election, *count->now, key_of_trustee(*count, trustee), *json, work);
    if (!factors) return refuse(factors.error());
    check.factors = std::make_shared<const voting::Factors>(std::move(*factors));
  }
  return check;
}

}  // namespace radslag::record
