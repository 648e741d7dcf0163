#include "server/registrar/cards/hand_outs.hpp"

#include "ledger/record/hand_out.hpp"
#include "server/registrar/cards/card.hpp"
#include "server/registrar/keys.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {

using storage::Blob;

HandOut HandOuts::begin(const CardRound& round, const Card& card, const Person& person, std::uint64_t hour) {
  HandOut out;
  out.commitment = record::card_commitment(round.origin, card.text());
  out.statement = record::encode_statement(record::hand_out(round.origin, out.commitment, keys_.registrar()));
  out.taken = database_.transaction([&](storage::Transaction& t) {
    t.run("INSERT INTO hand_out(round, commitment, taken) VALUES(?, ?, 0) ON CONFLICT DO NOTHING", {round.id, Blob(out.commitment)});
    t.run("INSERT INTO card_fetch(person, round, hour) VALUES(?, ?, ?)", {Blob(person.tag), round.id, hour});
    return t.first("SELECT taken FROM hand_out WHERE round = ? AND commitment = ?", {round.id, Blob(out.commitment)}).value().flag(0);
  });
  return out;
}

void HandOuts::set_taken(const std::string& round, const crypto::Digest& commitment) {
  database_.transaction([&](storage::Transaction& t) {
    t.run("UPDATE hand_out SET taken = 1 WHERE round = ? AND commitment = ?", {round, Blob(commitment)});
  });
}

HandOuts::Count HandOuts::count(const std::string& round) const {
  return database_.read([&](storage::Reading& reading) {
    const auto row = reading.first("SELECT count(*), coalesce(sum(taken), 0) FROM hand_out WHERE round = ?", {round}).value();
    return Count{static_cast<std::uint64_t>(row.integer(0)), static_cast<std::uint64_t>(row.integer(1))};
  });
}

std::vector<CardFetch> HandOuts::fetches(const Person& person) const {
  std::vector<CardFetch> all;
  database_.read([&](storage::Reading& reading) {
    reading.each("SELECT round, hour FROM card_fetch WHERE person = ? ORDER BY number DESC", {Blob(person.tag)},
                 [&](const storage::Row& row) {
                   all.push_back({row.text(0), static_cast<std::uint64_t>(row.integer(1))});
                 });
  });
  return all;
}

}  // namespace radslag::registrar
