// radslag witnesses: who watches over the record.
#include <CLI/CLI.hpp>
#include <iostream>

#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/office_flags.hpp"

namespace radslag::programs {
namespace {

record::WitnessesAnnounced announced(const std::vector<std::string>& lines, std::uint64_t quorum) {
  record::WitnessesAnnounced row;
  row.quorum = quorum;
  for (const auto& line : lines) {
    auto witness = record::parse_witness(line);
    if (!witness) throw Stop(Exit::usage, "--witness: " + witness.error().detail + ".");
    row.witnesses.push_back(std::move(*witness));
  }
  return row;
}

}  // namespace

void add_witnesses(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("witnesses", "Who watches over the record: announced in the record itself (2 keepers)");
  group->require_subcommand(1);
  auto* announce = group->add_subcommand("announce", "From here on these witnesses count, and no others");
  const auto options = add_office_flags(*announce, "witnesses-announced.draft");
  const auto lines = std::make_shared<std::vector<std::string>>();
  const auto quorum = std::make_shared<std::uint64_t>(0);
  announce
      ->add_option("--witness", *lines,
                   "its public key (radslag-witness key), a space, who runs it; again for each; none: nobody witnesses")
      ->type_name("'VKEY WHO'");
  announce->add_option("--quorum", *quorum, "so many must have cosigned a head for it to be final")->required();
  announce->footer(R"(Examples
  radslag witnesses announce --quorum 2 --witness "$(cat a.vkey) Region's audit office" --witness "$(cat b.vkey) Salgsunda Tidning" \
    --witness "$(cat c.vkey) Neighbour municipality" --key keeper1.key --key keeper2.key

All of them each time: what is announced replaces what was. Then set site.witnesses to where they are asked.)");
  announce->callback([=, &chosen] {
    chosen = [=] {
      const auto row = announced(*lines, *quorum);
      const Office office(*options);
      office.finish(record::draft_witnesses(office.state(), row));
      return 0;
    };
  });
}

}  // namespace radslag::programs
