// radslag-registrar cards paper: the cards with which two officers encrypt slips on paper.
#include <CLI/CLI.hpp>
#include <iostream>

#include "server/programs/registrar/cards_round.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/cards/card.hpp"
#include "server/registrar/files.hpp"

namespace radslag::registrar_program {
namespace {

int paper(const SettingFlags& flags, const std::string& id, const std::filesystem::path& out) {
  const auto house = open_registrar(flags.settings());
  const auto round = card_round(*house, id);
  if (std::filesystem::exists(out))
    throw programs::Stop(programs::Exit::cannot_create, out.string() + " is there already. Choose another name.");
  const auto key = house->keys().existing_round(round.id);
  registrar::NewFile file(out, 0600);
  file.write("urn;number;card\n");
  for (const auto& urn : round.urns)
    for (std::uint64_t n = 1; n <= round.paper; ++n)
      file.write(urn.urn.id + ';' + std::to_string(n) + ';' + registrar::paper_card(*key, urn.urn.id, n).text() + '\n');
  file.finish(false);
  std::cout << out.string() << " holds " << round.paper << " cards for each of " << round.urns.size()
            << " urns, to be used in this order by the two officers who encrypt slips. No more ballots on paper count than envelopes were "
               "accepted, and each needs two seals. Remove the file when the round has been closed.\n";
  return 0;
}

}  // namespace

void add_cards_paper(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("paper", "Writes the cards with which two officers encrypt slips on paper");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto round = std::make_shared<std::string>();
  const auto out = std::make_shared<std::filesystem::path>();
  command->add_option("ROUND", *round, "the round's id")->required();
  command->add_option("--out", *out, "the file to write")->required()->type_name("FILE.csv");
  command->footer("Examples\n  radslag-registrar cards paper parks-2026 --out paper-cards.csv");
  command->callback([&chosen, flags, round, out] { chosen = [flags, round, out] { return paper(*flags, *round, *out); }; });
}

}  // namespace radslag::registrar_program
