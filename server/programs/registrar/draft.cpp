#include "server/programs/registrar/draft.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

#include "crypto/random.hpp"
#include "ledger/record/draft_file.hpp"
#include "server/programs/exit.hpp"

namespace radslag::registrar_program {

using programs::Exit;
using programs::Stop;

void write_draft(const std::string& path, const record::Statement& statement, const std::string& officers) {
  if (std::filesystem::exists(path)) throw Stop(Exit::cannot_create, path + " is there already. Choose another name with --out.");
  const auto text = record::encode_draft_file({{"town", record::encode_statement(statement), {}}, crypto::random_bytes<32>()});
  std::ofstream file(path, std::ios::binary);
  if (!(file << text << std::flush)) throw Stop(Exit::cannot_create, path + " cannot be written.");
  std::cout << path << " is to be sealed by " << officers << ", each on their own device:\n"
            << "  radslag-trustee sign " << path << " --key KEY --out NAME.seal\n"
            << "and then handed in at the counter, on its page \"Acts waiting for seals\", or with\n"
            << "  radslag submit " << path << " --seal NAME.seal --seal OTHER.seal\n";
}

}  // namespace radslag::registrar_program
