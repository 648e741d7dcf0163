// radslag-registrar roll: what there is to know of the editions, and their acts.
#include <CLI/CLI.hpp>
#include <iostream>

#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/draft.hpp"
#include "server/programs/registrar/edition_report.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

constexpr std::size_t all_lines = 10'000;

struct Options {
  std::shared_ptr<SettingFlags> flags;
  std::string edition, out;
  bool json = false;
};

registrar::Edition edition_of(const registrar::Registrar& house, const std::string& id) {
  auto edition = house.rolls.find(id);
  if (!edition) throw Stop(Exit::no_input, "There is no edition \"" + id + "\". radslag-registrar roll list shows those that there are.");
  return *edition;
}

int list(const Options& options) {
  const auto house = open_registrar(options.flags->settings());
  const auto editions = house->rolls.all();
  if (options.json) {
    print_editions_json(std::cout, editions);
    return 0;
  }
  for (const auto& edition : editions) print_edition(std::cout, edition);
  if (editions.empty()) std::cout << "There is no edition yet: radslag-registrar import-roll makes one.\n";
  return 0;
}

int show(const Options& options, std::size_t lines) {
  const auto house = open_registrar(options.flags->settings());
  const auto edition = edition_of(*house, options.edition);
  const auto issues = house->rolls.issues(edition.id, lines);
  if (options.json) {
    print_edition_json(std::cout, edition, issues);
  } else if (lines == 0) {
    print_edition(std::cout, edition);
  } else {
    print_report(std::cout, edition, issues);
  }
  return 0;
}

int draft(const Options& options) {
  const auto house = open_registrar(options.flags->settings());
  const auto row = must(registrar::announcement_of(edition_of(*house, options.edition), house->town_origin()));
  write_draft(options.out.empty() ? "roll-edition-" + options.edition + ".draft" : options.out, row, "two officers of the registrar");
  return 0;
}

int end(const Options& options) {
  const auto house = open_registrar(options.flags->settings());
  must(house->rolls.end(options.edition));
  std::cout << "The edition " << options.edition << " has ended: its letter codes are good no more. Matters that began on it go on.\n";
  return 0;
}

int drop(const Options& options) {
  const auto house = open_registrar(options.flags->settings());
  must(house->rolls.drop(options.edition));
  std::cout << "The edition " << options.edition << " is gone.\n";
  return 0;
}

}  // namespace

void add_roll(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("roll", "Editions of the roll: list, show, report, draft, end, drop");
  group->require_subcommand(1);
  group->footer(
      "Examples\n  radslag-registrar roll list\n  radslag-registrar roll report 2026-1 --json\n  radslag-registrar roll draft 2026-1");
  const auto add = [&](const char* name, const char* meaning, bool named, int (*run)(const Options&)) {
    auto* command = group->add_subcommand(name, meaning);
    const auto options = std::make_shared<Options>();
    options->flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
    if (named) command->add_option("EDITION", options->edition, "its name")->required();
    command->callback([&chosen, options, run] { chosen = [options, run] { return run(*options); }; });
    return std::pair(command, options);
  };
  const auto with_json = [](const auto& added) { added.first->add_flag("--json", added.second->json, "for programs"); };
  with_json(add("list", "All editions", false, list));
  with_json(add("show", "Count, rule and digest of one", true, [](const Options& options) { return show(options, 0); }));
  with_json(add("report", "What became of each row, the areas, and the lines to look at", true,
                [](const Options& options) { return show(options, all_lines); }));
  const auto drafting = add("draft", "Drafts the act by which two officers sign the edition's count and digest", true, draft);
  drafting.first->add_option("--out", drafting.second->out, "the draft to write [roll-edition-EDITION.draft]")->type_name("FILE");
  add("end", "Its letter codes die; matters that began on it go on", true, end);
  add("drop", "Takes out an edition that nothing hangs on", true, drop);
}

}  // namespace radslag::registrar_program
