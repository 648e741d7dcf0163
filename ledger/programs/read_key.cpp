#include "ledger/programs/read_key.hpp"

#include "ledger/programs/command.hpp"

namespace radslag::programs {

log::VerifierKey read_key(const std::string& path) {
  std::string text = read_text_file(path, 4'096);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto key = log::VerifierKey::parse(text);
  if (!key) throw Stop(data_error, path + ": " + key.error().detail);
  return *key;
}

}  // namespace radslag::programs
