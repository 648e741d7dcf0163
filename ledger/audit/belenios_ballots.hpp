// The ballots of a Belenios archive while it goes by: checked by several threads, counted in their order.
#pragma once

#include <deque>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/tally.hpp"
#include "ledger/audit/belenios.hpp"
#include "ledger/audit/workers.hpp"

namespace radslag::audit {

/// Which ballot counts, found in a first reading without any check: of each credential as it is written, the last one's place.
class BeleniosLastBallots {
 public:
  void see(std::uint64_t event, std::string_view ballot);
  /// Whether the ballot at this event is its credential's last.
  [[nodiscard]] bool is_last(std::string_view credential, std::uint64_t event) const;
  [[nodiscard]] std::uint64_t ballots() const { return ballots_; }

 private:
  std::unordered_map<std::string, std::uint64_t> last_;
  std::uint64_t ballots_ = 0;
};

class BeleniosBallots {
 public:
  BeleniosBallots(const voting::Election& election, const std::vector<voting::ListedCredential>& credentials,
                  const BeleniosLastBallots& last, unsigned threads, BeleniosReport& report);

  /// Takes a ballot; waits where too many are under way.
  void add(std::uint64_t event, std::string ballot);
  /// Waits for all of them.
  void finish();

  /// All ballots that count were found good: only then is the tally known.
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] const voting::TallyBuilder& tally() const { return tally_; }

 private:
  struct Given {
    std::uint64_t event;
    std::string json;
  };
  /// Some ballots that are checked together.
  struct Batch {
    explicit Batch(const voting::Election& election) : tally(election) {}
    std::vector<Given> given;
    voting::TallyBuilder tally;
    std::vector<BeleniosFinding> findings;
    std::uint64_t good = 0;
    bool complete = true;
    std::future<void> done;
  };

  void check(Batch& batch) const;
  [[nodiscard]] std::optional<BeleniosFinding> check(Batch& batch, const Given& given) const;
  void submit();
  void take_oldest();

  voting::Election election_;
  std::unordered_map<std::string, std::uint64_t> weights_;  ///< by credential
  const BeleniosLastBallots& last_;
  BeleniosReport& report_;
  voting::TallyBuilder tally_;
  bool complete_ = true;
  std::unique_ptr<Batch> filling_;
  std::deque<std::unique_ptr<Batch>> under_way_;
  Workers workers_;  // ends first
};

}  // namespace radslag::audit
