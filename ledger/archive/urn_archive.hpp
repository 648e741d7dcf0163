// One counted urn of the record as a Belenios archive: everything with which belenios-tool, or any other program, verifies it.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "ledger/archive/tar.hpp"
#include "ledger/record/secret_count.hpp"

namespace radslag::archive {

/// Calls `visit` with the JSON of each ballot of the urn, those that were replaced later too, in the order of the log.
using EachBallot = std::function<Result<>(const std::function<void(std::string_view json)>& visit)>;

/// `timestamp`: seconds since 1970, of all members; the hour of the closing, so that the same record gives the same bytes.
/// Errors: out_of_order (the urn has not been counted, or had no ballot, and then there is nothing to verify), and those of reading the
/// blobs.
[[nodiscard]] Result<> write_urn_archive(const record::UrnCount& count, const record::BlobSource& blobs, const EachBallot& ballots,
                                         std::uint64_t timestamp, const Sink& sink, const voting::Work& work);

/// Belenios' list of an urn's credentials: voters, reserve and paper.
[[nodiscard]] std::string public_credentials(const record::FrozenUrn& urn);

}  // namespace radslag::archive
