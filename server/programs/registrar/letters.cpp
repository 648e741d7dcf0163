#include "server/registrar/letters.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "ledger/progress/progress.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/letter_template.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/files.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

struct Options {
  registrar::LettersOptions letters;
  std::filesystem::path list, out, letter;
  std::string site;
  bool quiet = false;
};

registrar::Day today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return registrar::day_of(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
}

void tell(const registrar::LettersCount& count, const Options& options) {
  std::cout << count.letters << " letters in " << options.out.string() << ". Without a letter: " << count.have_one << " who have a code, "
            << count.protected_persons << " protected (they get one at a service point: code issue), " << count.not_on_roll
            << " not on the edition, " << count.other_area << " of other areas, " << count.bad_rows << " rows that cannot be read.\n"
            << "The file holds codes, names and addresses in clear: print it, then remove it. It cannot be made again; with --replace new "
               "codes can.\n";
}

int print(const SettingFlags& flags, Options options) {
  const auto settings = flags.settings();
  options.letters.today = today();
  if (options.letter.empty()) options.letter = settings.assets / "deploy/letters/letter.html";
  const LetterTemplate letter(options.letter);
  const auto house = open_registrar(settings);
  const auto site = options.site.empty() ? settings.site() : options.site;
  const auto town = house->town_origin().substr(0, house->town_origin().find('/'));
  const LetterTemplate::Values common{{"edition", options.letters.edition}, {"site", site}, {"town", town}};

  if (std::filesystem::exists(options.out))
    throw Stop(Exit::cannot_create, options.out.string() + " is there already. Choose another name.");
  registrar::NewFile file(options.out, 0600);
  file.write(letter.begin(common));
  const auto write = [&](const registrar::Letter& one) {
    auto values = common;
    const auto number = std::to_string(one.number);
    values.insert({{"code", one.code}, {"name", one.name}, {"address", one.address}, {"postcode", one.postcode}, {"city", one.city}});
    values["number"] = number;
    file.write(letter.letter(values));
  };
  const auto written = [&] {
    file.write(letter.end(common));
    file.sync();
  };
  const progress::Interrupt interrupt;
  progress::Progress bar("Writing letters (bytes of the list)", 0, options.quiet);
  const auto count = must(registrar::make_letters(house->database(), house->keys(), options.list, options.letters, write, written,
                                                  [&](std::uint64_t done, std::uint64_t all) {
                                                    bar.update(done, all);
                                                    return !progress::Interrupt::asked();
                                                  }));
  if (count.stopped) {
    std::cerr << "Stopped; no letter and no code was made.\n";
    return progress::Interrupt::exit_code();
  }
  file.finish(false);  // its name comes last: no letter is mailed whose code is not good
  tell(count, options);
  return 0;
}

}  // namespace

void add_letters(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("letters", "Makes letter codes, and a file of letters to print and mail");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir", "site.base_url", "server.port"});
  const auto options = std::make_shared<Options>();
  command->add_option("--edition", options->letters.edition, "the edition of the roll")->required()->type_name("ID");
  command
      ->add_option("--list", options->list, "the mailing list: CSV with personnummer and, for the address, namn, adress, postnummer, ort")
      ->required()
      ->type_name("FILE");
  command->add_option("--out", options->out, "the letters to write, as HTML, one a page")->required()->type_name("FILE.html");
  command->add_option("--area", options->letters.area, "only this area of the edition")->type_name("ID");
  command->add_flag("--replace", options->letters.replace, "also for those who have a code, which then dies");
  command->add_option("--letter", options->letter, "another letter than deploy/letters/letter.html")->type_name("FILE.html");
  command->add_option("--site", options->site, "where residents sign in, as the letter says [site.base_url]")->type_name("URL");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(R"(Examples
  radslag-registrar letters --edition 2026-1 --list folkbok.csv --out letters.html --site https://rostlangd.example.se
  radslag-registrar letters --edition 2026-1 --list newcomers.csv --out letters.html

Names and addresses are not kept here, so the mailing list is given: it streams by, and code and address meet in the letter. Without
the columns of the address, letters are matched by their number, which is the row's order among the letters. Codes are good once the
file is whole. Protected persons get no letter, by the edition or by the list's column skyddad.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return print(*flags, *options); }; });
}

}  // namespace radslag::registrar_program
