#include "ledger/result.hpp"

namespace radslag {

std::string_view errc_name(Errc code) {
  switch (code) {
    case Errc::malformed: return "malformed";
    case Errc::not_canonical: return "not-canonical";
    case Errc::too_large: return "too-large";
    case Errc::unsupported: return "unsupported";
    case Errc::not_found: return "not-found";
    case Errc::bad_signature: return "bad-signature";
    case Errc::not_authorised: return "not-authorised";
    case Errc::unknown_credential: return "unknown-credential";
    case Errc::not_open: return "not-open";
    case Errc::closed: return "closed";
    case Errc::frozen: return "frozen";
    case Errc::sealed: return "sealed";
    case Errc::withheld: return "withheld";
    case Errc::out_of_order: return "out-of-order";
    case Errc::duplicate: return "duplicate";
    case Errc::unknown_project: return "unknown-project";
    case Errc::too_many_choices: return "too-many-choices";
    case Errc::too_few_choices: return "too-few-choices";
    case Errc::too_many_ballots: return "too-many-ballots";
    case Errc::over_budget: return "over-budget";
    case Errc::mismatch: return "mismatch";
    case Errc::needs_reason: return "needs-reason";
    case Errc::demo_only: return "demo-only";
    case Errc::expired: return "expired";
    case Errc::busy: return "busy";
  }
  return "unknown";
}

}  // namespace radslag
