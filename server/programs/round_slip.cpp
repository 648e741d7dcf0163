// radslag round slip: two officers encrypt a voter's slip of paper on a device of their own, with the next of the paper cards.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <sstream>

#include "crypto/voting/credential.hpp"
#include "crypto/voting/encodings.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/office_flags.hpp"

namespace radslag::programs {
namespace {

/// The card of an urn's paper block with this number, from 1, of the registrar's file: "urn;number;card" lines.
std::string read_card(const std::filesystem::path& file, const std::string& urn, std::uint64_t number) {
  std::ifstream in(file);
  if (!in) throw Stop(Exit::no_input, "There is no file " + file.string() + ".");
  const auto beginning = urn + ';' + std::to_string(number) + ';';
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with(beginning)) return line.substr(beginning.size());
  }
  throw Stop(Exit::data, file.string() + " has no card " + std::to_string(number) + " of urn " + urn + ".");
}

/// "P03,P07" as places in the urn's question, a ranking's best first; "P03=2,P07=1" where ballots give points; empty for a blank slip.
voting::Choices read_choices(const record::Frozen& round, const record::FrozenUrn& urn, const std::string& text) {
  const auto kind = round.definition.ballot_rule;
  const bool has_points = kind == record::BallotRule::points;
  std::vector<std::pair<std::uint16_t, std::uint8_t>> chosen;
  std::istringstream items(text);
  for (std::string item; std::getline(items, item, ',');) {
    const auto equals = has_points ? item.rfind('=') : std::string::npos;
    const auto id = item.substr(0, equals);
    unsigned points = 0;
    if (has_points) {
      const auto* end = item.data() + item.size();
      const auto* digits = equals == std::string::npos ? end : item.data() + equals + 1;
      const auto read = std::from_chars(digits, end, points);
      if (read.ec != std::errc() || read.ptr != end || points < 1 || points > record::max_ballot_points)
        throw Stop(Exit::usage, "Ballots of this round give points: --choose P03=2,P07=1.");
    }
    const auto found =
        std::find_if(urn.projects.begin(), urn.projects.end(), [&](const auto place) { return round.definition.projects[place].id == id; });
    if (found == urn.projects.end()) throw Stop(Exit::data, "Urn " + urn.id + " has no project " + id + ".");
    chosen.emplace_back(static_cast<std::uint16_t>(found - urn.projects.begin()), static_cast<std::uint8_t>(points));
  }
  if (kind != record::BallotRule::ranking) std::sort(chosen.begin(), chosen.end());
  voting::Choices choices;
  for (const auto& [place, points] : chosen) {
    choices.places.push_back(place);
    if (has_points) choices.points.push_back(points);
  }
  return choices;
}

record::Draft encrypt(const record::State& state, const std::string& id, const std::string& urn_id, const std::filesystem::path& cards,
                      const std::string& chosen) {
  const auto* round = state.round(id);
  if (!round || !round->frozen || !round->frozen->is_secret())
    throw Stop(Exit::data, "There is no opened round " + id + " with secret ballots.");
  const auto index = round->frozen->urn_index(urn_id);
  if (!index) throw Stop(Exit::data, "Round " + id + " has no urn " + urn_id + ".");
  const auto& urn = round->frozen->urns[*index];
  const auto next = record::paper_credential(state, id, urn_id, round->urns[*index].paper);
  if (!next) throw Stop(Exit::data, next.error().detail + ".");
  const auto& election = *urn.election;
  const auto secret = voting::credential_secret(election.group(), election.uuid(), read_card(cards, urn_id, round->urns[*index].paper + 1));
  if (voting::public_credential(election.group(), secret) != *next)
    throw Stop(Exit::data, cards.string() + " is not the registrar's file of paper cards of this round.");
  const auto numbers = voting::encode_choices(election.questions().front(), read_choices(*round->frozen, urn, chosen));
  if (!numbers) throw Stop(Exit::data, "The slip breaks the ballot's rule: " + numbers.error().detail + ".");
  auto draft = record::draft_paper_ballot(state, id, voting::make_ballot(election, secret, {*numbers}));
  if (!draft) throw Stop(Exit::data, draft.error().detail + ".");
  return std::move(*draft);
}

}  // namespace

void add_round_slip(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = group.add_subcommand(
      "slip",
      "Encrypts a voter's slip of paper with the next paper card, after slip and envelope were separated (2 of the election board)");
  command->add_option("ROUND", *round, "the round's id")->required();
  command->footer(
      "Examples\n  radslag round slip parks-2026 --urn town --cards paper-cards.csv --choose P03,P07 --key anna.key --key bo.key\n"
      "  … --choose ''        a blank slip\n"
      "Two people read the slip aloud to each other and check what they typed: what is encrypted cannot be read again. No more slips "
      "count\n"
      "than envelopes were accepted. Keep the slips.");
  const auto options = add_office_flags(*command, "paper-ballot.draft");
  const auto urn = std::make_shared<std::string>(), choices = std::make_shared<std::string>();
  const auto cards = std::make_shared<std::filesystem::path>();
  command->add_option("--urn", *urn, "the urn's id")->required();
  command->add_option("--cards", *cards, "what radslag-registrar cards paper wrote")->required();
  command
      ->add_option(
          "--choose", *choices,
          "the slip's project ids, with commas between them; a ranking's best first; with points P03=2,P07=1; '' where it is blank")
      ->required();
  command->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*options);
      office.finish(encrypt(office.state(), *round, *urn, *cards, *choices));
      return 0;
    };
  });
}

}  // namespace radslag::programs
