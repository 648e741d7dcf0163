// radslag-registrar cards status: the rounds with voting cards, in numbers.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "crypto/encoding.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/public_rounds.hpp"
#include "server/registrar/cards/cards.hpp"

namespace radslag::registrar_program {
namespace {

namespace json = boost::json;
using registrar::CardRound;
using registrar::RoundLog;
using registrar::Stop;

const char* phase_name(const RoundLog* log) {
  if (!log) return "not seen";
  switch (log->phase()) {
    case RoundLog::Phase::begun: return "begun";
    case RoundLog::Phase::open: return "open";
    case RoundLog::Phase::closed: return "closed";
  }
  return "";
}

json::object object_of(const registrar::Cards& cards, const CardRound& round, const RoundLog* log) {
  json::array urns;
  for (const auto& urn : round.urns)
    urns.push_back(json::object{{"urn", urn.urn.id},
                                {"areas", registrar::area_list(urn.urn)},
                                {"voters", urn.voters},
                                {"reserve", urn.reserve},
                                {"late", cards.holders.late(round.id, urn.urn.id)},
                                {"active", log ? log->active_reserve(urn.urn.id) : 0},
                                {"paper", round.paper}});
  std::uint64_t blocked = 0, envelopes = 0;
  for (const auto& stop : cards.stops.all(round.id)) ++(stop.why == Stop::Why::blocked ? blocked : envelopes);
  const auto handed = cards.hand_outs.count(round.id);
  return {{"round", round.id},
          {"phase", phase_name(log)},
          {"edition", round.edition},
          {"group", round.group},
          {"halves", round.two_halves ? 2 : 1},
          {"electorate", crypto::to_hex(round.electorate)},
          {"urns", std::move(urns)},
          {"handedOut", handed.taken},
          {"handedOutUnconfirmed", handed.begun - handed.taken},
          {"blocked", blocked},
          {"envelopes", envelopes}};
}

void print(const json::object& round) {
  const auto word = [](const json::value& value) { return std::string_view(value.as_string()); };
  std::cout << "Round " << word(round.at("round")) << " (" << word(round.at("phase")) << "), edition " << word(round.at("edition")) << ", "
            << word(round.at("group")) << ", " << (round.at("halves").to_number<int>() == 2 ? "two halves" : "one half") << '\n';
  for (const auto& item : round.at("urns").as_array()) {
    const auto& urn = item.as_object();
    std::cout << "  urn " << word(urn.at("urn")) << " (" << word(urn.at("areas")) << "): " << urn.at("voters") << " voters; reserve "
              << urn.at("late") << " used, " << urn.at("active") << " active, of " << urn.at("reserve") << "; " << urn.at("paper")
              << " on paper\n";
  }
  std::cout << "  handed out  " << round.at("handedOut") << ", and " << round.at("handedOutUnconfirmed")
            << " without the counter's receipt\n"
            << "  stopped     " << round.at("blocked") << " blocked, " << round.at("envelopes")
            << " voted on paper (prepared or in force)\n"
            << "  electorate  " << word(round.at("electorate")) << '\n';
}

int status(const SettingFlags& flags, bool as_json) {
  const auto settings = flags.settings();
  const auto house = open_registrar(settings);
  const registrar::Cards cards(*house);
  json::array all;
  for (const auto& round : cards.rounds.all())
    all.push_back(object_of(cards, round, public_round(settings, house->town_origin(), round.id).log.get()));
  if (as_json) {
    std::cout << json::serialize(all) << '\n';
    return 0;
  }
  for (const auto& round : all) print(round.as_object());
  if (all.empty()) std::cout << "No round has voting cards yet: radslag-registrar cards make\n";
  return 0;
}

}  // namespace

void add_cards_status(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("status", "The rounds with voting cards, in numbers");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "for programs");
  command->footer("Examples\n  radslag-registrar cards status\n  radslag-registrar cards status --json");
  command->callback([&chosen, flags, as_json] { chosen = [flags, as_json] { return status(*flags, *as_json); }; });
}

}  // namespace radslag::registrar_program
