// The kinds of entry (FORMAT.md section 4) as values, and an entry's three parts: stamp, statement, seals.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/signing.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

using crypto::Digest;
using crypto::PublicKey;

enum class Role { keeper, officer, election_board, board };
enum class DialogueStatus { planned, ongoing, finished };
enum class Signal { green, yellow, red };
enum class MilestoneState { planned, started, delayed, done, cancelled };

[[nodiscard]] std::span<const std::string_view> words(Role);
[[nodiscard]] std::span<const std::string_view> words(DialogueStatus);
[[nodiscard]] std::span<const std::string_view> words(Signal);
[[nodiscard]] std::span<const std::string_view> words(MilestoneState);

/// The name of an enum's value: word(Status::planned) == "planned".
template <class E>
[[nodiscard]] std::string_view word(E value) {
  return words(value)[static_cast<std::size_t>(value)];
}

struct OfficerLine {
  PublicKey key{};
  std::vector<Role> roles;  ///< ascending, each once, at least one
  std::string name;         ///< the office and, where the person acts in public, the name
};

// --- town log ---
struct TownBegun {
  static constexpr std::string_view kind = "town-begun";
  std::string origin, name, currency;
  bool demo = false;
  std::vector<OfficerLine> officers;  ///< ascending by key
};
struct OfficerAnnounced {
  static constexpr std::string_view kind = "officer-announced";
  std::string origin;
  OfficerLine officer;
};
struct OfficerEnded {
  static constexpr std::string_view kind = "officer-ended";
  std::string origin;
  PublicKey officer{};
};
struct Dialogue {
  static constexpr std::string_view kind = "dialogue";
  std::string origin, dialogue;
  std::uint64_t version = 0;
  DialogueStatus status{};
  Signal signal{};
  std::string begins, ends;
  Digest content{};
};
struct RoundBegun {
  static constexpr std::string_view kind = "round-begun";
  std::string origin, round, dialogue, log;
  PublicKey key{};
};
struct RoundEnded {
  static constexpr std::string_view kind = "round-ended";
  std::string origin, round;
  std::uint64_t size = 0;
  Digest root{}, allocation{};
};
struct Decision {
  static constexpr std::string_view kind = "decision";
  std::string origin, round;
  Digest allocation{};
  std::uint64_t departures = 0;
  Digest content{};
};
struct Milestone {
  static constexpr std::string_view kind = "milestone";
  std::string origin, round, project, date;
  MilestoneState state{};
  Digest content{};
};

// --- round log ---
struct RoundOpened {
  static constexpr std::string_view kind = "round-opened";
  std::string origin, round;
  std::uint64_t town_size = 0;
  Digest town_root{}, definition{}, credentials{};
  std::uint64_t roll = 0;
};
struct Ballot {
  static constexpr std::string_view kind = "ballot";
  PublicKey credential{};
  Digest ballot{};
};
struct RoundClosed {
  static constexpr std::string_view kind = "round-closed";
  std::string origin;
  std::uint64_t ballots = 0;  ///< at least so many ballot entries: what the officers saw when they sealed
};
struct Tally {
  static constexpr std::string_view kind = "tally";
  std::string origin;
  Digest tally{};
};
struct Allocation {
  static constexpr std::string_view kind = "allocation";
  std::string origin;
  Digest allocation{};
  std::uint64_t funded = 0, cost = 0;
};

using Statement = std::variant<Ballot, TownBegun, OfficerAnnounced, OfficerEnded, Dialogue, RoundBegun, RoundEnded, Decision, Milestone,
                               RoundOpened, RoundClosed, Tally, Allocation>;

struct Seal {
  PublicKey officer{};
  crypto::Signature signature{};
};

struct Entry {
  std::uint64_t hour = 0;  ///< since 1970-01-01T00:00Z
  Statement statement;
  std::vector<Seal> seals;  ///< ascending by officer

  std::string_view statement_text;  ///< into the bytes that were parsed: what the seals sign
};

/// Reads an entry in its one possible encoding. `bytes` must outlive the result.
[[nodiscard]] Result<Entry> parse_entry(std::string_view bytes);

/// Reads a statement alone (as officers sign it).
[[nodiscard]] Result<Statement> parse_statement(std::string_view text);
[[nodiscard]] std::string encode_statement(const Statement& statement);

/// Stamp + statement + seals. Seals are put in order.
[[nodiscard]] std::string encode_entry(std::uint64_t hour, std::string_view statement_text, std::vector<Seal> seals);

[[nodiscard]] std::string_view kind_of(const Statement& statement);
/// The blobs that a statement names, in the order of its fields: what stands in a blob pack.
[[nodiscard]] std::vector<Digest> blobs_of(const Statement& statement);
/// The origin that a statement is bound to; empty for a ballot, whose content is bound instead.
[[nodiscard]] std::string_view origin_of(const Statement& statement);

/// "2026-05-12T09:00Z" for people.
[[nodiscard]] std::string hour_text(std::uint64_t hour);
/// Now, in whole hours since 1970.
[[nodiscard]] std::uint64_t current_hour();

}  // namespace radslag::record
