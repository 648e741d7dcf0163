#include <CLI/CLI.hpp>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/log/checkpoint.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/head_store.hpp"
#include "server/programs/setting_flags.hpp"

namespace radslag::programs {
namespace {

int show(const Settings& settings) {
  const auto ours = OurHeads::open(settings.data, settings.demo);
  std::cout << "In " << ours.store().place() << ":\n";
  for (const auto& [origin, note] : ours.store().all()) {
    const auto parsed = log::parse_note(note);
    const auto head = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
    if (head) std::cout << "  " << origin << "  size " << head->size << "  root " << crypto::to_base64(crypto::view(head->root)) << '\n';
  }
  return static_cast<int>(std::cout.flush() ? Exit::ok : Exit::cannot_create);
}

int heads(const SettingFlags& flags, bool anew) {
  const auto settings = settings_of(flags.load());
  if (!std::filesystem::exists(settings.data.store())) {
    throw Stop(Exit::config, "There is no record in " + settings.data.root.string() + ". Is it the right folder?");
  }
  if (anew) {
    OurHeads::begin_anew(settings.data, settings.demo);
    std::cout << "A new head store has been made. It gets the heads of this record, as it is, at the next start.\n";
  }
  return show(settings);
}

}  // namespace

void add_heads(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("heads", "Shows what the head store holds; the server must be stopped");
  const auto flags = add_setting_flags(*command, {"data.dir", "data.head_store"});
  const auto anew = std::make_shared<bool>(false);
  command->add_flag("--begin-anew", *anew, "the head store is lost for good: make a new one from the record as it is");
  command->footer(R"(Examples
  radslag heads --data /var/lib/radslag
  radslag heads --data /var/lib/radslag --begin-anew

After --begin-anew nothing here can tell any more whether the record is an old copy. Compare it before with what others have: the
witnesses, an export, a printed notice (radslag-verify --seen).)");
  command->callback([&chosen, flags, anew] { chosen = [flags, anew] { return heads(*flags, *anew); }; });
}

}  // namespace radslag::programs
