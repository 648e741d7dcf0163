// Makes a round's electorate: a credential in each of their urns for everybody on an edition, a reserve for late corrections, a block for
// slips on paper. What comes out is the content of the blob that the round's opening names (ledger/FORMAT.md section 4.7).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"
#include "server/registrar/cards/card_rounds.hpp"

namespace radslag::registrar {

class Registrar;

struct ElectorateOptions {
  std::string round, round_origin, edition;
  const group::Group* group = nullptr;
  UrnPlan plan;                          ///< as the officers wrote it
  std::optional<std::uint64_t> reserve;  ///< for each urn; nothing: default_reserve
  std::uint64_t paper = 0;               ///< for each urn
  bool two_halves = false;
  bool replace = false;    ///< one that was made before, of which nothing has been handed out
  std::uint64_t hour = 0;  ///< now
  unsigned threads = 1;
};

/// The origin of a round's log, from the town log's.
[[nodiscard]] std::string round_origin(const std::string& town_origin, const std::string& round);
/// Two of a hundred, at least twenty.
[[nodiscard]] std::uint64_t default_reserve(std::uint64_t voters);

/// A letter's half, for whoever prints it. Views are good during the call only.
struct LetterHalf {
  std::string_view whose;  ///< 64 hex digits (card_owner); or "reserve <urn> <number>"
  std::string_view half;   ///< as printed
};

struct ElectorateSinks {
  std::function<void(std::string_view)> electorate;  ///< the content, in pieces
  std::function<void(const LetterHalf&)> half;       ///< with two halves: each once, in the order of `whose`, the reserve's last
  std::function<void()> written;                     ///< both must be on the disk when this returns; then the round is noted
  std::function<bool(std::uint64_t done, std::uint64_t all)> progress;  ///< credentials; false stops
};

struct ElectorateEnd {
  CardRound round;
  std::vector<Joined> joined;
  std::uint64_t people = 0;     ///< on the edition
  std::uint64_t in_no_urn = 0;  ///< of them: in no area that votes, where there is no urn of the whole municipality
  bool stopped = false;         ///< then nothing has been noted
};

/// The same options give the same bytes, but with two halves, whose letters' halves are random and kept nowhere.
/// Errors: not_found (no frozen edition), malformed (an urn without a voter: an area that nobody lives in), frozen (there is another one,
/// and `replace` is not set; or cards of it have been handed out).
[[nodiscard]] Result<ElectorateEnd> make_electorate(Registrar& house, const ElectorateOptions& options, const ElectorateSinks& sinks);

}  // namespace radslag::registrar
