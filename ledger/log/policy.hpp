// Policies: c2sp.org/tlog-policy. Which logs are meant, which witnesses are known, and whose cosignatures suffice. The file that an
// auditor is given on paper.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/cosignature.hpp"

namespace radslag::log {

/// What a witness or a group may be called in a policy: no space, no control character, not "none".
[[nodiscard]] bool valid_policy_name(std::string_view name);

struct Policy {
  struct Log {
    VerifierKey key;
    std::string url;  ///< empty: none said
    bool operator==(const Log&) const = default;
  };
  struct Witness {
    std::string name;  ///< in this policy alone; the name it signs under stands in the key
    CosignerKey key;
    std::string url;  ///< empty: none said
    bool operator==(const Witness&) const = default;
  };
  struct Group {
    std::string name;
    std::size_t threshold = 1;  ///< of so many members at least: 1 to members.size()
    std::vector<std::string> members;
    bool operator==(const Group&) const = default;
  };

  std::vector<Log> logs;  ///< may be empty where the logs are known otherwise
  std::vector<Witness> witnesses;
  std::vector<Group> groups;
  std::string quorum = "none";  ///< a witness, a group, or "none"

  /// Names are defined before they are used; each is a member of one group at most; exactly one quorum line; no key twice. At most 32 logs,
  /// 32 witnesses, 32 groups and 64 KB. An error's detail begins with the line: "line 7: ...".
  [[nodiscard]] static Result<Policy> parse(std::string_view text);
  /// One group "witnesses" of which `quorum` suffice. 1 <= quorum <= witnesses.size(); without witnesses quorum is 0: "none".
  [[nodiscard]] static Policy of(std::vector<Log> logs, std::vector<Witness> witnesses, std::size_t quorum);
  /// In the form that `parse` reads, one line each, without comments: logs, witnesses, groups, quorum.
  [[nodiscard]] std::string text() const;
  bool operator==(const Policy&) const = default;
};

/// Whether the cosignatures of the witnesses of these names (the policy's names) are a quorum.
[[nodiscard]] bool quorum_met(const Policy& policy, const std::set<std::string>& witnesses);

struct WitnessedCheckpoint {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;  ///< of the policy's witnesses, in the note's order
  bool quorum = false;                    ///< whether they suffice
};

/// A checkpoint signed by one of the policy's logs. `quorum` says whether its cosignatures suffice: that is for the caller to judge.
[[nodiscard]] Result<WitnessedCheckpoint> open_witnessed(std::string_view note, const Policy& policy);
/// The same for logs that are known otherwise: a policy names the town's log, the town's log names those of its rounds.
[[nodiscard]] Result<WitnessedCheckpoint> open_witnessed(std::string_view note, std::span<const VerifierKey> log_keys,
                                                         const Policy& policy);

}  // namespace radslag::log
