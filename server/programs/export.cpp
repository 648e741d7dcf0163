#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstring>
#include <iostream>

#include "ledger/archive/publication.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/export_file.hpp"
#include "server/programs/kept_notes.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/service/key_ring.hpp"

namespace radslag::programs {
namespace {

struct Options {
  std::string out;
  bool replace = false, quiet = false;
};

std::uint64_t all_entries(const store::Store& store) {
  std::uint64_t all = 0;
  for (const auto& log : store.logs()) all += store.size(log);
  return all;
}

/// False if Ctrl-C came first.
bool write_bundle(const store::Store& store, const DataDir& data, bool quiet, const std::function<void(std::string_view)>& put) {
  const progress::Interrupt interrupt;
  progress::Progress bar("Exporting", all_entries(store), quiet);
  archive::Publication(store, service::read_town_vkey(data.keys()), kept_beside(data))
      .bundle(
          [&](std::string_view bytes) {
            put(bytes);
            return !progress::Interrupt::asked();
          },
          [&](std::uint64_t entries) { bar.update(entries); });
  return !progress::Interrupt::asked();
}

void put_to_stdout(std::string_view bytes) {
  if (!write_all(STDOUT_FILENO, bytes))
    throw Stop(Exit::cannot_create, std::string("Standard output cannot be written: ") + std::strerror(errno) + ".");
}

int export_record(const SettingFlags& flags, const Options& options) {
  const auto settings = settings_of(flags.load());
  const bool to_stdout = options.out == "-";
  if (to_stdout && ::isatty(STDOUT_FILENO))
    throw Stop(Exit::usage, "--out - writes an archive, which a terminal cannot show. Send it to a file or a pipe.");
  if (!to_stdout && std::filesystem::exists(options.out) && !std::filesystem::is_regular_file(options.out)) {
    throw Stop(Exit::cannot_create, options.out + " is not a file. Choose another name.");
  }
  if (!to_stdout && !options.replace && std::filesystem::exists(options.out)) {
    throw Stop(Exit::cannot_create, options.out + " is there already. Choose another name, or add --replace.");
  }
  const auto store = store::SqliteStore::open_read_only(settings.data.store());
  if (to_stdout) return write_bundle(*store, settings.data, options.quiet, put_to_stdout) ? 0 : progress::Interrupt::exit_code();

  ExportFile file(options.out);
  if (!write_bundle(*store, settings.data, options.quiet, [&](std::string_view bytes) { file.write(bytes); })) {
    std::cerr << "Stopped; nothing was left behind.\n";
    return progress::Interrupt::exit_code();
  }
  file.finish();
  if (!options.quiet)
    std::cerr << options.out << " holds the whole public record. Anyone can check it: radslag-verify " << options.out << '\n';
  return 0;
}

}  // namespace

void add_export(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("export", "Writes the whole public record as one archive; the server may run");
  const auto flags = add_setting_flags(*command, {"data.dir"});
  const auto options = std::make_shared<Options>();
  command->add_option("--out", options->out, "the archive to write; - for standard output")->required()->type_name("FILE.tar");
  command->add_flag("--replace", options->replace, "write over a file of that name");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->footer(R"(Examples
  radslag export --data /var/lib/radslag --out record.tar
  radslag export --data /var/lib/radslag --out - | ssh archive.example.se 'cat > record.tar'

Ballots of a round that has not been closed are not in it.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return export_record(*flags, *options); }; });
}

}  // namespace radslag::programs
