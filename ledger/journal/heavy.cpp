#include "ledger/journal/heavy.hpp"

#include <algorithm>

#include "ledger/record/hand_out.hpp"
#include "ledger/record/secret_count.hpp"

namespace radslag::journal {
namespace {

template <class T>
bool is_kind(std::string_view statement) {
  constexpr std::string_view prefix = "radslag/v1/";
  if (!statement.starts_with(prefix)) return false;
  const auto rest = statement.substr(prefix.size());
  return rest.starts_with(T::kind) && rest.substr(T::kind.size()).starts_with('\n');
}

}  // namespace

bool may_be_heavy(std::string_view statement) {
  return is_kind<record::Shuffle>(statement) || is_kind<record::PartialDecryption>(statement) || is_kind<record::Tally>(statement) ||
         is_kind<record::Allocation>(statement);
}

std::optional<record::SecretBallot> paper_ballot(std::string_view statement) {
  if (!is_kind<record::SecretBallot>(statement)) return std::nullopt;
  const auto parsed = record::parse_statement(statement);
  return parsed ? std::optional(std::get<record::SecretBallot>(*parsed)) : std::nullopt;
}

Result<std::shared_ptr<const record::HeavyCheck>> check_heavy(const std::vector<record::UrnCount>& counts, const Submission& submission,
                                                              const store::Store& store, unsigned threads) {
  const auto statement = record::parse_statement(submission.statement);
  if (!statement) return tl::make_unexpected(statement.error());
  std::vector<record::Digest> digests;
  for (const auto& blob : submission.blobs) digests.push_back(record::blob_digest(blob));
  const record::BlobSource blobs = [&](const record::Digest& digest) -> std::optional<std::string> {
    for (std::size_t i = 0; i < digests.size(); ++i) {
      if (digests[i] == digest) return submission.blobs[i];
    }
    return store.blob(digest);
  };
  auto checked = record::check_heavy(counts, *statement, blobs, {threads, {}});
  if (!checked) return tl::make_unexpected(checked.error());
  return std::make_shared<const record::HeavyCheck>(std::move(*checked));
}

Result<Submission> handed_out(const record::State& state, std::string text) {
  const auto statement = record::parse_statement(text);
  if (!statement) return tl::make_unexpected(statement.error());
  const auto* card = std::get_if<record::HandedOut>(&*statement);
  if (!card) return refuse(Errc::unsupported, "that is no hand-out of a voting card");
  const auto found = std::find_if(state.rounds.begin(), state.rounds.end(), [&](const auto& x) { return x.second.origin == card->origin; });
  if (found == state.rounds.end()) return refuse(Errc::not_found, "no round has the log " + card->origin);
  const auto& round = found->second;
  if (!round.frozen) return refuse(Errc::not_open, "round " + round.id + " has not been opened");
  if (!round.frozen->is_secret()) return refuse(Errc::unsupported, "the ballots of round " + round.id + " are not secret");
  const auto& registrar = round.frozen->registrar;
  if (auto good = record::check_handed_out(*card, registrar); !good) return tl::make_unexpected(good.error());
  return Submission{record::round_log_name(round.id), std::move(text), {}, {}, {}, std::nullopt, registrar, {}};
}

}  // namespace radslag::journal
