// Handing a sealed act in at the counter over HTTP: a small one in one request, one with a large blob announced first.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "ledger/record/draft_file.hpp"

namespace radslag::trustee {

/// Blobs over this are announced and sent apart.
inline constexpr std::size_t small_act_bytes = 1 << 20;

struct HandedIn {
  std::string log;
  std::uint64_t index = 0;  ///< of the entry
};

/// Where the record refuses, or the site is busy, the error's detail is what the site says. Handing in again is safe: it counts once.
/// `progress`: bytes sent. Errors: not_authorised, out_of_order, mismatch, busy: whatever the site means by its answer. Throws
/// audit::Unavailable where there is no answer, audit::NoInput where `url` is no address.
[[nodiscard]] Result<HandedIn> hand_in(const std::string& url, const record::DraftFile& act,
                                       const std::function<void(std::uint64_t done, std::uint64_t all)>& progress = {});

/// The body of `POST /acts`.
[[nodiscard]] std::string act_json(const record::DraftFile& act);

}  // namespace radslag::trustee
