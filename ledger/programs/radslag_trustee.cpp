// radslag-trustee: an officer's key and seals, and a trustee's part in secret ballots, on the officer's own device.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <thread>

#include "crypto/encoding.hpp"
#include "ledger/audit/words.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/statement_words.hpp"
#include "ledger/programs/trustee_commands.hpp"
#include "ledger/record/draft_file.hpp"
#include "ledger/record/fields.hpp"
#include "ledger/trustee/key_file.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t max_draft_bytes = std::size_t{256} << 20;  // a roll of a million and more

constexpr const char* examples = R"(Examples, for any officer:
  radslag-trustee keygen --out anna.key --name "Anna Ek, election board"
  radslag-trustee public anna.key                    the public key, to be announced
  radslag-trustee sign --key anna.key opening.draft  shows what it says, asks, prints the seal
  radslag-trustee sign --key anna.key opening.draft --out opening.anna.seal

For trustees, who hold the key of a round (--help after each command says more):
  radslag-trustee status   https://radslag.example.se --round parks-2026 --key anna.key --pin town.vkey
  radslag-trustee ceremony https://radslag.example.se --round parks-2026 --key anna.key
  radslag-trustee shuffle  bundle.tar --round parks-2026 --key anna.key
  radslag-trustee decrypt  bundle.tar --round parks-2026 --key anna.key
  radslag-trustee hand-in  trustee/rounds/parks-2026/certificate.act https://radslag.example.se

The key file never leaves your device, and is under your passphrase. What is
sealed is the draft's statement, byte for byte; the texts that it names are
shown in full. The seal is one line, to be sent back. A file with a statement
alone can be sealed too, but names its texts by digest only.

Exit codes: 0 done; 1 you said no, or it is not your turn; 64 wrong usage;
65 not a statement, key or record that holds; 66 no such file; 69 the site does
not answer; 73 the file exists already; 74 reading or writing failed.)";

constexpr const char* ceremony_examples = R"(STEP is certificate, commitment, polynomial or key; without it, whichever is next. Each
step verifies the whole record and all trustees' messages first, and makes one
file, which you hand in. Made twice it is the same file.

Examples:
  radslag-trustee ceremony https://radslag.example.se --round parks-2026 --key anna.key --pin town.vkey
  radslag-trustee ceremony bundle.tar --round parks-2026 --key anna.key     without a network
  radslag-trustee ceremony commitment folder/ --round parks-2026 --key anna.key
  radslag-trustee ceremony https://radslag.example.se --round parks-2026 --key anna.key --hand-in

The state folder (--state, default ./trustee) keeps your secrets, closed by your
key. Keep a copy of it and of the key file: without them your part is lost.)";

constexpr const char* shuffle_examples = R"(Mixes the ballots of each urn that waits for you, so that nobody can tell whose
is whose, and proves that none was added, dropped or changed. Trustees do it one
after the other. 100,000 ballots take a few minutes.

Examples:
  radslag-trustee shuffle https://radslag.example.se --round parks-2026 --key anna.key
  radslag-trustee shuffle bundle.tar --round parks-2026 --urn norr --key anna.key)";

constexpr const char* decrypt_examples = R"(Takes your part of the key off the ballots of each urn that waits for you, with
a proof. It refuses unless the whole record holds, goes on from what you have
seen of it before, and has the shuffles of enough different trustees.

Examples:
  radslag-trustee decrypt https://radslag.example.se --round parks-2026 --key anna.key
  radslag-trustee decrypt bundle.tar --round parks-2026 --urn norr --key anna.key)";

constexpr const char* status_examples = R"(Example:
  radslag-trustee status https://radslag.example.se --round parks-2026 --key anna.key --pin town.vkey)";

constexpr const char* inspect_examples = R"(Examples:
  radslag-trustee inspect --key anna.key                                 name and public key
  radslag-trustee inspect bundle.tar --round parks-2026 --key anna.key   the round's key too, and whether you can decrypt)";

constexpr const char* hand_in_examples = R"(Handing the same file in again is safe: it counts once.

Example:
  radslag-trustee hand-in trustee/rounds/parks-2026/shuffle-1-0-920.act https://radslag.example.se)";

constexpr const char* keygen_examples = R"(Examples:
  radslag-trustee keygen --out anna.key --name "Anna Ek, trustee"        asks for a passphrase, twice
  radslag-trustee keygen --out demo.key --no-passphrase                  for demonstrations only)";

struct Arguments {
  std::string key, name, out, statement;
  bool yes = false, open_key = false;
  TrusteeArguments trustee;  ///< its passphrase is for all commands
};

record::OfficerKey read_key(const std::string& path, const Arguments& arguments) {
  auto key = trustee::read_key_file(path, ask_passphrase(arguments.trustee.passphrase, path));
  if (key) return std::move(*key);
  throw Stop(key.error().code == Errc::not_found ? no_input : data_error, key.error().detail);
}

int keygen(const Arguments& arguments) {
  const auto name = arguments.name.empty() ? std::filesystem::path(arguments.out).stem().string() : arguments.name;
  const auto key = crypto::SigningKey::generate();
  if (std::filesystem::exists(arguments.out)) throw Stop(cannot_create, arguments.out + " exists already; a key is never overwritten");
  const auto written = arguments.open_key
                           ? record::write_officer_key(arguments.out, name, key)
                           : trustee::write_key_file(arguments.out, name, key, choose_passphrase(arguments.trustee.passphrase));
  if (!written) {
    throw Stop(written.error().code == Errc::duplicate ? cannot_create : usage, written.error().detail);
  }
  std::cout << crypto::to_hex(key.public_key()) << "\n";
  return good;
}

int show_public(const Arguments& arguments) {
  std::cout << crypto::to_hex(read_key(arguments.key, arguments).key.public_key()) << "\n";
  return good;
}

bool agreed() {
  if (::isatty(STDIN_FILENO) != 1) throw Stop(usage, "nobody can be asked here: read the statement, then give --yes");
  std::cerr << "Seal this? [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

void write_seal(const std::string& path, const std::string& line) {
  if (path.empty()) {
    std::cout << line << std::flush;
    return;
  }
  if (std::filesystem::exists(path)) throw Stop(cannot_create, path + " exists already");
  std::ofstream file(path, std::ios::binary);
  file << line << std::flush;
  if (!file) throw Stop(io_error, "cannot write " + path);
}

/// What is sealed, and the texts that it names where the file is a draft. A statement alone names them by digest only.
struct ToSeal {
  std::string statement;
  std::vector<std::string> texts;
};

ToSeal read_what_to_seal(const std::string& path) {
  auto text = read_text_file(path, max_draft_bytes);
  if (!record::is_draft_file(text)) return {std::move(text), {}};
  auto file = record::parse_draft_file(text);
  if (!file) throw Stop(data_error, path + ": " + file.error().detail);
  ToSeal out{std::move(file->draft.statement), {}};
  for (const auto& blob : file->draft.blobs) out.texts.emplace_back(record::blob_content(blob).value_or(""));
  return out;
}

int sign(const Arguments& arguments) {
  const auto [text, texts] = read_what_to_seal(arguments.statement);
  const auto statement = record::parse_statement(text);
  if (!statement) throw Stop(data_error, arguments.statement + ": " + statement.error().detail);
  const auto key = read_key(arguments.key, arguments);
  for (const auto& named : texts) std::cerr << "\n--- a text that the statement names ---\n" << text_in_words(named);
  std::cerr << "\n"
            << in_words(*statement) << "\nTo be sealed with the key of " << audit::printable(key.name) << ", "
            << crypto::to_hex(key.key.public_key()) << "\n";
  if (!arguments.yes && !agreed()) {
    std::cerr << "Not sealed.\n";
    return bad;
  }
  const auto public_key = key.key.public_key();
  const auto signature = key.key.sign(text);
  record::FieldWriter seal;
  seal.field("signed", record::Hex{public_key}, record::Hex{signature});
  write_seal(arguments.out, seal.take());
  return good;
}

/// Where the key's passphrase comes from.
void add_passphrase(CLI::App* command, Arguments& arguments) {
  auto& from = arguments.trustee.passphrase;
  command->add_option("--passphrase-file", from.file, "its first line is the key's passphrase; otherwise it is asked for")
      ->option_text("FILE");
  command->add_option("--passphrase-fd", from.descriptor, "the same of an open file descriptor")
      ->check(CLI::Range(0, 1'023))
      ->option_text("N");
}

/// What all commands on a record have.
CLI::App* add_record_command(CLI::App& app, Arguments& arguments, const char* name, const char* what, const char* footer) {
  auto& trustee = arguments.trustee;
  auto* command = app.add_subcommand(name, what);
  command->footer(footer);
  command->add_option("--key", trustee.key, "your key file")->required()->option_text("FILE");
  command->add_option("--state", trustee.state, "the folder with your secrets and what you have seen")
      ->capture_default_str()
      ->option_text("FOLDER");
  command->add_option("--pin", trustee.pin, "file with the town's public key (a vkey line): needed the first time")->option_text("FILE");
  command->add_option("--threads", trustee.threads, "how many cores may work")->check(CLI::Range(1, 256))->option_text("N (default: all)");
  command->add_flag("--quiet", trustee.quiet, "no progress");
  add_passphrase(command, arguments);
  return command;
}

CLI::Option* add_round(CLI::App* command, Arguments& arguments) {
  return command->add_option("--round", arguments.trustee.round, "the round's id")->option_text("ID");
}

constexpr const char* record_help = "a bundle (file or directory), or the address of a site";

}  // namespace
}  // namespace radslag::programs

int main(int argc, char** argv) {
  using namespace radslag::programs;
  Arguments arguments;
  auto& trustee = arguments.trustee;
  trustee.threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::string> step_and_record;
  std::string act, url;
  CLI::App app("Makes an officer's key and seals acts of office with it; and does a trustee's part in secret ballots.", "radslag-trustee");
  app.footer(examples);
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text("radslag-trustee"));
  auto* make = app.add_subcommand("keygen", "makes a key under a passphrase; prints its public half");
  make->footer(keygen_examples);
  make->add_option("--out", arguments.out, "the new key file; never overwritten")->required()->option_text("FILE");
  make->add_option("--name", arguments.name, "whose key it is, for your own eyes")->option_text("TEXT");
  make->add_flag("--no-passphrase", arguments.open_key, "whoever has the file has the key: for demonstrations");
  add_passphrase(make, arguments);
  auto* show = app.add_subcommand("public", "prints the public half of a key");
  show->add_option("key", arguments.key, "the key file")->required()->option_text("FILE");
  add_passphrase(show, arguments);
  auto* seal = app.add_subcommand("sign", "shows a draft in plain words, asks, and seals it");
  seal->add_option("--key", arguments.key, "the key file")->required()->option_text("FILE");
  seal->add_option("statement", arguments.statement, "the draft, or a statement alone")->required()->option_text("DRAFT_FILE");
  seal->add_option("--out", arguments.out, "where to put the seal; otherwise it is printed")->option_text("FILE");
  seal->add_flag("--yes", arguments.yes, "seal without asking");
  add_passphrase(seal, arguments);

  auto* key = add_record_command(app, arguments, "ceremony", "makes your next message in making a round's key", ceremony_examples);
  key->add_option("step", step_and_record, std::string("the step, where it is not the next; then ") + record_help)
      ->required()
      ->expected(1, 2)
      ->option_text("[STEP] BUNDLE|DIR|URL");
  auto* mix = add_record_command(app, arguments, "shuffle", "mixes the ballots of a closed round", shuffle_examples);
  auto* open = add_record_command(app, arguments, "decrypt", "takes your part of the key off a closed round's ballots", decrypt_examples);
  auto* stand = add_record_command(app, arguments, "status", "says where a round stands and whose turn it is", status_examples);
  auto* look = add_record_command(app, arguments, "inspect", "shows your key, and the round's", inspect_examples);
  for (auto* command : {mix, open, stand}) {
    command->add_option("record", trustee.record, record_help)->required()->option_text("BUNDLE|DIR|URL");
    add_round(command, arguments)->required();
  }
  add_round(key, arguments)->required();
  auto* place = look->add_option("record", trustee.record, record_help)->option_text("BUNDLE|DIR|URL");
  place->needs(add_round(look, arguments));
  for (auto* command : {mix, open}) command->add_option("--urn", trustee.urn, "only this urn")->option_text("ID");
  for (auto* command : {key, mix, open}) command->add_flag("--hand-in", trustee.hand_in, "hand it in at once, where the record is a site");
  auto* send = app.add_subcommand("hand-in", "hands a sealed act in");
  send->footer(hand_in_examples);
  send->add_option("act", act, "the file that a step made")->required()->option_text("FILE");
  send->add_option("url", url, "the address of the site")->required()->option_text("URL");
  send->add_flag("--quiet", trustee.quiet, "no progress");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : usage;
  }
  return run("radslag-trustee", [&] {
    if (make->parsed()) return keygen(arguments);
    if (show->parsed()) return show_public(arguments);
    if (seal->parsed()) return sign(arguments);
    if (send->parsed()) return hand_in(act, url, trustee.quiet);
    if (key->parsed()) {
      trustee.record = step_and_record.back();
      if (step_and_record.size() == 2) trustee.step = step_and_record.front();
      return ceremony(trustee);
    }
    if (mix->parsed()) return shuffle(trustee);
    if (open->parsed()) return decrypt(trustee);
    if (look->parsed()) return inspect(trustee);
    return status(trustee);
  });
}
