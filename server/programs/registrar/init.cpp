// radslag-registrar init and announce: the beginning, and how the town comes to know of it.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/draft.hpp"
#include "server/programs/registrar/settings.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

int init(const SettingFlags& flags, const std::string& town) {
  const auto settings = flags.settings();
  const auto origin = town + "/log/town";
  if (town.find("://") != std::string::npos || town.find('/') != std::string::npos || !record::is_origin(origin)) {
    throw Stop(Exit::usage, "--town takes the host that names the town's logs, as in radslag.example.se, without https:// and path.");
  }
  ::umask(077);
  registrar::Registrar::create(settings.dirs, origin);
  const auto house = open_registrar(settings);
  std::cout << "The registrar of " << origin << " has begun in " << settings.dirs.root.string() << ".\n"
            << "Its public key, for the act that announces it (radslag-registrar announce):\n  " << crypto::to_hex(house->public_key())
            << "\nKeep a safe copy of " << settings.dirs.keys_folder().string()
            << ", apart from copies of the database: without these keys no person is found again, and with both anybody can be.\n";
  return 0;
}

int announce(const SettingFlags& flags, std::string site, const std::string& out) {
  const auto settings = flags.settings();
  if (site.empty()) site = settings.site();
  if (!record::is_site(site))
    throw Stop(Exit::usage, "--site takes the address where residents sign in, as in https://rostlangd.example.se.");
  const auto house = open_registrar(settings);
  write_draft(out, record::RegistrarAnnounced{house->town_origin(), house->public_key(), site}, "two keepers");
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("init", "Begins a registrar in an empty folder, with keys of its own");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto town = std::make_shared<std::string>();
  command->add_option("--town", *town, "the host that names the town's logs, for good: pseudonyms are bound to it")
      ->required()
      ->type_name("HOST");
  command->footer(
      "Examples\n  radslag-registrar init --town radslag.example.se --data /var/lib/radslag-registrar\n"
      "  radslag-registrar init --town localhost:8080 --data trial-registrar");
  command->callback([&chosen, flags, town] { chosen = [flags, town] { return init(*flags, *town); }; });
}

void add_announce(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("announce", "Drafts the act by which two keepers announce this registrar in the town log");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir", "site.base_url"});
  const auto site = std::make_shared<std::string>(), out = std::make_shared<std::string>("registrar-announced.draft");
  command->add_option("--site", *site, "where residents sign in [site.base_url]")->type_name("URL");
  command->add_option("--out", *out, "the draft to write")->capture_default_str()->type_name("FILE");
  command->footer("Examples\n  radslag-registrar announce --site https://rostlangd.example.se");
  command->callback([&chosen, flags, site, out] { chosen = [flags, site, out] { return announce(*flags, *site, *out); }; });
}

}  // namespace radslag::registrar_program
