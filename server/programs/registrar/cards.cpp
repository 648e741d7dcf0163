// radslag-registrar cards: voting cards, from the electorate of a round to what the printer and the service points need.
#include <CLI/CLI.hpp>

#include "server/programs/registrar/commands.hpp"

namespace radslag::registrar_program {

void add_cards(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("cards", "Voting cards of a round with secret ballots: make, status, letters, half, paper");
  group->require_subcommand(1);
  group->footer(R"(Examples
  radslag-registrar cards make parks-2026 --definition definition.txt --paper 200
  radslag-registrar cards status
  radslag-registrar cards paper parks-2026 --out paper-cards.csv)");
  for (const auto add : {add_cards_make, add_cards_status, add_cards_letters, add_cards_half, add_cards_paper}) add(*group, chosen);
}

}  // namespace radslag::registrar_program
