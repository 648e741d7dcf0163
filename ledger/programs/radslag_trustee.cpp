// radslag-trustee: an officer's key and seals, on the officer's own device.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/audit/sentences.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/statement_words.hpp"
#include "ledger/record/draft_file.hpp"
#include "ledger/record/fields.hpp"
#include "ledger/record/officer_key.hpp"

namespace radslag::programs {
namespace {

constexpr std::size_t max_draft_bytes = std::size_t{256} << 20;  // a roll of a million and more

constexpr const char* examples = R"(Examples:
  radslag-trustee keygen --out anna.key --name "Anna Ek, election board"
  radslag-trustee public anna.key                    the public key, to be announced
  radslag-trustee sign --key anna.key opening.draft  shows what it says, asks, prints the seal
  radslag-trustee sign --key anna.key opening.draft --out opening.anna.seal

The key file never leaves your device. What is sealed is the draft's statement,
byte for byte; the texts that it names are shown in full. The seal is one line,
to be sent back. A file with a statement alone can be sealed too, but names its
texts by digest only.

Exit codes: 0 done; 1 you said no; 64 wrong usage; 65 not a statement or key;
66 no such file; 73 the file exists already; 74 reading or writing failed.)";

struct Arguments {
  std::string key, name, out, statement;
  bool yes = false;
};

record::OfficerKey read_key(const std::string& path) {
  auto key = record::read_officer_key(path);
  if (key) return std::move(*key);
  throw Stop(key.error().code == Errc::not_found ? no_input : data_error, key.error().detail);
}

int keygen(const Arguments& arguments) {
  const auto name = arguments.name.empty() ? std::filesystem::path(arguments.out).stem().string() : arguments.name;
  const auto key = crypto::SigningKey::generate();
  if (auto written = record::write_officer_key(arguments.out, name, key); !written) {
    throw Stop(written.error().code == Errc::duplicate ? cannot_create : usage, written.error().detail);
  }
  std::cout << crypto::to_hex(key.public_key()) << "\n";
  return good;
}

int show_public(const Arguments& arguments) {
  std::cout << crypto::to_hex(read_key(arguments.key).key.public_key()) << "\n";
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
  const auto key = read_key(arguments.key);
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

}  // namespace
}  // namespace radslag::programs

int main(int argc, char** argv) {
  using namespace radslag::programs;
  Arguments arguments;
  CLI::App app("Makes an officer's key, and seals acts of office with it.", "radslag-trustee");
  app.footer(examples);
  app.require_subcommand(1);
  app.set_version_flag("--version", version_text("radslag-trustee"));
  auto* make = app.add_subcommand("keygen", "makes a key; prints its public half");
  make->add_option("--out", arguments.out, "the new key file; never overwritten")->required()->option_text("FILE");
  make->add_option("--name", arguments.name, "whose key it is, for your own eyes")->option_text("TEXT");
  auto* show = app.add_subcommand("public", "prints the public half of a key");
  show->add_option("key", arguments.key, "the key file")->required()->option_text("FILE");
  auto* seal = app.add_subcommand("sign", "shows a draft in plain words, asks, and seals it");
  seal->add_option("--key", arguments.key, "the key file")->required()->option_text("FILE");
  seal->add_option("statement", arguments.statement, "the draft, or a statement alone")->required()->option_text("DRAFT_FILE");
  seal->add_option("--out", arguments.out, "where to put the seal; otherwise it is printed")->option_text("FILE");
  seal->add_flag("--yes", arguments.yes, "seal without asking");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : usage;
  }
  return run("radslag-trustee", [&] {
    if (make->parsed()) return keygen(arguments);
    if (show->parsed()) return show_public(arguments);
    return sign(arguments);
  });
}
