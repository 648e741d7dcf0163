#include "ledger/record/officer_key.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "ledger/record/fields.hpp"

namespace radslag::record {
namespace {

struct KeyText {
  static constexpr std::string_view kind = "officer-key";
  std::string name;
  crypto::SigningKey::Seed seed{};
};

template <class C, class T>
requires std::same_as<std::remove_const_t<T>, KeyText>
void fields(C& c, T& x) {
  c.field("name", Text{x.name});
  c.field("seed", Hex{x.seed});
}

}  // namespace

Result<> write_officer_key(const std::filesystem::path& path, const std::string& name, const crypto::SigningKey& key) {
  if (!is_text(name)) return refuse(Errc::malformed, "a name is text without control characters");
  const auto text = encode(KeyText{name, key.seed()});
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) return refuse(Errc::duplicate, path.string() + " exists already; a key is never overwritten");
  const bool written = file >= 0 && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const std::string why = std::strerror(errno);
  if (file >= 0) ::close(file);
  if (!written) throw std::runtime_error("key file " + path.string() + " cannot be written: " + why);
  return {};
}

Result<OfficerKey> read_officer_key(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return refuse(Errc::not_found, "there is no key file " + path.string());
  if (status.st_mode & 077) return refuse(Errc::not_authorised, path.string() + " can be read by others: chmod 600 it");
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.starts_with("radslag/v1/locked\n"))
    return refuse(Errc::malformed, path.string() + " is under a passphrase: seal with radslag-trustee sign, and hand the seal in");
  const auto parsed = parse<KeyText>(text);
  if (!parsed) return refuse(Errc::malformed, path.string() + " is not an officer's key file");
  return OfficerKey{parsed->name, crypto::SigningKey::from_seed(parsed->seed)};
}

}  // namespace radslag::record
