// Drafts of what section 4.8 of FORMAT.md has for boards and the registrar's officers.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/values.hpp"
#include "ledger/record/withholding.hpp"

namespace radslag::record {
namespace {

Result<Draft> checked(const Statement& statement, std::vector<std::string> blobs = {}) {
  auto text = encode_statement(statement);
  if (text.size() > max_text_bytes) return refuse(Errc::too_large, "the act has more than 20,000 bytes: withhold less at once");
  if (auto readable = parse_statement(text); !readable) return tl::make_unexpected(readable.error());
  return Draft{"town", std::move(text), std::move(blobs)};
}

}  // namespace

Result<Draft> draft_blobs_withheld(const State& state, const std::string& log, WithholdingGround ground, const std::string& decision,
                                   std::vector<Digest> blobs, const std::string& reason) {
  const auto* round = state.round(round_of_log(log));
  if (log != "town" && !round) return refuse(Errc::not_found, "there is no log " + log);
  if (round && !round->ended_at) return refuse(Errc::out_of_order, "round " + round->id + " has not been ended");
  std::sort(blobs.begin(), blobs.end());
  blobs.erase(std::unique(blobs.begin(), blobs.end()), blobs.end());
  BlobsWithheld act{state.town.origin, log, ground, decision, {}, {}};
  for (const auto& blob : blobs) {
    if (const auto* before = state.withheld(blob))
      return refuse(Errc::duplicate, crypto::to_hex(blob).substr(0, 16) + "… is " + withheld_text(*before));
    act.blobs.push_back({blob});
  }
  const auto text = encode_content(Reason{reason});
  if (auto readable = parse_content<Reason>(text); !readable) return tl::make_unexpected(readable.error());
  auto why = make_blob(text);
  act.content = blob_digest(why);
  return checked(act, {std::move(why)});
}

Result<Draft> draft_matter_key_destroyed(const State& state, MatterKind kind, const std::string& matter, std::uint64_t hour) {
  if (state.town.destroyed_keys.contains({kind, matter})) return refuse(Errc::duplicate, "that is in the record already");
  const auto over = appeal_ends(state, kind, matter);
  if (!over) return refuse(Errc::not_found, "there is no such matter that has ended");
  if (hour < *over) return refuse(Errc::out_of_order, "its appeal period is over at " + hour_text(*over));
  return checked(MatterKeyDestroyed{state.town.origin, kind, matter});
}

}  // namespace radslag::record
