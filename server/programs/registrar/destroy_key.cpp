// radslag-registrar destroy-key: the key of a matter that is over is destroyed, once two officers have said so in the record.
#include <CLI/CLI.hpp>
#include <iostream>

#include "ledger/audit/audit.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/programs/registrar/site_house.hpp"
#include "server/programs/registrar/town_key.hpp"
#include "server/registrar/key_destruction.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;
using record::MatterKind;

struct Options {
  std::string kind, id;
  std::string record;  ///< a bundle instead of the voting server
};

MatterKind kind_named(const std::string& name) {
  for (const auto kind : {MatterKind::initiative, MatterKind::call, MatterKind::round}) {
    if (record::word(kind) == name) return kind;
  }
  throw Stop(Exit::usage, "There is no kind of matter \"" + name + "\": initiative, call or round.");
}

/// The whole record is verified, seals and all: a key that is gone does not come back.
record::State verified_state(const Settings& settings, const Options& options, const std::string& origin) {
  const auto url = options.record.empty() ? town_url_of(settings) : std::string();
  audit::Options wanted;
  wanted.key = town_key(settings, url, origin);
  std::optional<record::State> state;
  wanted.replayed = [&](const record::Record& record) { state = record.state(); };
  const auto source = options.record.empty() ? audit::open_url(url) : audit::open_source(options.record);
  const auto report = audit::audit(*source, wanted);
  if (state) return std::move(*state);
  for (const auto& finding : report.findings) std::cerr << "  " << audit::finding_text(finding) << '\n';
  throw Stop(Exit::data, "The record does not hold. Nothing was destroyed.");
}

int destroy(const SettingFlags& flags, const Options& options) {
  const auto kind = kind_named(options.kind);
  const auto settings = flags.settings();
  const auto house = open_registrar(settings);  // holds the lock: no server works with the key meanwhile
  const auto state = verified_state(settings, options, house->town_origin());
  const auto act = state.town.destroyed_keys.find({kind, options.id});
  if (act == state.town.destroyed_keys.end()) {
    throw Stop(Exit::no_permission, "The record does not say that the keys of " + options.kind + " " + options.id +
                                        " are destroyed. Two officers of the registrar seal that first, after the appeal period: on the "
                                        "voting server's pages for staff, under Offices.");
  }
  const auto keys = settings.dirs.keys_folder();
  const auto name = (kind == MatterKind::round ? "rounds/" : "matters/") + options.id;
  const auto why = "destroyed after entry " + std::to_string(act->second.index) + " of " + state.town.origin;
  const bool before = registrar::is_destroyed(keys, name);
  const bool now = registrar::destroy_key(keys, name, why);
  if (!now && !before)
    throw Stop(Exit::no_input, "There is no key " + (keys / (name + ".key")).string() + ": this registrar has none of that matter.");
  std::cout << (now ? "Destroyed: " : "Destroyed before: ") << (keys / (name + ".key")).string() << " (" << why << ").\n"
            << "Nobody can lead " << (kind == MatterKind::round ? "the round's voting cards" : "the matter's pseudonyms")
            << " back to people with what is here.\n"
               "\nThis program cannot reach what is elsewhere. Destroy it there too:\n"
               "  - the safe copy of the keys, and backups and snapshots of this folder;\n"
               "  - what the disk keeps: worn blocks of an SSD, the file system's journal. An encrypted disk is the cure.\n"
               "\nWhat stays: that a person took part in the matter, for \"my participation\" and nobody else.\n";
  return 0;
}

}  // namespace

void add_destroy_key(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("destroy-key", "Destroys the key of a matter that is over, once the record says so; the server must be stopped");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir", "town.url", "town.vkey_file"});
  const auto options = std::make_shared<Options>();
  command->add_option("KIND", options->kind, "initiative, call or round")->required();
  command->add_option("ID", options->id, "its id in the record")->required();
  command->add_option("--record", options->record, "the record, where the voting server cannot be reached from here")
      ->type_name("BUNDLE|DIR");
  command->footer(R"(Examples
  radslag-registrar destroy-key initiative k3v9 --town-url https://radslag.example.se
  radslag-registrar destroy-key round parks-2026 --record bundle.tar

The whole record is verified first, with the pinned key. It cannot be taken back.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return destroy(*flags, *options); }; });
}

}  // namespace radslag::registrar_program
