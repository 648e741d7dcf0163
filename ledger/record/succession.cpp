// The conditions of `log-key`, `log-recovered` and `entry-resubmitted` (FORMAT.md section 4.8).
#include "ledger/record/succession.hpp"

#include <algorithm>

#include "ledger/log/receipt.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/keeping_fields.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view town_log = "town";

template <class T>
std::string signed_lines(const T& statement) {
  FieldWriter writer;
  writer.line("radslag/v1/" + std::string(T::kind));
  unsigned_fields(writer, statement);
  return writer.take();
}

/// A new key, vouched for by the one so far.
template <class T>
Result<> check_new_key(const State& state, const T& x, const PublicKey& so_far, bool verify) {
  if (so_far == PublicKey{}) return refuse(Errc::not_authorised, "the town log's first key is not known here: give it");
  if (is_log_key(state, x.key)) return refuse(Errc::duplicate, "the key is or was a log's already");
  if (verify && !crypto::verify(so_far, signed_lines(x), x.signature))
    return refuse(Errc::bad_signature, "the new key is not signed by the log's key so far");
  return {};
}

/// A checkpoint of any generation: whose is it? Only what its origin says, nothing verified.
struct Claim {
  std::string log;
  std::uint64_t generation = 0;
};

Result<Claim> claim_of(const State& state, const std::string& origin) {
  std::vector<std::string> logs{std::string(town_log)};
  for (const auto& [id, round] : state.rounds) logs.push_back(round_log_name(id));
  for (const auto& log : logs) {
    const auto founding = founding_origin(state, log);
    for (std::uint64_t generation = identity_of(state, log).generation; generation > 0; --generation) {
      if (generation_origin(founding, generation) == origin) return Claim{log, generation};
    }
  }
  return refuse(Errc::not_found, "the receipt is of the log " + origin + ", which the record does not know");
}

std::string text_before_signatures(const std::string& checkpoint) {
  const auto note = log::parse_note(checkpoint);
  return note ? note->text : std::string();
}

}  // namespace

std::string signed_part(const LogKey& statement) { return signed_lines(statement); }
std::string signed_part(const LogRecovered& statement) { return signed_lines(statement); }

const RecoveryState* recovery_into(const State& state, std::string_view log, std::uint64_t generation) {
  const auto& all = state.town.recoveries;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const RecoveryState& x) { return x.row.log == log && x.row.generation == generation; });
  return found == all.end() ? nullptr : &*found;
}

Result<ShownEntry> open_receipt(const State& state, std::string_view text) {
  const auto receipt = log::parse_receipt(text);
  if (!receipt) return tl::make_unexpected(receipt.error());
  if (!receipt->extra) return refuse(Errc::malformed, "the receipt does not have its entry with it");
  const auto claimed = log::parse_checkpoint_text(text_before_signatures(receipt->checkpoint));
  if (!claimed) return tl::make_unexpected(claimed.error());
  const auto claim = claim_of(state, claimed->origin);
  if (!claim) return tl::make_unexpected(claim.error());
  const auto identities = identities_of(state, claim->log);
  const auto* identity = identity_at(identities, claim->generation, claimed->size);
  if (!identity) return refuse(Errc::mismatch, "no checkpoint of that generation has that size");
  auto checkpoint = log::verify_receipt(*receipt, *receipt->extra, verifier_key(state, claim->log, *identity));
  if (!checkpoint) return tl::make_unexpected(checkpoint.error());
  ShownEntry shown{claim->log, claim->generation, receipt->index, *receipt->extra, std::move(*checkpoint), nullptr};
  shown.recovery = recovery_into(state, claim->log, claim->generation + 1);
  if (shown.recovery && shown.checkpoint.size == shown.recovery->row.lost_size && shown.checkpoint.root != shown.recovery->row.lost_root)
    return refuse(Errc::mismatch, "the receipt's checkpoint and the last known head have one size and two roots");
  return shown;
}

Result<> Record::Inside::town(const LogKey& x, const Context& at) {
  const auto so_far = identity_of(state, town_log);
  if (auto good = check_new_key(state, x, so_far.key, at.full()); !good) return good;
  state.town.identities[std::string(town_log)].push_back({so_far.generation, x.key, at.index, at.index + 1});
  return {};
}

Result<> Record::Inside::is_end(const LogRecovered& x, const Context& at) const {
  const bool is_town = x.log == town_log;
  const auto* round = state.round(round_of_log(x.log));
  if (is_town && x.kept != at.index) return refuse(Errc::mismatch, "of the town log exactly the entries before this one are kept");
  if (!is_town && !round && (x.kept > 0 || x.kept_root != log::empty_root()))
    return refuse(Errc::mismatch, "of a round whose beginning was lost nothing is kept");
  if (round && round->ended_at) return refuse(Errc::closed, "the round has been ended: its log does not go on");
  // While the town log alone is replayed, round logs have not been read: then this is asked where they are.
  const bool is_here = sources.root(x.log, 0).has_value();
  const auto kept_root = !is_town && !round ? std::optional(log::empty_root()) : sources.root(x.log, x.kept);
  if ((is_here && !kept_root) || (kept_root && *kept_root != x.kept_root))
    return refuse(Errc::mismatch, "the log did not have that root at the size that is kept");
  if (round && is_here && sources.root(x.log, x.kept + 1)) return refuse(Errc::mismatch, "the log has more entries than are kept");
  if (x.lost_size > x.kept) return {};
  const auto there = sources.root(x.log, x.lost_size);
  if (there && *there == x.lost_root) return refuse(Errc::mismatch, "nothing is lost: the record has the head that is called lost");
  return {};
}

Result<> Record::Inside::town(const LogRecovered& x, const Context& at) {
  const auto* begun = state.round(round_of_log(x.log));
  const bool beginning_lost = x.log != town_log && !begun;
  if (beginning_lost && recovery_into(state, x.log, x.generation))
    return refuse(Errc::duplicate, "that has been said of the round already");
  // Of a round whose beginning was lost the record has no key: the town's vouches.
  const auto so_far = identity_of(state, beginning_lost ? town_log : std::string_view(x.log));
  const auto next = beginning_lost ? 2 : so_far.generation + 1;
  if (x.generation != next) return refuse(Errc::out_of_order, "the next generation of the log " + x.log + " is " + std::to_string(next));
  if (auto good = check_new_key(state, x, so_far.key, at.full()); !good) return good;
  if (auto end = is_end(x, at); !end) return end;
  auto reason = reason_text(x.content);
  if (!reason) return tl::make_unexpected(reason.error());
  state.town.identities[x.log].push_back({x.generation, x.key, at.index, x.log == town_log ? at.index + 1 : x.kept});
  state.town.recoveries.push_back({at.index, at.entry.hour, x, std::move(*reason), {}});
  return {};
}

Result<> Record::Inside::resubmitted(std::string_view log, const EntryResubmitted& x, const Context& at,
                                     const std::function<bool(const Context&)>& counts) {
  const auto bytes = blob(x.receipt);
  if (!bytes) return tl::make_unexpected(bytes.error());
  const auto shown = open_receipt(state, *blob_content(*bytes));
  if (!shown) return tl::make_unexpected(shown.error());
  if (shown->log != log || shown->generation != x.generation || shown->index != x.index)
    return refuse(Errc::mismatch, "the receipt is of another place than the statement says");
  if (!shown->is_lost()) return refuse(Errc::duplicate, "nothing was lost there: the log still has that entry's place");
  auto& already = state.town.recoveries[static_cast<std::size_t>(shown->recovery - state.town.recoveries.data())].shown;
  if (already.contains(x.index)) return refuse(Errc::duplicate, "that lost entry has been shown already");
  const auto entry = parse_entry(shown->entry);
  // Whether it counts is the same in every replay, so nothing of it is left unchecked in any.
  const bool counted = entry && entry->hour <= at.entry.hour && counts({*entry, at.index, Scrutiny::full, nullptr, nullptr});
  already.emplace(x.index, ShownAgain{at.index, counted});
  return {};
}

Result<> Record::Inside::town(const EntryResubmitted& x, const Context& at) {
  return resubmitted(town_log, x, at, [&](const Context& lost) {
    const auto& statement = lost.entry.statement;
    if (origin_of(statement) != state.town.origin || !lost.entry.seals.empty()) return false;
    if (auto signature = std::get_if<Signature>(&statement)) {
      auto nameless = *signature;  // the name was in a blob that is lost too
      nameless.name.reset();
      return town(nameless, lost).has_value();
    }
    const auto* withdrawal = std::get_if<Withdrawal>(&statement);
    return withdrawal && town(*withdrawal, lost).has_value();
  });
}

Result<> Record::Inside::round(RoundState& state_of_round, const EntryResubmitted& x, const Context& at) {
  if (state_of_round.phase == Phase::allocated) return refuse(Errc::closed, "the allocation is the log's last entry");
  return resubmitted(round_log_name(state_of_round.id), x, at, [&](const Context& lost) {
    const auto* card = std::get_if<HandedOut>(&lost.entry.statement);
    return card && card->origin == state_of_round.origin && lost.entry.seals.empty() && state_of_round.frozen &&
           state_of_round.frozen->is_secret() && round(state_of_round, *card, lost).has_value();
  });
}

}  // namespace radslag::record
