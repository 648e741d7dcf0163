// radslag submit, dialogue and officer: acts of office outside the rounds.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>

#include "crypto/encoding.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/office_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

record::DialogueContent read_dialogue(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  auto content = record::parse_content<record::DialogueContent>(std::string{std::istreambuf_iterator<char>(file), {}});
  if (!content) throw Stop(Exit::data, path.string() + ": " + content.error().detail + ".");
  return std::move(*content);
}

template <class E>
E read_word(const std::string& text, const char* flag) {
  E value{};
  if (record::Word{value}.read(text)) return value;
  std::string known;
  for (const auto name : record::words(value)) known.append(known.empty() ? "" : ", ").append(name);
  throw Stop(Exit::usage, std::string(flag) + " is one of: " + known + ".");
}

std::vector<record::Role> read_roles(const std::string& text) {
  std::vector<record::Role> roles;
  for (std::size_t at = 0; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    roles.push_back(read_word<record::Role>(text.substr(at, comma - at), "--roles"));
    at = comma + 1;
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

record::PublicKey read_key(const std::string& hex) {
  const auto key = crypto::array_from_hex<32>(hex);
  if (!key) throw Stop(Exit::usage, "A public key is 64 lower-case hex digits: radslag-trustee public FILE shows it.");
  return *key;
}

}  // namespace

void add_submit(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("submit", "Hands in a drafted act with the seals that officers made on their own devices");
  const auto url = std::make_shared<std::string>(default_url);
  const auto draft = std::make_shared<fs::path>();
  const auto seals = std::make_shared<std::vector<fs::path>>();
  command->add_option("--url", *url, "the site's address")->capture_default_str();
  command->add_option("DRAFT", *draft, "the draft file")->required();
  command->add_option("--seal", *seals,
                      "a file that radslag-trustee sign wrote, once for each officer; a trustee's act has its seal in it");
  command->footer(
      "Examples\n  radslag submit round-closed.draft --seal anna.seal --seal bo.seal\nHanding in the same file again is safe: it counts "
      "once.");
  command->callback([=, &chosen] {
    chosen = [=] {
      Act act{read_draft(*draft), {}};
      act.seals = act.file.seals;
      for (const auto& file : *seals) {
        const auto read = read_seal_file(file);
        act.seals.insert(act.seals.end(), read.begin(), read.end());
      }
      if (act.seals.empty()) throw Stop(Exit::usage, "The draft has no seal: give --seal FILE for each officer.");
      submit(*url, act);
      return 0;
    };
  });
}

void add_dialogue(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("dialogue", "Puts a dialogue, or its next version, into the register (1 officer)");
  const auto options = add_office_flags(*command, "dialogue.draft");
  const auto row = std::make_shared<record::DialogueRow>();
  const auto status = std::make_shared<std::string>(), signal = std::make_shared<std::string>("green");
  const auto content = std::make_shared<fs::path>();
  command->add_option("ID", row->id, "lower-case letters, digits and hyphens")->required();
  command->add_option("CONTENT", *content, "file with the text, as in ledger/FORMAT.md 4.3: radslag/v1/dialogue-content")->required();
  command->add_option("--status", *status, "planned, ongoing or finished")->required();
  command->add_option("--signal", *signal, "green, yellow or red")->capture_default_str();
  command->add_option("--begins", row->begins, "YYYY-MM-DD")->required();
  command->add_option("--ends", row->ends, "YYYY-MM-DD")->required();
  command->footer("Examples\n  radslag dialogue parks parks.txt --status ongoing --begins 2026-03-01 --ends 2026-10-31 --key eva.key");
  command->callback([=, &chosen] {
    chosen = [=] {
      row->status = read_word<record::DialogueStatus>(*status, "--status");
      row->signal = read_word<record::Signal>(*signal, "--signal");
      const auto text = read_dialogue(*content);
      const Office office(*options);
      office.finish(record::draft_dialogue(office.state(), *row, text));
      return 0;
    };
  });
}

void add_officer(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("officer", "Announces an officer's public key before its first use, or ends one (2 keepers)");
  group->require_subcommand(1);
  const auto key = std::make_shared<std::string>();
  auto* announce = group->add_subcommand("announce", "From here on this key seals for these roles");
  const auto options = add_office_flags(*announce, "officer-announced.draft");
  const auto roles = std::make_shared<std::string>(), name = std::make_shared<std::string>();
  announce->add_option("PUBLIC_KEY", *key, "64 hex digits, from radslag-trustee public")->required();
  announce->add_option("--roles", *roles, "comma-separated: keeper, officer, election-board, board, registrar")->required();
  announce->add_option("--name", *name, "the office, and the name in which the person acts in public")->required();
  announce->footer(
      "Examples\n  radslag officer announce 3f…9a --roles board --name 'Eva Berg, secretary of the board' --key k1.key --key k2.key");
  announce->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*options);
      office.finish(record::draft_officer(office.state(), {read_key(*key), read_roles(*roles), *name}));
      return 0;
    };
  });
  auto* end = group->add_subcommand("end", "From here on this key's seals count no more");
  const auto end_options = add_office_flags(*end, "officer-ended.draft");
  end->add_option("PUBLIC_KEY", *key, "64 hex digits")->required();
  end->footer("Examples\n  radslag officer end 3f…9a --key k1.key --key k2.key");
  end->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*end_options);
      office.finish(record::draft_officer_end(office.state(), read_key(*key)));
      return 0;
    };
  });
}

}  // namespace radslag::programs
