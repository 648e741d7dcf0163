#include "ledger/trustee/ceremony.hpp"

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::trustee {
namespace {

using record::CeremonyState;
using record::KeyStep;

constexpr const char* seed_name = "seed";              // of the ceremony with a threshold
constexpr const char* polynomial_name = "polynomial";  // a line with its commitment, then the message
constexpr const char* private_key_name = "private-key";

std::vector<std::string> all_of(const CeremonyState& ceremony, KeyStep step) {
  std::vector<std::string> messages;
  for (std::size_t i = 0; i < ceremony.trustees.size(); ++i) messages.push_back(ceremony.message(step, i));
  return messages;
}

voting::Checked<voting::Certificates> certificates_of(const CeremonyState& ceremony) {
  return voting::Certificates::parse(record::group_of(ceremony.group), ceremony.threshold, all_of(ceremony, KeyStep::certificate));
}

tl::unexpected<Error> lost() {
  return refuse(Errc::not_found,
                "the secrets of this round are not in the state folder: was the ceremony begun with another folder? Without them this "
                "trustee's part of the key is lost");
}

Result<Secret> kept(const Seat& seat, const StateFolder& folder, const char* name) {
  auto secret = folder.secret(seat.round.id, name);
  if (!secret) return tl::make_unexpected(secret.error());
  if (!*secret) return lost();
  return std::move(**secret);
}

/// The certificates, and this trustee's seed, which made its own of them.
struct Ceremony {
  voting::Certificates certificates;
  Secret seed;
};

Result<Ceremony> join(const Seat& seat, const StateFolder& folder) {
  auto certificates = certificates_of(*seat.round.ceremony);
  if (!certificates) return record::refuse(certificates.error());
  auto seed = kept(seat, folder, seed_name);
  if (!seed) return tl::make_unexpected(seed.error());
  if (certificates->index_of(seed->text()) != seat.number) return lost();
  return Ceremony{std::move(*certificates), std::move(*seed)};
}

Result<std::string> certificate(const Seat& seat, StateFolder& folder) {
  const auto& ceremony = *seat.round.ceremony;
  auto seed = folder.secret(seat.round.id, seed_name);
  if (!seed) return tl::make_unexpected(seed.error());
  if (!*seed) {
    *seed = Secret(voting::make_seed());
    folder.keep_secret(seat.round.id, seed_name, **seed);
  }
  const voting::CeremonyPlace place{ceremony.trustees.size(), ceremony.threshold, seat.number};
  return voting::make_certificate(record::group_of(ceremony.group), place, (*seed)->text());
}

Result<std::string> commitment(const Seat& seat, StateFolder& folder) {
  const auto joined = join(seat, folder);
  if (!joined) return tl::make_unexpected(joined.error());
  auto before = folder.secret(seat.round.id, polynomial_name);
  if (!before) return tl::make_unexpected(before.error());
  if (*before) return (*before)->text().substr(0, (*before)->text().find('\n'));
  auto made = voting::make_contribution(joined->certificates, joined->seed.text());
  if (!made) return record::refuse(made.error());
  folder.keep_secret(seat.round.id, polynomial_name, Secret(made->commitment + "\n" + made->polynomial));
  return made->commitment;
}

Result<std::string> polynomial(const Seat& seat, const StateFolder& folder) {
  const auto joined = join(seat, folder);
  if (!joined) return tl::make_unexpected(joined.error());
  const auto made = kept(seat, folder, polynomial_name);
  if (!made) return tl::make_unexpected(made.error());
  const auto end = made->text().find('\n');
  const auto message = made->text().substr(end + 1);
  const auto& committed = seat.round.ceremony->message(KeyStep::commitment, seat.number - 1);
  if (made->text().substr(0, end) != committed) return lost();
  if (auto good = voting::check_polynomial(joined->certificates, seat.number, message, committed); !good)
    return record::refuse(good.error());
  return message;
}

Result<std::string> voutput(const Seat& seat, const StateFolder& folder) {
  const auto joined = join(seat, folder);
  if (!joined) return tl::make_unexpected(joined.error());
  const auto& ceremony = *seat.round.ceremony;
  auto made = voting::make_voutput(joined->certificates, joined->seed.text(), all_of(ceremony, KeyStep::polynomial),
                                   all_of(ceremony, KeyStep::commitment));
  if (!made) return record::refuse(made.error());
  return std::move(*made);
}

/// Where all trustees are needed: a key of their own each.
Result<std::string> own_key(const Seat& seat, StateFolder& folder) {
  const auto& group = record::group_of(seat.round.ceremony->group);
  auto before = folder.secret(seat.round.id, private_key_name);
  if (!before) return tl::make_unexpected(before.error());
  if (!*before) {
    *before = Secret(voting::write_private_key(group, group.random_scalar()));
    folder.keep_secret(seat.round.id, private_key_name, **before);
  }
  const auto secret = voting::read_private_key(group, (*before)->text());
  if (!secret) return lost();
  return voting::make_trustee_key(group, *secret);
}

Result<std::string> message_of(const Seat& seat, KeyStep step, StateFolder& folder) {
  switch (step) {
    case KeyStep::certificate: return certificate(seat, folder);
    case KeyStep::commitment: return commitment(seat, folder);
    case KeyStep::polynomial: return polynomial(seat, folder);
    case KeyStep::key: break;
  }
  return seat.round.ceremony->threshold == 0 ? own_key(seat, folder) : voutput(seat, folder);
}

tl::unexpected<Error> not_now(const CeremonyState& ceremony, KeyStep asked) {
  const auto now = ceremony.step();
  const std::string wanted = "the step '" + std::string(record::word(asked)) + "' ";
  if (!now) return refuse(Errc::out_of_order, wanted + "is over: the key is complete");
  if (ceremony.threshold == 0 && asked != KeyStep::key)
    return refuse(Errc::out_of_order,
                  wanted + "is for rounds where some of the trustees are enough; here all are needed, and there is only 'key'");
  if (asked < *now) return refuse(Errc::out_of_order, wanted + "is over: the ceremony is at '" + std::string(record::word(*now)) + "'");
  return refuse(Errc::out_of_order, wanted + "cannot begin yet: the ceremony is at '" + std::string(record::word(*now)) +
                                        "' and waits for " + names_of(ceremony, standing_of(ceremony).missing));
}

}  // namespace

CeremonyStanding standing_of(const CeremonyState& ceremony) {
  CeremonyStanding standing;
  standing.step = ceremony.step();
  if (standing.step) {
    for (std::size_t i = 0; i < ceremony.trustees.size(); ++i) {
      if (ceremony.message(*standing.step, i).empty()) standing.missing.push_back(i + 1);
    }
  }
  if (ceremony.threshold > 0 && standing.step != KeyStep::certificate) {
    if (const auto certificates = certificates_of(ceremony)) standing.certificates = certificates->fingerprint();
  }
  if (ceremony.keys) {
    standing.key = crypto::to_hex(crypto::sha256(ceremony.keys->json()));
    standing.public_key = record::group_of(ceremony.group).encode(ceremony.keys->election_key());
  }
  return standing;
}

Turn turn_of(const CeremonyState& ceremony, std::uint64_t trustee) {
  const auto step = ceremony.step();
  if (!step) return Turn::complete;
  return ceremony.message(*step, trustee - 1).empty() ? Turn::act : Turn::wait;
}

Result<Made> make_step(const Seat& seat, KeyStep step, StateFolder& folder) {
  const auto& ceremony = *seat.round.ceremony;
  const std::string name(record::word(step));
  if (auto before = made_before(folder, seat, name)) return std::move(*before);
  if (ceremony.step() != step) return not_now(ceremony, step);
  if (!ceremony.message(step, seat.number - 1).empty())
    return refuse(Errc::out_of_order, "this trustee's '" + name + "' is in the record already, but was not made with this state folder");
  const auto message = message_of(seat, step, folder);
  if (!message) return tl::make_unexpected(message.error());
  return keep_sealed(folder, seat, name, *message, [&](const record::Digest& content) -> record::Statement {
    return record::CeremonyStep{seat.round.origin, seat.number, step, content};
  });
}

Result<group::Scalar> decryption_secret(const Seat& seat, const StateFolder& folder) {
  const auto& ceremony = *seat.round.ceremony;
  const auto& group = record::group_of(ceremony.group);
  if (!ceremony.complete()) return not_now(ceremony, KeyStep::key);
  if (ceremony.threshold == 0) {
    const auto text = kept(seat, folder, private_key_name);
    if (!text) return tl::make_unexpected(text.error());
    const auto secret = voting::read_private_key(group, text->text());
    const auto& published = ceremony.keys->keys().at(seat.number - 1).key;
    if (!secret || !group.equal(group.secret_power_of_generator(*secret), published)) return lost();
    return *secret;
  }
  const auto joined = join(seat, folder);
  if (!joined) return tl::make_unexpected(joined.error());
  const auto whole = voting::combine_ceremony(joined->certificates, all_of(ceremony, KeyStep::polynomial),
                                              all_of(ceremony, KeyStep::commitment), all_of(ceremony, KeyStep::key));
  if (!whole) return record::refuse(whole.error());
  const auto secret = voting::open_decryption_key(group, joined->seed.text(), whole->decryption_keys.at(seat.number - 1),
                                                  ceremony.keys->keys().at(seat.number - 1).key);
  if (!secret) return lost();
  return *secret;
}

std::string names_of(const CeremonyState& ceremony, const std::vector<std::uint64_t>& trustees) {
  std::string out;
  for (const auto number : trustees) {
    out += (out.empty() ? "" : ", ") + ceremony.trustees.at(number - 1).name + " (trustee " + std::to_string(number) + ")";
  }
  return out;
}

}  // namespace radslag::trustee
