#include "server/service/key_ring.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
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

/// What systemd hands over is shown with a group's right to read where it is an access list's; its folder lets in the service alone.
std::unique_ptr<crypto::SigningKey> read_key(const fs::path& path, bool is_credential) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw KeyError("key file " + path.string() + " is missing: put it back from the safe copy; without it the log cannot go on");
  }
  if (status.st_mode & (is_credential ? 027 : 077)) throw KeyError("key file " + path.string() + " can be read by others: chmod 600 it");
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

KeyRing::KeyRing(fs::path folder, const fs::path& credentials) : folder_(std::move(folder)) {
  const auto vkey = log::VerifierKey::parse(town_vkey());
  if (!vkey) throw KeyError("key file " + (folder_ / "town.vkey").string() + " does not hold a log's public key");
  town_key_ = vkey->key;
  read_folder(folder_, false);
  if (!credentials.empty() && fs::is_directory(credentials)) read_folder(credentials, true);
}

fs::path KeyRing::credentials_folder() {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  return folder ? folder : "";
}

void KeyRing::read_folder(const fs::path& folder, bool is_credentials) {
  for (const auto& file : fs::directory_iterator(folder)) {
    if (file.path().extension() != ".key") continue;
    auto key = read_key(file.path(), is_credentials);
    const auto name = key->public_key();
    if (file.path().filename() == "town.key" && name != town_key_) {
      throw KeyError("key file " + file.path().string() + " is not the key that " + (folder_ / "town.vkey").string() +
                     " names: put the right one back from the safe copy");
    }
    const bool for_rounds = file.path().stem() == crypto::to_hex(name);
    held_.try_emplace(name, Held{std::move(key), for_rounds});
  }
}

std::string KeyRing::town_vkey() const { return read_town_vkey(folder_); }

const crypto::SigningKey* KeyRing::held(const crypto::PublicKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = held_.find(key);
  return found == held_.end() ? nullptr : found->second.key.get();
}

crypto::PublicKey KeyRing::make_round_key() {
  const std::lock_guard lock(mutex_);
  return make_locked("");
}

crypto::PublicKey KeyRing::make_successor_key() {
  const std::lock_guard lock(mutex_);
  return make_locked("successor-");
}

crypto::PublicKey KeyRing::unused_round_key(const std::function<bool(const crypto::PublicKey&)>& is_used) {
  const std::lock_guard lock(mutex_);
  for (const auto& [name, held] : held_) {
    if (held.for_rounds && !is_used(name)) return name;
  }
  return make_locked("");
}

crypto::PublicKey KeyRing::make_locked(const std::string& prefix) {
  auto key = std::make_unique<crypto::SigningKey>(crypto::SigningKey::generate());
  const auto name = key->public_key();
  write_key(folder_ / (prefix + crypto::to_hex(name) + ".key"), *key);
  held_.emplace(name, Held{std::move(key), prefix.empty()});
  return name;
}

crypto::SigningKey read_log_key(const fs::path& file) { return std::move(*read_key(file, false)); }

std::string read_town_vkey(const fs::path& folder) {
  auto text = read_file(folder / "town.vkey");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace radslag::service
