#include "server/staff/staff_key.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"

namespace radslag::staff {
namespace {

constexpr std::string_view kFirstLine = "radslag/v1/staff-key\nsecret ";
constexpr std::size_t kNonceBytes = crypto_secretbox_NONCEBYTES;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || ::fsync(descriptor) != 0) throw StaffKeyError("the folder " + folder.string() + " cannot be synced");
  ::close(descriptor);
}

}  // namespace

void StaffKey::create(const std::filesystem::path& path) {
  const std::string text = std::string(kFirstLine) + crypto::to_hex(crypto::random_bytes<32>()) + "\n";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  const auto failed = [&](const char* what) {
    throw StaffKeyError("key file " + path.string() + ": " + what + ": " + std::strerror(errno));
  };
  if (file < 0) failed("cannot be made");
  if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()) || ::fsync(file) != 0) failed("cannot be written");
  ::close(file);
  sync_folder(std::filesystem::absolute(path).parent_path());
}

StaffKey StaffKey::load(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw StaffKeyError("key file " + path.string() + " is missing: put it back from the safe copy; without it nobody can sign in");
  }
  if (status.st_mode & 077) throw StaffKeyError("key file " + path.string() + " can be read by others: chmod 600 it");
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto secret =
      text.starts_with(kFirstLine) && text.ends_with('\n')
          ? crypto::array_from_hex<32>(std::string_view(text).substr(kFirstLine.size(), text.size() - kFirstLine.size() - 1))
          : std::nullopt;
  if (!secret) throw StaffKeyError("key file " + path.string() + " is not a staff key");
  return StaffKey(*secret);
}

StaffKey::StaffKey(const std::array<std::uint8_t, 32>& secret) : secret_(secret) { crypto::ensure_sodium(); }
StaffKey::StaffKey(StaffKey&& other) noexcept : secret_(other.secret_) { sodium_memzero(other.secret_.data(), other.secret_.size()); }
StaffKey::~StaffKey() { sodium_memzero(secret_.data(), secret_.size()); }

std::string StaffKey::seal(std::string_view purpose, std::string_view secret) const {
  const std::string message = std::string(purpose) + '\n' + std::string(secret);
  std::string sealed(kNonceBytes + crypto_secretbox_MACBYTES + message.size(), '\0');
  crypto::fill_random(sealed.data(), kNonceBytes);
  crypto_secretbox_easy(bytes_of(sealed) + kNonceBytes, bytes_of(message), message.size(), bytes_of(sealed), secret_.data());
  return sealed;
}

std::optional<std::string> StaffKey::open(std::string_view purpose, std::string_view sealed) const {
  constexpr std::size_t around = kNonceBytes + crypto_secretbox_MACBYTES;
  if (sealed.size() < around) return std::nullopt;
  std::string message(sealed.size() - around, '\0');
  if (crypto_secretbox_open_easy(bytes_of(message), bytes_of(sealed) + kNonceBytes, sealed.size() - kNonceBytes, bytes_of(sealed),
                                 secret_.data()) != 0) {
    return std::nullopt;
  }
  // A secret moved to another account's row is not opened for it.
  if (!message.starts_with(std::string(purpose) + '\n')) return std::nullopt;
  return message.substr(purpose.size() + 1);
}

std::uint16_t StaffKey::bucket(std::string_view text) const {
  std::array<unsigned char, crypto_generichash_BYTES> hash;
  crypto_generichash(hash.data(), hash.size(), bytes_of(text), text.size(), secret_.data(), secret_.size());
  return static_cast<std::uint16_t>(hash[0] << 8 | hash[1]);
}

}  // namespace radslag::staff
