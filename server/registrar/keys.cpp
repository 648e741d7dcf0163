#include "server/registrar/keys.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "crypto/encoding.hpp"
#include "ledger/record/values.hpp"
#include "server/registrar/files.hpp"
#include "server/registrar/key_destruction.hpp"

namespace radslag::registrar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "radslag/v1/registrar-key\nseed ";
constexpr std::size_t file_bytes = first_line.size() + 64 + 1;

fs::path roll_path(const fs::path& folder) { return folder / "roll.key"; }
fs::path pepper_path(const fs::path& folder) { return folder / "letter-codes.key"; }
fs::path registrar_path(const fs::path& folder) { return folder / "registrar.key"; }
fs::path named_path(const fs::path& folder, const std::string& name) { return folder / (name + ".key"); }
std::string matter_name(const std::string& id) { return "matters/" + id; }
std::string round_name(const std::string& id) { return "rounds/" + id; }

/// On the disk before this returns: with a key that a crash lost, a roll or a matter could never go on.
void write_key(const fs::path& path, const Secret& secret) {
  std::string text(first_line);
  record::write_hex(text, secret.bytes());
  text += '\n';
  try {
    NewFile file(path, 0600);
    file.write(text);
    file.finish(false);
  } catch (const std::system_error& error) {
    throw KeyError("key file " + path.string() + " cannot be made: " + error.code().message());
  }
  ::sodium_memzero(text.data(), text.size());
}

/// A descriptor that closes itself.
struct File {
  explicit File(const fs::path& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)) {}
  ~File() {
    if (descriptor >= 0) ::close(descriptor);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor;
};

void check_private(const fs::path& path, const struct stat& status, const char* put_right) {
  if (status.st_uid != ::geteuid() && status.st_uid != 0) throw KeyError(path.string() + " belongs to another user: run this as that one");
  if (status.st_mode & 077) throw KeyError(path.string() + " is open to others: chmod " + put_right + " it");
}

void check_folder(const fs::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode)) {
    throw KeyError("there is no folder of keys " + folder.string() + ": put it back from the safe copy, or begin with init");
  }
  check_private(folder, status, "700");
}

Secret read_key(const fs::path& path) {
  const File file(path);
  if (file.descriptor < 0) {
    const auto why = std::string(errno == ENOENT ? "is missing: put it back from the safe copy" : std::strerror(errno));
    throw KeyError("key file " + path.string() + " " + why);
  }
  struct stat status {};
  if (::fstat(file.descriptor, &status) != 0 || !S_ISREG(status.st_mode)) throw KeyError("key file " + path.string() + " is not a file");
  check_private(path, status, "600");
  char text[file_bytes + 1];
  const auto size = ::read(file.descriptor, text, sizeof text);
  Secret::Bytes bytes{};
  const std::string_view view(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  const bool good = view.size() == file_bytes && view.starts_with(first_line) && view.ends_with('\n') &&
                    crypto::hex_into(view.substr(first_line.size(), 64), bytes);
  const Secret secret(bytes);
  ::sodium_memzero(bytes.data(), bytes.size());
  ::sodium_memzero(text, sizeof text);
  if (!good) throw KeyError("key file " + path.string() + " is not a registrar's key");
  return secret;
}

bool is_there(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0;
}

}  // namespace

void Keys::create(const fs::path& folder) {
  make_private_folder(folder);
  make_private_folder(folder / "matters");
  for (const auto& path : {roll_path(folder), pepper_path(folder), registrar_path(folder)}) {
    if (!is_there(path)) write_key(path, Secret::generate());
  }
}

Keys::Keys(fs::path folder)
    : folder_((check_folder(folder), std::move(folder))),
      roll_(read_key(roll_path(folder_))),
      pepper_(read_key(pepper_path(folder_))),
      registrar_(crypto::SigningKey::from_seed(read_key(registrar_path(folder_)).bytes())) {}

std::shared_ptr<const Mac> Keys::find_locked(const std::string& name) {
  const auto known = known_.find(name);
  if (known != known_.end()) return known->second;
  const auto path = named_path(folder_, name);
  if (!is_there(path) || is_destroyed(folder_, name)) return nullptr;
  return known_.emplace(name, std::make_shared<const Mac>(read_key(path))).first->second;
}

std::shared_ptr<const Mac> Keys::find(const std::string& name, const std::string& id) {
  if (!record::is_id(id)) return nullptr;
  const std::lock_guard lock(mutex_);
  return find_locked(name);
}

std::shared_ptr<const Mac> Keys::make(const std::string& name, const std::string& id) {
  if (!record::is_id(id)) throw KeyError("no key is named like that");
  const std::lock_guard lock(mutex_);
  if (is_destroyed(folder_, name)) throw KeyError("the key " + name + " has been destroyed for good: no other is made in its place");
  if (auto found = find_locked(name)) return found;
  const auto path = named_path(folder_, name);
  make_private_folder(path.parent_path());
  write_key(path, Secret::generate());
  return find_locked(name);
}

std::shared_ptr<const Mac> Keys::matter(const std::string& id) { return find(matter_name(id), id); }
std::shared_ptr<const Mac> Keys::make_matter(const std::string& id) { return make(matter_name(id), id); }
std::shared_ptr<const Mac> Keys::existing_round(const std::string& id) {
  auto key = round(id);
  if (!key && is_destroyed(folder_, round_name(id)))
    throw KeyError("the key of the voting cards of " + id + " has been destroyed for good: the round is over");
  if (!key) throw KeyError("the key of the voting cards of " + id + " is missing: put rounds/" + id + ".key back from the safe copy");
  return key;
}

std::shared_ptr<const Mac> Keys::round(const std::string& id) { return find(round_name(id), id); }
std::shared_ptr<const Mac> Keys::make_round(const std::string& id) { return make(round_name(id), id); }

}  // namespace radslag::registrar
