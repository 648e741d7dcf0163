// Who witnesses the record, before it is sealed.
#include <algorithm>
#include <set>

#include "ledger/log/cosignature.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/values.hpp"

namespace radslag::record {

Result<Draft> draft_witnesses(const State& state, WitnessesAnnounced witnesses) {
  auto& row = witnesses;
  row.origin = state.town.origin;
  row.version = state.town.witnesses ? state.town.witnesses->row.version + 1 : 1;
  if (row.witnesses.size() > max_witnesses) return refuse(Errc::too_large, "at most 12 witnesses are announced");
  if (row.quorum > row.witnesses.size() || (row.quorum == 0 && !row.witnesses.empty()))
    return refuse(Errc::mismatch, "so many witnesses as must cosign are at least one and at most all");
  std::sort(row.witnesses.begin(), row.witnesses.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < row.witnesses.size(); ++i) {
    const auto& witness = row.witnesses[i];
    if (!is_origin(witness.name)) return refuse(Errc::malformed, "\"" + witness.name + "\" cannot be a witness's name");
    if (!is_text(witness.who)) return refuse(Errc::malformed, "who runs the witness " + witness.name + " must be said in a text");
    const bool same_key = i > 0 && row.witnesses[i - 1].key == witness.key;
    if (!names.insert(witness.name).second || same_key)
      return refuse(Errc::duplicate, "two witnesses have one name or key: " + witness.name);
  }
  return Draft{"town", encode_statement(witnesses), {}};
}

Result<WitnessesAnnounced::Witness> parse_witness(std::string_view line) {
  const auto space = line.find(' ');
  auto key = log::CosignerKey::parse(line.substr(0, space));
  if (!key) return refuse(Errc::malformed, "not a witness's public key, as radslag-witness key prints it: " + key.error().detail);
  if (space == std::string_view::npos || !is_text(line.substr(space + 1)))
    return refuse(Errc::malformed, "after the key of " + key->name + " stands who runs the witness");
  return WitnessesAnnounced::Witness{key->key, std::move(key->name), std::string(line.substr(space + 1))};
}

}  // namespace radslag::record
