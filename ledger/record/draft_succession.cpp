#include "ledger/record/draft_succession.hpp"

#include "ledger/record/identity.hpp"
#include "ledger/record/succession.hpp"

namespace radslag::record {
namespace {

constexpr const char* town = "town";

Result<> next_key(const State& state, const LogIdentity& identity, const crypto::SigningKey& so_far, const PublicKey& next) {
  if (so_far.public_key() != identity.key) return refuse(Errc::mismatch, "that is not the key that the log is signed with now");
  if (is_log_key(state, next)) return refuse(Errc::duplicate, "the key is or was a log's already");
  return {};
}

}  // namespace

Result<Draft> draft_log_key(const State& state, const crypto::SigningKey& so_far, const PublicKey& next) {
  if (auto good = next_key(state, identity_of(state, town), so_far, next); !good) return tl::make_unexpected(good.error());
  LogKey statement{state.town.origin, next, {}};
  statement.signature = so_far.sign(signed_part(statement));
  return Draft{town, encode_statement(statement), {}};
}

Result<Draft> draft_log_recovered(const State& state, const LostEnd& end, const crypto::SigningKey& so_far, const PublicKey& next,
                                  const std::string& reason) {
  const bool is_known = end.log == town || state.round(round_of_log(end.log));
  if (auto good = next_key(state, identity_of(state, is_known ? end.log : town), so_far, next); !good)
    return tl::make_unexpected(good.error());
  const auto text = encode_content(Reason{reason});
  if (auto readable = parse_content<Reason>(text); !readable) return tl::make_unexpected(readable.error());
  auto blob = make_blob(text);
  LogRecovered statement{state.town.origin,
                         end.log,
                         is_known ? identity_of(state, end.log).generation + 1 : 2,
                         next,
                         end.kept,
                         end.kept_root,
                         end.lost_size,
                         end.lost_root,
                         blob_digest(blob),
                         {}};
  statement.signature = so_far.sign(signed_part(statement));
  return Draft{town, encode_statement(statement), {std::move(blob)}};
}

Result<Draft> draft_entry_resubmitted(const State& state, std::string_view receipt) {
  const auto shown = open_receipt(state, receipt);
  if (!shown) return tl::make_unexpected(shown.error());
  if (!shown->is_lost()) return refuse(Errc::duplicate, "nothing was lost there: the log still has that entry's place");
  if (shown->recovery->shown.contains(shown->index)) return refuse(Errc::duplicate, "that lost entry has been shown already");
  const auto* round = state.round(round_of_log(shown->log));
  if (round && round->phase == Phase::allocated) return refuse(Errc::closed, "the allocation is the log's last entry");
  auto blob = make_blob(std::string(receipt));
  const EntryResubmitted statement{founding_origin(state, shown->log), shown->generation, shown->index, blob_digest(blob)};
  return Draft{shown->log, encode_statement(statement), {std::move(blob)}};
}

}  // namespace radslag::record
