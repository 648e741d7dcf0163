#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/programs/town_start.hpp"
#include "server/programs/town_writer.hpp"

namespace radslag::programs {
namespace {

struct Options {
  std::string origin, name, currency = "SEK";
  bool demo = false;
  std::vector<std::string> officers;
};

record::Role role_of(const std::string& word) {
  const auto words = record::words(record::Role{});
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<record::Role>(found - words.begin());
  std::string all;
  for (const auto one : words) all += (all.empty() ? "" : ", ") + std::string(one);
  throw Stop(Exit::usage, "\"" + word + "\" is not a role. The roles are " + all + ".");
}

std::vector<record::Role> roles_of(const std::string& text) {
  std::vector<record::Role> roles;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    roles.push_back(role_of(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

record::OfficerLine officer_of(const std::string& text) {
  const auto first = text.find(';'), second = first == std::string::npos ? first : text.find(';', first + 1);
  if (second == std::string::npos) throw Stop(Exit::usage, "--officer takes \"PUBLIC KEY;ROLES;NAME\", not \"" + text + "\".");
  const auto key = crypto::array_from_hex<32>(text.substr(0, first));
  if (!key) throw Stop(Exit::usage, "--officer: \"" + text.substr(0, first) + "\" is not a public key (64 hex digits in lower case).");
  record::OfficerLine officer{*key, roles_of(text.substr(first + 1, second - first - 1)), text.substr(second + 1)};
  if (!record::is_text(officer.name))
    throw Stop(Exit::usage, "--officer: the name of " + text.substr(0, 8) + "... is missing or not plain text.");
  return officer;
}

std::vector<record::OfficerLine> officers_of(const std::vector<std::string>& texts) {
  std::vector<record::OfficerLine> officers;
  for (const auto& text : texts) officers.push_back(officer_of(text));
  std::sort(officers.begin(), officers.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  const auto same = std::adjacent_find(officers.begin(), officers.end(), [](const auto& a, const auto& b) { return a.key == b.key; });
  if (same != officers.end())
    throw Stop(Exit::usage, "The key " + crypto::to_hex(same->key) + " is given to two officers: each needs one of their own.");
  const auto keepers = std::count_if(officers.begin(), officers.end(), [](const auto& officer) {
    return std::find(officer.roles.begin(), officer.roles.end(), record::Role::keeper) != officer.roles.end();
  });
  if (keepers < 2)
    throw Stop(Exit::usage, "Give at least two officers with the role keeper: it takes two to announce any further officer.");
  return officers;
}

int init(const SettingFlags& flags, const Options& options) {
  const auto settings = settings_of(flags.load());
  require_host(options.origin);
  if (!record::is_text(options.name)) throw Stop(Exit::usage, "--name takes the municipality's name as plain text.");
  if (!record::is_currency(options.currency)) throw Stop(Exit::usage, "--currency takes three capitals, as in SEK.");
  const record::TownBegun town{options.origin + "/log/town", options.name, options.currency, options.demo, officers_of(options.officers)};
  require_no_town(settings.data);
  ::umask(077);
  TownWriter::begin(settings.data, town, record::current_hour());
  std::cout << "The town log of " << options.name << " has begun in " << settings.data.root.string() << ".\n"
            << "Its public key, to be printed and published outside this server:\n  " << service::read_town_vkey(settings.data.keys())
            << "\nKeep a safe copy of " << settings.data.keys().string() << ": without these keys the record cannot go on.\n";
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("init", "Begins a municipality's record in an empty folder");
  const auto flags = add_setting_flags(*command, {"data.dir", "data.head_store"});
  const auto options = std::make_shared<Options>();
  command->add_option("--origin", options->origin, "the host that residents will use; names the logs, for good")
      ->required()
      ->type_name("HOST");
  command->add_option("--name", options->name, "the municipality's name")->required()->type_name("TEXT");
  command->add_option("--currency", options->currency, "ISO 4217 [SEK]")->type_name("CODE");
  command->add_option("--officer", options->officers, "public key; roles with commas between; office and name. Again for each")
      ->required()
      ->type_name("KEY;ROLES;NAME");
  command->add_flag("--demo", options->demo, "a record for trying things out: it says so on every page, and allows open ballots");
  command->footer(R"(Examples
  radslag init --data /var/lib/radslag --origin radslag.example.se --name "Exempelstad" \
    --officer "3b6a...;keeper,election-board;Chair of the election board, Anna Lind" \
    --officer "91c2...;keeper,officer,board;Municipal secretary, Omar Said"

Officers make their keys on devices of their own and hand in the public halves.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return init(*flags, *options); }; });
}

}  // namespace radslag::programs
