#include "ledger/trustee/act.hpp"

#include <algorithm>

#include "crypto/random.hpp"

namespace radslag::trustee {

Result<Seat> take_seat(const record::RoundState& round, const crypto::SigningKey& key) {
  if (!round.ceremony) return refuse(Errc::out_of_order, "round " + round.id + " has no trustees: its key has not been begun");
  const auto& trustees = round.ceremony->trustees;
  const auto mine = std::find_if(trustees.begin(), trustees.end(), [&](const auto& trustee) { return trustee.key == key.public_key(); });
  if (mine == trustees.end()) return refuse(Errc::not_authorised, "this key is of none of the trustees of round " + round.id);
  return Seat{round, key, static_cast<std::uint64_t>(mine - trustees.begin()) + 1};
}

Made keep_sealed(StateFolder& folder, const Seat& seat, const std::string& name, const std::string& content,
                 const std::function<record::Statement(const record::Digest&)>& statement) {
  record::DraftFile file;
  file.draft.log = record::round_log_name(seat.round.id);
  file.draft.blobs.push_back(record::make_blob(content));
  file.draft.statement = record::encode_statement(statement(record::blob_digest(file.draft.blobs.front())));
  file.key = crypto::random_bytes<32>();
  file.seals.push_back(record::seal(file.draft, seat.key));
  folder.keep_act(seat.round.id, name, record::encode_draft_file(file));
  return {name, folder.act_path(seat.round.id, name), false};
}

std::optional<Made> made_before(const StateFolder& folder, const Seat& seat, const std::string& name) {
  const auto path = folder.act_path(seat.round.id, name);
  if (!std::filesystem::exists(path)) return std::nullopt;
  return Made{name, path, true};
}

}  // namespace radslag::trustee
