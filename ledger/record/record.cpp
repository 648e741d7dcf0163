#include "ledger/record/record.hpp"

#include <algorithm>
#include <tuple>

#include "crypto/encoding.hpp"
#include "ledger/record/inside.hpp"

namespace radslag::record {

Record::Record(Sources sources) : inside_(std::make_unique<Inside>()) { inside_->sources = std::move(sources); }
Record::~Record() = default;
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(Record&&) noexcept = default;

const State& Record::state() const { return inside_->state; }

std::uint64_t Record::last_hour(std::string_view log) const {
  const auto found = inside_->positions.find(log);
  return found == inside_->positions.end() ? 0 : found->second.last_hour;
}

const std::optional<Statement>& Record::due() const { return inside_->due; }

std::vector<Record::Absent> Record::absent() const {
  std::vector<Absent> all;
  for (const auto& [log, of] : inside_->withholdable) {
    for (const auto& [blob, index] : of.absent) all.push_back({log, index});
  }
  std::sort(all.begin(), all.end(), [](const Absent& a, const Absent& b) { return std::tie(a.log, a.index) < std::tie(b.log, b.index); });
  return all;
}

const Signatures* Record::signatures(const std::string& initiative) const {
  const auto found = inside_->signatures.find(initiative);
  return found == inside_->signatures.end() ? nullptr : &found->second;
}

Result<> Record::admit(std::string_view log, std::string_view entry_bytes, Scrutiny scrutiny, const PublicKey* attested_by,
                       const HeavyCheck* heavy) {
  auto entry = parse_entry(entry_bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  const auto known = inside_->positions.find(log);
  const LogPosition position = known == inside_->positions.end() ? LogPosition{} : known->second;
  if (entry->hour < position.last_hour) {
    return refuse(Errc::out_of_order,
                  "its hour " + hour_text(entry->hour) + " is before that of the entry before it, " + hour_text(position.last_hour));
  }

  const Context at{*entry, position.size, scrutiny, attested_by, heavy};
  inside_->missing.clear();
  Result<> admitted;
  if (log == "town") {
    admitted = inside_->admit_town(at);
  } else {
    const auto round = inside_->state.rounds.find(round_of_log(log));
    if (round == inside_->state.rounds.end()) return refuse(Errc::not_found, "no round-begun entry names the log " + std::string(log));
    admitted = inside_->admit_round(round->second, at);
  }
  if (!admitted) return admitted;
  inside_->positions.insert_or_assign(std::string(log), LogPosition{position.size + 1, entry->hour});
  inside_->note_named(log, position.size, entry->statement);
  return {};
}

Result<> Record::would_admit(std::string_view log, std::uint64_t hour, const BallotEntry& ballot) const {
  const auto* round = inside_->state.round(round_of_log(log));
  if (!round) return refuse(Errc::not_found, "no such round: " + std::string(log));
  return inside_->would_put_in(*round, hour, ballot);
}

Result<> Record::admit_ballot(std::string_view log, std::uint64_t hour, const BallotEntry& ballot, const BallotContent* content) {
  const auto found = inside_->state.rounds.find(round_of_log(log));
  if (found == inside_->state.rounds.end()) return refuse(Errc::not_found, "no such round: " + std::string(log));
  if (auto put = inside_->put_in(found->second, hour, ballot, content); !put) return put;
  auto& position = inside_->positions.find(log)->second;
  ++position.size;
  position.last_hour = hour;
  return {};
}

std::optional<log::Hash> Record::root(std::string_view log, std::uint64_t size) const { return inside_->sources.root(log, size); }

Result<std::vector<UrnCount>> Record::counts(const std::string& round) const {
  const auto* found = inside_->state.round(round);
  if (!found || !found->frozen || !found->frozen->is_secret()) return refuse(Errc::not_found, "no round of secret ballots: " + round);
  if (found->phase == Phase::open) return refuse(Errc::sealed, "ballots stay sealed until closing");
  return inside_->counts_of(*found);
}

std::vector<std::shared_ptr<const UrnResult>> Record::results(const std::string& round) const {
  std::vector<std::shared_ptr<const UrnResult>> results;
  const auto found = inside_->secret.find(round);
  if (found == inside_->secret.end()) return results;
  for (const auto& urn : found->second.urns) {
    if (!urn.result) return {};
    results.push_back(urn.result);
  }
  return results;
}

void Record::keep_results(const std::string& round, const std::vector<UrnCount>& counts) {
  const auto* known = inside_->state.round(round);
  if (!known || known->phase < Phase::closed || counts.size() != known->urns.size()) return;
  auto& urns = inside_->secret.at(round).urns;
  for (const auto& count : counts) {
    if (base_of(count) == base_of(inside_->count_of(*known, count.urn))) urns[count.urn].result = count.result;
  }
}

Result<TallyContent> Record::recount(const std::string& round) const {
  const auto* found = inside_->state.round(round);
  if (!found) return refuse(Errc::not_found, "no such round: " + round);
  return inside_->recount(*found);
}

Result<CountedBallots> Record::counted(const std::string& round) const {
  const auto* found = inside_->state.round(round);
  if (!found) return refuse(Errc::not_found, "no such round: " + round);
  auto ballots = inside_->counted(*found);
  if (!ballots) return ballots;
  for (auto& urn : *ballots) std::sort(urn.begin(), urn.end());
  return ballots;
}

Result<AllocationContent> Record::allocation(const std::string& round) const {
  const auto* found = inside_->state.round(round);
  if (!found) return refuse(Errc::not_found, "no such round: " + round);
  return inside_->allocation_of(*found);
}

Result<std::string> Record::Inside::blob(const Digest& digest) const {
  auto bytes = sources.blob(digest);
  const std::string name = "blob " + crypto::to_hex(digest).substr(0, 16) + "…";
  if (!bytes) return refuse(Errc::not_found, name + " is missing");
  if (blob_digest(*bytes) != digest) return refuse(Errc::mismatch, name + " does not have the digest that the entry names");
  if (!blob_content(*bytes)) return refuse(Errc::malformed, name + " is shorter than its 32 random bytes");
  return std::move(*bytes);
}

Result<std::string> Record::Inside::reason_text(const Digest& digest) {
  const auto reason = content_if_kept<Reason>(digest);
  if (!reason) return tl::make_unexpected(reason.error());
  return *reason ? (*reason)->text : std::string();
}

}  // namespace radslag::record
