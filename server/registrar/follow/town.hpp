// What the registrar knows of the town: its public log, cut down to what residents are asked about and written to about.
//
// Signatures are not among it: who signed is in the log as pseudonyms, and nothing here needs them. Whether officers' seals hold is not
// judged: the town's key answers for what its log admitted, and radslag-verify audits it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "ledger/record/contents.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/state.hpp"

namespace radslag::registrar {

struct Initiative {
  std::string id, board, place, edition;  ///< `place` may be empty
  record::Commitment roll;
  record::Digest subject{};
  record::InitiativePhase phase{};
  std::uint64_t closes = 0;                                  ///< hour from which signatures are refused; 0 before opening
  bool text_public = false;                                  ///< an officer has opened or refused it, not as unlawful
  std::shared_ptr<const record::InitiativeContent> content;  ///< nullptr: sealed, or not handed out
};

struct Call {
  std::string id, dialogue;
  std::uint64_t closes = 0;                ///< hour from which proposals are refused
  record::Digest text{};                   ///< of the blob
  std::optional<record::Commitment> roll;  ///< from the first proposal on
  std::string edition;                     ///< likewise
  std::shared_ptr<const record::CallContent> content;
};

struct Proposal {
  std::string id, call;
  record::Digest subject{};
  bool text_public = false;
  std::shared_ptr<const record::ProposalContent> content;
};

struct Round {
  std::string id, log;
  record::PublicKey key{};
  bool opened = false;  ///< by the round log's own checkpoint
  bool ended = false;
};

/// As of one size of the town log. Copied at each change; texts are shared.
struct Town {
  std::uint64_t size = 0;  ///< entries seen
  std::string origin, name;
  bool demo = false;
  std::optional<record::RegistrarAnnounced> registrar;
  std::map<std::string, record::RollEdition> editions;
  std::string newest_edition;
  std::map<std::string, record::Board> boards;
  std::map<std::string, Initiative> initiatives;
  std::map<std::string, Call> calls;
  std::map<std::string, Proposal> proposals;
  std::map<std::string, Round> rounds;
  std::set<record::Digest> withheld;  ///< texts that are not handed out any more, nor kept here

  [[nodiscard]] const Initiative* initiative(const std::string& id) const;
  [[nodiscard]] const Call* call(const std::string& id) const;
  [[nodiscard]] const Proposal* proposal(const std::string& id) const;
  [[nodiscard]] const record::Board* board(const std::string& id) const;
  [[nodiscard]] const record::RollEdition* edition(const std::string& id) const;
  /// The name of an area as that edition has it; empty where it has none.
  [[nodiscard]] std::string area_name(const std::string& edition, const std::string& area) const;
};

/// Whether a town is told anything by such an entry. The many (signatures, withdrawals) tell it nothing.
[[nodiscard]] bool concerns(const record::Statement& statement);

/// The next entry that concerns it. What does not fit to what was before is left out: the log's own conditions are not judged here.
void apply(Town& town, const record::Entry& entry);

/// Asks for the blob of each text that is public and not here yet; nothing: not to be had now. A blob that is not the one asked for, or
/// not such a text, is not taken.
void fill_texts(Town& town, const std::function<std::optional<std::string>(const record::Digest&)>& blob);

}  // namespace radslag::registrar
