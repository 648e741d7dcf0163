#include "server/programs/lot.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/record/round_count.hpp"
#include "server/programs/exit.hpp"

namespace radslag::programs {

namespace fs = std::filesystem;

record::Digest commitment_of(const std::string& line) {
  constexpr std::string_view word = "lot-share ";
  const auto digits = std::string_view(line).substr(line.starts_with(word) ? word.size() : 0);
  const auto digest = crypto::array_from_hex<32>(digits);
  if (!digest) throw Stop(Exit::usage, "--lot-share is what radslag round lot-share prints: 64 hexadecimal digits.");
  return *digest;
}

record::Digest make_lot_share(const fs::path& file) {
  auto share = crypto::random_bytes<32>();
  auto text = crypto::to_hex(share) + "\n";
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (out < 0 && errno == EEXIST)
    throw Stop(Exit::cannot_create, file.string() + " is there already, and may be the share of another lot. Choose another --out.");
  const bool written = out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
  if (out >= 0) ::close(out);
  const auto commitment = record::lot_commitment(share);
  sodium_memzero(text.data(), text.size());
  sodium_memzero(share.data(), share.size());
  if (!written) throw Stop(Exit::cannot_create, file.string() + " cannot be written.");
  return commitment;
}

record::Digest read_lot_share(const fs::path& file) {
  std::ifstream in(file);
  if (!in) throw Stop(Exit::no_input, "There is no file " + file.string() + ".");
  std::string line;
  std::getline(in, line);
  if (line.ends_with('\r')) line.pop_back();
  const auto share = crypto::array_from_hex<32>(line);
  if (!share) throw Stop(Exit::data, file.string() + " is not a share that radslag round lot-share made.");
  return *share;
}

}  // namespace radslag::programs
