// What a round's count means for each project and for its voters, worked out from the ballots that count. Pure, for any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/ballot.hpp"

namespace radslag::allocation {
class Profile;
}

namespace radslag::web {

/// Immutable once made. Amounts are minor units; projects are places in the definition.
struct CountStudy {
  /// The projects that got most of a project's supporters' money are named, at most so many; the others are summed up.
  static constexpr std::size_t most_flows = 8;

  struct Flow {
    std::uint16_t project = 0;
    std::uint64_t money = 0;  ///< rounded
  };

  struct OfProject {
    bool has_money = false;               ///< Equal Shares: the six that follow are known
    std::uint64_t support_per_mille = 0;  ///< effective support, rounded down: 1000 and more where it was funded
    std::vector<Flow> spent;              ///< what its supporters had spent on others, the most first
    std::uint64_t others = 0;             ///< projects beside those in `spent` that got some
    std::uint64_t spent_on_others = 0;    ///< and what these got
    std::uint64_t left = 0;               ///< what they had left together, when it was its turn or at the end
    std::uint64_t total = 0;              ///< all three together

    // How close it was (allocation::Margin); nothing where nothing would have done, or it is not known.
    std::optional<std::uint64_t> margin_cost, more_votes, fewer_votes;
    bool votes_at_endowment = false;
  };

  /// By how many of their projects voters got, and where the money went. Where there are urns, of one urn.
  struct Outcome {
    std::uint64_t voters = 0, blank = 0, without = 0;
    std::vector<std::uint64_t> by_number;  ///< [k]: voters of whose projects k are funded
    std::string average;                   ///< of a voter's projects, two decimals
    std::uint64_t funded = 0, cost = 0;
  };
  struct Category {
    std::string id;  ///< of an area or theme; empty: projects of none
    std::uint64_t projects = 0, funded = 0, cost = 0, spent = 0, votes = 0, funded_votes = 0;
  };
  struct OfUrn {
    std::string id;  ///< empty where there are none
    Outcome outcome;
    /// Beside what greedy by votes would have given, where that is not the rule.
    struct Beside {
      Outcome greedy;
      std::uint64_t prefer_this = 0, prefer_greedy = 0, equal = 0;  ///< voters, by how many of their projects each funds
      std::vector<std::uint16_t> only_this, only_greedy;
    };
    std::optional<Beside> beside;
    std::string pb_sha256;  ///< of the urn's ballots as a .pb file (result_pb.hpp), hexadecimal
  };

  std::vector<OfProject> projects;      ///< as in the definition
  std::vector<OfUrn> urns;              ///< one, where there are no urns
  std::vector<Category> areas, themes;  ///< as in the definition, then those of none; no empty ones
  bool at_endowment = false;            ///< margins are at the endowment at which the count ended
  bool without_comparison = false;      ///< and leave the comparison with greedy out of account
  bool is_explained = true;             ///< false: explaining each project would take too long here
};

/// What is needed for a study. Nothing in it changes any more once a round has been allocated.
struct CountedRound {
  std::shared_ptr<const record::Frozen> frozen;
  record::TallyContent tally;
  record::AllocationContent allocation;
  std::optional<record::Digest> lot;
  std::string round, town;  ///< id and name, for the .pb file
  std::uint64_t opened_hour = 0, closed_hour = 0;
};

/// One urn's projects with ballots that name one each, as many as the tally counts: what looks at votes alone sees no difference. `urn`: 0
/// where there are none.
[[nodiscard]] allocation::Profile profile_of_votes(const record::RoundDefinition& definition, const record::TallyContent& tally,
                                                   std::size_t urn);

/// About how many steps a study takes, some tens of millions of which make a second.
[[nodiscard]] double study_work(const CountedRound& counted);

/// Errors: those of allocation::count; mismatch (the ballots do not give the allocation).
[[nodiscard]] Result<CountStudy> study(const CountedRound& counted, const record::CountedBallots& ballots);

/// What can be told of totals alone: how close each project was by greedy.
[[nodiscard]] Result<CountStudy> study_of_totals(const CountedRound& counted);

}  // namespace radslag::web
