#include <poll.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "ledger/archive/static_export.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/kept_notes.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/service/key_ring.hpp"

namespace radslag::programs {
namespace {

constexpr int slice_milliseconds = 100;  ///< between two looks for Ctrl-C

struct Options {
  std::string folder;
  std::uint64_t watch = 0;  ///< seconds; 0: one run
  bool each_blob = false, quiet = false;
};

archive::Exported run_once(archive::StaticExport& target, const Options& options) {
  std::optional<progress::Progress> bar;
  const auto done = target.run({options.each_blob, [&](std::uint64_t entries, std::uint64_t all) {
                                  if (!bar) bar.emplace("Publishing", all, options.quiet || options.watch > 0);
                                  bar->update(entries, all);
                                  return !progress::Interrupt::asked();
                                }});
  if (!done && done.error().code == Errc::not_found) throw Stop(Exit::no_input, "There is nothing to publish: the record has no entries.");
  if (!done)
    throw Stop(Exit::data, "Nothing was published: " + done.error().detail +
                               ". Keep that folder as it is, since it may be evidence, and publish to a new one.");
  return *done;
}

void say(const archive::Exported& done, const Options& options, bool always) {
  if (options.quiet || (!always && done.written == 0)) return;
  std::cerr << options.folder << ": " << done.entries << " entries, " << done.added << " of them new; " << done.written
            << " files written\n";
}

/// Ctrl-C ends the waiting.
void wait(std::uint64_t seconds) {
  for (auto slices = seconds * 1'000 / slice_milliseconds; slices > 0 && !progress::Interrupt::asked(); --slices)
    ::poll(nullptr, 0, slice_milliseconds);
}

int publish(const SettingFlags& flags, const Options& options) {
  const auto settings = settings_of(flags.load());
  const auto store = store::SqliteStore::open_read_only(settings.data.store());
  const progress::Interrupt interrupt;
  std::optional<archive::StaticExport> target;
  try {
    target.emplace(*store, service::read_town_vkey(settings.data.keys()), archive::Beside{}, options.folder);
  } catch (const archive::FolderInUse& error) {
    throw Stop(Exit::try_later, std::string(error.what()) + ". Wait for it, or name another folder.");
  }
  for (bool first = true; !progress::Interrupt::asked(); first = false) {
    target->set_beside(kept_beside(settings.data));
    const auto done = run_once(*target, options);
    if (done.finished) say(done, options, first);
    if (options.watch == 0 && done.finished) {
      if (!options.quiet) std::cerr << "Any file server can serve it; the record's address is the one that it then has.\n";
      return 0;
    }
    wait(options.watch);
  }
  if (!options.quiet) std::cerr << "Stopped; the next run goes on from here.\n";
  return progress::Interrupt::exit_code();
}

}  // namespace

void add_publish(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("publish", "Writes the public record as a folder for any file server, and brings it up to date");
  const auto flags = add_setting_flags(*command, {"data.dir"});
  const auto options = std::make_shared<Options>();
  command->add_option("folder", options->folder, "the folder to write; a record that is there grows")->required()->type_name("DIR");
  command->add_option("--watch", options->watch, "go on: look for new entries every so many seconds")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 86'400));
  command->add_flag("--each-blob", options->each_blob, "every content also as a file of its own, blob/DIGEST");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(R"(Examples
  radslag publish --data /var/lib/radslag /srv/record/log
  radslag publish --data /var/lib/radslag /srv/record/log --watch 10

The server may run. Only what is new is written, the checkpoints last; a run that
was interrupted is finished by the next. A folder that is ahead of this record, or
holds another one, is refused. Where the folder is served as https://HOST/log/,
radslag-verify https://HOST reads it. Ballots of a round that has not been closed
are not in it.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return publish(*flags, *options); }; });
}

}  // namespace radslag::programs
