// radslag erase: what decisions withhold is taken out of the database for good.
#include <CLI/CLI.hpp>
#include <iostream>

#include "ledger/progress/progress.hpp"
#include "ledger/store/sqlite/erase.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/programs/town_writer.hpp"

namespace radslag::programs {
namespace {

struct Options {
  bool dry_run = false;
};

std::vector<record::Digest> withheld_blobs(const record::State& state) {
  std::vector<record::Digest> blobs;
  for (const auto& [blob, decision] : state.town.withheld->of) blobs.push_back(blob);
  return blobs;
}

void show_decisions(const record::State& state) {
  for (const auto& decision : state.town.withheld->decisions) {
    std::cout << "Decision " << decision.decision << " (entry " << decision.index << " of the town log, "
              << record::hour_text(decision.hour) << "): " << decision.blobs << " contents of the log " << decision.log << '\n';
  }
}

/// Archives of counted urns hold ballots. They are made again where they may be.
std::uintmax_t remove_archives(const DataDir& data) { return std::filesystem::remove_all(data.archives()); }

int erase(const SettingFlags& flags, const Options& options) {
  const auto settings = settings_of(flags.load());
  std::vector<record::Digest> blobs;
  {
    // The whole record is read and held against its checkpoints first: what it says is withheld is what goes.
    TownWriter town(settings.data, settings.demo);
    const auto state = town.journal().state();
    blobs = withheld_blobs(*state);
    show_decisions(*state);
  }
  if (blobs.empty()) {
    std::cout << "No decision in the record withholds anything: there is nothing to erase.\n";
    return 0;
  }
  if (options.dry_run) {
    std::cout << blobs.size() << " contents would be erased. Nothing was changed.\n";
    return 0;
  }
  const auto erased = store::erase_blobs(settings.data.store(), blobs);
  const auto archives = remove_archives(settings.data);
  { TownWriter again(settings.data, settings.demo); }  // it still holds, and a server will start
  std::cout << "Erased " << erased.blobs << " contents (" << erased.bytes << " bytes)";
  if (erased.before > 0) std::cout << "; " << erased.before << " had been erased before";
  std::cout << ". " << settings.data.store().string() << " was written anew";
  if (archives > 0) std::cout << ", and the archives of counted urns were removed";
  std::cout << ".\nThe record was read again and holds; radslag-verify says what is withheld, and by which decision.\n"
               "\nThis program cannot reach what is elsewhere. Erase them there too:\n"
               "  - backups of "
            << settings.data.root.string()
            << ", and snapshots of the file system or the machine;\n"
               "  - exports and bundles that were made before, here and where they were published;\n"
               "  - the registrar's copy of the record, if it keeps one (it follows the counter by itself);\n"
               "  - what the disk keeps: worn blocks of an SSD hold old bytes until they are trimmed. An encrypted disk is the cure.\n";
  return 0;
}

}  // namespace

void add_erase(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("erase", "Takes what decisions withhold out of the database for good; the server must be stopped");
  const auto flags = add_setting_flags(*command, {"data.dir", "data.head_store"});
  const auto options = std::make_shared<Options>();
  command->add_flag("--dry-run", options->dry_run, "only say what would go");
  command->footer(R"(Examples
  radslag erase --data /var/lib/radslag --dry-run
  radslag erase --data /var/lib/radslag

The database is written anew, so the disk needs as much free space as it is large. Digests and all proofs stay.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return erase(*flags, *options); }; });
}

}  // namespace radslag::programs
