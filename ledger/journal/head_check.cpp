#include "ledger/journal/head_check.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/identity.hpp"

namespace radslag::journal {
namespace {

constexpr const char* what_to_do =
    ". Nothing was changed. Put back the copy of the data folder that has all entries; where there is none, radslag recover ends the log "
    "there and opens its successor (deploy/RUNBOOK.md)";

std::string head_words(std::uint64_t size, const log::Hash& root) {
  return "size " + std::to_string(size) + ", root " + crypto::to_base64(crypto::view(root));
}

std::string own_words(const OwnLog& own) {
  return own.size == 0 ? std::string("the record has no entry") : "the record ends at " + head_words(own.size, own.tree->root(own.size));
}

std::string seen_words(const SeenHead& seen) { return seen.who + " has " + head_words(seen.checkpoint.size, seen.checkpoint.root); }

}  // namespace

std::optional<Whose> whose(const record::State& state, std::string_view origin) {
  const auto generation_of = [&](const LogName& log) -> std::optional<Whose> {
    for (const auto& identity : record::identities_of(state, log)) {
      if (record::generation_origin(record::founding_origin(state, log), identity.generation) == origin)
        return Whose{log, identity.generation};
    }
    return std::nullopt;
  };
  if (auto found = generation_of("town")) return found;
  for (const auto& [id, round] : state.rounds) {
    if (auto found = generation_of(record::round_log_name(id))) return found;
  }
  for (const auto& recovery : state.town.recoveries) {  // of rounds, too, whose very beginning was lost
    const auto& row = recovery.row;
    if (record::generation_origin(record::founding_origin(state, row.log), row.generation - 1) == origin)
      return Whose{row.log, row.generation - 1};
  }
  return std::nullopt;
}

void require_on_tree(const OwnLog& own, const SeenHead& seen) {
  const auto& [origin, size, root] = seen.checkpoint;
  if (size > own.size) {
    throw HeadsDiffer("The record ends before a head that has been signed. Log " + origin + ": " + own_words(own) + "; " +
                      seen_words(seen) + ". This is an older copy of the record, or its end has been lost" + what_to_do);
  }
  const auto here = own.tree->root(size);
  if (here == root) return;
  throw HeadsDiffer("The record is not the one of which a head has been signed: there are two histories. Log " + origin + ": " +
                    own_words(own) + ", and at size " + std::to_string(size) + " its root is " + crypto::to_base64(crypto::view(here)) +
                    "; " + seen_words(seen) + what_to_do);
}

std::optional<std::string> judge_ended(const record::State& state, const OwnLog& own, std::uint64_t generation, const SeenHead& seen) {
  const auto& recoveries = state.town.recoveries;
  const auto ended = std::find_if(recoveries.begin(), recoveries.end(), [&](const auto& recovery) {
    return recovery.row.log == own.name && recovery.row.generation == generation + 1;
  });
  if (ended == recoveries.end()) return std::nullopt;
  const auto& row = ended->row;
  const auto size = seen.checkpoint.size;
  if (size <= row.kept && size <= own.size) {
    if (own.tree->root(size) == seen.checkpoint.root) return std::nullopt;
    require_on_tree(own, seen);
  }
  if (size < row.lost_size || (size == row.lost_size && seen.checkpoint.root == row.lost_root)) return std::nullopt;
  return "Log " + seen.checkpoint.origin + " was ended by a recovery that knew of " + head_words(row.lost_size, row.lost_root) + "; " +
         seen_words(seen) + ". More was lost than the recovery says.";
}

void throw_unknown_log(const SeenHead& seen) {
  throw HeadsDiffer("The record knows no log " + seen.checkpoint.origin + ", and " + seen_words(seen) +
                    " of it. This is an older copy of the record, or another municipality's" + what_to_do);
}

}  // namespace radslag::journal
