// radslag-registrar cards letters and half: the halves of cards that come by letter, on paper and at a service point.
#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/progress/progress.hpp"
#include "server/programs/registrar/cards_round.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/letter_template.hpp"
#include "server/programs/registrar/personal_number_prompt.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/cards/half_letters.hpp"
#include "server/registrar/files.hpp"

namespace radslag::registrar_program {
namespace {

namespace fs = std::filesystem;
using programs::Exit;
using programs::Stop;
using registrar::Halves;

struct Options {
  std::string round, site, reserve;
  fs::path halves, list, out, rest, letter;
  bool quiet = false;
};

registrar::Day today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return registrar::day_of(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
}

void write_rest(const fs::path& path, const Halves& halves) {
  registrar::NewFile file(path, 0600);
  file.write(Halves::first_line);
  for (const auto& [whose, half] : halves.all()) {
    file.write(whose);
    file.write(";");
    file.write(half);
    file.write("\n");
  }
  file.finish(false);
}

int letters(const SettingFlags& flags, Options options) {
  const auto settings = flags.settings();
  if (options.letter.empty()) options.letter = settings.assets / "deploy/letters/card.html";
  if (options.rest.empty()) options.rest = "rest-of-" + options.halves.filename().string();
  for (const auto& path : {options.out, options.rest})
    if (fs::exists(path)) throw Stop(Exit::cannot_create, path.string() + " is there already. Choose another name.");
  const LetterTemplate letter(options.letter);
  const auto house = open_registrar(settings);
  const auto round = round_with_halves(*house, options.round);
  auto halves = must(Halves::read(options.halves));
  const auto site = options.site.empty() ? settings.site() : options.site;
  const auto town = house->town_origin().substr(0, house->town_origin().find('/'));
  const LetterTemplate::Values common{{"edition", round.id}, {"site", site}, {"town", town}};

  registrar::NewFile file(options.out, 0600);
  file.write(letter.begin(common));
  const progress::Interrupt interrupt;
  progress::Progress bar("Writing letters (bytes of the list)", 0, options.quiet);
  const auto write = [&](const registrar::Letter& one) {
    auto values = common;
    const auto number = std::to_string(one.number);
    values.insert({{"code", one.code}, {"name", one.name}, {"address", one.address}, {"postcode", one.postcode}, {"city", one.city}});
    values["number"] = number;
    file.write(letter.letter(values));
  };
  const auto count =
      must(registrar::write_half_letters(*house, round, options.list, today(), halves, write, [&](std::uint64_t done, std::uint64_t all) {
        bar.update(done, all);
        return !progress::Interrupt::asked();
      }));
  if (count.stopped) {
    std::cerr << "Stopped; no letter was made.\n";
    return progress::Interrupt::exit_code();
  }
  file.write(letter.end(common));
  write_rest(options.rest, halves);
  file.finish(false);
  std::cout << count.letters << " letters in " << options.out.string() << ". Without a letter: " << count.protected_persons
            << " protected, " << count.not_on_roll << " not on the edition, " << count.have_one << " whose half is not in the file, "
            << count.bad_rows << " rows that cannot be read.\n"
            << options.rest.string() << " holds the " << halves.all().size()
            << " halves that no letter took, the reserve's among them, for service points: radslag-registrar cards half.\n"
            << "Print the letters, then remove them and " << options.halves.string()
            << " from this machine: whoever has halves and keys can vote "
            << "for those who stay away.\n";
  return 0;
}

int half(const SettingFlags& flags, const Options& options) {
  const auto house = open_registrar(flags.settings());
  const auto round = round_with_halves(*house, options.round);
  const auto halves = must(Halves::read(options.halves));
  auto whose = "reserve " + options.reserve;
  if (options.reserve.empty()) {
    const auto person = registrar::person_of(house->keys().roll(), ask_personal_number());
    whose = crypto::to_hex(registrar::Cards(*house).holders.owner(round, person));
  }
  const auto* found = halves.find(whose);
  if (!found) throw Stop(Exit::data, "No half of that person is in " + options.halves.string() + ": it came by letter, or there is none.");
  std::cout << *found << '\n';
  return 0;
}

std::shared_ptr<Options> common_options(CLI::App& command) {
  const auto options = std::make_shared<Options>();
  command.add_option("ROUND", options->round, "the round's id")->required();
  command.add_option("--halves", options->halves, "the file of halves that cards make wrote, or what letters left over")
      ->required()
      ->type_name("FILE");
  return options;
}

}  // namespace

void add_cards_letters(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("letters", "Puts the halves of a round with two halves into letters");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir", "site.base_url", "server.port"});
  const auto options = common_options(*command);
  command
      ->add_option("--list", options->list, "the mailing list: CSV with personnummer and, for the address, namn, adress, postnummer, ort")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", options->out, "the letters to write, as HTML, one a page")->required()->type_name("FILE.html");
  command->add_option("--rest", options->rest, "the halves that no letter took [rest-of-FILE]")->type_name("FILE");
  command->add_option("--letter", options->letter, "another letter than deploy/letters/card.html")->type_name("FILE.html");
  command->add_option("--site", options->site, "where residents get the other half, as the letter says [site.base_url]")->type_name("URL");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(R"(Examples
  radslag-registrar cards letters parks-2026 --halves halves-parks-2026.csv --list folkbok.csv --out letters.html

The letter's half is of use only together with the other half, which its holder gets signed in. Protected persons get no letter.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return letters(*flags, *options); }; });
}

void add_cards_half(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("half", "The letter's half for one person at a service point, after a check of who it is");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto options = common_options(*command);
  command->add_option("--reserve", options->reserve, "of a reserve card instead: \"URN NUMBER\", as the page of corrections says")
      ->type_name("CARD");
  command->footer(R"(Examples
  radslag-registrar cards half parks-2026 --halves rest-of-halves-parks-2026.csv
  radslag-registrar cards half parks-2026 --halves rest-of-halves-parks-2026.csv --reserve 'norr 3'

The personal number is asked for, or read from standard input. It cannot be given on the command line.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return half(*flags, *options); }; });
}

}  // namespace radslag::registrar_program
