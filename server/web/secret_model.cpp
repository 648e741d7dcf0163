#include "server/web/secret_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "server/web/ballot_rule.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;

bool is_secret(const record::RoundState& round) { return round.frozen && round.frozen->is_secret(); }

std::uint64_t people_who_voted(const record::RoundState& round) {
  if (!is_secret(round)) return round.voters;
  std::uint64_t most_in_whole = 0, in_areas = 0;
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    auto& sum = round.frozen->definition.urns[i].areas.empty() ? most_in_whole : in_areas;
    sum += round.urns[i].voters;
  }
  return std::max(most_in_whole, in_areas);  // at least so many: who voted in one urn alone is not told apart
}

std::string urn_name(const record::RoundDefinition& definition, const record::UrnDefinition& urn) {
  std::string name;
  for (const auto& area : urn.areas) {
    const auto found = std::find_if(definition.areas.begin(), definition.areas.end(), [&](const auto& place) { return place.id == area; });
    name += (name.empty() ? "" : ", ") + (found == definition.areas.end() ? area : found->name);
  }
  return name;
}

void add_secret_ballot(const Visit& visit, const record::RoundState& round, json::object& model, json::object& ballot) {
  const auto& frozen = *round.frozen;
  const auto& definition = frozen.definition;
  json::array urns, homes;
  for (std::size_t i = 0; i < frozen.urns.size(); ++i) {
    const auto& urn = definition.urns[i];
    json::array projects;
    for (const auto place : frozen.urns[i].projects) projects.emplace_back(definition.projects[place].id);
    const auto name = urn_name(definition, urn);
    json::object row = script_rule(definition, projects.size());
    row["id"] = urn.id;
    row["name"] = name;
    row["election"] = round_href(round) + "/urns/" + urn.id + "/election.json";
    row["envelope"] = urn.envelope;
    row["projects"] = std::move(projects);
    row["everyone"] = urn.areas.empty();
    urns.push_back(std::move(row));
    if (!urn.areas.empty()) homes.push_back({{"urn", urn.id}, {"name", name}});
  }
  model["has_home"] = frozen.urns.size() > 1 && !homes.empty();
  model["homes"] = std::move(homes);
  ballot["island"] = "secret-ballot";
  ballot["halves"] = frozen.halves;
  ballot["two_halves"] = frozen.halves == 2;
  const auto& registrar = visit.state->town.registrar;
  ballot["card_href"] = (registrar ? registrar->row.site : std::string()) + "/card?round=" + round.id;
  if (visit.html) {
    ballot["urns"] = json::serialize(urns);
  } else {
    ballot["urns"] = std::move(urns);
  }
}

void add_secrecy(const Visit& visit, const record::RoundState& round, json::object& model) {
  const auto& ceremony = *round.frozen->ceremony;
  json::array trustees;
  for (std::size_t i = 0; i < ceremony.trustees.size(); ++i) {
    const auto number = i + 1;
    bool shuffled = false, decrypted = false;
    for (const auto& urn : round.urns) {
      const auto did = [&](const auto& part) { return part.trustee == number; };
      shuffled = shuffled || std::any_of(urn.shuffles.begin(), urn.shuffles.end(), did);
      decrypted = decrypted || std::any_of(urn.decryptions.begin(), urn.decryptions.end(), did);
    }
    trustees.push_back({{"number", number}, {"name", ceremony.trustees[i].name}, {"shuffled", shuffled}, {"decrypted", decrypted}});
  }
  model["trustees"] = std::move(trustees);
  visit.say(model, "trustees_text", "secret.trustees_text",
            {{"needed", static_cast<std::int64_t>(ceremony.needed())}, {"all", static_cast<std::int64_t>(ceremony.trustees.size())}});
  model["has_find"] = true;
  visit.say(model, "halves_text", round.frozen->halves == 2 ? "secret.halves_two" : "secret.halves_one");
  json::array urns;
  for (std::size_t i = 0; i < round.frozen->urns.size(); ++i) {
    const auto& urn = round.frozen->urns[i];
    const auto& state = round.urns[i];
    const auto name = urn_name(round.frozen->definition, round.frozen->definition.urns[i]);
    json::object row;
    row["id"] = urn.id;
    row["name"] = name;
    row["is_whole"] = name.empty();
    row["voters"] = urn.electorate.voters.size();
    visit.say_number(row, "roll_text", urn.electorate.voters.size());
    visit.say_money(row, "envelope_kr", round.frozen->definition.urns[i].envelope, round.frozen->definition.currency);
    row["envelopes"] = state.envelopes;
    row["paper"] = state.paper;
    row["shuffles"] = state.shuffles.size();
    row["decryptions"] = state.decryptions.size();
    row["is_mixnet"] = urn.mixnet;
    row["election_href"] = round_href(round) + "/urns/" + urn.id + "/election.json";
    row["has_archive"] = is_counted(round) && state.ballots > 0;
    row["archive_href"] = round_href(round) + "/urns/" + urn.id + "/archive.bel";
    urns.push_back(std::move(row));
  }
  model["urns"] = std::move(urns);
}

void add_urn_counts(const Visit& visit, const record::RoundState& round, json::object& model) {
  json::array rows;
  for (std::size_t i = 0; i < round.tally->urns.size(); ++i) {
    const auto& counted = round.tally->urns[i];
    const auto name = urn_name(round.frozen->definition, round.frozen->definition.urns[i]);
    json::object row{{"id", counted.urn}, {"name", name}, {"is_whole", name.empty()}};
    for (const auto& [field, value] : {std::pair("ballots", counted.ballots), std::pair("voters", counted.voters),
                                       std::pair("blank", counted.blank), std::pair("invalid", counted.invalid)}) {
      row[field] = value;
      visit.say_number(row, std::string(field) + "_count", value);
    }
    row["has_archive"] = counted.ballots > 0;
    row["archive_href"] = round_href(round) + "/urns/" + counted.urn + "/archive.bel";
    rows.push_back(std::move(row));
  }
  model["has_urn_counts"] = !rows.empty();
  model["urn_counts"] = std::move(rows);
}

}  // namespace radslag::web
