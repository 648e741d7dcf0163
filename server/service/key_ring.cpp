#include "server/service/key_ring.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "crypto/encoding.hpp"

namespace radslag::service {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view first_line = "radslag/v1/log-key\nseed ";

/// On disk, and its folder too, before this returns: a log signed with a key that a crash lost could never go on.
void write_durably(const fs::path& path, std::string_view text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  const auto failed = [&](const char* what) { throw KeyError("key file " + path.string() + ": " + what + ": " + std::strerror(errno)); };
  if (file < 0) failed("cannot be made");
  if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file) != 0) failed("cannot be written");
  ::close(file);
  const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || ::fsync(folder) != 0) failed("its folder cannot be synced");
  ::close(folder);
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw KeyError("key file " + path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_key(const fs::path& path, const crypto::SigningKey& key) {
  write_durably(path, std::string(first_line) + crypto::to_hex(key.seed()) + "\n", 0600);
}

std::unique_ptr<crypto::SigningKey> read_key(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw KeyError("key file " + path.string() + " is missing: put it back from the safe copy; without it the log cannot go on");
  }
  if (status.st_mode & 077) throw KeyError("key file " + path.string() + " can be read by others: chmod 600 it");
  const auto text = read_file(path);
  const auto seed = text.starts_with(first_line) && text.ends_with('\n')
                        ? crypto::array_from_hex<32>(std::string_view(text).substr(first_line.size(), text.size() - first_line.size() - 1))
                        : std::nullopt;
  if (!seed) throw KeyError("key file " + path.string() + " is not a log key");
  return std::make_unique<crypto::SigningKey>(crypto::SigningKey::from_seed(*seed));
}

}  // namespace

void KeyRing::create(const fs::path& folder, const std::string& town_origin) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  const auto key = crypto::SigningKey::generate();
  write_key(folder / "town.key", key);
  write_durably(folder / "town.vkey", log::VerifierKey::of(town_origin, key.public_key()).text() + "\n", 0644);
}

KeyRing::KeyRing(fs::path folder) : folder_(std::move(folder)), town_(read_key(folder_ / "town.key")) {
  for (const auto& file : fs::directory_iterator(folder_)) {
    if (file.path().extension() != ".key" || file.path().filename() == "town.key") continue;
    auto key = read_key(file.path());
    const auto name = key->public_key();
    rounds_.emplace(name, std::move(key));
  }
}

std::string KeyRing::town_vkey() const { return read_town_vkey(folder_); }

const crypto::SigningKey* KeyRing::round(const crypto::PublicKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = rounds_.find(key);
  return found == rounds_.end() ? nullptr : found->second.get();
}

crypto::PublicKey KeyRing::make_round_key() {
  const std::lock_guard lock(mutex_);
  return make_locked();
}

crypto::PublicKey KeyRing::unused_round_key(const std::function<bool(const crypto::PublicKey&)>& is_used) {
  const std::lock_guard lock(mutex_);
  for (const auto& [key, secret] : rounds_) {
    if (!is_used(key)) return key;
  }
  return make_locked();
}

crypto::PublicKey KeyRing::make_locked() {
  auto key = std::make_unique<crypto::SigningKey>(crypto::SigningKey::generate());
  const auto name = key->public_key();
  write_key(folder_ / (crypto::to_hex(name) + ".key"), *key);
  rounds_.emplace(name, std::move(key));
  return name;
}

std::string read_town_vkey(const fs::path& folder) {
  auto text = read_file(folder / "town.vkey");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace radslag::service
