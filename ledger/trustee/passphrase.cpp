#include "ledger/trustee/passphrase.hpp"

#include <sodium.h>

#include <new>

#include "crypto/random.hpp"
#include "crypto/sodium.hpp"
#include "ledger/record/fields.hpp"
#include "ledger/trustee/box.hpp"

namespace radslag::trustee {
namespace {

using Salt = std::array<std::uint8_t, crypto_pwhash_SALTBYTES>;

constexpr std::uint64_t most_passes = 64;
constexpr std::uint64_t most_memory = std::uint64_t{4} << 30;

struct Locked {
  static constexpr std::string_view kind = "locked";
  std::string what;
  PassphraseCost cost;
  Salt salt{};
  std::string box;
};

template <class C, class T>
requires record::Is<T, Locked>
void fields(C& c, T& x) {
  c.field("what", record::Id{x.what});
  c.field("passes", record::Number{x.cost.passes});
  c.field("memory", record::Number{x.cost.memory_bytes});
  c.field("salt", record::Hex{x.salt});
  c.field("box", record::HexBytes{x.box});
}

BoxKey key_from(const Secret& passphrase, const PassphraseCost& cost, const Salt& salt) {
  crypto::ensure_sodium();
  BoxKey key;
  const auto& text = passphrase.text();
  if (crypto_pwhash(key.data(), 32, text.data(), text.size(), salt.data(), cost.passes, static_cast<std::size_t>(cost.memory_bytes),
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return key;
}

}  // namespace

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }

Secret& Secret::operator=(Secret&& other) noexcept {
  std::swap(text_, other.text_);
  return *this;
}

void Secret::wipe() { trustee::wipe(text_); }

std::string lock(std::string_view what, std::string_view text, const Secret& passphrase, const PassphraseCost& cost) {
  Locked file{std::string(what), cost, crypto::random_bytes<crypto_pwhash_SALTBYTES>(), {}};
  file.box = close_box(text, key_from(passphrase, cost, file.salt));
  return record::encode(file);
}

Result<Secret> unlock(std::string_view what, std::string_view text, const Secret& passphrase) {
  const auto file = record::parse<Locked>(text);
  if (!file) return refuse(Errc::malformed, "not a file under a passphrase: " + file.error().detail);
  if (file->what != what) return refuse(Errc::malformed, "the file holds another kind of secret: " + file->what);
  const auto& cost = file->cost;
  if (cost.passes < 1 || cost.passes > most_passes || cost.memory_bytes < crypto_pwhash_MEMLIMIT_MIN || cost.memory_bytes > most_memory)
    return refuse(Errc::malformed, "the file asks for a cost that no file of ours has");
  auto opened = open_box(file->box, key_from(passphrase, cost, file->salt));
  if (!opened) return refuse(Errc::not_authorised, "the passphrase is another, or the file has been changed");
  return Secret(std::move(*opened));
}

bool is_locked(std::string_view file) { return file.starts_with("radslag/v1/locked\n"); }

}  // namespace radslag::trustee
