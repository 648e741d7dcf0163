// How trustees make the key of a round's secret ballots: the conditions of FORMAT.md section 4.7.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/group/group.hpp"
#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/secret_round.hpp"
#include "ledger/record/trustee_acts.hpp"

namespace radslag::record {
namespace {

constexpr std::size_t least_trustees = 2, most_trustees = 50;

Result<> trustees_fit(const CeremonyBegun& x, const std::vector<Officer>& officers) {
  if (auto enough = trustees_suffice(x.trustees.size(), x.threshold); !enough) return enough;
  for (auto trustee = x.trustees.begin(); trustee != x.trustees.end(); ++trustee) {
    const auto same_key = [&](const auto& other) { return other.key == trustee->key; };
    if (std::any_of(x.trustees.begin(), trustee, same_key)) return refuse(Errc::duplicate, "a trustee stands twice: " + trustee->name);
    const auto found = std::find_if(officers.begin(), officers.end(), same_key);
    if (found == officers.end() || found->ended_at || std::count(found->roles.begin(), found->roles.end(), Role::trustee) == 0)
      return refuse(Errc::not_authorised, trustee->name + " is no officer with the role trustee at that town-size");
    if (found->name != trustee->name) return refuse(Errc::mismatch, "trustee " + trustee->name + " was announced as " + found->name);
  }
  return {};
}

/// What the messages so far make of the next one: everything that anybody can check of it.
class Messages {
 public:
  explicit Messages(const CeremonyState& ceremony) : ceremony_(ceremony), group_(group_of(ceremony.group)) {}

  [[nodiscard]] Result<> check(KeyStep step, std::uint64_t trustee, const std::string& message) const {
    if (message.size() > most_bytes) return refuse(Errc::too_large, "a ceremony's message has at most 1 MiB");
    const auto index = static_cast<std::size_t>(trustee);
    switch (step) {
      case KeyStep::certificate:
        return told(voting::check_certificate(group_, {ceremony_.trustees.size(), ceremony_.threshold, trustee}, message));
      case KeyStep::commitment:
        if (crypto::array_from_hex<32>(message)) return {};
        return refuse(Errc::not_canonical, "a commitment is 64 hex digits");
      case KeyStep::polynomial:
        return with_certificates([&](const auto& certificates) {
          return voting::check_polynomial(certificates, index, message, ceremony_.message(KeyStep::commitment, index - 1));
        });
      case KeyStep::key:
        if (ceremony_.threshold == 0) return told(voting::check_trustee_key(group_, message));
        return with_certificates(
            [&](const auto& certificates) { return voting::check_voutput(certificates, of(KeyStep::polynomial), index, message); });
    }
    return {};
  }

  /// With the last message of a step: what only all of them together tell.
  [[nodiscard]] Result<> check_together(KeyStep step) const {
    if (step != KeyStep::certificate) return {};
    return with_certificates([](const auto&) { return voting::Checked<>(); });
  }

  /// With the last message of all.
  [[nodiscard]] Result<voting::Trustees> keys() const {
    std::vector<std::string> items;
    if (ceremony_.threshold == 0) {
      for (const auto& key : of(KeyStep::key)) items.push_back(voting::single_item(key));
    } else {
      const auto certificates = voting::Certificates::parse(group_, ceremony_.threshold, of(KeyStep::certificate));
      if (!certificates) return refuse(certificates.error());
      const auto result = voting::combine_ceremony(*certificates, of(KeyStep::polynomial), of(KeyStep::commitment), of(KeyStep::key));
      if (!result) return refuse(result.error());
      items.push_back(voting::pedersen_item(result->threshold_parameters));
    }
    auto trustees = voting::Trustees::parse(group_, voting::write_trustees(items));
    if (!trustees) return refuse(trustees.error());
    if (trustees->keys().size() != ceremony_.trustees.size()) return refuse(Errc::malformed, "the trustees' list has another length");
    return std::move(*trustees);
  }

 private:
  static constexpr std::size_t most_bytes = std::size_t{1} << 20;

  [[nodiscard]] const std::vector<std::string>& of(KeyStep step) const { return ceremony_.messages[static_cast<std::size_t>(step)]; }

  template <class T>
  static Result<> told(const voting::Checked<T>& checked) {
    if (!checked) return refuse(checked.error());
    return {};
  }

  template <class Check>
  Result<> with_certificates(Check check) const {
    const auto certificates = voting::Certificates::parse(group_, ceremony_.threshold, of(KeyStep::certificate));
    if (!certificates) return refuse(certificates.error());
    return told(check(*certificates));
  }

  const CeremonyState& ceremony_;
  const group::Group& group_;
};

}  // namespace

Result<> trustees_suffice(std::size_t trustees, std::uint64_t threshold) {
  if (trustees < least_trustees || trustees > most_trustees)
    return refuse(Errc::malformed, "a ceremony has 2 to 50 trustees: one alone could open every ballot");
  if (threshold != 0 && (threshold < least_trustees || threshold > trustees))
    return refuse(Errc::malformed, "so many trustees cannot be asked for: 0 for all, or 2 to their number");
  return {};
}

Result<> is_trustees_own(const RoundState& round, const Entry& entry, std::uint64_t number) {
  const auto& trustees = round.ceremony->trustees;
  if (number == 0 || number > trustees.size()) return refuse(Errc::not_found, "there is no trustee " + std::to_string(number));
  const auto& trustee = trustees[number - 1];
  const bool sealed = std::any_of(entry.seals.begin(), entry.seals.end(), [&](const Seal& seal) { return seal.officer == trustee.key; });
  if (sealed) return {};
  return refuse(Errc::not_authorised, "only trustee " + std::to_string(number) + " (" + trustee.name + ") can seal this");
}

Result<> Record::Inside::round(RoundState& round, const CeremonyBegun& x, const Context& at) {
  auto officers = rests_on_town(round, x.round, x.town_size, x.town_root, at);
  if (!officers) return tl::make_unexpected(officers.error());
  if (auto fit = trustees_fit(x, *officers); !fit) return fit;
  auto ceremony = std::make_shared<CeremonyState>();
  ceremony->group = x.group;
  ceremony->threshold = x.threshold;
  ceremony->trustees = x.trustees;
  for (auto& messages : ceremony->messages) messages.resize(x.trustees.size());
  round.ceremony = std::move(ceremony);
  round.officers = std::move(*officers);
  return {};
}

Result<> Record::Inside::round(RoundState& round, const CeremonyStep& x, const Context& at) {
  if (!round.ceremony) return refuse(Errc::out_of_order, "the round has no ceremony");
  if (auto own = is_trustees_own(round, at.entry, x.trustee); !own) return own;
  const auto under_way = round.ceremony->step();
  const std::string name(word(x.step));
  if (!under_way || x.step < *under_way || (x.step == *under_way && !round.ceremony->message(x.step, x.trustee - 1).empty()))
    return refuse(Errc::duplicate, "trustee " + std::to_string(x.trustee) + " has done the step " + name + ", or it is not asked for");
  if (x.step > *under_way)
    return refuse(Errc::out_of_order, "the step " + name + " begins when all trustees have done " + std::string(word(*under_way)));
  const auto bytes = blob(x.content);
  if (!bytes) return tl::make_unexpected(bytes.error());
  std::string message(*blob_content(*bytes));
  if (message.empty()) return refuse(Errc::malformed, "the trustee's message is empty");

  auto next = std::make_shared<CeremonyState>(*round.ceremony);
  const Messages messages(*next);
  if (at.full()) {
    if (auto good = messages.check(x.step, x.trustee, message); !good) return good;
  }
  next->messages[static_cast<std::size_t>(x.step)][x.trustee - 1] = std::move(message);
  if (next->step() != under_way) {
    if (auto good = messages.check_together(x.step); !good) return good;
  }
  if (!next->step()) {
    auto keys = messages.keys();
    if (!keys) return tl::make_unexpected(keys.error());
    next->keys = std::make_shared<const voting::Trustees>(std::move(*keys));
  }
  round.ceremony = std::move(next);
  return {};
}

}  // namespace radslag::record
