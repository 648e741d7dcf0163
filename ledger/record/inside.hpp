// The inside of `Record`: shared by record.cpp (which log, which order), town.cpp and round.cpp (the conditions of each kind).
#pragma once

#include <map>
#include <string>

#include "ledger/record/record.hpp"
#include "ledger/record/urn.hpp"

namespace radslag::record {

struct LogPosition {
  std::uint64_t size = 0, last_hour = 0;
};

/// The entry being admitted, and where.
struct Context {
  const Entry& entry;
  std::uint64_t index;
  Scrutiny scrutiny;

  [[nodiscard]] bool full() const { return scrutiny == Scrutiny::full; }
};

struct Record::Inside {
  Sources sources;
  State state;
  std::map<std::string, Urn> urns;  ///< by round
  std::map<std::string, LogPosition, std::less<>> positions;

  Result<> admit_town(const Context& at);
  Result<> admit_round(RoundState& round, const Context& at);

  /// The content of the blob with this digest, checked against it and parsed.
  template <class T>
  Result<T> content(const Digest& digest) const;
  [[nodiscard]] Result<std::string> blob(const Digest& digest) const;

  Result<> place_ballot(const RoundState& round, std::uint64_t hour, const Ballot& ballot, std::uint32_t& credential) const;
  void put_in(RoundState& round, std::uint32_t credential, const Ballot& ballot, const Choices* choices);
  Result<TallyContent> recount(const RoundState& round);
  /// Calls `count` for the last ballot under each credential. Refused before closing. Blobs are asked for once: counting again is cheap.
  Result<> for_each_counted(const RoundState& round, const std::function<void(const Choices&)>& count);

  Result<> town(const TownBegun&, const Context&);
  Result<> town(const OfficerAnnounced&, const Context&);
  Result<> town(const OfficerEnded&, const Context&);
  Result<> town(const Dialogue&, const Context&);
  Result<> town(const RoundBegun&, const Context&);
  Result<> town(const RoundEnded&, const Context&);
  Result<> town(const Decision&, const Context&);
  Result<> town(const Milestone&, const Context&);

  Result<> round(RoundState&, const RoundOpened&, const Context&);
  Result<> round(RoundState&, const Ballot&, const Context&);
  Result<> round(RoundState&, const RoundClosed&, const Context&);
  Result<> round(RoundState&, const Tally&, const Context&);
  Result<> round(RoundState&, const Allocation&, const Context&);
};

template <class T>
Result<T> Record::Inside::content(const Digest& digest) const {
  auto bytes = blob(digest);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return parse_content<T>(*blob_content(*bytes));
}

}  // namespace radslag::record
