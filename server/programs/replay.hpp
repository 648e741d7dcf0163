// Casts the ballots of a Pabulib file over HTTP: for trials, demonstrations and load.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/record/ballot.hpp"
#include "server/http/client.hpp"
#include "server/programs/voting_codes.hpp"

namespace radslag::programs {

/// A ballot ready to be sent. The same voter and code give the same bytes each time, so that sending it again is no second vote.
struct ReadyBallot {
  std::string voter;
  std::string body;  ///< JSON for POST /rounds/<id>/ballots
};

/// `done` counts ballots. Errors: not_found (a voter without a code), unknown_project, and all that a round may not accept.
[[nodiscard]] Result<std::vector<ReadyBallot>> prepare_ballots(const record::Frozen& round, const allocation::PbFile& file,
                                                               const std::vector<VotingCode>& codes,
                                                               const std::function<void(std::size_t done)>& progress);

/// What was acknowledged, on disk as it comes: "voter<TAB>index" a line. Lets a replay go on where it ended.
class Acknowledged {
 public:
  explicit Acknowledged(const std::filesystem::path& file);
  ~Acknowledged();
  Acknowledged(const Acknowledged&) = delete;
  Acknowledged& operator=(const Acknowledged&) = delete;
  [[nodiscard]] bool has(const std::string& voter) const { return indexes_.contains(voter); }
  [[nodiscard]] std::size_t size() const { return indexes_.size(); }
  void add(const std::string& voter, std::uint64_t index);

 private:
  std::map<std::string, std::uint64_t> indexes_;
  int file_;
};

struct ReplayResult {
  std::size_t acknowledged = 0, refused = 0, unknown = 0;
  std::string first_refusal;  ///< the first problem's body, or empty
  double seconds = 0;
  std::vector<std::uint64_t> microseconds;  ///< of each acknowledged ballot, in order of the answers
};

/// Ends early when `stop` is set, and when each connection in turn got no answer at all: then there is no server.
[[nodiscard]] ReplayResult replay(const http::Target& target, std::size_t connections, const std::string& round,
                                  const std::vector<ReadyBallot>& ballots, Acknowledged& acknowledged,
                                  const std::function<void(std::size_t done)>& progress, const std::atomic<bool>& stop);

}  // namespace radslag::programs
