#include "server/programs/registrar/public_rounds.hpp"

#include "server/registrar/follow/round_follower.hpp"
#include "server/registrar/follow/town_copy.hpp"

namespace radslag::registrar_program {

PublicRound public_round(const Settings& settings, const std::string& town_origin, const std::string& id) {
  PublicRound found;
  if (!std::filesystem::exists(settings.town_copy())) return found;
  registrar::Town town;
  registrar::TownCopy(settings.town_copy(), town_origin).each_entry(0, [&](const registrar::KeptEntry& kept) {
    if (const auto entry = record::parse_entry(kept.bytes)) registrar::apply(town, *entry);
  });
  found.newest_edition = town.newest_edition;
  const auto round = town.rounds.find(id);
  if (round == town.rounds.end()) return found;
  found.begun = round->second;
  const auto copy = settings.round_copies() / (id + ".sqlite");
  if (std::filesystem::exists(copy)) found.log = registrar::RoundFollower(copy, round->second).log();
  return found;
}

}  // namespace radslag::registrar_program
