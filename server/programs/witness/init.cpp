// radslag-witness init and key: the beginning, and what the town is told.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "ledger/witness/durable.hpp"
#include "ledger/witness/witness.hpp"
#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"

namespace radslag::witness_program {
namespace {

using programs::Exit;
using programs::Stop;

int init(const SettingFlags& flags, const std::string& name) {
  const auto settings = flags.settings();
  ::umask(077);
  if (std::filesystem::exists(settings.data / "logs") && !std::filesystem::exists(settings.key_file)) {
    throw Stop(Exit::config,
               "In " + settings.data.string() +
                   " lies what a witness has cosigned, and its key is not there. Put the key back; a witness with another key "
                   "begins in a folder of its own.");
  }
  witness::make_folder_durably(settings.data);
  const auto key = witness::make_key(settings.key_file, name);
  if (!key) throw Stop(key.error().code == Errc::duplicate ? Exit::cannot_create : Exit::usage, key.error().detail + ".");
  witness::write_durably(settings.data / "witness.vkey", key->cosigner().text() + "\n");
  std::cout
      << "The witness " << name << " has begun in " << settings.data.string()
      << ".\n\nIts public key, for the municipality (radslag-witness key shows it again):\n  " << key->cosigner().text()
      << "\n\nNext: radslag-witness trust town FILE --url https://...   with the town log's public key, as you got it on paper.\n"
      << "Keep no copy of the data folder to put back: a witness that has forgotten what it cosigned is none. If the folder is lost,\n"
      << "begin another witness, with another key.\n";
  return 0;
}

int show_key(const SettingFlags& flags) {
  std::cout << open_key(flags.settings()).cosigner().text() << '\n';
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("init", "Begins a witness in an empty folder, with a key of its own");
  const auto flags = add_setting_flags(*command, {"data.dir", "key.file"});
  const auto name = std::make_shared<std::string>();
  command->add_option("--name", *name, "the name that it signs under, for good: an address of yours, without https://")
      ->required()
      ->type_name("NAME");
  command->footer("Examples\n  radslag-witness init --name witness.tidningen.example --data /var/lib/radslag-witness");
  command->callback([&chosen, flags, name] { chosen = [flags, name] { return init(*flags, *name); }; });
}

void add_key(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("key", "Prints the witness's public key: what the town announces");
  const auto flags = add_setting_flags(*command, {"data.dir", "key.file"});
  command->footer("Examples\n  radslag-witness key --data /var/lib/radslag-witness");
  command->callback([&chosen, flags] { chosen = [flags] { return show_key(*flags); }; });
}

}  // namespace radslag::witness_program
