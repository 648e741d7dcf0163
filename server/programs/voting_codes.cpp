#include "server/programs/voting_codes.hpp"

#include <fstream>
#include <stdexcept>

#include "ledger/record/credential.hpp"

namespace radslag::programs {

namespace fs = std::filesystem;

Result<std::vector<VotingCode>> read_voting_codes(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) return refuse(Errc::not_found, "there is no file of voting codes " + file.string());
  std::vector<VotingCode> codes;
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    if (line.ends_with('\r')) line.pop_back();  // as some editors leave it
    if (line.empty()) continue;
    const auto tab = line.find('\t');
    auto code = record::parse_voting_code(line.substr(0, tab));
    if (!code) return refuse(code.error().code, file.string() + ", line " + std::to_string(number) + ": " + code.error().detail);
    codes.push_back({std::move(*code), tab == std::string::npos ? "" : line.substr(tab + 1)});
  }
  return codes;
}

void write_voting_codes(const fs::path& file, const std::vector<VotingCode>& codes) {
  std::ofstream stream(file, std::ios::binary);
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  for (const auto& [code, note] : codes) stream << record::print_voting_code(code) << '\t' << note << '\n';
  stream.flush();
  if (!stream) throw std::runtime_error("the voting codes cannot be written to " + file.string());
}

}  // namespace radslag::programs
