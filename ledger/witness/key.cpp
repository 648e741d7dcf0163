#include "ledger/witness/key.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <cstdlib>

#include "ledger/record/fields.hpp"
#include "ledger/witness/durable.hpp"

namespace radslag::witness {
namespace {

struct KeyText {
  static constexpr std::string_view kind = "witness-key";
  std::string name;
  crypto::SigningKey::Seed seed{};
  KeyText() = default;
  KeyText(std::string its_name, const crypto::SigningKey::Seed& its_seed) : name(std::move(its_name)), seed(its_seed) {}
  KeyText(const KeyText&) = default;
  KeyText& operator=(const KeyText&) = default;
  ~KeyText() { sodium_memzero(seed.data(), seed.size()); }
};

template <class C, class T>
requires record::Is<T, KeyText>
void fields(C& c, T& x) {
  c.field("name", record::Origin{x.name});
  c.field("seed", record::Hex{x.seed});
}

constexpr std::size_t most_bytes = 1'024;

/// What systemd hands over (LoadCredential=) is shown with a group's right to read where it is an access list's; its folder lets in the
/// service alone.
mode_t forbidden(const std::filesystem::path& file) {
  const char* credentials = std::getenv("CREDENTIALS_DIRECTORY");
  return credentials && file.parent_path() == std::filesystem::path(credentials) ? 027 : 077;
}

}  // namespace

Result<Key> make_key(const std::filesystem::path& file, const std::string& name) {
  if (!record::is_origin(name) || !log::valid_key_name(name))
    return refuse(Errc::malformed,
                  "\"" + name + "\" cannot be a witness's name: printable ASCII without space and plus sign, as an address without scheme");
  if (std::filesystem::exists(file)) return refuse(Errc::duplicate, file.string() + " exists already; a key is never overwritten");
  auto key = crypto::SigningKey::generate();
  auto text = record::encode(KeyText{name, key.seed()});
  write_durably(file, text);
  sodium_memzero(text.data(), text.size());
  return Key{name, std::move(key)};
}

Result<Key> read_key(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return refuse(Errc::not_found, "there is no key file " + file.string());
  if (status.st_mode & forbidden(file)) return refuse(Errc::not_authorised, file.string() + " can be read by others: chmod 600 it");
  auto text = read_whole(file, most_bytes).value_or("");
  const auto parsed = record::parse<KeyText>(text);
  sodium_memzero(text.data(), text.size());
  if (!parsed) return refuse(Errc::malformed, file.string() + " is not a witness's key file");
  return Key{parsed->name, crypto::SigningKey::from_seed(parsed->seed)};
}

}  // namespace radslag::witness
