// A town whose log's key changes, and one that lost its end.
#include <stdexcept>

#include "ledger/log/receipt.hpp"
#include "ledger/record/draft_succession.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/succession.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {

Town Town::restored(const std::map<std::string, std::uint64_t>& sizes) const {
  Town copy(host_);
  copy.held_->blobs = held_->blobs;
  copy.hour = hour;
  copy.salts_ = salts_ + 1'000;
  copy.nonces_ = nonces_ + 1'000;
  copy.rolls_ = rolls_;
  const auto size_of = [&](const std::string& name, const Log& log) {
    return sizes.contains(name) ? sizes.at(name) : std::uint64_t{log.pieces.size()};
  };
  const auto put_back = [&](const std::string& name, std::uint64_t index) {
    const auto& piece = log(name).pieces.at(index);
    if (auto admitted = copy.record_.admit(name, piece.entry); !admitted) throw std::logic_error(admitted.error().detail);
    copy.add(name, piece);
    const auto entry = record::parse_entry(piece.entry).value();
    if (const auto* begun = std::get_if<record::RoundBegun>(&entry.statement))
      copy.held_->logs[record::round_log_name(begun->round)] = {begun->log, log(record::round_log_name(begun->round)).key, {}, {}};
  };
  std::map<std::string, std::uint64_t> done;
  const auto put_back_round = [&](const std::string& name) {
    for (auto& next = done[name]; next < size_of(name, log(name)); ++next) put_back(name, next);
  };
  for (std::uint64_t i = 0; i < size_of("town", log("town")); ++i) {
    const auto entry = record::parse_entry(log("town").pieces[i].entry).value();
    if (const auto* ended = std::get_if<record::RoundEnded>(&entry.statement)) put_back_round(record::round_log_name(ended->round));
    put_back("town", i);
  }
  for (const auto& [id, round] : copy.state().rounds) put_back_round(record::round_log_name(id));
  copy.held_->logs["town"].key = log("town").key;
  copy.held_->logs["town"].generation = log("town").generation;
  return copy;
}

record::LogKey Town::new_log_key(const std::string& next_key) const {
  const auto draft = record::draft_log_key(state(), key_of(log("town").key), public_key(next_key)).value();
  return std::get<record::LogKey>(record::parse_statement(draft.statement).value());
}

void Town::change_log_key(const std::string& next_key) {
  put("town", new_log_key(next_key), keepers);
  log("town").key = next_key;
}

record::LogRecovered Town::recovery(const std::string& name, const Town& before, const std::string& next_key,
                                    const std::string& blob) const {
  const auto& lost = before.log(name);
  const bool known = held_->logs.contains(name);
  const log::Tree nothing;
  const auto& kept = known ? log(name).tree : nothing;
  record::LogRecovered statement{origin(),
                                 name,
                                 known ? log(name).generation + 1 : 2,
                                 public_key(next_key),
                                 kept.size(),
                                 kept.root(),
                                 lost.tree.size(),
                                 lost.tree.root(),
                                 record::blob_digest(blob),
                                 {}};
  statement.signature = key_of(log(known ? name : "town").key).sign(record::signed_part(statement));
  return statement;
}

void Town::recover(const std::string& name, const Town& before, const std::string& next_key) {
  const auto reason = blob(record::encode_content(record::Reason{"Yesterday's copy was put back after the disk broke."}));
  put("town", recovery(name, before, next_key, reason), keepers, {reason});
  if (!held_->logs.contains(name)) return;
  log(name).key = next_key;
  ++log(name).generation;
}

std::pair<record::EntryResubmitted, std::string> Town::lost_entry(const std::string& name, const Town& before, std::uint64_t index) {
  const auto& from = before.log(name);
  const auto receipt = blob(before.receipt(name, index, from.pieces.size()));
  return {{from.origin, from.generation, index, record::blob_digest(receipt)}, receipt};
}

void Town::resubmit(const std::string& name, const Town& before, std::uint64_t index) {
  const auto [statement, receipt] = lost_entry(name, before, index);
  put(name, statement, {}, {receipt});
  if (const auto due = record_.due()) put("town", *due, {});
}

}  // namespace radslag::testing
