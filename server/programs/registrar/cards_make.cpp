// radslag-registrar cards make: the electorate of a round.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "crypto/encoding.hpp"
#include "crypto/group/group.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/record/entry.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/public_rounds.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/registrar/cards/electorate.hpp"
#include "server/registrar/cards/half_letters.hpp"
#include "server/registrar/files.hpp"

namespace radslag::registrar_program {
namespace {

namespace fs = std::filesystem;
using programs::Exit;
using programs::Stop;
using registrar::RoundLog;

struct Options {
  std::string round, edition, group;
  fs::path definition, folder = ".";
  std::uint64_t paper = 0;
  std::optional<std::uint64_t> reserve;
  bool two_halves = false, replace = false, ahead = false, quiet = false;

  [[nodiscard]] fs::path electorate() const { return folder / ("electorate-" + round + ".txt"); }
  [[nodiscard]] fs::path urns() const { return folder / ("urns-" + round + ".txt"); }
  [[nodiscard]] fs::path halves() const { return folder / ("halves-" + round + ".csv"); }
};

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, path.string() + " cannot be read.");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What stands in the public logs, and what somebody says who cannot wait for it.
registrar::ElectorateOptions electorate_options(const Settings& settings, const registrar::Registrar& house, const Options& options) {
  const auto seen = public_round(settings, house.town_origin(), options.round);
  if (!seen.begun && !options.ahead)
    throw Stop(Exit::data, "The town log has not begun a round \"" + options.round +
                               "\", as far as this registrar has seen. Let radslag-registrar serve read it once, or give --ahead.");
  if (seen.log && seen.log->phase() != RoundLog::Phase::begun) throw Stop(Exit::data, "The round has been opened: its electorate stays.");
  const auto in_log = seen.log ? seen.log->group() : std::nullopt;
  auto name = in_log ? std::string(record::word(*in_log)) : options.group;
  if (name.empty())
    throw Stop(Exit::data,
               "The key ceremony of the round has not begun, as far as this registrar has seen: in which group? Give --group Ed25519.");
  if (!options.group.empty() && options.group != name)
    throw Stop(Exit::data, "The key ceremony of the round is held in the group " + name + ", not in " + options.group + ".");
  registrar::ElectorateOptions made;
  made.group = group::group_named(name);
  if (!made.group) throw Stop(Exit::usage, "There is no group \"" + name + "\": Ed25519, BELENIOS-2048 or RFC-3526-2048.");
  made.round = options.round;
  made.round_origin = registrar::round_origin(house.town_origin(), options.round);
  made.edition = options.edition.empty() ? seen.newest_edition : options.edition;
  if (made.edition.empty())
    throw Stop(Exit::usage, "On which edition of the roll? Give --edition; radslag-registrar roll list shows them.");
  made.plan = must(registrar::read_urn_plan(read_all(options.definition)));
  made.reserve = options.reserve;
  made.paper = options.paper;
  made.two_halves = options.two_halves;
  made.replace = options.replace;
  made.hour = record::current_hour();
  made.threads = std::max(1U, std::thread::hardware_concurrency());
  return made;
}

void refuse_overwriting(const Options& options) {
  for (const auto& path : {options.electorate(), options.urns(), options.halves()})
    if (!options.replace && fs::exists(path))
      throw Stop(Exit::cannot_create, path.string() + " is there already. Move it, or give --replace.");
}

void tell(const registrar::ElectorateEnd& end, const Options& options) {
  for (const auto& joined : end.joined)
    std::cout << "The urn " << joined.urn << " has been joined to " << joined.into << ": one of the two had " << joined.voters
              << " voters, and an urn of fewer than " << registrar::least_urn_voters << " says too much of how they voted.\n";
  for (const auto& urn : end.round.urns)
    std::cout << "Urn " << urn.urn.id << " (" << registrar::area_list(urn.urn) << "): " << urn.voters << " voters, " << urn.reserve
              << " in reserve, " << end.round.paper << " on paper\n";
  if (end.in_no_urn > 0)
    std::cout
        << end.in_no_urn << " of " << end.people
        << " on the edition are in no urn: no area is kept of them (protected persons), or theirs votes nowhere. At a service point they "
           "get a card of the reserve.\n";
  std::cout << "SHA-256 of " << options.electorate().string() << ":\n  " << crypto::to_hex(end.round.electorate) << '\n'
            << "Hand that file and " << options.urns().string()
            << ", the urns as they are now, to whoever drafts the opening. They hold public keys and nothing secret.\n";
  if (options.two_halves)
    std::cout << options.halves().string()
              << " holds the halves for the letters, which stand nowhere else: radslag-registrar cards letters " << options.round
              << " prints them. Then remove it from this machine; together with the keys here it gives everybody's vote away.\n";
}

int make(const SettingFlags& flags, const Options& options) {
  const auto settings = flags.settings();
  const auto house = open_registrar(settings);
  const auto wanted = electorate_options(settings, *house, options);
  refuse_overwriting(options);
  registrar::NewFile electorate(options.electorate(), 0644), urns(options.urns(), 0644), halves(options.halves(), 0600);
  halves.write(registrar::Halves::first_line);

  const progress::Interrupt interrupt;
  progress::Progress bar("Making credentials", 0, options.quiet);
  registrar::ElectorateSinks sinks;
  sinks.electorate = [&](std::string_view bytes) { electorate.write(bytes); };
  sinks.half = [&](const registrar::LetterHalf& half) {
    halves.write(half.whose);
    halves.write(";");
    halves.write(half.half);
    halves.write("\n");
  };
  sinks.written = [&] {
    electorate.sync();
    if (options.two_halves) halves.finish();
  };
  sinks.progress = [&](std::uint64_t done, std::uint64_t all) {
    bar.update(done, all);
    return !progress::Interrupt::asked();
  };
  const auto end = must(registrar::make_electorate(*house, wanted, sinks));
  if (end.stopped) {
    std::cerr << "Stopped; nothing was made.\n";
    return progress::Interrupt::exit_code();
  }
  registrar::UrnPlan plan;
  for (const auto& urn : end.round.urns) plan.push_back(urn.urn);
  urns.write("radslag/v1/urns\n" + registrar::urn_lines(plan));
  urns.finish();
  electorate.finish();
  tell(end, options);
  return 0;
}

}  // namespace

void add_cards_make(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("make", "Makes the electorate of a round: a credential for everybody on an edition of the roll");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto options = std::make_shared<Options>();
  command->add_option("ROUND", options->round, "the round's id")->required();
  command->add_option("--definition", options->definition, "the round's definition, or a file with its urn lines alone")
      ->required()
      ->type_name("FILE");
  command->add_option("--paper", options->paper, "credentials for slips on paper, in each urn")->required()->type_name("N");
  command->add_option("--reserve", options->reserve, "credentials for late corrections, in each urn [2 %, at least 20]")->type_name("N");
  command->add_option("--edition", options->edition, "the edition of the roll [the newest that the town log announces]")->type_name("ID");
  command->add_flag("--two-halves", options->two_halves, "secrets are the sum of the registrar's half and one printed on a letter");
  command->add_option("--folder", options->folder, "where the files are written")->capture_default_str()->type_name("FOLDER");
  command->add_option("--group", options->group, "the group, where the key ceremony has not been seen yet")->type_name("NAME");
  command->add_flag("--ahead", options->ahead, "though the town log has not been seen to begin the round");
  command->add_flag("--replace", options->replace, "in the place of one of which no card has been handed out");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(R"(Examples
  radslag-registrar cards make parks-2026 --definition definition.txt --paper 200
  radslag-registrar cards make parks-2026 --definition urns.txt --paper 200 --two-halves --edition 2026-1

Writes electorate-ROUND.txt and urns-ROUND.txt for whoever drafts the opening, and with --two-halves also halves-ROUND.csv for the
printer. An urn of fewer than 100 voters is joined to the smallest other one first. Cards are kept nowhere: they follow from
keys/rounds/ROUND.key, which belongs into the safe copy. Without --two-halves the same command gives the same files again.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return make(*flags, *options); }; });
}

}  // namespace radslag::registrar_program
