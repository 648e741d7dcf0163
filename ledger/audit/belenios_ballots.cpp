#include "ledger/audit/belenios_ballots.hpp"

#include "crypto/voting/json.hpp"
#include "ledger/audit/belenios_names.hpp"

namespace radslag::audit {

namespace {

constexpr std::size_t kBatch = 16;

/// The credential as it stands in a ballot; empty where it cannot be told.
std::string credential_in(std::string_view ballot) {
  voting::json::Reader in(ballot);
  in.expect("{\"election_uuid\":");
  (void)in.plain();
  in.expect(",\"election_hash\":");
  (void)in.plain();
  in.expect(",\"credential\":");
  const std::string_view credential = in.plain();
  return in.failed() ? std::string() : std::string(credential);
}

}  // namespace

void BeleniosLastBallots::see(std::uint64_t event, std::string_view ballot) {
  ++ballots_;
  last_[credential_in(ballot)] = event;
}

bool BeleniosLastBallots::is_last(std::string_view credential, std::uint64_t event) const {
  const auto found = last_.find(std::string(credential));
  return found != last_.end() && found->second == event;
}

BeleniosBallots::BeleniosBallots(const voting::Election& election, const std::vector<voting::ListedCredential>& credentials,
                                 const BeleniosLastBallots& last, unsigned threads, BeleniosReport& report)
    : election_(election), last_(last), report_(report), tally_(election), filling_(std::make_unique<Batch>(election)), workers_(threads) {
  weights_.reserve(credentials.size());
  for (const auto& credential : credentials) weights_.emplace(credential.element, credential.weight);
}

void BeleniosBallots::add(std::uint64_t event, std::string ballot) {
  filling_->given.push_back({event, std::move(ballot)});
  if (filling_->given.size() == kBatch) submit();
}

void BeleniosBallots::submit() {
  while (under_way_.size() >= workers_.depth()) take_oldest();
  Batch& batch = *filling_;
  under_way_.push_back(std::exchange(filling_, std::make_unique<Batch>(election_)));
  batch.done = workers_.submit([this, &batch] { check(batch); });
}

void BeleniosBallots::finish() {
  if (!filling_->given.empty()) submit();
  while (!under_way_.empty()) take_oldest();
}

void BeleniosBallots::take_oldest() {
  Batch& batch = *under_way_.front();
  batch.done.get();
  report_.checked_ballots += batch.good;
  for (auto& finding : batch.findings) report_.findings.push_back(std::move(finding));
  complete_ = complete_ && batch.complete;
  tally_.add(std::move(batch.tally));
  under_way_.pop_front();
}

void BeleniosBallots::check(Batch& batch) const {
  for (const Given& given : batch.given) {
    if (auto finding = check(batch, given)) {
      batch.findings.push_back(*std::move(finding));
      batch.complete = batch.complete && !last_.is_last(credential_in(given.json), given.event);
    } else {
      ++batch.good;
    }
  }
  batch.given.clear();
}

std::optional<BeleniosFinding> BeleniosBallots::check(Batch& batch, const Given& given) const {
  const auto facts = voting::check_ballot(election_, given.json);
  if (!facts) return BeleniosFinding{belenios_finding_name(facts.error().kind, given.json), given.event, facts.error().detail};
  const std::string& credential = facts->identity.credential;
  const auto weight = weights_.find(credential);
  if (weight == weights_.end()) return BeleniosFinding{"unknown-credential", given.event, credential.substr(0, 80)};
  if (!last_.is_last(credential, given.event)) return std::nullopt;
  if (const auto added = batch.tally.add(facts->ciphertexts, weight->second); !added) {
    return BeleniosFinding{belenios_finding_name(added.error().kind), given.event, added.error().detail};
  }
  return std::nullopt;
}

}  // namespace radslag::audit
