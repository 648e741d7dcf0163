// How anything that input can cause is reported.
//
// What the *input* can cause is a Result; what the *world* breaks (disk, database, memory) throws; what only a *bug* can cause
// asserts. No error is both returned and thrown.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace radslag {

/// Why something was refused: one short list for the whole product. `server/html` maps each to an HTTP status and to the message
/// `error.<name>` of the catalogues.
enum class Errc {
  malformed,           ///< not in the format at all
  not_canonical,       ///< readable, but not in its one possible encoding
  too_large,           ///< over a stated limit
  unsupported,         ///< a version, kind or content type that is not known here
  not_found,           ///< no such thing
  bad_signature,       ///< a signature that does not verify
  not_authorised,      ///< valid signatures, but not of those whose act this is
  unknown_credential,  ///< not on the list that the opening entry names
  not_open,            ///< the round has not been opened
  closed,              ///< the round has been closed
  frozen,              ///< fixed at opening; a change needs a new round
  sealed,              ///< ballots stay sealed until the closing entry
  withheld,            ///< not handed out any more, by a decision that the record names
  out_of_order,        ///< this act must come after another that has not happened
  duplicate,           ///< already in the record
  unknown_project,     ///< a choice that the round does not have
  too_many_choices,    ///< more choices than the ballot rule allows
  too_few_choices,     ///< fewer choices than the ballot rule asks for
  too_many_ballots,    ///< the credential has cast as many ballots as one may
  over_budget,         ///< the chosen projects cost more than the ballot rule allows
  mismatch,            ///< two things that must be equal are not (a digest, a tally, a root)
  needs_reason,        ///< a departure from the tally without a reason
  demo_only,           ///< allowed only where the record says `demo yes`
  expired,             ///< what was handed in was good for a short time only, and that is over
  busy,                ///< the queue is full; try again with the same idempotency key
};

/// The stable name of an error, as in JSON answers and message keys: "unknown-project".
[[nodiscard]] std::string_view errc_name(Errc code);

struct Error {
  Errc code;
  std::string detail;  ///< plain English for logs, command lines and findings; never contains secrets
};

template <typename T = void>
using Result = tl::expected<T, Error>;

/// `return refuse(Errc::closed, "round r1 was closed at entry 42");`
[[nodiscard]] inline tl::unexpected<Error> refuse(Errc code, std::string detail) {
  return tl::make_unexpected(Error{code, std::move(detail)});
}

}  // namespace radslag
