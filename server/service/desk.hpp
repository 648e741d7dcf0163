// Acts of office between drafting and the record: a page drafts one, officers seal it on devices of their own, and when it has the seals
// it needs somebody hands it in. What the desk says is convenience; what counts is what `Record` admits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/draft_file.hpp"
#include "ledger/record/entry.hpp"
#include "server/service/service.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::service {

/// What the act is, for lists and doors: none of it enters the record.
struct ActLabel {
  std::string action;   ///< staff::action_name
  std::string board;    ///< whose matter it is; empty for none
  std::string subject;  ///< id of the initiative, round, dialogue …
  std::string made_by;  ///< account id
};

enum class ActState { waiting, done, dropped };

struct DeskAct {
  std::string id;  ///< 16 letters and digits
  ActLabel label;
  std::uint64_t made_hour = 0;
  record::DraftFile file;
  std::vector<record::Seal> seals;  ///< ascending by officer
  record::Role role{};              ///< whose seals it needs
  std::size_t needed = 0;           ///< how many, of different people
  ActState state = ActState::waiting;
  std::optional<std::uint64_t> entry;  ///< index in its log, once done

  [[nodiscard]] bool is_sealed() const { return seals.size() >= needed; }
};

/// Thread-safe.
class Desk {
 public:
  /// `database`: open_counter_data. Both outlive the desk.
  Desk(storage::Database& database, Service& service);

  /// Gives the act's id.
  [[nodiscard]] std::string put(record::Draft draft, const ActLabel& label);
  [[nodiscard]] std::optional<DeskAct> find(const std::string& id) const;
  /// Oldest first.
  [[nodiscard]] std::vector<DeskAct> waiting() const;
  /// Done or dropped, newest first.
  [[nodiscard]] std::vector<DeskAct> settled(std::size_t most) const;

  /// Lines "signed <key> <signature>" as `radslag-trustee sign` writes them: all of them or none. Errors: malformed, not_found, closed (not
  /// waiting), bad_signature, not_authorised (a key that has not been announced, has been ended, or has not the role).
  [[nodiscard]] Result<> add_seals(const std::string& id, std::string_view lines);
  /// For whoever wants to begin again. Errors: not_found, closed.
  [[nodiscard]] Result<> drop(const std::string& id);

  /// Into the record; waits for the commit. The act stays waiting where it is refused. Errors: not_found, closed, not_authorised (seals
  /// are missing), and whatever the record says.
  [[nodiscard]] Result<Receipt> hand_in(const std::string& id);

 private:
  storage::Database& database_;
  Service& service_;
};

}  // namespace radslag::service
