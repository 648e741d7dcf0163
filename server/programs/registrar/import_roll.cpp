#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "ledger/progress/progress.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/edition_report.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/roll_import.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;
using registrar::ImportStage;

constexpr std::size_t lines_shown = 20;

struct Options {
  std::filesystem::path file;
  std::string edition, drawn, age_on, areas;
  unsigned minimum_age = 0, age_in_year = 0;
  bool replace = false, quiet = false, json = false;
};

registrar::Day day_of_flag(const std::string& text, const char* flag) {
  const auto day = registrar::parse_day(text);
  if (!day) throw Stop(Exit::usage, std::string(flag) + " takes a day as YYYY-MM-DD, not \"" + text + "\".");
  return *day;
}

registrar::Day today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return registrar::day_of(static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count()));
}

registrar::ImportOptions import_options(const Options& options) {
  registrar::ImportOptions import;
  import.edition = options.edition;
  import.drawn = options.drawn.empty() ? today() : day_of_flag(options.drawn, "--drawn");
  import.minimum_age = options.minimum_age;
  if (!options.age_on.empty() && options.age_in_year > 0)
    throw Stop(Exit::usage, "--age-on and --age-in-year are two ways to say one thing.");
  import.age_on = options.age_on.empty() ? import.drawn : day_of_flag(options.age_on, "--age-on");
  if (options.age_in_year > 0) import.age_on = day_of_flag(std::to_string(options.age_in_year) + "-12-31", "--age-in-year");
  if (!options.areas.empty()) import.areas = must(registrar::read_areas(options.areas));
  import.replace = options.replace;
  return import;
}

/// Without --drawn it is today; but an import that was begun yesterday goes on as yesterday's.
void go_on_as_begun(const std::optional<registrar::Edition>& edition, const Options& options, registrar::ImportOptions& import) {
  if (!edition || edition->phase != registrar::EditionPhase::importing || !options.drawn.empty()) return;
  if (import.age_on == import.drawn && options.age_on.empty() && options.age_in_year == 0) import.age_on = edition->drawn;
  import.drawn = edition->drawn;
}

/// A bar for each stage.
class Bars {
 public:
  explicit Bars(bool quiet) : quiet_(quiet) {}

  bool update(ImportStage stage, std::uint64_t done, std::uint64_t all) {
    if (!bar_ || stage != stage_) {
      bar_.reset();  // the old one is taken away first
      bar_.emplace(name(stage), all, quiet_);
      stage_ = stage;
    }
    bar_->update(done);
    return !progress::Interrupt::asked();
  }

 private:
  static const char* name(ImportStage stage) {
    switch (stage) {
      case ImportStage::digesting: return "Digesting (bytes)";
      case ImportStage::reading: return "Reading the roll";
      case ImportStage::freezing: return "Sorting and freezing";
    }
    return "";
  }
  bool quiet_;
  ImportStage stage_{};
  std::optional<progress::Progress> bar_;
};

int import(const SettingFlags& flags, const Options& options) {
  auto import_settings = import_options(options);
  const auto house = open_registrar(flags.settings());
  go_on_as_begun(house->rolls.find(options.edition), options, import_settings);
  registrar::ImportEnd end;
  {
    const progress::Interrupt interrupt;
    Bars bars(options.quiet || options.json);
    end = must(registrar::import_roll(house->database(), house->keys(), options.file, import_settings,
                                      [&](auto stage, auto done, auto all) { return bars.update(stage, done, all); }));
    if (!end.finished) {
      std::cerr << "Stopped. What was read is kept: the same command goes on there.\n";
      return progress::Interrupt::exit_code();
    }
  }
  const auto edition = house->rolls.find(options.edition).value();
  const auto issues = house->rolls.issues(options.edition, lines_shown);
  if (options.json) {
    print_edition_json(std::cout, edition, issues);
    return 0;
  }
  if (end.resumed_at_row > 0) std::cout << "Went on after row " << end.resumed_at_row << ".\n";
  print_report(std::cout, edition, issues);
  std::cout << "\nThe edition is frozen. " << options.file.string() << " is no longer needed here: remove it from this machine.\n"
            << "Two officers sign its count and digest: radslag-registrar roll draft " << options.edition << '\n';
  return 0;
}

}  // namespace

void add_import_roll(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("import-roll", "Makes an edition of the roll from a CSV file; goes on where it was stopped");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto options = std::make_shared<Options>();
  command->add_option("FILE", options->file, "CSV in UTF-8, columns by name: personnummer, födelsedatum, område, skyddad")->required();
  command->add_option("--edition", options->edition, "its name: lower-case letters, digits and hyphens")->required()->type_name("ID");
  command->add_option("--drawn", options->drawn, "the day that the file describes [today]")->type_name("DATE");
  command->add_option("--minimum-age", options->minimum_age, "years that a person must have reached [any age]")->type_name("N");
  command->add_option("--age-on", options->age_on, "... on this day [--drawn]")->type_name("DATE");
  command->add_option("--age-in-year", options->age_in_year, "... in the course of this year")->type_name("YEAR");
  command->add_option("--areas", options->areas, "file with the areas that there are, \"id;name\" a line [learned from the file]")
      ->type_name("FILE");
  command->add_flag("--replace", options->replace, "throw away what an unfinished import of another file has read");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->add_flag("--json", options->json, "the report for programs");
  command->footer(R"(Examples
  radslag-registrar import-roll folkbok.csv --edition 2026-1 --minimum-age 16 --areas areas.txt
  radslag-registrar import-roll folkbok.csv --edition budget-2026 --minimum-age 12 --age-in-year 2026

Also known: "tidigare samordningsnummer". Names and addresses are not taken. Numbers become keyed hashes while they are read;
the file is never copied. English column names: personal number, birth date, area, protected, previous coordination number.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return import(*flags, *options); }; });
}

}  // namespace radslag::registrar_program
