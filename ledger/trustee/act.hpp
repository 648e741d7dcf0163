// A trustee's act, sealed: what the step functions make, and what is handed in.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "ledger/record/draft_file.hpp"
#include "ledger/record/state.hpp"
#include "ledger/trustee/state_folder.hpp"

namespace radslag::trustee {

/// A round as a trustee sees it who has verified the record that it is from.
struct Seat {
  const record::RoundState& round;
  const crypto::SigningKey& key;
  std::uint64_t number = 0;  ///< of this trustee, from 1
};

/// Errors: out_of_order (the round has no ceremony), not_authorised (the key is none of its trustees').
[[nodiscard]] Result<Seat> take_seat(const record::RoundState& round, const crypto::SigningKey& key);

/// What a step gave.
struct Made {
  std::string name;  ///< of the act in the state folder
  std::filesystem::path file;
  bool again = false;  ///< it had been made before, and this is the same
};

/// Seals a statement that names one blob with this content, and keeps it. The same again for a name that was kept.
[[nodiscard]] Made keep_sealed(StateFolder& folder, const Seat& seat, const std::string& name, const std::string& content,
                               const std::function<record::Statement(const record::Digest&)>& statement);

/// The act of this name where it has been made.
[[nodiscard]] std::optional<Made> made_before(const StateFolder& folder, const Seat& seat, const std::string& name);

}  // namespace radslag::trustee
