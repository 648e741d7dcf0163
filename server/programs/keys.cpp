// radslag keys: which key each log is signed with, a new one for the town log, and the end of old ones.
#include <CLI/CLI.hpp>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/record/draft_succession.hpp"
#include "ledger/record/identity.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/offline_town.hpp"
#include "server/programs/setting_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> logs_of(const record::State& state) {
  std::vector<std::string> logs{"town"};
  for (const auto& [id, round] : state.rounds) logs.push_back(record::round_log_name(id));
  return logs;
}

int list(const SettingFlags& flags) {
  const auto settings = settings_of(flags.load());
  OfflineTown town(settings.data);
  for (const auto& log : logs_of(town.state())) {
    const auto all = record::identities_of(town.state(), log);
    for (const auto& identity : all) {
      const bool now = &identity == &all.back();
      std::cout << crypto::to_hex(identity.key) << "  " << record::verifier_key(town.state(), log, identity).name
                << (now ? "  now" : "  until entry " + std::to_string((&identity)[1].from) + " of the town log")
                << (town.keys().held(identity.key) ? ""
                    : now                          ? "  NOT HERE"
                                                   : "  retired")
                << '\n';
    }
  }
  return 0;
}

int rotate(const SettingFlags& flags, const fs::path& file) {
  const auto settings = settings_of(flags.load());
  OfflineTown town(settings.data);
  if (fs::exists(file)) throw Stop(Exit::cannot_create, file.string() + " exists already. Use it, or move it away to draft anew.");
  const auto* so_far = town.keys().held(record::identity_of(town.state(), "town").key);
  if (!so_far) throw Stop(Exit::config, "The town log's signing key is not among the key files.");
  const auto next = town.keys().make_successor_key();
  const auto draft = record::draft_log_key(town.state(), *so_far, next);
  if (!draft) throw Stop(Exit::data, "That cannot be drafted: " + draft.error().detail + ".");
  write_draft(file, *draft);
  std::cout
      << draft->statement << "\nThe new key lies in " << settings.data.keys().string()
      << ": copy that folder to where its safe copy is, then start "
      << "the server again.\nTwo keepers read and seal the draft on devices of their own:\n  radslag-trustee sign --key KEY "
      << file.string() << " --out NAME.seal\nThen hand it in to the running server:\n  radslag submit " << file.string()
      << " --seal NAME.seal --seal OTHER.seal\nUntil radslag keys retire both keys sign, so that those who know only the old one have "
         "time.\nTell the witnesses the new key:\n  "
      << log::VerifierKey::of(record::checkpoint_origin(town.state(), "town"), next).text() << '\n';
  return 0;
}

/// The file of each key that a log had before, by its content: names may have been changed.
std::vector<fs::path> files_of_former(const fs::path& folder, const record::State& state) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".key") continue;
    const auto key = service::read_log_key(entry.path()).public_key();
    for (const auto& log : logs_of(state)) {
      const auto all = record::identities_of(state, log);
      if (std::any_of(all.begin(), all.end() - 1, [&](const auto& identity) { return identity.key == key; })) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int retire(const SettingFlags& flags, bool yes) {
  const auto settings = settings_of(flags.load());
  std::vector<fs::path> files;
  {
    const OfflineTown town(settings.data);  // which shows that the keys that are needed are here
    files = files_of_former(settings.data.keys(), town.state());
  }
  if (files.empty()) std::cout << "No log's former key is here: there is nothing to retire.\n";
  for (const auto& file : files) {
    if (yes) fs::remove(file);
    std::cout << (yes ? "Removed " : "Would be removed: ") << file.string() << '\n';
  }
  if (!files.empty() && !yes) std::cout << "Nothing was changed. With --yes they are removed; destroy their safe copies too.\n";
  if (!files.empty() && yes) std::cout << "Destroy their safe copies too. town.vkey stays: it is what everybody begins to verify with.\n";
  return 0;
}

}  // namespace

void add_keys(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("keys", "The logs' signing keys; the server must be stopped");
  group->require_subcommand(1);
  auto* show = group->add_subcommand("list", "Which key each log is and was signed with, and whether it is here");
  const auto show_flags = add_setting_flags(*show, {"data.dir", "data.head_store"});
  show->footer("Examples\n  radslag keys list --data /var/lib/radslag");
  show->callback([&chosen, show_flags] { chosen = [show_flags] { return list(*show_flags); }; });

  auto* change = group->add_subcommand("rotate", "Makes the town log's next key, and drafts the act that announces it (2 keepers)");
  const auto change_flags = add_setting_flags(*change, {"data.dir", "data.head_store"});
  const auto file = std::make_shared<fs::path>("log-key.draft");
  change->add_option("--draft", *file, "where to write the draft")->capture_default_str();
  change->footer("Examples\n  radslag keys rotate --data /var/lib/radslag");
  change->callback([&chosen, change_flags, file] { chosen = [change_flags, file] { return rotate(*change_flags, *file); }; });

  auto* end = group->add_subcommand("retire", "Removes the files of keys that logs had before: from then on only the newest signs");
  const auto end_flags = add_setting_flags(*end, {"data.dir", "data.head_store"});
  const auto yes = std::make_shared<bool>(false);
  end->add_flag("--yes", *yes, "remove them; without it they are only named");
  end->footer("Examples\n  radslag keys retire --data /var/lib/radslag --yes");
  end->callback([&chosen, end_flags, yes] { chosen = [end_flags, yes] { return retire(*end_flags, *yes); }; });
}

}  // namespace radslag::programs
