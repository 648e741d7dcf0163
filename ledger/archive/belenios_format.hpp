// What stands in a Belenios archive `<uuid>.bel` of protocol version 1: members, events, and the order in which events may come.
//
// An archive is a tar of the old form without an end, so that it can be appended to. Its first member is BELENIOS; then come data, each
// named by its SHA-256, and events, each of which names the event before it and the data that it brings. The data stand right before
// the event that brings them, in one order: the content of an election decides every byte of its archive but the time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "ledger/archive/tar_header.hpp"

namespace radslag::archive {

enum class BeleniosEvent { setup, ballot, end_ballots, encrypted_tally, shuffle, end_shuffles, partial_decryption, result };

/// "PartialDecryption": as events name it.
[[nodiscard]] std::string_view name_of(BeleniosEvent event);

/// Why an archive is none, or not one that is to be believed.
enum class BeleniosTrouble {
  malformed_archive,  ///< no tar as Belenios writes it, or one cut off
  foreign_record,     ///< something that no event brings, or that stands elsewhere
  wrong_hash,         ///< a member whose content is not what its name says
  broken_chain,       ///< an event that does not name the one before it, or has another's place
  not_canonical,      ///< an event, or what it refers to data by, in another form than its one
  late_ballot,        ///< a ballot after the end of voting
  out_of_order,       ///< another event that may not come here
  duplicate_ballot,   ///< a ballot that is there already
  unsupported,        ///< another version of the format
  too_large,          ///< a member over the limit
};

/// "late-ballot": for reports.
[[nodiscard]] std::string_view name_of(BeleniosTrouble trouble);

struct BeleniosRefusal {
  BeleniosTrouble trouble;
  std::string detail;  ///< English, with the member or event it is about
};

template <typename T = void>
using BeleniosResult = tl::expected<T, BeleniosRefusal>;

[[nodiscard]] inline tl::unexpected<BeleniosRefusal> refuse_archive(BeleniosTrouble trouble, std::string detail) {
  return tl::make_unexpected(BeleniosRefusal{trouble, std::move(detail)});
}

/// The order of events: Setup, Ballot*, EndBallots, EncryptedTally, (Shuffle+, EndShuffles), PartialDecryption+, Result. That an election
/// with a mixnet question must have shuffles, only its questions tell.
class BeleniosCourse {
 public:
  [[nodiscard]] BeleniosResult<> take(BeleniosEvent next);
  [[nodiscard]] bool complete() const { return last_ == BeleniosEvent::result; }

 private:
  std::optional<BeleniosEvent> last_;
};

/// An event as its JSON says it.
struct BeleniosEventText {
  std::string parent;  ///< hex; empty for the first
  std::uint64_t height = 0;
  BeleniosEvent type{};
  std::string payload;  ///< hex; empty where an event brings nothing
};
[[nodiscard]] std::string write(const BeleniosEventText& event);
[[nodiscard]] BeleniosResult<BeleniosEventText> read_belenios_event(std::string_view json);

/// What a Setup event names.
struct BeleniosSetupText {
  std::string election, trustees, credentials;  ///< hex
};
[[nodiscard]] std::string write(const BeleniosSetupText& setup);
[[nodiscard]] BeleniosResult<BeleniosSetupText> read_belenios_setup(std::string_view json);

/// What an EncryptedTally event names.
struct BeleniosTallyText {
  std::uint64_t num_tallied = 0;
  std::uint64_t total_weight = 0;
  std::string encrypted_tally;  ///< hex
};
[[nodiscard]] std::string write(const BeleniosTallyText& tally);
[[nodiscard]] BeleniosResult<BeleniosTallyText> read_belenios_tally(std::string_view json);

/// What a Shuffle or PartialDecryption event names.
struct BeleniosOwnedText {
  std::uint64_t owner = 0;  ///< the trustee's number, from 1
  std::string payload;      ///< hex
};
[[nodiscard]] std::string write(const BeleniosOwnedText& owned);
[[nodiscard]] BeleniosResult<BeleniosOwnedText> read_belenios_owned(std::string_view json);

/// The content of the member BELENIOS.
[[nodiscard]] std::string write_belenios_head(std::uint64_t timestamp);
/// The time in it, in seconds since 1970.
[[nodiscard]] BeleniosResult<std::uint64_t> read_belenios_head(std::string_view json);

inline constexpr std::string_view kBeleniosHead = "BELENIOS";
inline constexpr std::string_view kBeleniosData = ".data.json";
inline constexpr std::string_view kBeleniosEvent = ".event.json";

/// The header before a member. `mtime` below 8^11.
[[nodiscard]] TarBlock belenios_header(std::string_view name, std::uint64_t size, std::uint64_t mtime);

}  // namespace radslag::archive
