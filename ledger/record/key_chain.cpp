#include "ledger/record/key_chain.hpp"

#include <algorithm>

#include "ledger/record/identity.hpp"
#include "ledger/record/succession.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view town_log = "town";
constexpr std::size_t most_digits = 18;

}  // namespace

std::uint64_t generation_of(std::string_view origin, std::string_view founding) {
  if (origin == founding) return 1;
  if (!origin.starts_with(founding) || origin.size() < founding.size() + 2 || origin[founding.size()] != '/') return 0;
  const auto digits = origin.substr(founding.size() + 1);
  if (digits.size() > most_digits || digits[0] == '0') return 0;
  std::uint64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return 0;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number > 1 ? number : 0;
}

KeyChain::KeyChain(const log::VerifierKey& town) {
  state_.town.origin = town.name;
  state_.town.first_key = town.key;
}

bool KeyChain::concerns(const Statement& statement) {
  return std::holds_alternative<LogKey>(statement) || std::holds_alternative<LogRecovered>(statement) ||
         std::holds_alternative<RoundBegun>(statement);
}

void KeyChain::take(std::uint64_t index, const Entry& entry) {
  if (origin_of(entry.statement) != state_.town.origin) return;
  if (const auto* begun = std::get_if<RoundBegun>(&entry.statement)) {
    RoundState round;
    round.id = begun->round;
    round.origin = begun->log;
    round.log_key = begun->key;
    round.begun_at = index;
    state_.rounds.emplace(begun->round, std::move(round));
  } else if (const auto* changed = std::get_if<LogKey>(&entry.statement)) {
    const auto so_far = identity_of(state_, town_log);
    if (!crypto::verify(so_far.key, signed_part(*changed), changed->signature)) return;
    state_.town.identities[std::string(town_log)].push_back({so_far.generation, changed->key, index, index + 1});
  } else if (const auto* recovered = std::get_if<LogRecovered>(&entry.statement)) {
    const bool known = !identities_of(state_, recovered->log).empty();
    const auto so_far = identity_of(state_, known ? recovered->log : town_log);
    if (!known || recovered->generation != so_far.generation + 1) return;
    if (!crypto::verify(so_far.key, signed_part(*recovered), recovered->signature)) return;
    const bool is_town = recovered->log == town_log;
    state_.town.identities[recovered->log].push_back({recovered->generation, recovered->key, index, is_town ? index + 1 : recovered->kept});
    state_.town.recoveries.push_back({index, entry.hour, *recovered, {}, {}});
  }
}

Result<log::Checkpoint> KeyChain::open(std::string_view log, std::string_view note) const {
  const auto all = identities_of(state_, log);
  if (all.empty()) return refuse(Errc::not_found, "the town log has not begun the log " + std::string(log));
  const auto parsed = log::parse_note(note);
  if (!parsed) return tl::make_unexpected(parsed.error());
  const auto words = log::parse_checkpoint_text(parsed->text);
  if (!words) return tl::make_unexpected(words.error());
  const auto generation = record::generation_of(words->origin, founding_origin(state_, log));
  const auto* identity = generation == all.back().generation ? identity_at(all, generation, words->size) : nullptr;
  if (!identity) return refuse(Errc::mismatch, "the checkpoint is of " + words->origin + ", not of the log as it is now");
  return log::open_checkpoint(note, verifier_key(state_, log, *identity));
}

std::uint64_t KeyChain::generation(std::string_view log) const { return identity_of(state_, log).generation; }

std::uint64_t KeyChain::generation_of(std::string_view log, std::string_view origin) const {
  return record::generation_of(origin, founding_origin(state_, log));
}

const LogRecovered* KeyChain::recovery(std::string_view log, std::uint64_t generation) const {
  const auto* found = recovery_into(state_, log, generation);
  return found ? &found->row : nullptr;
}

}  // namespace radslag::record
